"""What a synergy is asked under: lens, facets, exploration, shrinkage, origins of the statements used, and weights."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from graph_data.ontology import EntityKind, StatementOrigin

__all__ = ["FACETS", "Lens", "SynergyComponent", "SynergyModel", "facets_of", "ordered_origins", "weights_of"]

FACETS = (
    EntityKind.SECTOR,
    EntityKind.TECHNOLOGY_FIELD,
    EntityKind.S3_PRIORITY_AREA,
    EntityKind.EMERGING_INDUSTRY,
    EntityKind.PROGRAMME_AREA,
)
"""The kinds of term that a model may compare, in the order in which a model names them."""


class Lens(Enum):
    """A named choice of facets."""

    CROSS_SECTOR = "CROSS_SECTOR"
    GENERAL = "GENERAL"


class SynergyComponent(Enum):
    """What a total may be made of: the score, and what is known of a pair besides."""

    SCORE = "SCORE"
    GEOGRAPHY = "GEOGRAPHY"
    VALUE_CHAIN_ADJACENCY = "VALUE_CHAIN_ADJACENCY"
    S3_ALIGNMENT = "S3_ALIGNMENT"
    TIE_NOVELTY = "TIE_NOVELTY"


_ACROSS: Mapping[Lens, tuple[EntityKind, ...]] = {Lens.CROSS_SECTOR: FACETS[:1], Lens.GENERAL: FACETS[:4]}
_VIA: Mapping[Lens, tuple[EntityKind, ...]] = {Lens.CROSS_SECTOR: FACETS[1:4], Lens.GENERAL: FACETS[:4]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SynergyModel:
    """Everything that decides a score besides the data; use `SynergyModel.of` to make one.

    Attributes:
        lens: which lens it was made from.
        across: facets in which difference counts (novelty), in the order of FACETS.
        via: facets in which sameness and relatedness count (absorbability), in the order of FACETS.
        theta: exponent of novelty, in [0, 1]; with one facet set and nothing related it is the optimal cognitive
            distance (after Nooteboom et al. 2007).
        shrinkage: pseudo-organisations k that pull relatedness towards its prior, >= 0.
        origins: origins of the statements used, priors included, in the order of StatementOrigin.
        weights: what each component counts in the total, (component, weight >= 0) for every component in turn.
    """

    lens: Lens
    across: tuple[EntityKind, ...]
    via: tuple[EntityKind, ...]
    theta: float
    shrinkage: float
    origins: tuple[StatementOrigin, ...]
    weights: tuple[tuple[SynergyComponent, float], ...]

    @classmethod
    def of(  # noqa: PLR0913 -- one argument for each thing that a caller may set
        cls,
        lens: Lens = Lens.CROSS_SECTOR,
        *,
        theta: float = 0.5,
        shrinkage: float = 5.0,
        origins: Collection[StatementOrigin] | None = None,
        across: Collection[EntityKind] | None = None,
        via: Collection[EntityKind] | None = None,
        weights: Mapping[SynergyComponent, float] | None = None,
    ) -> "SynergyModel":
        """Make a model of a lens, with its facets replaced where others are given.

        A component without a weight keeps its own: 1 for the score, 0 for every other.

        Raises:
            ValueError: a setting is out of range; the message says what to write.
        """
        if not 0 <= theta <= 1:
            raise ValueError(f"theta must be a number from 0 to 1, got {theta!r}")
        if not (math.isfinite(shrinkage) and shrinkage >= 0):
            raise ValueError(f"shrinkage must be a finite number of at least 0, got {shrinkage!r}")
        if origins is not None and not origins:
            raise ValueError(f"origins must name at least one of {_names(StatementOrigin)}, or be left out for all")
        return cls(
            lens=lens,
            across=facets_of("across", _ACROSS[lens] if across is None else across),
            via=facets_of("via", _VIA[lens] if via is None else via),
            theta=float(theta),
            shrinkage=float(shrinkage),
            origins=ordered_origins(origins),
            weights=_weights(weights or {}),
        )

    @property
    def facets(self) -> frozenset[EntityKind]:
        """The kinds of term that it looks at."""
        return frozenset(self.across) | frozenset(self.via)

    @property
    def with_inferred_sectors(self) -> bool:
        """Whether INFERRED sectors count: across only, else our own rule would come back as relatedness."""
        return EntityKind.SECTOR in self.across and EntityKind.SECTOR not in self.via

    @property
    def weighed(self) -> tuple[SynergyComponent, ...]:
        """The components beside the score that count in the total."""
        return tuple(part for part, weight in self.weights if weight and part is not SynergyComponent.SCORE)


def ordered_origins(origins: Collection[StatementOrigin] | None) -> tuple[StatementOrigin, ...]:
    """Return origins in their usual order, each once; all of them when None."""
    return tuple(origin for origin in StatementOrigin if origins is None or origin in origins)


def weights_of(pairs: Iterable[tuple[SynergyComponent, float]]) -> dict[SynergyComponent, float]:
    """Return a list of weights as a mapping.

    Raises:
        ValueError: a component is named twice.
    """
    found: dict[SynergyComponent, float] = {}
    for component, weight in pairs:
        if component in found:
            raise ValueError(f"weights name {component.value} twice; give each component one weight")
        found[component] = weight
    return found


def _weights(given: Mapping[SynergyComponent, float]) -> tuple[tuple[SynergyComponent, float], ...]:
    found = {SynergyComponent.SCORE: 1.0, **given}
    for component, weight in found.items():
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(
                f"weights must be finite numbers of at least 0, got {weight!r} for {component.value}; "
                "leave a component out, or write 0, when it should not count"
            )
    if not any(found.values()):
        raise ValueError("weights must give at least one component more than 0; a SCORE that is left out has 1")
    # -0.0 + 0.0 is 0.0, so that equal models are written alike
    return tuple((component, float(found.get(component, 0)) + 0.0) for component in SynergyComponent)


def facets_of(name: str, kinds: Collection[EntityKind]) -> tuple[EntityKind, ...]:
    """Return facets in the order of FACETS.

    Raises:
        ValueError: a kind is no facet, or none is given; the message begins with the name.
    """
    unknown = [kind for kind in kinds if kind not in FACETS]
    if unknown or not kinds:
        got = f"got {_names(unknown)}" if unknown else "got none"
        raise ValueError(f"{name} must name one or more of {_names(FACETS)}, {got}")
    return tuple(kind for kind in FACETS if kind in kinds)


def _names(choices: Collection[Enum] | type[Enum]) -> str:
    return ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
