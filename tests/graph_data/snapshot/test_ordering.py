from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.graph import KnowledgeGraph
from graph_data.listing import Order, OrderField, count_of, ordered
from graph_data.snapshot import Snapshot, order, select, value_of


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_order_is_the_plain_order(
    data: st.DataObject, graphs: st.SearchStrategy[KnowledgeGraph], orders: st.SearchStrategy[list[Order]]
) -> None:
    graph, keys = data.draw(graphs), data.draw(orders)
    snapshot = Snapshot.of(graph)
    found = [snapshot.organisations[position].id for position in order(snapshot, select(snapshot, None), keys)]
    assert found == ordered(graph, (item.id for item in graph.organisations()), keys)


def test_unknown_values_come_last_in_either_direction(default: KnowledgeGraph) -> None:
    snapshot = Snapshot.of(default)
    for descending in (False, True):
        found = order(snapshot, select(snapshot, None), [Order(OrderField.SME_COUNT, descending)])
        counts = [value_of(snapshot, position, OrderField.SME_COUNT) for position in found.tolist()]
        known = [count for count in counts if count is not None]
        assert known
        assert counts == sorted(known, reverse=descending) + [None] * (len(counts) - len(known))


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_value_is_what_the_plain_way_sorts_by(data: st.DataObject, graphs: st.SearchStrategy[KnowledgeGraph]) -> None:
    graph = data.draw(graphs)
    snapshot = Snapshot.of(graph)
    for position, organisation in enumerate(snapshot.organisations):
        for field in OrderField:
            assert value_of(snapshot, position, field) == count_of(graph, organisation, field)
