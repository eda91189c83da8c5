"""The analysis of a consortium: one and the same for a partnership and for organisations that might form one."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

import graph_data.discovery.consortium as data
from graph_data.discovery import rank_pairs
from graph_data.discovery.consortium import MAX_MEMBERS, MAX_TARGETS, Consortium
from graph_data.discovery.eligibility import eligibility
from graph_data.discovery.value_chains import chain_coverage
from graph_data.discovery.variety import variety
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.ontology import EntityKind, StatementOrigin
from graph_data.snapshot import Selection, Snapshot
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.aggregates import OrganisationAggregate, OrganisationsConnection, page_of_organisations
from graphapi.schema.composition import Broker, Concentration, Variety
from graphapi.schema.concepts import Concept
from graphapi.schema.connections import DEFAULT_PAGE, SKIP, PageRequest, stretch
from graphapi.schema.context import Info
from graphapi.schema.coverage import Candidate, Coverage, Dependency, Gap, MemberContribution
from graphapi.schema.eligibility import Eligibility
from graphapi.schema.entities import AFTER, FIRST, ORIGINS
from graphapi.schema.filters import OrganisationFilter, accepted
from graphapi.schema.synergies import SYNERGY_PAGE, SynergyConnection, page_of_pairs
from graphapi.schema.synergy_model import LENS, MODEL, Lens, SynergyModelInput, model_of
from graphapi.schema.value_chains import ValueChainCoverage

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["TARGETS", "ConsortiumAnalysis", "coded", "consortium_of", "distinctive_of"]

FEW = 5
"""Length of a short ranking unless another is asked for."""

TARGETS = "Ids of terms of any classification, target sectors and challenges included; twice counts once."

_HowMany = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]


@strawberry.type(
    description="What organisations can do together, against the terms that they want to cover. A target is covered by "
    "who holds it or a narrower term (1), or a term that a curated judgement reads into it or relates to it (its "
    "weight); every target counts the same."
)
class ConsortiumAnalysis:
    """A graph_data consortium; every field asks a function of the same name."""

    @strawberry.field(description="The organisations, sorted by id.")
    def members(
        root: strawberry.Parent[Consortium],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Page through the members."""
        found = [info.context.graph.entity(member) for member in root.members]
        return page_of_organisations(info, found, f"members of {root.members}", PageRequest(first, after))

    @strawberry.field(description="What they want to cover, sorted by id.")
    def targets(root: strawberry.Parent[Consortium], info: Info) -> list[Concept]:
        """Look the targets up."""
        return [info.context.graph.entity(target) for target in root.targets]  # type: ignore[misc] # graph_data's values answer for them

    @strawberry.field(description="Ways in which the holdings that count came about.")
    def origins(root: strawberry.Parent[Consortium]) -> list[StatementOrigin]:
        """List the origins."""
        return list(root.origins)

    @strawberry.field(description="What a reader must know: why something is null or empty, and what nobody can close.")
    def notes(root: strawberry.Parent[Consortium], info: Info) -> list[str]:
        """Return the notes."""
        return list(data.notes(info.context.graph, root))

    @strawberry.field(description="What the members add up to.")
    def totals(root: strawberry.Parent[Consortium], info: Info) -> OrganisationAggregate:
        """Return the members to be added up."""
        return OrganisationAggregate(selection=Selection.among(Snapshot.of(info.context.graph), root.members))

    @strawberry.field(
        description="Who covers each target, and each term that a member holds: the targets first, then by id."
    )
    def coverage(
        root: strawberry.Parent[Consortium],
        info: Info,
        kinds: Annotated[
            list[EntityKind] | None,
            strawberry.argument(
                description="Only targets and terms of these kinds. When null, all targets, and sectors, technology "
                "fields, S3 priority areas and emerging industries."
            ),
        ] = None,
    ) -> list[Coverage]:
        """Return who covers what."""
        return list(data.coverage(info.context.graph, root, kinds))  # type: ignore[arg-type] # as above

    @strawberry.field(
        description="Mean match of the targets, 0 to 1. Null without targets, and where no term of any member is known."
    )
    def covered_share(root: strawberry.Parent[Consortium], info: Info) -> float | None:
        """Return the covered share."""
        return data.covered_share(info.context.graph, root)

    @strawberry.field(description="Targets that no member covers, sorted by id.")
    def gaps(root: strawberry.Parent[Consortium], info: Info) -> list[Gap]:
        """Return the gaps."""
        return list(data.gaps(info.context.graph, root))  # type: ignore[arg-type] # as above

    @strawberry.field(
        description="What rests on one member alone: the terms that only it covers as well as all together do. Most "
        "terms first, ties by id."
    )
    def single_points_of_failure(
        root: strawberry.Parent[Consortium],
        info: Info,
        kinds: Annotated[
            list[EntityKind] | None,
            strawberry.argument(
                description="Only targets and held terms of these kinds. When null, the targets; where there are none, "
                "what the members hold."
            ),
        ] = None,
    ) -> list[Dependency]:
        """Return the dependencies."""
        return list(data.dependencies(info.context.graph, root, kinds))  # type: ignore[arg-type] # as above

    @strawberry.field(
        description="What each member is worth: highest Shapley value first, ties by id, those without one last."
    )
    def contributions(root: strawberry.Parent[Consortium], info: Info) -> list[MemberContribution]:
        """Return the contributions."""
        return list(data.contributions(info.context.graph, root))  # type: ignore[arg-type] # as above

    @strawberry.field(description="The pairs of members by their synergy, best first.")
    def pairs(
        root: strawberry.Parent[Consortium],
        info: Info,
        *,
        lens: Annotated[Lens, LENS] = Lens.CROSS_SECTOR,
        model: Annotated[SynergyModelInput | None, MODEL] = None,
        first: Annotated[int, FIRST] = SYNERGY_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> SynergyConnection:
        """Page through the pairs; the origins are the consortium's unless the model names its own."""
        request = PageRequest(first, after)
        request.size()  # a wrong page size is refused before anything dear is computed
        used = model_of(lens, model)
        if model is None or model.origins is None:
            used = replace(used, origins=root.origins)
        ranking = rank_pairs(info.context.graph, used, root.members, root.members)
        return page_of_pairs(info, ranking, f"pairs of {root.members} {used}", request)

    @strawberry.field(description="How varied the members' terms of a kind are.")
    def variety(
        root: strawberry.Parent[Consortium],
        info: Info,
        kind: Annotated[EntityKind, strawberry.argument(description="A kind of term that organisations hold.")],
    ) -> Variety:
        """Return the variety."""
        return coded(lambda: variety(info.context.graph, root.members, kind, root.origins))

    @strawberry.field(
        description="How each member stands between the others: lowest constraint first, which is the broker's, ties "
        "by id, those without one last."
    )
    def brokers(
        root: strawberry.Parent[Consortium], info: Info, first: _HowMany = FEW, skip: Annotated[int, SKIP] = 0
    ) -> list[Broker]:
        """Return the first brokers."""
        return stretch(data.brokers(info.context.graph, root), first, skip)  # type: ignore[arg-type] # as above

    @strawberry.field(description="How evenly SMEs and countries are spread over the members.")
    def concentration(root: strawberry.Parent[Consortium], info: Info) -> Concentration:
        """Return the concentration."""
        return data.concentration(info.context.graph, root)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Who outside would add most, one after another: each gain counts those before as members. Of equal "
        "gains the one with more partnerships behind what it closes comes first, then by id. Ends where nobody adds "
        "anything: empty without targets; `notes` says what nobody can close."
    )
    def candidates(
        root: strawberry.Parent[Consortium],
        info: Info,
        filter: Annotated[  # noqa: A002 -- the argument's name in the API
            OrganisationFilter | None, strawberry.argument(description="Only these organisations; all when null.")
        ] = None,
        rule: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Id of a rule: each candidate says whether it keeps the members eligible."),
        ] = None,
        first: _HowMany = FEW,
    ) -> list[Candidate]:
        """Return the candidates."""
        size, kept = PageRequest(first).size(), accepted(info, filter)
        keep = None if kept is None else lambda item: item.id in kept
        found = coded(lambda: data.candidates(info.context.graph, root, keep=keep, first=size, rule=rule))
        return list(found)

    @strawberry.field(description="How much of a value chain the members cover, and where it breaks.")
    def value_chain(
        root: strawberry.Parent[Consortium],
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id, such as value-chain:sport.")],  # noqa: A002 -- the argument's name in the API
    ) -> ValueChainCoverage | None:
        """Return the coverage of the chain."""
        return coded(lambda: chain_coverage(info.context.graph, id, root.members, root.origins))

    @strawberry.field(description="Whether the members meet a rule, condition by condition; Dataset.rules lists them.")
    def eligibility(
        root: strawberry.Parent[Consortium],
        info: Info,
        rule: Annotated[strawberry.ID, strawberry.argument(description="Id, such as COS-CLUSTER-2018-03-02.")],
    ) -> Eligibility | None:
        """Return the eligibility."""
        return coded(lambda: eligibility(info.context.graph, root.members, rule))


def coded(compute: Callable[[], Any]) -> Any:  # noqa: ANN401 -- a value of graph_data that answers for a type
    """Return what a function of graph_data returns, its errors with their codes.

    Raises:
        QueryError: UNKNOWN_ID, WRONG_KIND or BAD_ARGUMENT.
    """
    try:
        return compute()
    except WrongKind as error:
        raise QueryError(ErrorCode.WRONG_KIND, str(error)) from None
    except UnknownEntity as error:
        raise QueryError(ErrorCode.UNKNOWN_ID, str(error)) from None
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None


def consortium_of(
    info: Info,
    *,
    members: Annotated[
        list[strawberry.ID],
        strawberry.argument(description=f"Ids of organisations, {MAX_MEMBERS} at most; twice counts once."),
    ],
    targets: Annotated[list[strawberry.ID], strawberry.argument(description=f"{TARGETS} {MAX_TARGETS} at most.")] = [],  # noqa: B006 -- the argument's default in the schema, never changed
    origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
) -> ConsortiumAnalysis | None:
    """Make a consortium of any organisations.

    Raises:
        QueryError: UNKNOWN_ID, WRONG_KIND or BAD_ARGUMENT.
    """
    return coded(lambda: Consortium.of(info.context.graph, members, targets, origins))


def distinctive_of(
    info: Info,
    organisation: str,
    partnership: str,
    origins: Collection[StatementOrigin] | None,
) -> list[Concept]:
    """Return the terms that an organisation alone works on among the partners of a partnership, sorted by id.

    Raises:
        QueryError: UNKNOWN_ID, WRONG_KIND, or BAD_ARGUMENT when it is no partner.
    """
    graph = info.context.graph
    joint: Consortium = coded(lambda: Consortium.of_partnership(graph, partnership, (), origins))
    if organisation not in joint.members:
        message = f"{organisation!r} is no partner of {partnership!r}; write the id of one of its `partnerships`"
        raise QueryError(ErrorCode.BAD_ARGUMENT, message)
    return [graph.entity(term) for term in data.distinctive(graph, joint, organisation)]  # type: ignore[misc] # as above
