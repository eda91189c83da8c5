"""Synergy of two organisations: the score, every term that carries it, and how sure one can be."""

import base64
import binascii
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import strawberry

import graph_data.discovery as data
from graph_data.discovery import Lens, SynergyComponent, SynergyModel, SynergyPart
from graph_data.discovery.synergy_paths import paths_of
from graph_data.ontology import ORGANISATION_KINDS, EntityKind, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.aggregates import OrganisationsConnection, page_of_organisations
from graphapi.schema.connections import DEFAULT_PAGE, PageRequest
from graphapi.schema.context import Info, known_kind
from graphapi.schema.entities import AFTER, FIRST
from graphapi.schema.explain import Path
from graphapi.schema.node import Node
from graphapi.schema.significance import Significance, significance_of, stability_of
from graphapi.schema.synergy_evidence import SynergyComponents, SynergyConfidence, SynergyContribution, SynergyShares
from graphapi.schema.synergy_model import SynergyModelInput, SynergyModelUsed, model_of, used_model

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation
    from graphapi.schema.partnerships import Partnership

__all__ = ["Synergy", "node_of_synergy", "synergy_of"]

_Organisation = Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]
_Partnership = Annotated["Partnership", strawberry.lazy("graphapi.schema.partnerships")]


def _id_of(root: strawberry.Parent[data.Synergy]) -> strawberry.ID:
    """Encode the question that a synergy answers."""
    model = root.model
    question: list[object] = [
        root.organisation,
        root.partner,
        model.lens.value,
        model.theta,
        model.shrinkage,
        [origin.value for origin in model.origins],
        [kind.value for kind in model.across],
        [kind.value for kind in model.via],
    ]
    if model.weights != SynergyModel.of().weights:
        question.append([[component.value, weight] for component, weight in model.weights])
    return strawberry.ID("synergy:" + base64.urlsafe_b64encode(orjson.dumps(question)).decode().rstrip("="))


def _skipped(root: strawberry.Parent[data.Synergy]) -> list[SynergyComponent]:
    """Return the components that are skipped."""
    return list(root.skipped)


@strawberry.type(
    description="Cross-sector synergy: novelty^theta * absorbability^(1-theta). It tells under-used combinations; "
    "it is not a probability that the two will partner."
)
class Synergy(Node):
    """A graph_data synergy."""

    id: strawberry.ID = strawberry.field(description="Id that holds the pair and the settings.", resolver=_id_of)
    lens: Lens = strawberry.field(description="Which facets must differ and which must meet.")
    score: float | None = strawberry.field(
        description="0 to 1; null with `insufficientData` when a whole facet set is empty: unknown is not zero."
    )
    insufficient_data: str | None = strawberry.field(description="What is missing, null when nothing is.")
    novelty: float | None = strawberry.field(description="1 - same share of the across facets.")
    absorbability: float | None = strawberry.field(description="Same + related share of the via facets.")
    shares: SynergyShares | None = strawberry.field(description="Shares of the via facets.")
    total: float | None = strawberry.field(
        description="Weighted mean of the score and the components that `model.weights` asks for, of those that are "
        "known; the score when it asks for nothing else; null when nothing that counts is known."
    )
    components: SynergyComponents = strawberry.field(description="What is known of the two besides the score.")
    skipped_components: list[SynergyComponent] = strawberry.field(
        description="Components with a weight that are not known, and so do not count in `total`.",
        resolver=_skipped,
    )
    confidence: SynergyConfidence = strawberry.field(description="What stands behind the score.")
    significance: Significance | None = strawberry.field(
        resolver=significance_of,
        description="How often chance alone gives as much; adjusted over all pairs that were ranked together, listed "
        "or not, and over the pair alone where it was asked for alone.",
    )
    rank_stability: float | None = strawberry.field(
        resolver=stability_of,
        description="Share of 91 settings (theta 0.2 to 0.8, shrinkage 1 to 20) in which the partner is among the 10 "
        "best by score of all the organisation's partners; null in a list, and without a score.",
    )

    @strawberry.field(
        description="Every term that carries novelty or absorbability: enough to recompute the score. By part, the "
        "largest share first, ties by the ids of the terms."
    )
    def contributions(
        root: strawberry.Parent[data.Synergy],
        part: Annotated[
            SynergyPart | None, strawberry.argument(description="Only this factor; both when null.")
        ] = None,
        first: Annotated[int | None, strawberry.argument(description="Only so many, 1 to 100; all when null.")] = None,
    ) -> list[SynergyContribution]:
        """Return the contributions, or the first of them."""
        found: list[Any] = [item for item in root.contributions if part in {None, item.part}]
        return found if first is None else found[: PageRequest(first).size()]

    @strawberry.field(description="The organisation asked for.")
    def organisation(root: strawberry.Parent[data.Synergy], info: Info) -> _Organisation:
        """Look the organisation up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="The partner.")
    def partner(root: strawberry.Parent[data.Synergy], info: Info) -> _Organisation:
        """Look the partner up."""
        return info.context.graph.entity(root.partner)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Partners with the very same profile, and so the same score: shown once, listed here; sorted by "
        "id. In a ranking by weights, those of them whose components with a weight are the same too."
    )
    def same_profile(
        root: strawberry.Parent[data.Synergy],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[_Organisation]:
        """Page through the partners with the same profile."""
        found = [info.context.graph.entity(other) for other in root.same_profile]
        return page_of_organisations(info, found, f"same profile as {_id_of(root)}", PageRequest(first, after))

    @strawberry.field(description="Partnerships in which the two take part already, sorted by id.")
    def existing_partnerships(root: strawberry.Parent[data.Synergy], info: Info) -> list[_Partnership]:
        """Look the partnerships up."""
        return [info.context.graph.entity(shared) for shared in root.existing_partnerships]  # type: ignore[misc] # as above

    @strawberry.field(
        description="The paths that join the two through the terms that carry absorbability: a shared term, or two "
        "related ones. The largest share of absorbability first, ties by the ids of the nodes."
    )
    def paths(root: strawberry.Parent[data.Synergy], info: Info, first: Annotated[int, FIRST] = 5) -> list[Path]:
        """Return the first paths."""
        return list(paths_of(info.context.graph, root)[: PageRequest(first).size()])  # type: ignore[arg-type] # as above

    @strawberry.field(description="The settings that the score was computed with.")
    def model(root: strawberry.Parent[data.Synergy], info: Info) -> SynergyModelUsed:
        """Return the settings."""
        return used_model(info.context.graph, root)


def node_of_synergy(info: Info, node_id: str) -> data.Synergy | None:
    """Compute the synergy that an id asks for; None when the id is not one of a synergy."""
    code = node_id.removeprefix("synergy:")
    try:
        question = orjson.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
        organisation, partner, lens, theta, shrinkage, origins, across, via, *weights = question
        model = SynergyModel.of(
            Lens(lens),
            theta=float(theta),
            shrinkage=float(shrinkage),
            origins=[StatementOrigin(origin) for origin in origins],
            across=[EntityKind(kind) for kind in across],
            via=[EntityKind(kind) for kind in via],
            weights={SynergyComponent(part): float(weight) for given in weights for part, weight in given},
        )
        return data.synergy(info.context.graph, organisation, partner, model)
    except (ValueError, TypeError, LookupError, binascii.Error):
        return None


def synergy_of(info: Info, organisation: str, partner: str, lens: Lens, settings: SynergyModelInput | None) -> Any:  # noqa: ANN401 -- a value of graph_data that answers for Synergy
    """Compute the synergy of a pair; None when an id is unknown.

    Raises:
        QueryError: WRONG_KIND or BAD_ARGUMENT.
    """
    kinds = sorted(ORGANISATION_KINDS, key=lambda kind: kind.value)
    sides = [known_kind(info, entity_id, *kinds) for entity_id in (organisation, partner)]
    model = model_of(lens, settings)
    if sides[0] is None or sides[1] is None:
        return None
    try:
        return data.synergy(info.context.graph, sides[0].id, sides[1].id, model)
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
