"""Filters and orders of organisations as GraphQL inputs; graph_data.listing says what they mean."""

from collections.abc import Collection
from enum import Enum
from typing import Any

import strawberry

import graph_data.listing as data
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.listing import OrderField
from graph_data.ontology import EntityKind, Organisation, StatementOrigin
from graph_data.snapshot import Selection, Snapshot, value_of
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.connections import Key, Listing, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.enums import describe
from graphapi.schema.scalars import CountryCode

__all__ = ["ConceptMatch", "IntRange", "OrganisationFilter", "OrganisationOrder", "accepted", "select_organisations"]


class OrderDirection(Enum):
    """Up or down."""

    ASC = "ASC"
    DESC = "DESC"


describe(
    OrderDirection,
    "Direction of an order; unknown values come last in either.",
    {"ASC": "Smallest or first in the alphabet first.", "DESC": "Largest or last in the alphabet first."},
)


@strawberry.input(description="Bounds of a number, both included; an unknown number lies in no range.")
class IntRange:
    """Bounds."""

    min: int | None = strawberry.field(default=None, description="Least value.")
    max: int | None = strawberry.field(default=None, description="Largest value.")

    def plain(self) -> data.Range:
        """Return the bounds as graph_data knows them."""
        return data.Range(min=self.min, max=self.max)


@strawberry.input(description="A condition on the terms that an organisation holds.")
class ConceptMatch:
    """A condition on terms."""

    any_of: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Holds at least one of these; an empty list accepts nothing."
    )
    all_of: list[strawberry.ID] | None = strawberry.field(default=None, description="Holds each of these.")
    none_of: list[strawberry.ID] | None = strawberry.field(default=None, description="Holds none of these.")
    include_narrower: bool = strawberry.field(
        default=True, description="Whether holding a narrower term counts as holding the term."
    )
    origins: list[StatementOrigin] | None = strawberry.field(
        default=None, description="How the holding may have come about; any way when null."
    )

    def plain(self) -> data.ConceptMatch:
        """Return the condition as graph_data knows it."""
        return data.ConceptMatch(
            any_of=_tuple(self.any_of),
            all_of=_tuple(self.all_of),
            none_of=_tuple(self.none_of),
            include_narrower=self.include_narrower,
            origins=None if self.origins is None else frozenset(self.origins),
        )


def _tuple(values: Collection[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


@strawberry.input(description="Conditions on organisations that must all hold.")
class OrganisationFilter:
    """A filter tree."""

    and_: list["OrganisationFilter"] | None = strawberry.field(
        name="and", default=None, description="All of these filters hold."
    )
    or_: list["OrganisationFilter"] | None = strawberry.field(
        name="or", default=None, description="At least one of these filters holds; an empty list accepts nothing."
    )
    not_: "OrganisationFilter | None" = strawberry.field(
        name="not", default=None, description="This filter does not hold."
    )
    kinds: list[EntityKind] | None = strawberry.field(default=None, description="Of one of these kinds.")
    name_contains: str | None = strawberry.field(
        default=None, description="One of its names contains this text; case and diacritics do not matter."
    )
    countries: list[CountryCode] | None = strawberry.field(default=None, description="In one of these countries.")
    regions: list[strawberry.ID] | None = strawberry.field(
        default=None, description="In one of these regions or in one within them; ids of countries are taken as well."
    )
    sectors: ConceptMatch | None = strawberry.field(default=None, description="Condition on its sectors.")
    technology_fields: ConceptMatch | None = strawberry.field(
        default=None, description="Condition on its technology fields."
    )
    s3_priority_areas: ConceptMatch | None = strawberry.field(
        default=None, description="Condition on its S3 priority areas."
    )
    emerging_industries: ConceptMatch | None = strawberry.field(
        default=None, description="Condition on its emerging industries."
    )
    programme_areas: ConceptMatch | None = strawberry.field(
        default=None, description="Condition on the programme areas it is funded under."
    )
    value_chain_stages: ConceptMatch | None = strawberry.field(
        default=None, description="Condition on the stages of value chains it works at."
    )
    member_count: IntRange | None = strawberry.field(default=None, description="Bounds of its members.")
    sme_count: IntRange | None = strawberry.field(default=None, description="Bounds of its members that are SMEs.")
    in_partnership: strawberry.ID | None = strawberry.field(default=None, description="Partner in this partnership.")

    def plain(self) -> data.OrganisationFilter:
        """Return the filter as graph_data knows it."""
        terms = {
            EntityKind.SECTOR: self.sectors,
            EntityKind.TECHNOLOGY_FIELD: self.technology_fields,
            EntityKind.S3_PRIORITY_AREA: self.s3_priority_areas,
            EntityKind.EMERGING_INDUSTRY: self.emerging_industries,
            EntityKind.PROGRAMME_AREA: self.programme_areas,
            EntityKind.VALUE_CHAIN_STAGE: self.value_chain_stages,
        }
        return data.OrganisationFilter(
            all_of=None if self.and_ is None else tuple(part.plain() for part in self.and_),
            any_of=None if self.or_ is None else tuple(part.plain() for part in self.or_),
            negated=None if self.not_ is None else self.not_.plain(),
            kinds=None if self.kinds is None else frozenset(self.kinds),
            name_contains=self.name_contains,
            countries=_tuple(self.countries),
            regions=_tuple(self.regions),
            concepts=tuple((kind, match.plain()) for kind, match in terms.items() if match is not None),
            member_count=None if self.member_count is None else self.member_count.plain(),
            sme_count=None if self.sme_count is None else self.sme_count.plain(),
            in_partnership=self.in_partnership,
        )


@strawberry.input(description="A key to sort organisations by.")
class OrganisationOrder:
    """A sort key."""

    field: OrderField = strawberry.field(description="What to sort by.")
    direction: OrderDirection = strawberry.field(default=OrderDirection.ASC, description="Which way.")


def accepted(info: Info, wanted: OrganisationFilter | None) -> set[str] | None:
    """Return the ids that a filter accepts, None when there is no filter.

    Raises:
        QueryError: UNKNOWN_ID.
    """
    return None if wanted is None else {item.id for item in _selected(info, wanted.plain(), ())}


def _selected(info: Info, wanted: data.OrganisationFilter | None, keys: tuple[data.Order, ...]) -> Selection:
    try:
        return Selection.of(Snapshot.of(info.context.graph), wanted, keys)
    except WrongKind as error:
        raise QueryError(ErrorCode.WRONG_KIND, str(error)) from None
    except UnknownEntity as error:
        raise QueryError(ErrorCode.UNKNOWN_ID, str(error)) from None


def select_organisations(  # noqa: PLR0913 -- the arguments of every list of organisations
    info: Info,
    name: str,
    wanted: OrganisationFilter | None,
    order_by: list[OrganisationOrder] | None,
    request: PageRequest,
    *,
    among: data.OrganisationFilter | None = None,
) -> OrganisationsConnection[Any]:
    """Return a page of the organisations that a filter accepts, in the order asked for, ties by id.

    Args:
        info: of the field.
        name: name of the list.
        wanted: the asker's filter.
        order_by: what to sort by.
        request: which page.
        among: which organisations the list is about, all when None.

    Raises:
        QueryError: UNKNOWN_ID or a paging error.
    """
    snapshot = Snapshot.of(info.context.graph)
    keys = tuple(data.Order(part.field, part.direction is OrderDirection.DESC) for part in order_by or ())
    asked = None if wanted is None else wanted.plain()
    conditions = tuple(part for part in (among, asked) if part is not None)
    selection = _selected(info, data.OrganisationFilter(all_of=conditions) if conditions else None, keys)

    def key(item: Organisation) -> Key:
        position = snapshot.position[item.id]
        return (*(value_of(snapshot, position, part.field) for part in keys), item.id)

    listing = Listing(
        selection,
        key,
        name=f"{name} {wanted} {[(part.field, part.direction) for part in order_by or ()]}",
        version=snapshot.version,
        descending=tuple(part.descending for part in keys),
        in_order=True,
    )
    return OrganisationsConnection(page=listing.page(request), selection=selection)
