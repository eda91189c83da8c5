from collections.abc import Callable, Collection
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import ProximitySource
from graph_data.discovery.model import FACETS
from graph_data.discovery.related import RelatedConcept, related
from graph_data.discovery.significance import NullModel, Significance
from graph_data.discovery.significance.adjustment import benjamini_hochberg
from graph_data.discovery.significance.bicm import bicm
from graph_data.discovery.significance.tails import poisson_binomial_tails
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]
Sentences: TypeAlias = st.SearchStrategy[str]

LAW = settings(max_examples=60, deadline=None)
SECTOR, TOPIC, S3, AREA = (
    EntityKind.SECTOR,
    EntityKind.TECHNOLOGY_FIELD,
    EntityKind.S3_PRIORITY_AREA,
    EntityKind.PROGRAMME_AREA,
)
SECTORS = {
    "business-services": "Business Services",
    "education-and-knowledge-creation": "Education and Knowledge Creation",
    "hospitality-and-tourism": "Hospitality and Tourism",
    "recreational-and-small-electric-goods": "Recreational and Small Electric Goods",
    "textile-manufacturing": "Textile Manufacturing",
}
COSINES = {
    "business-services education-and-knowledge-creation": 0.57735,
    "business-services hospitality-and-tourism": 0.774597,
    "business-services recreational-and-small-electric-goods": 0.860663,
    "business-services textile-manufacturing": 0.57735,
    "education-and-knowledge-creation hospitality-and-tourism": 0.447214,
    "education-and-knowledge-creation recreational-and-small-electric-goods": 0.447214,
    "education-and-knowledge-creation textile-manufacturing": 1.0,
    "hospitality-and-tourism recreational-and-small-electric-goods": 0.6,
    "hospitality-and-tourism textile-manufacturing": 0.447214,
    "recreational-and-small-electric-goods textile-manufacturing": 0.447214,
}
"""Sectors of the five clusters by pairs, from an independent computation."""

FOUR = """
    page: a holds s3:t, topic:x
    page: b holds s3:t, s3:u, topic:x
    page: c holds s3:t, s3:u, s3:v
    page: d holds s3:t
"""


def near(graph: KnowledgeGraph, concept: str, *kinds: EntityKind, **more: object) -> dict[str, float]:
    return {found.concept: found.proximity for found in related(graph, concept, kinds or None, **more)}  # type: ignore[arg-type]


def test_a_related_term_shows_everything_that_its_proximity_is_made_of(world: World) -> None:
    graph = world(FOUR + "s3:t near s3:u 0.5")
    (found,) = related(graph, "s3:u", [S3], shrinkage=2)[:1]
    assert found == RelatedConcept(
        concept="s3:t",
        proximity=(2 + 2 * 0.5) / (4 + 2),
        co_occurrences=2,
        organisations=4,
        asked_organisations=2,
        population=4,
        shrinkage=2,
        prior=0.5,
        prior_source=ProximitySource.CURATED,
        proximity_source=ProximitySource.EMPIRICAL,
        profile_cosine=None,
        chance=found.chance,
    )


def test_terms_come_nearest_first_and_equal_ones_by_id(world: World) -> None:
    assert near(world(FOUR), "s3:t", shrinkage=0) == {"s3:u": 0.5, "topic:x": 0.5, "s3:v": 0.25}
    assert list(near(world(FOUR), "s3:t", shrinkage=0)) == ["s3:u", "topic:x", "s3:v"]


def test_a_term_that_is_not_related_is_not_listed(world: World) -> None:
    assert near(world(FOUR), "s3:v", TOPIC) == {}
    assert "s3:v" not in near(world(FOUR), "s3:v")


def test_kinds_choose_what_is_listed_but_not_what_is_counted(world: World) -> None:
    every = near(world(FOUR), "s3:t")
    assert near(world(FOUR), "s3:t", TOPIC) == {"topic:x": every["topic:x"]}


def test_a_term_that_nobody_holds_has_no_related_terms(world: World) -> None:
    graph = world(FOUR + "s3:top near s3:t 0.5")
    assert related(graph, "s3:top") == ()


def test_across_classifications_only_organisations_that_could_hold_both_count(world: World) -> None:
    graph = world("""
        page+register: a holds s3:t, topic:x@register
        page: b holds s3:t
        register: c holds topic:x
        topic:x near s3:t 0.25
    """)
    (found,) = related(graph, "s3:t", [TOPIC])
    assert (found.population, found.organisations, found.asked_organisations, found.co_occurrences) == (1, 1, 1, 1)
    assert found.significance.note == "Not tested: 1 organisations are too few to tell from chance."


def test_inferred_holdings_count_only_when_they_are_asked_for(world: World) -> None:
    graph = world("""
        page: a holds topic:x, s3:t?1, sector:s?1
        page: b holds topic:x, s3:t?1, sector:s?1
        page: c holds topic:x, s3:t
    """)
    assert near(graph, "topic:x", shrinkage=0) == {"s3:t": round(1 / 3, 12)}
    everything = near(graph, "topic:x", shrinkage=0, origins=list(StatementOrigin))
    assert everything == {"s3:t": 1.0, "sector:s": round(2 / 3, 12)}


def test_curated_links_are_priors_unless_their_origin_is_left_out(world: World) -> None:
    graph = world("page: a holds topic:x\npage: b holds s3:t\ntopic:x near s3:t 0.5?")
    assert near(graph, "topic:x") == {"s3:t": round(5 * 0.5 / 6, 12)}
    assert near(graph, "topic:x", origins={StatementOrigin.STATED}) == {}


def test_programme_areas_are_compared_only_when_asked_for(world: World) -> None:
    graph = world("""
        page: a holds topic:x, programme:HORIZON.2.1, programme:HORIZON.1.1
        page: b holds topic:x, programme:HORIZON.2.1, s3:t
    """)
    assert list(near(graph, "topic:x")) == ["s3:t"]
    assert list(near(graph, "topic:x", AREA)) == ["programme:HORIZON.2.1"]
    assert list(near(graph, "programme:HORIZON.2.1")) == ["topic:x", "s3:t"]
    assert near(graph, "programme:HORIZON.1.1") == {}


@pytest.mark.parametrize(("pair", "expected"), COSINES.items())
def test_two_sectors_meet_in_the_terms_that_their_organisations_hold(
    five_clusters: KnowledgeGraph, pair: str, expected: float
) -> None:
    one, other = (f"sector:{name}" for name in pair.split())
    for asked, wanted in ((one, other), (other, one)):
        (found,) = [item for item in related(five_clusters, asked, [SECTOR]) if item.concept == wanted]
        assert found.profile_cosine == pytest.approx(expected, abs=1e-6)


def test_sectors_that_meet_in_other_terms_alone_are_listed_after_the_related_ones(
    five_clusters: KnowledgeGraph,
) -> None:
    found = related(five_clusters, "sector:business-services", [SECTOR])
    assert [(item.concept.removeprefix("sector:"), item.proximity, item.proximity_source) for item in found] == [
        ("recreational-and-small-electric-goods", 0.125, ProximitySource.EMPIRICAL),
        ("education-and-knowledge-creation", 0.0, None),
        ("hospitality-and-tourism", 0.0, None),
        ("textile-manufacturing", 0.0, None),
    ]


def test_only_sectors_with_other_terms_have_a_profile_cosine(world: World) -> None:
    graph = world("page: a holds sector:s, sector:r\npage: b holds sector:q, topic:x, sector:s")
    assert {item.concept: item.profile_cosine for item in related(graph, "sector:r")} == {"sector:s": None}
    assert {item.concept: item.profile_cosine for item in related(graph, "sector:q")} == {
        "sector:s": 1,
        "topic:x": None,
    }


@pytest.mark.parametrize(
    ("kinds", "more", "message"),
    [
        ([EntityKind.CLUSTER], {}, "kinds must name one or more of SECTOR, .* got CLUSTER"),
        ([], {}, "kinds must name one or more of .* got none"),
        (None, {"origins": []}, "origins must name at least one"),
        (None, {"shrinkage": -1}, "shrinkage must be a finite number of at least 0, got -1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    world: World, kinds: Collection[EntityKind] | None, more: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        related(world(FOUR), "s3:t", kinds, **more)  # type: ignore[arg-type]


def test_only_terms_have_related_terms(world: World) -> None:
    with pytest.raises(WrongKind, match="'a' is a CLUSTER, not a term"):
        related(world(FOUR), "a")
    with pytest.raises(UnknownEntity, match="did you mean 's3:t'"):
        related(world(FOUR), "s3:tt")


@LAW
@given(data=st.data())
def test_relatedness_is_symmetric_and_lies_in_0_to_1(data: st.DataObject, world: World, sentences: Sentences) -> None:
    graph = world(data.draw(sentences))
    origins = data.draw(st.none() | st.sets(st.sampled_from(StatementOrigin), min_size=1))
    shrinkage = data.draw(st.sampled_from([0.0, 1.0, 5.0]))
    terms = [entity.id for entity in graph.entities(*FACETS[:4])]
    found = {term: related(graph, term, origins=origins, shrinkage=shrinkage) for term in terms}
    listed = {(term, item.concept): item for term in terms for item in found[term]}
    for (term, other), item in listed.items():
        back = listed[other, term]
        assert 0 <= item.proximity <= 1
        assert item.profile_cosine is None or 0 <= item.profile_cosine <= 1
        assert (item.proximity, item.profile_cosine) == (back.proximity, back.profile_cosine)
        assert (item.organisations, item.asked_organisations) == (back.asked_organisations, back.organisations)
        assert item.significance.p_value == pytest.approx(back.significance.p_value)


@LAW
@given(data=st.data())
def test_without_shrinkage_it_is_the_proximity_of_product_space(
    data: st.DataObject, world: World, sentences: Sentences
) -> None:
    graph = world(data.draw(sentences))
    for term in graph.entities(*FACETS[:4]):
        for item in related(graph, term.id, shrinkage=0):
            most = max(item.organisations, item.asked_organisations)
            assert item.proximity == (round(item.co_occurrences / most, 12) if most else item.prior)


@LAW
@given(data=st.data())
def test_common_holders_are_held_against_chance_and_adjusted_over_all_terms_compared(
    data: st.DataObject, world: World
) -> None:
    terms = [f"topic:{name}" for name in "abcde"]
    holdings = data.draw(st.lists(st.sets(st.sampled_from(terms), min_size=1), min_size=3, max_size=7))
    graph = world("\n".join(f"page: org{n} holds {', '.join(sorted(held))}" for n, held in enumerate(holdings)))
    used = [term for term in terms if any(term in held for held in holdings)]
    table = np.array([[term in held for term in used] for held in holdings], dtype=np.intp)
    fitted = bicm(table.sum(axis=1), table.sum(axis=0))
    chances = fitted.chances[fitted.rows[:, None], fitted.columns]
    for asked, term in enumerate(used):
        others = [other for other in range(len(used)) if other != asked]
        common = [int((table[:, asked] * table[:, other]).sum()) for other in others]
        p_values = np.array(
            [
                poisson_binomial_tails((chances[:, asked] * chances[:, other])[None, :], both)[both, 0]
                for other, both in zip(others, common, strict=True)
            ]
        )
        adjusted = dict(zip((used[other] for other in others), benjamini_hochberg(p_values), strict=True))
        plain = dict(zip(adjusted, p_values, strict=True))
        for item in related(graph, term):
            assert item.significance.p_value == pytest.approx(plain[item.concept])
            assert item.significance.adjusted_p_value == pytest.approx(adjusted[item.concept])


def test_five_organisations_are_not_distinguishable_from_chance(five_clusters: KnowledgeGraph) -> None:
    found = related(five_clusters, "emerging-industry:creative-industries")
    assert {item.significance.note for item in found} == {"5 organisations: not distinguishable from chance."}
    assert all(item.significance.p_value for item in found)


def test_what_chance_seldom_gives_is_said_and_so_is_what_projects_pass_on(world: World) -> None:
    lines = [f"page: both{n} holds topic:x~1, topic:y~1" for n in range(20)]
    lines += [f"page: other{n} holds topic:v~1, topic:w~1" for n in range(20)]
    graph = world("\n".join(lines))
    (found,) = related(graph, "topic:x")
    assert found.significance == Significance(
        p_value=found.significance.p_value,
        adjusted_p_value=found.significance.adjusted_p_value,
        null_model=NullModel.BICM,
        note="40 organisations: distinguishable from chance, which seldom gives so many common holders. "
        "All partners of a project hold its terms together, so p is optimistic.",
    )
