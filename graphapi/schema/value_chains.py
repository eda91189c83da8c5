"""Value chains and their stages."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
from graph_data import listing
from graph_data.ontology import Predicate
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.connections import DEFAULT_PAGE, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, Entity
from graphapi.schema.filters import OrganisationFilter, OrganisationOrder, select_organisations

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["ValueChain", "ValueChainStage"]


@strawberry.type(description="A stage of a value chain.")
class ValueChainStage(Entity):
    """A graph_data stage."""

    position: int = strawberry.field(description="Place in the chain, counted from 1 upstream.")

    @strawberry.field(description="The value chain.")
    def value_chain(root: strawberry.Parent[data.ValueChainStage], info: Info) -> "ValueChain | None":
        """Look the value chain up."""
        return info.context.graph.entity(root.value_chain) if root.value_chain else None  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="Organisations that work at the stage.")
    def organisations(
        root: strawberry.Parent[data.ValueChainStage],
        info: Info,
        *,
        filter: Annotated[  # noqa: A002 -- the argument's name in the API
            OrganisationFilter | None, strawberry.argument(description="Only these.")
        ] = None,
        order_by: Annotated[
            list[OrganisationOrder] | None, strawberry.argument(description="Sorted by these, then by id.")
        ] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Page through the organisations."""
        held = listing.ConceptMatch(any_of=(root.id,))
        among = listing.OrganisationFilter(concepts=((data.EntityKind.VALUE_CHAIN_STAGE, held),))
        name = f"organisations of {root.id}"
        return select_organisations(info, name, filter, order_by, PageRequest(first, after), among=among)


@strawberry.type(description="A chain of stages from research to end of life.")
class ValueChain(Entity):
    """A graph_data value chain."""

    @strawberry.field(description="Its stages, upstream first; none where no source states or infers them.")
    def stages(root: strawberry.Parent[data.ValueChain], info: Info) -> list[ValueChainStage]:
        """Look the stages up."""
        found = info.context.graph.subjects(root.id, Predicate.STAGE_OF)
        stages = [item for item in found if isinstance(item, data.ValueChainStage)]
        stages.sort(key=lambda stage: (stage.position, stage.id))
        return stages  # type: ignore[return-value] # as above
