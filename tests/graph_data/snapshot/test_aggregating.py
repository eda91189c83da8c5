from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data import listing
from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, OrganisationFilter
from graph_data.ontology import Cluster, Country, EntityKind, Predicate, Region
from graph_data.slugs import fold
from graph_data.snapshot import Dimension, GroupKey, IntStats, Selection, Snapshot, aggregating, groups, stats

EVERY = 10**6

_Place = TypeVar("_Place", Country, Region)


def everyone(graph: KnowledgeGraph) -> Selection:
    return Selection.of(Snapshot.of(graph))


def filter_of(graph: KnowledgeGraph, key: GroupKey) -> OrganisationFilter:
    """Return the filter that asks for exactly what a key says."""
    if key.dimension is Dimension.KIND:
        return OrganisationFilter(kinds=frozenset({EntityKind[key.label or ""]}))
    if key.dimension is Dimension.COUNTRY:
        return among(
            [country.code for country in places(graph, Country)], getattr(key.entity, "code", None), "countries"
        )
    if key.dimension is Dimension.REGION:
        if key.entity is None:
            return among([place.id for place in places(graph, Region)], None, "regions")
        below = tuple(
            item.id for item in graph.subjects(key.entity.id, Predicate.LOCATED_IN) if isinstance(item, Region)
        )
        return OrganisationFilter(regions=(key.entity.id,), negated=OrganisationFilter(regions=below))
    if key.dimension is Dimension.PARTNERSHIP:
        if key.entity is not None:
            return OrganisationFilter(in_partnership=key.entity.id)
        any_at_all = tuple(
            OrganisationFilter(in_partnership=item.id) for item in graph.entities(EntityKind.PARTNERSHIP)
        )
        return OrganisationFilter(negated=OrganisationFilter(any_of=any_at_all))
    kind = EntityKind[key.dimension.value]
    if key.entity is not None:
        return OrganisationFilter(concepts=((kind, ConceptMatch(any_of=(key.entity.id,), include_narrower=False)),))
    return OrganisationFilter(concepts=((kind, ConceptMatch(none_of=tuple(item.id for item in graph.entities(kind)))),))


def among(every: Sequence[str], wanted: str | None, name: str) -> OrganisationFilter:
    if wanted is not None:
        return OrganisationFilter(**{name: (wanted,)})
    return OrganisationFilter(negated=OrganisationFilter(**{name: tuple(every)}))


def places(graph: KnowledgeGraph, kind: type[_Place]) -> list[_Place]:
    return [item for item in graph.entities() if isinstance(item, kind)]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_group_counts_what_the_filter_that_asks_for_it_lists(
    data: st.DataObject,
    graphs: st.SearchStrategy[KnowledgeGraph],
    filters: st.SearchStrategy[OrganisationFilter],
) -> None:
    graph, wanted = data.draw(graphs), data.draw(filters)
    by = data.draw(st.lists(st.sampled_from(Dimension), min_size=1, max_size=3, unique=True))
    selection = Selection.of(Snapshot.of(graph), wanted)
    found = groups(selection, by, EVERY)
    assert found.total_count == len(found.groups)
    for group in found.groups:
        exactly = OrganisationFilter(all_of=(wanted, *(filter_of(graph, key) for key in group.keys)))
        assert {item.id for item in group.members} == listing.select(graph, exactly)
        assert len(group.members) > 0
        assert [key.dimension for key in group.keys] == by
    # nobody is left out, and nobody is counted twice where the groups do not overlap
    assert {item.id for group in found.groups for item in group.members} == {item.id for item in selection}
    if not found.overlapping:
        assert sum(len(group.members) for group in found.groups) == len(selection)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_groups_come_largest_first_then_by_label_and_id_with_the_unknown_last(
    data: st.DataObject, graphs: st.SearchStrategy[KnowledgeGraph]
) -> None:
    by = data.draw(st.lists(st.sampled_from(Dimension), min_size=1, max_size=2, unique=True))
    selection = everyone(data.draw(graphs))
    found = groups(selection, by, EVERY).groups

    def place(key: GroupKey) -> tuple[bool, str, str]:
        return key.label is None, fold(key.label or ""), key.entity.id if key.entity else ""

    order = [(-len(group.members), [place(key) for key in group.keys]) for group in found]
    assert order == sorted(order)
    for first in range(1, len(found)):
        shown = groups(selection, by, first)
        assert [group.keys for group in shown.groups] == [group.keys for group in found[:first]]
        assert shown.total_count == len(found)


@pytest.mark.parametrize("dimension", Dimension)
def test_groups_overlap_where_an_organisation_may_hold_several(default: KnowledgeGraph, dimension: Dimension) -> None:
    single = {Dimension.KIND, Dimension.COUNTRY, Dimension.REGION}
    assert groups(everyone(default), [dimension], 1).overlapping is (dimension not in single)


def test_groups_are_counted_alike_when_there_are_too_many_for_a_table(
    default: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = [Dimension.SECTOR, Dimension.TECHNOLOGY_FIELD]
    usual = groups(everyone(default), by, 100)
    monkeypatch.setattr(aggregating, "MAX_ENTRIES", 52 * 978 - 1)
    again = groups(everyone(default), by, 100)
    assert [(item.keys, list(item.members)) for item in again.groups] == [
        (item.keys, list(item.members)) for item in usual.groups
    ]
    assert again.total_count == usual.total_count


@pytest.mark.parametrize("by", [[], [Dimension.KIND] * 2, list(Dimension)[:4]])
def test_dimensions_must_be_one_to_three_and_different(default: KnowledgeGraph, by: list[Dimension]) -> None:
    with pytest.raises(ValueError, match="by must be 1 to 3 different dimensions"):
        groups(everyone(default), by, 1)


def test_too_many_pairs_are_refused_before_they_are_made(
    default: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aggregating, "MAX_ENTRIES", 5000)
    with pytest.raises(ValueError, match="more than 5000 pairs to count: filter first, or group by fewer dimensions"):
        groups(everyone(default), [Dimension.TECHNOLOGY_FIELD], 1)


def test_what_is_published_adds_up(default: KnowledgeGraph) -> None:
    selection = everyone(default)
    counts = [item.sme_count for item in selection if isinstance(item, Cluster) and item.sme_count is not None]
    assert stats(selection, selection.snapshot.sme_count) == IntStats(
        sum(counts), min(counts), max(counts), sum(counts) / len(counts), len(counts), len(selection) - len(counts)
    )


def test_nothing_published_adds_up_to_nothing_known(default: KnowledgeGraph) -> None:
    smes = Selection.of(Snapshot.of(default), OrganisationFilter(kinds=frozenset({EntityKind.SME})))
    assert stats(smes, smes.snapshot.sme_count) == IntStats(None, None, None, None, 0, len(smes))


@pytest.mark.shared
def test_the_heat_map_of_cordis_counts_each_pair_of_terms_once(cordis: KnowledgeGraph) -> None:
    selection = everyone(cordis)
    by = [Dimension.SECTOR, Dimension.TECHNOLOGY_FIELD]
    facets = [selection.snapshot.facets[EntityKind[dimension.value]] for dimension in by]
    pairs = int((facets[0].held.lengths.clip(1).astype(int) * facets[1].held.lengths.clip(1)).sum())
    entries, codes = aggregating._entries(selection, by)  # noqa: SLF001 -- the work is what is stated here
    assert len(entries) == len(codes) == pairs <= 1_100_000
    largest = groups(selection, by, 1).groups[0]
    exactly = OrganisationFilter(all_of=tuple(filter_of(cordis, key) for key in largest.keys))
    assert len(largest.members) == len(listing.select(cordis, exactly))
