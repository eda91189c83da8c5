"""What the organisations of a list add up to, and lists of organisations that can be asked so."""

from collections.abc import Iterable
from typing import Annotated, Any, Generic, TypeVar

import strawberry

import graph_data.ontology
import graph_data.snapshot as data
from graph_data.snapshot import Dimension, Selection, Snapshot
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import Connection, Listing, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import Entity
from graphapi.schema.enums import describe

__all__ = ["OrganisationAggregate", "OrganisationsConnection", "page_of_organisations"]

MAX_GROUPS = 500
"""How many groups one answer may hold."""

T = TypeVar("T")

describe(
    Dimension,
    "What organisations are grouped by; a term or a place counts only for those who hold it or lie in it directly.",
    {
        "KIND": "Its kind.",
        "COUNTRY": "The country in which it lies.",
        "REGION": "The region in which it lies, as precise as it is known.",
        "SECTOR": "Each of its sectors.",
        "TECHNOLOGY_FIELD": "Each of its technology fields.",
        "S3_PRIORITY_AREA": "Each of its S3 priority areas.",
        "EMERGING_INDUSTRY": "Each of its emerging industries.",
        "PROGRAMME_AREA": "Each programme area under which it is funded.",
        "PARTNERSHIP": "Each partnership in which it takes part.",
        "VALUE_CHAIN_STAGE": "Each stage of a value chain at which it works.",
    },
)


@strawberry.type(description="A published number over several organisations; null where it is known for none of them.")
class IntStats:
    """graph_data's statistics of a number."""

    sum: int | None = strawberry.field(description="Sum over those for which it is known.")
    min: int | None = strawberry.field(description="Least known value.")
    max: int | None = strawberry.field(description="Largest known value.")
    mean: float | None = strawberry.field(description="Mean over those for which it is known.")
    known: int = strawberry.field(description="For how many organisations it is known.")
    missing: int = strawberry.field(description="For how many it is not known, or does not apply.")


@strawberry.type(description="What the organisations of a group have in common in one dimension.")
class GroupKey:
    """A graph_data key of a group."""

    dimension: Dimension = strawberry.field(description="The dimension.")
    label: str | None = strawberry.field(
        description="Name of the entity, or the kind; null for those of whom nothing is known in this dimension."
    )
    entity: Entity | None = strawberry.field(description="The term or place; null where the label is, and for a kind.")


@strawberry.type(description="Organisations with the same keys.")
class Group:
    """A graph_data group."""

    keys: list[GroupKey] = strawberry.field(description="One key for each dimension, in the order asked for.")

    @strawberry.field(description="Number of organisations in the group.")
    def count(root: strawberry.Parent[data.Group]) -> int:
        """Count the group."""
        return len(root.members)

    @strawberry.field(description="Their published numbers of members.")
    def member_count(root: strawberry.Parent[data.Group]) -> IntStats:
        """Add the members up."""
        return _member_count(root.members)

    @strawberry.field(description="Their published numbers of members that are SMEs.")
    def sme_count(root: strawberry.Parent[data.Group]) -> IntStats:
        """Add the SMEs up."""
        return _sme_count(root.members)


@strawberry.type(
    description="Groups, largest first, equal ones by label and id. Where an organisation may be in several, the "
    "counts may add up to more than the list has."
)
class GroupList:
    """graph_data's groups."""

    groups: list[Group] = strawberry.field(description="The largest groups, as many as were asked for.")
    total_count: int = strawberry.field(description="Number of all groups.")
    overlapping: bool = strawberry.field(description="Whether an organisation may be in several groups.")


@strawberry.type(description="What all organisations of a list, not only those of the page, add up to.")
class OrganisationAggregate:
    """Sums over a selection."""

    selection: strawberry.Private[Selection]

    @strawberry.field(description="Number of organisations.")
    def count(self) -> int:
        """Count the organisations."""
        return len(self.selection)

    @strawberry.field(description="Their published numbers of members.")
    def member_count(self) -> IntStats:
        """Add the members up."""
        return _member_count(self.selection)

    @strawberry.field(description="Their published numbers of members that are SMEs.")
    def sme_count(self) -> IntStats:
        """Add the SMEs up."""
        return _sme_count(self.selection)

    @strawberry.field(
        description="The organisations by what they are, hold or take part in; those of whom nothing is known form a "
        "group of their own, with null for label and entity."
    )
    def groups(
        self,
        by: Annotated[
            list[Dimension],
            strawberry.argument(description="One to three different dimensions; several give every combination."),
        ],
        first: Annotated[int, strawberry.argument(description=f"How many groups, 1 to {MAX_GROUPS}.")] = 50,
    ) -> GroupList:
        """Group the organisations.

        Raises:
            QueryError: BAD_ARGUMENT.
        """
        if not 1 <= first <= MAX_GROUPS:
            raise QueryError(ErrorCode.BAD_ARGUMENT, f"first must be between 1 and {MAX_GROUPS}, got {first}")
        try:
            return data.groups(self.selection, by, first)  # type: ignore[return-value] # graph_data's value answers for it
        except ValueError as error:
            raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None


def _member_count(selection: Selection) -> IntStats:
    return data.stats(selection, selection.snapshot.member_count)  # type: ignore[return-value] # as above


def _sme_count(selection: Selection) -> IntStats:
    return data.stats(selection, selection.snapshot.sme_count)  # type: ignore[return-value] # as above


# named as the generic it extends, so that the types are called ClusterConnection, SmeConnection and so on
@strawberry.type(name="Connection", description="A page of a list of organisations, ties broken by id.")
class OrganisationsConnection(Connection[T], Generic[T]):
    """Relay's connection over a page, with what the whole list adds up to."""

    selection: strawberry.Private[Selection]

    @strawberry.field(description="What all organisations of the list add up to.")
    def aggregate(self) -> OrganisationAggregate:
        """Return the list to be added up."""
        return OrganisationAggregate(selection=self.selection)


def page_of_organisations(
    info: Info, organisations: Iterable[graph_data.ontology.Entity], name: str, request: PageRequest
) -> OrganisationsConnection[Any]:
    """Return a page of organisations sorted by id."""
    selection = Selection.among(Snapshot.of(info.context.graph), [item.id for item in organisations])
    listing = Listing(selection, lambda item: (item.id,), name, info.context.graph.version, in_order=True)
    return OrganisationsConnection(page=listing.page(request), selection=selection)
