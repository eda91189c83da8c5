"""The settings of a score: as asked for, and as used."""

import strawberry

import graph_data.discovery as data
from graph_data.discovery import Lens, SynergyComponent, SynergyModel, weights_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.concepts import ConceptScheme
from graphapi.schema.enums import describe
from graphapi.schema.scalars import URL

__all__ = ["LENS", "MODEL", "Lens", "SynergyModelInput", "SynergyModelUsed", "model_of", "used_model"]

METHOD = "https://doi.org/10.1016/j.respol.2007.04.003"
"""The paper that the score is an operational form of: Nooteboom et al. 2007, optimal cognitive distance."""

LENS = strawberry.argument(description="Which facets must differ and which must meet.")
MODEL = strawberry.argument(description="Settings of the score; the defaults when null.")

describe(
    Lens,
    "Which facets must differ and which must meet.",
    {
        "CROSS_SECTOR": "Sectors differ; technology fields, S3 priority areas and emerging industries meet.",
        "GENERAL": "All facets are looked at on both sides; inferred sectors are left out.",
    },
)
describe(
    SynergyComponent,
    "What a total may be made of.",
    {
        "SCORE": "The score.",
        "GEOGRAPHY": "How near the two are on the map.",
        "VALUE_CHAIN_ADJACENCY": "How near they stand in a value chain.",
        "S3_ALIGNMENT": "How far the S3 areas of each are priorities of the other's region.",
        "TIE_NOVELTY": "Whether they share no partnership yet.",
    },
)


@strawberry.input(description="What a component counts in the total.")
class ComponentWeightInput:
    """A weight."""

    component: SynergyComponent = strawberry.field(description="The component; each is named once.")
    weight: float = strawberry.field(description="0 or more; only the proportions matter.")


@strawberry.input(description="Settings of the score.")
class SynergyModelInput:
    """Settings."""

    theta: float = strawberry.field(
        default=0.5, description="Weight of novelty against absorbability, 0 to 1: the optimal cognitive distance."
    )
    shrinkage: float = strawberry.field(
        default=5.0, description="Pseudo-organisations that pull relatedness towards the taxonomy, 0 or more."
    )
    origins: list[StatementOrigin] | None = strawberry.field(
        default=None, description="Only statements that came about in these ways; all when null."
    )
    across: list[EntityKind] | None = strawberry.field(
        default=None, description="Facets in which the two should differ; the lens's when null."
    )
    via: list[EntityKind] | None = strawberry.field(
        default=None, description="Facets in which the two should meet; the lens's when null."
    )
    weights: list[ComponentWeightInput] | None = strawberry.field(
        default=None,
        description="What counts in `total`, by which pairs are ranked: a component that is not named keeps 1 when it "
        "is the score, 0 when it is another. There is no evidence for any weighting, so try several.",
    )


def model_of(lens: Lens, settings: SynergyModelInput | None) -> SynergyModel:
    """Return the model that a query asks for.

    Raises:
        QueryError: BAD_ARGUMENT.
    """
    given = settings or SynergyModelInput()
    try:
        return SynergyModel.of(
            lens,
            theta=given.theta,
            shrinkage=given.shrinkage,
            origins=given.origins,
            across=given.across,
            via=given.via,
            weights=weights_of((item.component, item.weight) for item in given.weights or ()),
        )
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None


@strawberry.type(description="Organisations among which terms of a classification are counted.")
class SchemePopulation:
    """A population."""

    organisations: int = strawberry.field(description="Their number.")
    scheme: ConceptScheme = strawberry.field(description="The classification.")


@strawberry.type(description="What a component counts in the total.")
class ComponentWeight:
    """A weight, as used."""

    component: SynergyComponent = strawberry.field(description="The component.")
    weight: float = strawberry.field(description="0 or more; only the proportions matter.")


@strawberry.type(name="SynergyModel", description="The settings that a score was computed with.")
class SynergyModelUsed:
    """Settings, as used."""

    version: str = strawberry.field(description="Version of the dataset.")
    lens: Lens = strawberry.field(description="Which facets must differ and which must meet.")
    across: list[EntityKind] = strawberry.field(description="Facets in which the two should differ.")
    via: list[EntityKind] = strawberry.field(description="Facets in which the two should meet.")
    theta: float = strawberry.field(description="Weight of novelty against absorbability.")
    shrinkage: float = strawberry.field(description="Pseudo-organisations that pull relatedness towards the taxonomy.")
    populations: list[SchemePopulation] = strawberry.field(
        description="Organisations among which terms are counted, by classification."
    )
    origins: list[StatementOrigin] = strawberry.field(description="Ways in which the statements used came about.")
    weights: list[ComponentWeight] = strawberry.field(description="What each component counts in the total.")
    reference: URL = strawberry.field(description="The paper that the score is an operational form of.")


def used_model(graph: KnowledgeGraph, root: data.Synergy) -> SynergyModelUsed:
    """Return the settings that a synergy was computed with."""
    schemes = {scheme.id: scheme for scheme in graph.dataset.schemes}
    return SynergyModelUsed(
        version=graph.version,
        lens=root.lens,
        across=list(root.model.across),
        via=list(root.model.via),
        theta=root.model.theta,
        shrinkage=root.model.shrinkage,
        populations=[
            SchemePopulation(organisations=size, scheme=schemes[scheme])  # type: ignore[arg-type] # graph_data's value answers for it
            for scheme, size in root.populations
        ],
        origins=list(root.model.origins),
        weights=[ComponentWeight(component=component, weight=weight) for component, weight in root.model.weights],
        reference=URL(METHOD),
    )
