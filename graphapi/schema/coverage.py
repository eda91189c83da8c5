"""What the members of a consortium cover, what is missing, who carries it and who would add most."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.discovery.consortium as data
from graphapi.schema.concepts import Concept
from graphapi.schema.connections import PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import FIRST
from graphapi.schema.statements import Statement

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["Candidate", "Coverage", "Dependency", "Gap", "MemberContribution"]

_Organisation = Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]


@strawberry.type(description="That an organisation covers a term, and by what.")
class CoverageMatch:
    """A graph_data match."""

    value: float = strawberry.field(description="1 for a direct match, less for a partial one; above 0.")

    @strawberry.field(description="The term that is covered.")
    def concept(root: strawberry.Parent[data.Match], info: Info) -> Concept:
        """Look the term up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="Who covers it.")
    def organisation(root: strawberry.Parent[data.Match], info: Info) -> _Organisation:
        """Look the organisation up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="The term that the organisation holds: the covered one, a narrower one, or one that a curated "
        "judgement reads into it or relates to it."
    )
    def through(root: strawberry.Parent[data.Match], info: Info) -> Concept:
        """Look the held term up."""
        return info.context.graph.entity(root.through)  # type: ignore[return-value] # as above

    @strawberry.field(description="The statements that it holds that term, sorted.")
    def statements(root: strawberry.Parent[data.Match], first: Annotated[int, FIRST] = 5) -> list[Statement]:
        """Return the first statements."""
        return list(root.statements[: PageRequest(first).size()])  # type: ignore[arg-type] # as above


@strawberry.type(description="Who covers a term.")
class Coverage:
    """A graph_data coverage."""

    is_target: bool = strawberry.field(
        description="Whether it is a target, which narrower and related terms cover too; any other term is covered by "
        "who holds it."
    )
    match: float = strawberry.field(description="How well it is covered, 0 to 1: the best match of a member.")
    matches: list[CoverageMatch] = strawberry.field(
        description="One for each member that covers it, best first, ties by id."
    )

    @strawberry.field(description="The term.")
    def concept(root: strawberry.Parent[data.Coverage], info: Info) -> Concept:
        """Look the term up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # as above

    @strawberry.field(description="The members that cover it, best first, ties by id.")
    def covered_by(root: strawberry.Parent[data.Coverage], info: Info) -> list[_Organisation]:
        """Look the members up."""
        return [info.context.graph.entity(match.organisation) for match in root.matches]  # type: ignore[misc] # as above


@strawberry.type(description="A target that no member covers.")
class Gap:
    """A graph_data gap."""

    @strawberry.field(description="The target.")
    def concept(root: strawberry.Parent[data.Gap], info: Info) -> Concept:
        """Look the target up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="The organisation outside that covers it best, of equal ones the one with more partnerships behind "
        "it, then by id. Null where nobody does: `notes` of the analysis says why."
    )
    def nearest(root: strawberry.Parent[data.Gap], info: Info) -> _Organisation | None:
        """Look the nearest organisation up."""
        return info.context.graph.entity(root.nearest.organisation) if root.nearest else None  # type: ignore[return-value] # as above

    @strawberry.field(description="How well that one covers it, above 0 and at most 1; null where nobody does.")
    def proximity(root: strawberry.Parent[data.Gap]) -> float | None:
        """Return the match."""
        return root.nearest.value if root.nearest else None

    @strawberry.field(description="By what that one covers it; null where nobody does.")
    def evidence(root: strawberry.Parent[data.Gap]) -> CoverageMatch | None:
        """Return the match."""
        return root.nearest  # type: ignore[return-value] # as above


@strawberry.type(description="What rests on one member: terms whose coverage would fall without it.")
class Dependency:
    """A graph_data dependency."""

    @strawberry.field(description="The member.")
    def organisation(root: strawberry.Parent[data.Dependency], info: Info) -> _Organisation:
        """Look the member up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # as above

    @strawberry.field(description="The terms, sorted by id.")
    def concepts(root: strawberry.Parent[data.Dependency], info: Info) -> list[Concept]:
        """Look the terms up."""
        return [info.context.graph.entity(term) for term in root.concepts]  # type: ignore[misc] # as above


@strawberry.type(
    description="What a member is worth to the covered share. Null without targets, and where no term of it is known."
)
class MemberContribution:
    """A graph_data contribution."""

    leave_one_out: float | None = strawberry.field(
        description="By how much the covered share falls without it, 0 to 1. 0 where another covers the same as well."
    )
    shapley: float | None = strawberry.field(
        description="Its Shapley value, 0 to 1: what it adds on average over all orders in which members may join. "
        "Those of all members add up to the covered share."
    )

    @strawberry.field(description="The member.")
    def member(root: strawberry.Parent[data.Contribution], info: Info) -> _Organisation:
        """Look the member up."""
        return info.context.graph.entity(root.member)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Standard error of `shapley`: 0, as the value is exact for any number of members, not sampled."
    )
    def standard_error(root: strawberry.Parent[data.Contribution]) -> float | None:
        """Return that an exact value has no error."""
        return None if root.shapley is None else 0.0


@strawberry.type(description="An organisation that would add to a consortium and to the candidates listed before it.")
class Candidate:
    """A graph_data candidate."""

    gain: float = strawberry.field(description="By how much it raises the covered share, above 0 and at most 1.")
    alternatives: int = strawberry.field(description="How many other organisations would add as much at this step.")
    keeps_eligible: bool | None = strawberry.field(
        description="Whether the consortium with this organisation alone added meets the rule; null where facts are "
        "missing, and without a rule."
    )

    @strawberry.field(description="The organisation.")
    def organisation(root: strawberry.Parent[data.Candidate], info: Info) -> _Organisation:
        """Look the organisation up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # as above

    @strawberry.field(description="The targets that it covers better than all before it, sorted by id.")
    def closes(root: strawberry.Parent[data.Candidate], info: Info) -> list[Concept]:
        """Look the targets up."""
        return [info.context.graph.entity(match.concept) for match in root.closes]  # type: ignore[misc] # as above

    @strawberry.field(description="By what it covers each of those targets, in the same order.")
    def evidence(root: strawberry.Parent[data.Candidate]) -> list[CoverageMatch]:
        """Return the matches."""
        return list(root.closes)  # type: ignore[arg-type] # as above
