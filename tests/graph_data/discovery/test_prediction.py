from collections.abc import Callable, Iterable
from itertools import combinations
from typing import TypeAlias

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.prediction import MOST_PARTNERS, LikelyPartner, PredictionMethod, likely_partners, ties_of
from graph_data.discovery.ties import met
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind, Predicate

World: TypeAlias = Callable[[str], KnowledgeGraph]

RESOURCE_ALLOCATION, ADAMIC_ADAR, PREFERENTIAL_ATTACHMENT = PredictionMethod
ELSEWHERE = {
    RESOURCE_ALLOCATION: nx.resource_allocation_index,
    ADAMIC_ADAR: nx.adamic_adar_index,
    PREFERENTIAL_ATTACHMENT: nx.preferential_attachment,
}

SEVEN = """
page: a holds
page: b holds
page: c holds
page: d holds
page: e holds
page: f holds
page: g holds
p joins a, b, c
q joins b, d
r joins c, d, e
s joins c, f
"""


def projection(graph: KnowledgeGraph) -> "nx.Graph[str]":
    """Join organisations that share a partnership that makes ties."""
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(organisation.id for organisation in graph.organisations())
    for group in groups(graph):
        if len(group) <= MOST_PARTNERS:
            found.add_edges_from(combinations(group, 2))
    return found


def groups(graph: KnowledgeGraph) -> Iterable[list[str]]:
    for partnership in graph.entities(EntityKind.PARTNERSHIP):
        yield [partner.id for partner in graph.subjects(partnership.id, Predicate.PARTNER_IN)]


def strangers(graph: KnowledgeGraph, organisation: str) -> list[str]:
    """Return who shares no partnership with an organisation, of whatever size."""
    met = {name for group in groups(graph) if organisation in group for name in group} | {organisation}
    return [other.id for other in graph.organisations() if other.id not in met]


def by_networkx(graph: KnowledgeGraph, organisation: str, method: PredictionMethod) -> dict[str, float]:
    """Return the scores above 0; networkx adds in the order of a set, so the last digit may differ."""
    pairs = [(organisation, other) for other in strangers(graph, organisation)]
    scores = {other: score for _, other, score in ELSEWHERE[method](projection(graph), pairs) if score}
    return pytest.approx(scores, abs=2e-12)  # type: ignore[return-value] # compares as the mapping it was made from


def scores_of(found: Iterable[LikelyPartner]) -> dict[str, float]:
    """Return the scores of a ranking, which must stand best first, ties by id."""
    listed = [(-item.score, item.organisation) for item in found]
    assert listed == sorted(listed)
    return {name: -score for score, name in listed}


names = st.integers(2, 9).map(lambda size: [f"o{number}" for number in range(size)])


@settings(deadline=None, max_examples=40)
@given(data=st.data(), method=st.sampled_from(PredictionMethod))
def test_ranking_of_any_small_network_is_that_of_networkx(
    world: World, data: st.DataObject, method: PredictionMethod
) -> None:
    people = data.draw(names)
    shared = data.draw(st.lists(st.lists(st.sampled_from(people), min_size=1, max_size=4, unique=True), max_size=8))
    text = [f"page: {name} holds" for name in people]
    text += [f"p{number} joins {', '.join(group)}" for number, group in enumerate(shared)]
    graph = world("\n".join(text))
    for name in people:
        assert scores_of(likely_partners(graph, name, method, first=100)) == by_networkx(graph, name, method)


@pytest.mark.parametrize("method", PredictionMethod)
@pytest.mark.parametrize("organisation", ["cluster:indescat", "institution:cordis-999991334"])
def test_ranking_in_the_dataset_that_ships_is_that_of_networkx(
    bundled_graph: Notebook, organisation: str, method: PredictionMethod
) -> None:
    found = scores_of(bundled_graph.likely_partners(organisation, method, first=5000))
    assert found
    assert found == by_networkx(bundled_graph, organisation, method)


def test_degrees_are_the_numbers_of_distinct_partners(world: World) -> None:
    graph = world(SEVEN + "t joins a, b")
    ties = ties_of(graph)
    assert dict(zip(ties.ids, ties.degrees.tolist(), strict=True)) == dict(projection(graph).degree())


def test_common_partners_with_few_partners_come_first_and_ranks_are_shared(world: World) -> None:
    half, ranked = RESOURCE_ALLOCATION, likely_partners(world(SEVEN), "a")
    assert ranked == (
        LikelyPartner("d", round(1 / 3 + 1 / 5, 12), 1, half, ("b", "c"), 2),
        LikelyPartner("e", 0.2, 2, half, ("c",), 1),
        LikelyPartner("f", 0.2, 2, half, ("c",), 1),
    )


def test_candidates_that_are_not_kept_do_not_count_in_ranks(world: World) -> None:
    found = likely_partners(world(SEVEN), "a", keep=lambda organisation: organisation.id not in {"d", "e"})
    assert [(item.organisation, item.rank) for item in found] == [("f", 1)]


def test_no_more_are_listed_than_asked_for(world: World) -> None:
    assert [item.organisation for item in likely_partners(world(SEVEN), "a", first=2)] == ["d", "e"]


def test_organisation_without_ties_has_no_likely_partner(world: World) -> None:
    for method in PredictionMethod:
        assert likely_partners(world(SEVEN), "g", method) == ()


def test_large_partnership_makes_no_ties_but_its_partners_have_met(world: World) -> None:
    crowd = [f"m{number:02}" for number in range(MOST_PARTNERS)]
    people = "\n".join(f"page: {name} holds" for name in [*crowd, "x", "y", "z"])
    at_most = world(f"{people}\np joins {', '.join(crowd)}\nq joins m00, x")
    assert ties_of(at_most).degrees.max() == MOST_PARTNERS
    above = world(f"{people}\np joins {', '.join([*crowd, 'y'])}\nq joins m00, x\nr joins x, y\ns joins x, z")
    assert ties_of(above).degrees.max() == 3
    assert [item.organisation for item in likely_partners(above, "m00")] == ["z"]


def test_no_more_than_ten_common_partners_are_named_but_all_are_counted(world: World) -> None:
    between = [f"w{number:02}" for number in range(12)]
    people = "\n".join(f"page: {name} holds" for name in [*between, "a", "z"])
    pairs = "\n".join(f"{side}{name} joins {side}, {name}" for side in "az" for name in between)
    (found,) = likely_partners(world(f"{people}\n{pairs}"), "a")
    assert found.common_partners == tuple(between[:10])
    assert found.common_partner_count == 12


def test_unknown_organisation_is_refused(world: World) -> None:
    with pytest.raises(UnknownEntity, match="unknown id 'h'"):
        likely_partners(world(SEVEN), "h")


@pytest.mark.shared
@pytest.mark.parametrize("method", PredictionMethod)
def test_the_busiest_organisation_of_cordis_has_ten_likely_partners_that_it_never_met(
    cordis: KnowledgeGraph, method: PredictionMethod
) -> None:
    ties = ties_of(cordis)
    busiest = ties.ids[int(np.argmax(ties.degrees))]
    found = likely_partners(cordis, busiest, method)
    assert len(found) == 10
    assert [(-item.score, item.organisation) for item in found] == sorted(
        (-item.score, item.organisation) for item in found
    )
    assert met(cordis, busiest).isdisjoint(item.organisation for item in found)
