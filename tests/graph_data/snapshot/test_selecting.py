import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data import listing
from graph_data.deadline import Deadline, DeadlinePassed, until
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, OrganisationFilter, Range
from graph_data.ontology import EntityKind, StatementOrigin
from graph_data.snapshot import Selecting, Snapshot, select


def selected(graph: KnowledgeGraph, wanted: OrganisationFilter) -> set[str]:
    snapshot = Snapshot.of(graph)
    return {snapshot.organisations[position].id for position in select(snapshot, wanted)}


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_filter_tree_accepts_what_the_plain_filter_accepts(
    data: st.DataObject,
    graphs: st.SearchStrategy[KnowledgeGraph],
    filters: st.SearchStrategy[OrganisationFilter],
) -> None:
    graph, wanted = data.draw(graphs), data.draw(filters)
    assert selected(graph, wanted) == listing.select(graph, wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        OrganisationFilter(countries=("ES", "FR")),
        OrganisationFilter(regions=("region:ES5", "country:DE")),
        OrganisationFilter(name_contains="sport"),
        OrganisationFilter(sme_count=Range(min=20), negated=OrganisationFilter(countries=("ES",))),
        OrganisationFilter(concepts=((EntityKind.S3_PRIORITY_AREA, ConceptMatch(any_of=("s3:e-health",))),)),
        OrganisationFilter(in_partnership="partnership:smartsports4goodlife"),
        OrganisationFilter(
            concepts=(
                (
                    EntityKind.SECTOR,
                    ConceptMatch(
                        none_of=("sector:textile-manufacturing",), origins=frozenset({StatementOrigin.INFERRED})
                    ),
                ),
            )
        ),
    ],
)
def test_the_bundled_dataset_answers_as_the_plain_filter_does(
    default: KnowledgeGraph, wanted: OrganisationFilter
) -> None:
    found = selected(default, wanted)
    assert found == listing.select(default, wanted)
    assert found


def test_no_filter_accepts_everyone(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    assert list(select(snapshot, None)) == list(range(len(default.organisations())))


@pytest.mark.parametrize(
    "wanted",
    [
        OrganisationFilter(countries=("EX",)),
        OrganisationFilter(regions=("region:nope",)),
        OrganisationFilter(regions=("sector:textile-manufacturing",)),
        OrganisationFilter(concepts=((EntityKind.SECTOR, ConceptMatch(all_of=("sector:textiles",))),)),
        OrganisationFilter(concepts=((EntityKind.SECTOR, ConceptMatch(none_of=("s3:e-health",))),)),
        OrganisationFilter(any_of=(OrganisationFilter(in_partnership="cluster:indescat"),)),
    ],
)
def test_what_is_unknown_is_refused_in_the_plain_filters_words(
    default: KnowledgeGraph, wanted: OrganisationFilter
) -> None:
    with pytest.raises(UnknownEntity) as plain:
        listing.select(default, wanted)
    with pytest.raises(UnknownEntity) as fast:
        select(Snapshot.of(default), wanted)
    assert str(fast.value) == str(plain.value)


def test_a_number_too_large_for_the_columns_is_only_a_bound(default: KnowledgeGraph) -> None:
    wanted = OrganisationFilter(member_count=Range(min=-(2**40), max=2**40))
    assert selected(default, wanted) == listing.select(default, wanted)


def test_a_filter_of_many_parts_ends_in_time(default: KnowledgeGraph) -> None:
    part = OrganisationFilter(name_contains="a")
    snapshot = Snapshot.of(default)
    deadline = Deadline(0.05)
    with until(deadline), pytest.raises(DeadlinePassed):
        select(snapshot, OrganisationFilter(any_of=(part,) * 100_000))
    assert deadline.remaining > -0.5


@pytest.mark.shared
def test_a_filter_of_cordis_reads_each_column_once_and_only_the_entries_of_its_terms(cordis: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(cordis)
    terms = snapshot.facets[EntityKind.TECHNOLOGY_FIELD]
    widest = terms.terms.entities[int(terms.below.lengths.argmax())]
    match = ConceptMatch(any_of=(widest.id,))
    wanted = OrganisationFilter(countries=("ES", "FR"), concepts=((EntityKind.TECHNOLOGY_FIELD, match),))
    asked = Selecting(snapshot)
    found = asked.mask(wanted)
    assert set(np.array([item.id for item in snapshot.organisations])[found]) == listing.select(cordis, wanted)
    entries = len(terms.held.columns) + len(snapshot.places.axis)
    assert asked.touched <= 4 * len(snapshot) + entries
    assert asked.touched < cordis.nx.size()
