"""How long work says where it is: whoever waits for it gives a function, and this package knows nothing of bars."""

from typing import Protocol

__all__ = ["Progress", "silent"]


class Progress(Protocol):
    """Told of progress, seldom enough that it may draw."""

    def __call__(self, what: str, done: int, total: int | None, /) -> None:
        """Take note that `done` parts of something are done, of `total` where it is known."""
        ...


def silent(_what: str, _done: int, _total: int | None, /) -> None:
    """Say nothing."""
