"""Relay connections with keyset cursors, bound to the order of the list and to the dataset version."""

import base64
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import total_ordering
from hashlib import blake2b
from typing import Any, Generic, TypeVar

import orjson
import strawberry

from graphapi.errors import ErrorCode, QueryError

__all__ = [
    "DEFAULT_PAGE",
    "MAX_PAGE",
    "SKIP",
    "Connection",
    "Edge",
    "Listing",
    "PageInfo",
    "PageRequest",
    "Slice",
    "page_info",
    "stretch",
]

DEFAULT_PAGE = 20
MAX_PAGE = 100

SKIP = strawberry.argument(description="How many to leave out before the first.")

T = TypeVar("T")

Key = tuple[str | float | None, ...]
"""What an item is sorted by; its last part is the id, so that no two items are equal."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The paging arguments of a field; `default` is the page size when neither size is given."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    default: int = DEFAULT_PAGE

    def size(self) -> int:
        """Return the number of items asked for.

        Raises:
            QueryError: BAD_PAGE_SIZE.
        """
        if self.first is not None and self.last is not None:
            raise QueryError(ErrorCode.BAD_PAGE_SIZE, "give first or last, not both")
        for name, value in (("first", self.first), ("last", self.last)):
            if value is not None and not 1 <= value <= MAX_PAGE:
                raise QueryError(ErrorCode.BAD_PAGE_SIZE, f"{name} must be between 1 and {MAX_PAGE}, got {value}")
        return self.last or self.first or self.default


@total_ordering
class _Descending:
    """A value that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:  # noqa: ANN401 -- any value that can be compared
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Descending) and self.value == other.value

    def __lt__(self, other: "_Descending") -> bool:
        return bool(other.value < self.value)

    __hash__ = None  # type: ignore[assignment] # only compared, never kept in a set


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list to be paged: its items, and how they are sorted.

    Attributes:
        items: everything in the list, in any order.
        key: what an item is sorted by, its id last; None for an unknown value, which comes last in either direction.
        name: name of the list with its arguments, to which its cursors are bound.
        version: dataset version, to which its cursors are bound.
        descending: for each part of the key, whether it runs downwards.
        in_order: whether the items stand in their order already, so that a page looks at few of them.
    """

    items: Sequence[T]
    key: Callable[[T], Key]
    name: str
    version: str
    descending: tuple[bool, ...] = ()
    in_order: bool = False

    def _sortable(self, key: Key) -> tuple[Any, ...]:
        downwards = (*self.descending, *([False] * (len(key) - len(self.descending))))
        return tuple(
            (value is None, 0 if value is None else _Descending(value) if down else value)
            for value, down in zip(key, downwards, strict=True)
        )

    @property
    def _stamp(self) -> str:
        return blake2b(f"{self.name}|{self.version}".encode(), digest_size=6).hexdigest()

    def cursor(self, item: T) -> str:
        """Return the cursor of an item."""
        return _written([self._stamp, *self.key(item)])

    def _place(self, cursor: str) -> tuple[Any, ...]:
        try:
            stamp, *key = _parts(cursor)
        except (ValueError, TypeError):
            message = f"cursor {cursor[:40]!r} is damaged; use endCursor or startCursor of an earlier page as it is"
            raise QueryError(ErrorCode.BAD_CURSOR, message) from None
        if stamp != self._stamp:
            message = "the cursor belongs to another order, list or dataset version; start again without it"
            raise QueryError(ErrorCode.STALE_CURSOR, message)
        if self.items and len(key) != len(self.key(self.items[0])):
            raise QueryError(ErrorCode.BAD_CURSOR, "the cursor does not fit this list")
        return self._sortable(tuple(key))

    def page(self, request: PageRequest) -> "Slice[T]":
        """Return the items that a request asks for.

        Raises:
            QueryError: BAD_PAGE_SIZE, BAD_CURSOR or STALE_CURSOR.
        """
        size = request.size()
        ordered = self.items
        if not self.in_order:
            ordered = sorted(self.items, key=lambda item: self._sortable(self.key(item)))
        keys = _Keys(ordered, lambda item: self._sortable(self.key(item)))
        start, stop = 0, len(ordered)
        try:
            if request.after is not None:
                start = bisect_right(keys, self._place(request.after))
            if request.before is not None:
                stop = max(start, bisect_left(keys, self._place(request.before)))
        except (TypeError, ValueError):
            raise QueryError(ErrorCode.BAD_CURSOR, "the cursor does not fit this list") from None
        if request.last is not None:
            begin, end = max(start, stop - size), stop
        else:
            begin, end = start, min(stop, start + size)
        return Slice(self, tuple(ordered[begin:end]), end < len(ordered), begin > 0)


def stretch(items: Sequence[T], first: int, skip: int) -> list[T]:
    """Return a stretch of a list without cursors.

    Raises:
        QueryError: BAD_PAGE_SIZE or BAD_ARGUMENT.
    """
    size = PageRequest(first).size()
    if skip < 0:
        raise QueryError(ErrorCode.BAD_ARGUMENT, f"skip must be 0 or more, got {skip}")
    return list(items[skip : skip + size])


def _parts(cursor: str) -> list[Any]:
    """Return a cursor's stamp and key.

    Raises:
        ValueError: it is not in the form in which cursors are given out.
        TypeError: it holds what no cursor holds.
    """
    parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    if not isinstance(parts, list) or not all(isinstance(part, str | int | float | None) for part in parts):
        raise TypeError("a cursor is a list of plain values")
    if _written(parts) != cursor or not (len(parts) > 1 and re.fullmatch("[0-9a-f]{12}", str(parts[0]))):
        raise ValueError("a cursor is a stamp and a key")
    return parts


def _written(parts: Sequence[str | float | None]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


class _Keys(Sequence[Any]):
    """The keys of sorted items, made only where a bisection looks."""

    def __init__(self, items: Sequence[Any], key: Callable[[Any], Any]) -> None:
        self._items = items
        self._key = key

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 -- a sequence's index is an int or a slice
        return self._key(self._items[index])


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """A page of a listing."""

    listing: Listing[T]
    items: tuple[T, ...]
    has_next: bool
    has_previous: bool


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Relay's PageInfo."""

    has_next_page: bool = strawberry.field(description="Whether items follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether items stand before this page.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first item, null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last item, null on an empty page.")


@strawberry.type(description="An item of a list with its cursor.")
class Edge(Generic[T]):
    """Relay's edge."""

    node: T = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="Opaque place of the item; valid for this order and dataset version.")


def page_info(page: Slice[Any]) -> PageInfo:
    """Return where a page stands."""
    ends = (page.items[0], page.items[-1]) if page.items else None
    return PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.listing.cursor(ends[0]) if ends else None,
        end_cursor=page.listing.cursor(ends[1]) if ends else None,
    )


@strawberry.type(description="A page of a list, ties broken by id.")
class Connection(Generic[T]):
    """Relay's connection over a page."""

    page: strawberry.Private[Slice[Any]]

    @strawberry.field(description="Items of the page with their cursors.")
    def edges(self) -> list[Edge[T]]:
        """Pair the items with their cursors."""
        return [Edge(node=item, cursor=self.page.listing.cursor(item)) for item in self.page.items]

    @strawberry.field(description="Items of the page.")
    def nodes(self) -> list[T]:
        """Return the items."""
        return list(self.page.items)

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of items in the whole list.")
    def total_count(self) -> int:
        """Count the list."""
        return len(self.page.listing.items)
