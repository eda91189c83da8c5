import numpy as np

from graph_data.snapshot.keeping import ENTRY, Kept
from graph_data.snapshot.sparse import Positions


def some() -> Positions:
    return np.zeros(10, dtype=np.int32)


def test_what_was_unused_for_longest_goes_first() -> None:
    kept = Kept(room=2 * (40 + ENTRY))
    first, second = kept.get("first", some), kept.get("second", some)
    assert kept.get("first", some) is first
    kept.get("third", some)
    assert len(kept) == 2
    assert kept.get("first", some) is first
    assert kept.get("second", some) is not second


def test_the_latest_stays_however_large() -> None:
    kept = Kept(room=1)
    found = kept.get("large", some)
    assert kept.get("large", some) is found


def test_a_question_asked_while_it_is_being_answered_takes_room_once() -> None:
    kept = Kept(room=2 * (40 + ENTRY))
    kept.get("same", lambda: kept.get("same", some))
    kept.get("other", some)
    assert len(kept) == 2
