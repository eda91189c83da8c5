"""Value chains and their stages."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
from graph_data import listing
from graph_data.discovery import value_chains as answers
from graph_data.ontology import StatementOrigin
from graph_data.rows import Statement as SaidBy
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.connections import DEFAULT_PAGE, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, Entity
from graphapi.schema.filters import OrganisationFilter, OrganisationOrder, select_organisations
from graphapi.schema.statements import Statement

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["MissingLink", "StageCoverage", "StageFlow", "ValueChain", "ValueChainCoverage", "ValueChainStage"]


@strawberry.type(description="That a stage supplies another one.")
class StageFlow:
    """A SUPPLIES_TO statement of graph_data."""

    @strawberry.field(description="The stage that is supplied.")
    def to(root: strawberry.Parent[SaidBy], info: Info) -> "ValueChainStage":
        """Look the stage up."""
        return info.context.graph.entity(root.object)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(
        description="Share of the intermediate inputs of the supplied stage that comes from this one, 0 to 1, in the "
        "input-output table that the statement cites. Null where the statement is the chain's order, without a table."
    )
    def share(root: strawberry.Parent[SaidBy]) -> float | None:
        """Return the share."""
        return answers.share_of(root)

    @strawberry.field(description="The statement, with its source.")
    def statement(root: strawberry.Parent[SaidBy]) -> Statement:
        """Return the statement itself."""
        return root  # type: ignore[return-value] # as above


@strawberry.type(description="A stage of a value chain.")
class ValueChainStage(Entity):
    """A graph_data stage."""

    position: int = strawberry.field(description="Place in the chain, counted from 1 upstream.")

    @strawberry.field(description="The value chain.")
    def value_chain(root: strawberry.Parent[data.ValueChainStage], info: Info) -> "ValueChain | None":
        """Look the value chain up."""
        return info.context.graph.entity(root.value_chain) if root.value_chain else None  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(
        description="How many steps of production lie on average between the stage and final use, at least 1: the mean "
        "over the input-output tables that tell it (`facts` has each). Null where no table does."
    )
    def upstreamness(root: strawberry.Parent[data.ValueChainStage], info: Info) -> float | None:
        """Return the upstreamness."""
        return answers.upstreamness(info.context.graph, root.id)

    @strawberry.field(
        description="Stages that it supplies, one entry for each input-output table that tells a flow and for each "
        "statement of the chain's order; sorted by the stage's id."
    )
    def supplies_to(root: strawberry.Parent[data.ValueChainStage], info: Info) -> list[StageFlow]:
        """Look the statements up."""
        return answers.supplies(info.context.graph, root.id)  # type: ignore[return-value] # as above

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
        return answers.stages_in(info.context.graph, root.id)  # type: ignore[return-value] # as above


@strawberry.type(description="Who works at a stage.")
class StageCoverage:
    """A graph_data coverage of a stage."""

    origins: list[StatementOrigin] = strawberry.field(description="How it is known, in the usual order.")

    @strawberry.field(description="The stage.")
    def stage(root: strawberry.Parent[answers.StageCoverage], info: Info) -> ValueChainStage:
        """Look the stage up."""
        return info.context.graph.entity(root.stage)  # type: ignore[return-value] # as above

    @strawberry.field(description="The organisations known to work there, sorted by id.")
    def organisations(
        root: strawberry.Parent[answers.StageCoverage], info: Info
    ) -> list[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Look the organisations up."""
        return [info.context.graph.entity(name) for name in root.organisations]  # type: ignore[misc] # as above


@strawberry.type(description="A step of a value chain with an end at which nobody is known to work.")
class MissingLink:
    """A graph_data missing link."""

    reason: str = strawberry.field(
        description="Which end nobody works at, and how much flows between the two in each table that tells."
    )

    @strawberry.field(name="from", description="The stage upstream.")
    def start(root: strawberry.Parent[answers.MissingLink], info: Info) -> ValueChainStage:
        """Look the stage up."""
        return info.context.graph.entity(root.start)  # type: ignore[return-value] # as above

    @strawberry.field(name="to", description="The stage downstream.")
    def end(root: strawberry.Parent[answers.MissingLink], info: Info) -> ValueChainStage:
        """Look the stage up."""
        return info.context.graph.entity(root.end)  # type: ignore[return-value] # as above


@strawberry.type(description="How much of a value chain some organisations cover.")
class ValueChainCoverage:
    """A graph_data coverage of a value chain."""

    covered_share: float | None = strawberry.field(
        description="Stages at which one of them works, divided by all stages, 0 to 1. Null where it is known of none "
        "of them at which stage it works."
    )
    stages: list[StageCoverage] = strawberry.field(description="Every stage, upstream first.")
    missing_links: list[MissingLink] = strawberry.field(
        description="Steps of the chain with an end at which none of them is known to work, upstream first; empty "
        "where the share is null, since what is not known is not missing."
    )

    @strawberry.field(description="The value chain.")
    def value_chain(root: strawberry.Parent[answers.ChainCoverage], info: Info) -> ValueChain:
        """Look the value chain up."""
        return info.context.graph.entity(root.chain)  # type: ignore[return-value] # as above
