import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_data.discovery.comparison import Comparison, rounds

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=30)


def test_one_is_compared_with_others() -> None:
    found = Comparison.of(4, [1, 7])
    assert (found.organisations.tolist(), found.partners.tolist(), len(found)) == ([4, 4], [1, 7], 2)
    assert len(Comparison.of(4, [])) == 0
    assert len(Comparison.of_pairs([])) == 0


def test_a_pair_stands_at_its_place_whichever_way_round() -> None:
    found = Comparison.of_pairs([(1, 2), (1, 3), (2, 3)])
    assert [found.place(*pair) for pair in [(1, 2), (1, 3), (2, 3), (3, 2), (2, 1)]] == [0, 1, 2, 2, 0]


def test_what_is_kept_is_computed_once() -> None:
    found, computed = Comparison.of(1, [2]), []
    for _ in range(3):
        assert found.kept("key", lambda: computed.append("once") or 7) == 7
    assert found.kept("other", lambda: 8) == 8
    assert computed == ["once"]


@given(pairs=PAIRS)
def test_rounds_go_through_every_pair_once_by_the_side_with_fewer_members(pairs: list[tuple[int, int]]) -> None:
    ours, theirs = np.array(pairs).T
    found = [
        (place, frozenset({one, other}))
        for one, others, places in rounds(ours, theirs)
        for place, other in zip(places.tolist(), others.tolist(), strict=True)
    ]
    assert sorted(place for place, _ in found) == list(range(len(pairs)))
    assert all(pair == frozenset(pairs[place]) for place, pair in found)
    assert len(list(rounds(ours, theirs))) == min(len(set(ours.tolist())), len(set(theirs.tolist())))
