from collections.abc import Callable
from typing import TypeAlias

from graph_data.discovery import Lens, ProximitySource, SynergyModel
from graph_data.discovery.priors import Prior, priors_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)
HELD = "page: a holds s3:a, s3:b, topic:x, topic:y, technology:t, industry:i, sector:k\n"
BY_TAXONOMY, CURATED = ProximitySource.TAXONOMY, ProximitySource.CURATED


def test_subcategories_of_one_s3_category_are_half_related(world: World) -> None:
    priors = priors_of(world(HELD + "s3:a under s3:top\ns3:b under s3:top"), GENERAL)
    assert priors == {"s3:a": {"s3:b": Prior(0.5, BY_TAXONOMY)}, "s3:b": {"s3:a": Prior(0.5, BY_TAXONOMY)}}


def test_other_classifications_give_no_prior_by_themselves(world: World) -> None:
    assert priors_of(world(HELD + "topic:x under topic:top\ntopic:y under topic:top"), GENERAL) == {}


def test_curated_link_holds_both_ways(world: World) -> None:
    priors = priors_of(world(HELD + "technology:t near industry:i 0.5"), GENERAL)
    assert priors["technology:t"]["industry:i"] == priors["industry:i"]["technology:t"] == Prior(0.5, CURATED)


def test_curated_link_is_inherited_by_narrower_terms_and_halved_for_each_level_on_both_sides(world: World) -> None:
    graph = world(
        HELD
        + """
        topic:x under topic:middle
        topic:middle under topic:top
        s3:a under s3:top
        topic:top near s3:top 0.8
        """
    )
    assert priors_of(graph, GENERAL)["topic:x"]["s3:a"] == Prior(0.1, CURATED)


def test_largest_prior_counts_and_of_equal_ones_the_classification_is_named(world: World) -> None:
    under = HELD + "s3:a under s3:top\ns3:b under s3:top\n"
    assert priors_of(world(under + "s3:a near s3:b 0.5"), GENERAL)["s3:b"]["s3:a"] == Prior(0.5, BY_TAXONOMY)
    assert priors_of(world(under + "s3:a near s3:b 0.6"), GENERAL)["s3:b"]["s3:a"] == Prior(0.6, CURATED)
    near = "topic:x under topic:y\ntopic:y near sector:k 0.9\ntopic:x near sector:k 0.7"
    assert priors_of(world(HELD + near), GENERAL)["topic:x"]["sector:k"] == Prior(0.7, CURATED)


def test_prior_is_never_more_than_1(world: World) -> None:
    assert priors_of(world(HELD + "topic:x near sector:k 3"), GENERAL)["sector:k"]["topic:x"].value == 1


def test_curated_link_of_another_origin_is_left_out(world: World) -> None:
    graph = world(HELD + "topic:x near sector:k 0.5?")
    assert priors_of(graph, SynergyModel.of(Lens.GENERAL, origins=[StatementOrigin.STATED])) == {}


def test_wider_terms_in_a_circle_end_somewhere(world: World) -> None:
    graph = world(HELD + "topic:x under topic:y\ntopic:y under topic:x\ntopic:y near sector:k 1")
    assert priors_of(graph, GENERAL)["topic:x"]["sector:k"] == Prior(0.5, CURATED)
