"""Partnerships: cluster partnerships and funded projects."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

import graph_data.ontology as data
import graph_data.rows
from graph_data.deriving import HOLDING
from graph_data.discovery.consortium import MAX_MEMBERS, Consortium
from graph_data.graph import Direction
from graph_data.ontology import EntityKind, PartnerRole, Predicate, StatementOrigin
from graphapi.schema.concepts import Challenge, Concept, TargetSector
from graphapi.schema.connections import DEFAULT_PAGE, Listing, PageInfo, PageRequest, Slice, page_info
from graphapi.schema.consortium import TARGETS, ConsortiumAnalysis, coded
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, ORIGINS, Entity
from graphapi.schema.organisations import Organisation

__all__ = ["Partnership"]


@strawberry.type(description="A partner and its role.")
class PartnerEdge:
    """An edge to a partner."""

    cursor: str = strawberry.field(description="Opaque place of the partner.")
    node: Organisation = strawberry.field(description="The partner.")
    role: PartnerRole | None = strawberry.field(
        description="Role in the partnership, null when the source states none."
    )


@strawberry.type(description="Partners, one for each role, sorted by id.")
class PartnerConnection:
    """A page of partners."""

    page: strawberry.Private[Slice[graph_data.rows.Statement]]

    @strawberry.field(description="Partners of the page with their roles.")
    def edges(self, info: Info) -> list[PartnerEdge]:
        """Pair each partner with its role."""
        graph, cursor = info.context.graph, self.page.listing.cursor
        return [
            PartnerEdge(cursor=cursor(item), node=graph.entity(item.subject), role=item.role)  # type: ignore[arg-type] # graph_data's value answers for it
            for item in self.page.items
        ]

    @strawberry.field(description="Partners of the page.")
    def nodes(self, info: Info) -> list[Organisation]:
        """Return the partners."""
        return [info.context.graph.entity(item.subject) for item in self.page.items]  # type: ignore[misc] # as above

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of partners; one with two roles counts twice.")
    def total_count(self) -> int:
        """Count the partners."""
        return len(self.page.listing.items)


def literals(info: Info, partnership: data.Partnership, name: str) -> list[str]:
    """Return the values of a property in the order in which the source states them."""
    rows = [row for row in info.context.graph.facts(partnership.id) if row.property == name and row.value]
    ordered = sorted(rows, key=lambda row: [int(number) for number in re.findall(r"\d+", row.locator)])
    return list(dict.fromkeys(row.value for row in ordered if row.value))


def _objects(info: Info, partnership: data.Partnership, predicate: Predicate) -> Sequence[data.Entity]:
    return info.context.graph.objects(partnership.id, predicate)


@strawberry.type(description="Organisations that work together under a programme: a cluster partnership or a project.")
class Partnership(Entity):
    """A graph_data partnership."""

    acronym: str | None = strawberry.field(description="Short name, null where not stated.")
    title: str | None = strawberry.field(description="Full title, null where not stated.")
    programme: str | None = strawberry.field(description="Funding programme, null where not stated.")
    strand: str | None = strawberry.field(description="Part of the programme, null where not stated.")
    initiative: str | None = strawberry.field(description="Initiative it says it belongs to, null where not stated.")
    funder: str | None = strawberry.field(description="Who funds the programme, null where not stated.")
    mobility_scheme: str | None = strawberry.field(description="Exchange scheme it uses, null where not stated.")
    start_date: date | None = strawberry.field(description="First day, null where not stated.")
    end_date: date | None = strawberry.field(description="Last day, null where not stated.")
    partner_count: int | None = strawberry.field(
        description="As published in the source's own field; null when the source leaves it blank."
    )
    planned_exchanges: int | None = strawberry.field(description="As published; null when the source leaves it blank.")
    duration_months: int | None = strawberry.field(description="As published; null when the source leaves it blank.")
    origin: str | None = strawberry.field(description="How it came about; null when the source leaves it blank.")

    @strawberry.field(description="Partners, sorted by id.")
    def partners(
        root: strawberry.Parent[data.Partnership],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> PartnerConnection:
        """Page through the partners."""
        graph = info.context.graph
        found = graph.statements(root.id, Direction.IN, {Predicate.PARTNER_IN})
        listing = Listing(found, lambda item: (item.subject, item.id), f"partners of {root.id}", graph.version)
        return PartnerConnection(page=listing.page(PageRequest(first, after)))

    @strawberry.field(description="What it wants to reach, as stated.")
    def objectives(root: strawberry.Parent[data.Partnership], info: Info) -> list[str]:
        """Return the stated objectives."""
        return literals(info, root, "objective")

    @strawberry.field(description="What it plans to do, as stated.")
    def activities(root: strawberry.Parent[data.Partnership], info: Info) -> list[str]:
        """Return the stated activities."""
        return literals(info, root, "activity")

    @strawberry.field(description="Levels at which it says it acts, such as regional.")
    def activity_levels(root: strawberry.Parent[data.Partnership], info: Info) -> list[str]:
        """Return the stated levels."""
        return literals(info, root, "activityLevel")

    @strawberry.field(description="Results it expects, as stated.")
    def expected_results(root: strawberry.Parent[data.Partnership], info: Info) -> list[str]:
        """Return the stated results."""
        return literals(info, root, "expectedResult")

    @strawberry.field(description="Sectors it says it aims at, sorted by id.")
    def targets(root: strawberry.Parent[data.Partnership], info: Info) -> list[TargetSector]:
        """Look the targets up."""
        return _objects(info, root, Predicate.TARGETS)  # type: ignore[return-value] # graph_data's values answer for them

    @strawberry.field(description="Challenges it says it addresses, sorted by id.")
    def challenges(root: strawberry.Parent[data.Partnership], info: Info) -> list[Challenge]:
        """Look the challenges up."""
        return _objects(info, root, Predicate.ADDRESSES)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="The partnership's own terms, sorted by id; neither union nor intersection of its partners'."
    )
    def facets(
        root: strawberry.Parent[data.Partnership],
        info: Info,
        kinds: Annotated[list[EntityKind] | None, strawberry.argument(description="Only terms of these kinds.")] = None,
        origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
    ) -> list[Concept]:
        """Look the terms up."""
        graph = info.context.graph
        said = graph.statements(root.id, Direction.OUT, HOLDING.values(), origins)
        found = [graph.entity(term) for term in sorted({item.object for item in said})]
        return [term for term in found if kinds is None or data.kind_of(term) in kinds]  # type: ignore[misc] # as above

    @strawberry.field(description="Fields that the source labels and leaves blank, in camelCase, sorted.")
    def not_stated(root: strawberry.Parent[data.Partnership], info: Info) -> list[str]:
        """Name the blank fields."""
        return sorted({row.property for row in info.context.graph.facts(root.id) if row.value is None})

    @strawberry.field(
        description=f"What its partners can do together, against what it aims at: the same as `consortium` of their "
        f"ids. At most {MAX_MEMBERS} partners."
    )
    def analysis(
        root: strawberry.Parent[data.Partnership],
        info: Info,
        targets: Annotated[
            list[strawberry.ID] | None, strawberry.argument(description=f"{TARGETS} Its target sectors when null.")
        ] = None,
        origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
    ) -> ConsortiumAnalysis | None:
        """Make a consortium of the partners."""
        return coded(lambda: Consortium.of_partnership(info.context.graph, root.id, targets, origins))
