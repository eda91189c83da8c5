"""Finding entities by what people call them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import strawberry

import graph_data.search as data
from graph_data.ontology import EntityKind
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import DEFAULT_PAGE, Listing, PageInfo, PageRequest, Slice, page_info
from graphapi.schema.context import Info
from graphapi.schema.dataset import KindCount
from graphapi.schema.entities import AFTER, FIRST, Entity

__all__ = ["LabelMatch", "SearchConnection", "Suggestion", "match_of", "search_of", "suggest_of"]

SUGGESTIONS = 10
"""Suggestions unless another number is asked for."""

KINDS = strawberry.argument(description="Only entities of these kinds; all when null.")
TEXT = strawberry.argument(
    description="A name, the beginnings of its words in any order, a code or an id; case, diacritics and punctuation "
    "do not matter, and a wrong letter does not either. At most 1,000 characters; a blank text finds nothing."
)


@strawberry.type(description="An entity that a text found.")
class SearchEdge:
    """A hit with its cursor."""

    cursor: str = strawberry.field(description="Opaque place of the entity.")
    node: Entity = strawberry.field(description="The entity.")
    score: float = strawberry.field(
        description="How well the text fits: 1 for a whole name or code, from 0.9 for the beginning of one, from 0.8 "
        "for the beginning of a later word, from 0.7 for all words in any order, less with typos."
    )
    name: str = strawberry.field(description="The name or code that was found.")
    highlight: str | None = strawberry.field(
        description="The name or code that was found, the part that the text fits between « and »; plain text."
    )


@strawberry.type(description="Entities that a text found, by score, ties by id.")
class SearchConnection:
    """A page of hits."""

    page: strawberry.Private[Slice[data.Hit]]
    found: strawberry.Private[data.Found]

    @strawberry.field(description="Entities of the page with their scores.")
    def edges(self) -> list[SearchEdge]:
        """Return the hits."""
        cursor = self.page.listing.cursor
        return [
            SearchEdge(
                cursor=cursor(hit),
                node=hit.entity,  # type: ignore[arg-type] # graph_data's value answers for it
                score=hit.score,
                name=hit.name,
                highlight=hit.highlight,
            )
            for hit in self.page.items
        ]

    @strawberry.field(description="Entities of the page.")
    def nodes(self) -> list[Entity]:
        """Return the entities."""
        return [hit.entity for hit in self.page.items]  # type: ignore[misc] # as above

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of entities found.")
    def total_count(self) -> int:
        """Count the hits."""
        return len(self.found)

    @strawberry.field(
        description="Number of entities that the text finds by kind, most first, also of kinds that were not asked for."
    )
    def kinds(self) -> list[KindCount]:
        """Count the hits of each kind."""
        return [KindCount(kind=kind, count=count) for kind, count in self.found.counts.items()]


@strawberry.type(description="An entity that someone who is typing may mean.")
class Suggestion:
    """A suggestion."""

    entity: Entity = strawberry.field(description="The entity.")
    hint: str | None = strawberry.field(
        description="What tells it from others of its name: the country of an organisation or region, the "
        "classification of a term, the programme of a partnership; null for others, or when it is not known."
    )


@strawberry.type(description="An entity that a label may stand for.")
class LabelCandidate:
    """A candidate."""

    entity: Entity = strawberry.field(description="The entity.")
    score: float = strawberry.field(description="How like the label is to one of its names, from 0.75 to 1.")
    exact: bool = strawberry.field(
        description="Whether the label is one of its names or codes; case, diacritics and punctuation do not matter."
    )
    name: str = strawberry.field(description="The name or code that the label is like.")


@strawberry.type(description="A label with what it may stand for.")
class LabelMatch:
    """A label with its candidates."""

    label: str = strawberry.field(description="The label as it was given.")
    candidates: list[LabelCandidate] = strawberry.field(
        description="At most five, most like first, ties by id; several exact ones mean that the label is ambiguous."
    )


def search_of(
    info: Info,
    text: Annotated[str, TEXT],
    kinds: Annotated[list[EntityKind] | None, KINDS] = None,
    first: Annotated[int, FIRST] = DEFAULT_PAGE,
    after: Annotated[str | None, AFTER] = None,
) -> SearchConnection:
    """Return a page of what a text finds.

    Raises:
        QueryError: the text is too long (BAD_ARGUMENT), or the page cannot be had.
    """
    found = _search(info, text, kinds)
    name = f"search {text!r} {sorted({kind.value for kind in kinds}) if kinds is not None else None}"
    listing = Listing(
        found,
        lambda hit: (hit.score, hit.entity.id),
        name,
        info.context.graph.version,
        descending=(True,),
        in_order=True,
    )
    return SearchConnection(page=listing.page(PageRequest(first, after)), found=found)


def suggest_of(
    info: Info,
    prefix: Annotated[str, strawberry.argument(description="What was typed so far; read as the text of a search.")],
    kinds: Annotated[list[EntityKind] | None, KINDS] = None,
    first: Annotated[int, strawberry.argument(description="Number of suggestions, 1 to 100.")] = SUGGESTIONS,
) -> list[Suggestion]:
    """Return the best entities for what was typed, with hints.

    Raises:
        QueryError: the text is too long (BAD_ARGUMENT), or `first` is no page size (BAD_PAGE_SIZE).
    """
    size = PageRequest(first).size()
    graph = info.context.graph
    return [
        Suggestion(entity=hit.entity, hint=data.hint_of(graph, hit.entity))  # type: ignore[arg-type] # as above
        for hit in _search(info, prefix, kinds).first(size)
    ]


def match_of(
    info: Info,
    labels: Annotated[
        list[str],
        strawberry.argument(
            description="Names or codes in any spelling, 500 at most, each of 1,000 characters at most."
        ),
    ],
    kinds: Annotated[list[EntityKind] | None, KINDS] = None,
) -> list[LabelMatch]:
    """Return what labels may stand for.

    Raises:
        QueryError: there are too many labels, or one is too long (BAD_ARGUMENT).
    """
    with _telling():
        matched = data.match(info.context.graph, labels, kinds)
    return [
        LabelMatch(
            label=item.label,
            candidates=[
                LabelCandidate(entity=found.entity, score=found.score, exact=found.exact, name=found.name)  # type: ignore[arg-type] # as above
                for found in item.candidates
            ],
        )
        for item in matched
    ]


def _search(info: Info, text: str, kinds: list[EntityKind] | None) -> data.Found:
    with _telling():
        return data.search(info.context.graph, text, kinds)


@contextmanager
def _telling() -> Iterator[None]:
    """Tell the asker what cannot be searched for."""
    try:
        yield
    except data.Unsearchable as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
