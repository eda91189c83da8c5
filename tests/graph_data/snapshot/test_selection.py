import pytest

from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.listing import Order, OrderField, OrganisationFilter
from graph_data.ontology import EntityKind
from graph_data.snapshot import Selection, Snapshot

CLUSTERS = OrganisationFilter(kinds=frozenset({EntityKind.CLUSTER}))


def test_a_selection_is_a_sequence_of_organisations(default: KnowledgeGraph) -> None:
    found = Selection.of(Snapshot.of(default), CLUSTERS)
    clusters = default.entities(EntityKind.CLUSTER)
    assert list(found) == clusters
    assert (found[0], found[-1], list(found[3:5])) == (clusters[0], clusters[-1], clusters[3:5])


def test_the_same_question_is_answered_from_what_is_kept(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    keys = (Order(OrderField.DEGREE, descending=True),)
    first = Selection.of(snapshot, CLUSTERS, keys)
    again = Selection.of(snapshot, OrganisationFilter(kinds=frozenset({EntityKind.CLUSTER})), keys)
    assert again.positions is first.positions
    assert Selection.of(snapshot, CLUSTERS).positions is not first.positions


def test_nobody_can_change_what_is_kept(default: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="read-only"):
        Selection.of(Snapshot.of(default)).positions[0] = 1


def test_a_question_that_fails_is_not_kept(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    kept = len(snapshot.kept)
    with pytest.raises(UnknownEntity):
        Selection.of(snapshot, OrganisationFilter(countries=("EX",)))
    assert len(snapshot.kept) == kept


def test_chosen_organisations_stand_in_order_of_ids(default: KnowledgeGraph) -> None:
    ids = ["cluster:sports-and-technology", "cluster:indescat"]
    assert [item.id for item in Selection.among(Snapshot.of(default), ids)] == sorted(ids)
