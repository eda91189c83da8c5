"""Organisations met in partnerships."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
from graph_data.ontology import EntityKind
from graphapi.schema.connections import Listing, PageInfo, PageRequest, Slice, page_info
from graphapi.schema.context import Info

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation
    from graphapi.schema.partnerships import Partnership

__all__ = ["CollaboratorConnection", "collaborators_of"]

_Met = tuple[data.Organisation, list[data.Entity]]
_Organisation = Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]
_Partnership = Annotated["Partnership", strawberry.lazy("graphapi.schema.partnerships")]


@strawberry.type(description="An organisation met in partnerships.")
class CollaboratorEdge:
    """An edge to a collaborator."""

    cursor: str = strawberry.field(description="Opaque place of the collaborator.")
    node: _Organisation = strawberry.field(description="The collaborator.")
    partnerships: list[_Partnership] = strawberry.field(description="Partnerships in which the two met, sorted by id.")
    shared_count: int = strawberry.field(description="Number of those partnerships.")


@strawberry.type(description="Organisations met in partnerships, most shared partnerships first, ties by id.")
class CollaboratorConnection:
    """A page of collaborators."""

    page: strawberry.Private[Slice[_Met]]

    @strawberry.field(description="Collaborators of the page with what they share.")
    def edges(self) -> list[CollaboratorEdge]:
        """Pair each collaborator with the shared partnerships."""
        return [
            CollaboratorEdge(
                cursor=self.page.listing.cursor((other, shared)),
                node=other,  # type: ignore[arg-type] # graph_data's values answer for both
                partnerships=shared,  # type: ignore[arg-type] # as above
                shared_count=len(shared),
            )
            for other, shared in self.page.items
        ]

    @strawberry.field(description="Collaborators of the page.")
    def nodes(self) -> list[_Organisation]:
        """Return the collaborators."""
        return [other for other, _ in self.page.items]  # type: ignore[misc] # as above

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of organisations met.")
    def total_count(self) -> int:
        """Count the collaborators."""
        return len(self.page.listing.items)


def collaborators_of(
    info: Info, organisation: data.Organisation, kinds: Collection[EntityKind] | None, request: PageRequest
) -> CollaboratorConnection:
    """Return a page of an organisation's collaborators."""
    graph = info.context.graph
    met = graph.collaborators(organisation.id)
    found = [item for item in met if kinds is None or data.kind_of(item[0]) in kinds]
    listing: Listing[_Met] = Listing(
        found,
        lambda item: (len(item[1]), item[0].id),
        name=f"collaborators of {organisation.id} {kinds}",
        version=graph.version,
        descending=(True,),
    )
    return CollaboratorConnection(page=listing.page(request))
