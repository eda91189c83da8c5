"""Keeps the positions that were selected and sorted last, so that the next page costs a look-up."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from graph_data.snapshot.sparse import Positions

__all__ = ["Kept"]

ROOM = 16 * 2**20
"""Bytes of positions kept for one snapshot; what was unused for longest goes first, the latest always stays."""


class Kept:
    """Positions by what was asked for.

    Args:
        room: bytes at most.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._taken = 0
        self._found: OrderedDict[Hashable, Positions] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, find: Callable[[], Positions]) -> Positions:
        """Return the positions kept under a key, found now if they are not kept."""
        with self._lock:
            if (found := self._found.get(key)) is not None:
                self._found.move_to_end(key)
                return found
        # outside the lock: two threads may find the same, but none waits for another's question
        found = find()
        found.flags.writeable = False
        with self._lock:
            if key not in self._found:
                self._found[key] = found
                self._taken += found.nbytes + ENTRY
            while self._taken > self._room and len(self._found) > 1:
                self._taken -= self._found.popitem(last=False)[1].nbytes + ENTRY
        return found


ENTRY = 1024
"""Bytes reckoned for the key and the place of an entry."""
