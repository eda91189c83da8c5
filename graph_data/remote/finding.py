"""What a text finds on a server: hits are fetched page by page when they are read."""

from collections.abc import Collection, Iterator
from typing import overload

from graph_data.ontology import EntityKind
from graph_data.remote.knowing import AT_ONCE, RemoteGraph
from graph_data.remote.reading import chosen
from graph_data.search import Found, Hit, check_text

__all__ = ["RemoteFound"]

AT_FIRST = 20
"""Hits that the first question brings: as many as a notebook shows."""


class RemoteFound(Found):
    """Everything that a text finds, best first, ties by id.

    Args:
        graph: the server.
        text: what is searched for.
        kinds: kinds that are wanted, None for all.

    Raises:
        Unsearchable: the text is too long.
    """

    graph: RemoteGraph
    _hits: list[Hit]
    _after: str | None
    _size: int
    _counts: dict[EntityKind, int]

    def __init__(self, graph: RemoteGraph, text: str, kinds: Collection[EntityKind] | None) -> None:
        check_text(text)
        told = {"graph": graph, "text": text, "kinds": None if kinds is None else frozenset(kinds)}
        for name, value in {**told, "_hits": [], "_after": None}.items():
            object.__setattr__(self, name, value)  # the base class is frozen
        self._read(AT_FIRST)

    def _read(self, first: int) -> None:
        """Fetch the next page."""
        asked = {"text": self.text, "kinds": chosen(self.kinds), "first": first, "after": self._after}
        told = self.graph.answer("search", **asked)["search"]
        self._hits.extend(
            Hit(self.graph.learn(edge["node"]), edge["score"], edge["name"], self.text) for edge in told["edges"]
        )
        object.__setattr__(self, "_after", told["pageInfo"]["endCursor"])
        object.__setattr__(self, "_size", told["totalCount"])
        object.__setattr__(self, "_counts", {EntityKind(item["kind"]): item["count"] for item in told["kinds"]})

    @property
    def counts(self) -> dict[EntityKind, int]:
        """Number of entities found by kind, also of kinds that were not wanted; most first, none left out but zeros."""
        return self._counts

    @property
    def examined(self) -> int:
        """Not to be had.

        Raises:
            OnlyLocal: always; says what to write instead.
        """
        raise self.graph.only_local("how much a search compared")

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        wanted = range(self._size)[index]
        last = (max(wanted) if wanted else -1) if isinstance(wanted, range) else wanted
        while len(self._hits) <= last:
            self._read(AT_ONCE)
        return [self._hits[place] for place in wanted] if isinstance(wanted, range) else self._hits[wanted]

    def __iter__(self) -> Iterator[Hit]:
        return (self[place] for place in range(len(self)))
