"""Statements and literals, each with its source: every answer can be cited."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.rows as data
from graph_data.ontology import NameKind, PartnerRole, Predicate, StatementOrigin
from graphapi.schema.connections import DEFAULT_PAGE, Connection, Listing, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.node import Node
from graphapi.schema.scalars import URL

if TYPE_CHECKING:
    from graphapi.schema.entities import Entity

__all__ = ["Fact", "LocalisedName", "Provenance", "Source", "Statement", "page_of_statements"]


@strawberry.type(description="Something that statements were taken from: a page, a register, or a person's judgement.")
class Source:
    """A graph_data source."""

    id: strawberry.ID = strawberry.field(description="Short name, such as cordis.")
    title: str = strawberry.field(description="Title.")
    origin: StatementOrigin = strawberry.field(description="How what the source says enters the graph.")
    url: URL | None = strawberry.field(description="Address.")
    publisher: str | None = strawberry.field(description="Who publishes it.")
    licence: URL | None = strawberry.field(description="Address of the licence or of the terms of reuse.")
    retrieved: date | None = strawberry.field(description="Day on which it was taken, null where not recorded.")


@strawberry.type(description="Where a statement or a literal comes from.")
class Provenance:
    """A graph_data provenance."""

    locator: str = strawberry.field(description="Where in the source.")
    quote: str | None = strawberry.field(description="The words of the source, or the reason of a judgement.")
    rule: str | None = strawberry.field(
        description="Name of the rule that made the statement, null for one taken as it stands."
    )

    @strawberry.field(description="The source.")
    def source(root: strawberry.Parent[data.Provenance], info: Info) -> Source:
        """Look the source up."""
        return info.context.graph.source(root.source)  # type: ignore[return-value] # graph_data's value answers for it


@strawberry.type(description="A name and what it is to its entity.")
class LocalisedName:
    """A graph_data name."""

    name: str = strawberry.field(description="The name.")
    language: str | None = strawberry.field(description="BCP 47 tag of its language, null where not known.")
    kind: NameKind = strawberry.field(description="What the name is to the entity.")


@strawberry.type(description="A literal that sources state; a blank field of a source is a fact with a null value.")
class Fact:
    """Rows of graph_data with one property and value."""

    property: str = strawberry.field(description="What is stated, in camelCase.")
    value: str | None = strawberry.field(description="The value, normalised; null when the source leaves it blank.")
    stated_as: str | None = strawberry.field(description="The words of the source.")
    provenance: list[Provenance] = strawberry.field(description="Who states it, and where.")
    valid_from: date | None = strawberry.field(description="First day on which it holds, null where not stated.")
    valid_to: date | None = strawberry.field(description="Last day on which it holds, null where not stated.")


@strawberry.type(description="An edge of the graph, with everything needed to cite it.")
class Statement(Node):
    """A graph_data statement."""

    predicate: Predicate = strawberry.field(description="The relation.")
    role: PartnerRole | None = strawberry.field(description="Role in the partnership, null unless stated.")
    weight: float = strawberry.field(
        description="Strength: the number of partnerships that carry a derived or inferred term, the number of terms "
        "that put an organisation at a stage, the share of the buyer's inputs that a stage supplies."
    )
    origin: StatementOrigin = strawberry.field(description="How the graph came to hold it.")
    provenance: list[Provenance] = strawberry.field(description="Who says so, and where.")
    valid_from: date | None = strawberry.field(description="First day on which it holds, null where not known.")
    valid_to: date | None = strawberry.field(description="Last day on which it holds, null where not known.")

    @strawberry.field(description="The entity that the statement is about.")
    def subject(
        root: strawberry.Parent[data.Statement], info: Info
    ) -> Annotated["Entity", strawberry.lazy("graphapi.schema.entities")]:
        """Look the subject up."""
        return info.context.graph.entity(root.subject)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="The entity at the other end.")
    def object(
        root: strawberry.Parent[data.Statement], info: Info
    ) -> Annotated["Entity", strawberry.lazy("graphapi.schema.entities")]:
        """Look the object up."""
        return info.context.graph.entity(root.object)  # type: ignore[return-value] # as above

    @strawberry.field(description="The premises of a derived or inferred statement; none for one taken from a source.")
    def derived_from(
        root: strawberry.Parent[data.Statement],
        info: Info,
        first: Annotated[int, strawberry.argument(description="Page size, 1 to 100.")] = DEFAULT_PAGE,
        after: Annotated[str | None, strawberry.argument(description="Cursor to continue after.")] = None,
    ) -> Connection["Statement"]:
        """Page through the premises."""
        premises = info.context.graph.premises(root)
        return page_of_statements(info, premises, f"premises of {root.id}", PageRequest(first, after))


def page_of_statements(
    info: Info, statements: list[data.Statement], name: str, request: PageRequest
) -> Connection[Statement]:
    """Return a page of statements in their own order."""
    listing = Listing(statements, lambda item: (*item.order, item.id), name, info.context.graph.version)
    return Connection(page=listing.page(request))
