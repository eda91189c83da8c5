import math
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.variety import Variety, blau, herfindahl, variety
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

S3, TOPIC = EntityKind.S3_PRIORITY_AREA, EntityKind.TECHNOLOGY_FIELD
FIVE = [f"cluster:{name}" for name in ("cluster-montagne", "epsi", "indescat", "mse", "sports-and-technology")]

counts = st.lists(st.integers(0, 1000) | st.floats(0, 1e6, allow_subnormal=False), max_size=8)


def names(graph: KnowledgeGraph) -> list[str]:
    return [organisation.id for organisation in graph.organisations()]


def test_the_priority_areas_of_the_five_clusters_are_mostly_unrelated(five_clusters: KnowledgeGraph) -> None:
    found = variety(five_clusters, names(five_clusters), S3)
    bits = (found.related_bits, found.unrelated_bits, found.total_bits)
    assert found.declarations == 9
    assert bits == pytest.approx((0.433348, 1.446617, 1.879965), abs=1e-6)


def test_terms_of_one_category_are_related_variety_and_categories_are_unrelated_variety(world: World) -> None:
    graph = world("""
        page: a holds topic:x, topic:z
        page: b holds topic:y, topic:z
        topic:x under topic:middle
        topic:middle under topic:top
        topic:y under topic:top
    """)
    assert variety(graph, ["a", "b"], TOPIC) == Variety(4, 0.5, 1.0, 1.5)


def test_a_term_that_is_its_own_category_counts_beside_its_narrower_ones(world: World) -> None:
    graph = world("page: a holds topic:x, topic:top\ntopic:x under topic:top")
    assert variety(graph, ["a"], TOPIC) == Variety(2, 1.0, 0.0, 1.0)


def test_what_is_not_known_has_no_variety(world: World) -> None:
    graph = world("page: a holds topic:x\npage: b holds")
    assert variety(graph, ["b"], TOPIC) == variety(graph, [], TOPIC) == Variety(0, None, None, None)
    assert variety(graph, ["a"], TOPIC, {StatementOrigin.DERIVED}) == Variety(0, None, None, None)


def test_a_term_held_in_two_ways_and_an_organisation_named_twice_count_once(world: World) -> None:
    graph = world("page: a holds topic:x, topic:x~3@register, topic:y?")
    assert variety(graph, ["a", "a"], TOPIC) == Variety(2, 0.0, 1.0, 1.0)
    assert variety(graph, ["a"], TOPIC, {StatementOrigin.STATED, StatementOrigin.DERIVED}) == Variety(1, 0, 0, 0)


def test_only_organisations_and_kinds_that_they_hold_have_a_variety(world: World) -> None:
    graph = world("page: a holds topic:x")
    with pytest.raises(ValueError, match=r"kind must be one of SECTOR, .*, got CHALLENGE"):
        variety(graph, ["a"], EntityKind.CHALLENGE)
    with pytest.raises(UnknownEntity, match="topic:x"):
        variety(graph, ["topic:x"], TOPIC)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_related_and_unrelated_variety_add_up_to_the_entropy_of_the_terms(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str]
) -> None:
    graph = world(data.draw(sentences))
    found = variety(graph, names(graph), TOPIC)
    held = [
        (name, target)
        for name in names(graph)
        for target in graph.nx.succ[name]
        if target.startswith(("topic:", "technology:"))
    ]
    shares = [count / len(held) for count in Counter(term for _, term in held).values()]
    assert found.declarations == len(held)
    if not held:
        assert found == Variety(0, None, None, None)
        return
    assert found.related_bits is not None
    assert found.unrelated_bits is not None
    assert min(found.related_bits, found.unrelated_bits) >= 0
    assert found.total_bits == found.related_bits + found.unrelated_bits
    assert found.total_bits == pytest.approx(-sum(share * math.log2(share) for share in shares), abs=1e-12)


def test_the_smes_of_the_five_clusters_are_spread_as_over_three(bundled_graph: Notebook) -> None:
    clusters = [bundled_graph.entity(name) for name in FIVE]
    found = herfindahl([item.sme_count for item in clusters if isinstance(item, Cluster) and item.sme_count])
    assert found == pytest.approx(0.339304, abs=1e-6)
    assert 1 / found == pytest.approx(2.947, abs=1e-3)


def test_five_countries_are_as_mixed_as_five_can_be(bundled_graph: Notebook) -> None:
    assert blau([bundled_graph.country_of(name) for name in FIVE]) == pytest.approx(0.8)


def test_nothing_is_neither_concentrated_nor_mixed() -> None:
    assert herfindahl([]) is herfindahl([0, 0]) is blau([]) is None


def test_a_share_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="counts must be 0 or more, got -2"):
        herfindahl([3, -2])


@given(counts)
def test_concentration_lies_between_equal_shares_and_one_for_all(values: list[float]) -> None:
    if (found := herfindahl(values)) is not None:
        assert 1 / len(values) - 1e-12 <= found <= 1 + 1e-12
        assert herfindahl([*values, 0]) == pytest.approx(found)


@given(st.lists(st.sampled_from("abc"), min_size=1))
def test_blau_is_how_likely_two_draws_differ(labels: list[str]) -> None:
    differing = sum(one != other for one in labels for other in labels)
    assert blau(labels) == pytest.approx(differing / len(labels) ** 2)
