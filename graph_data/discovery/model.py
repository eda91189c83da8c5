"""What a synergy is asked under: lens, facets, exploration, shrinkage and the origins of the statements used."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from graph_data.ontology import EntityKind, StatementOrigin

__all__ = ["FACETS", "Lens", "SynergyModel"]

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
        origins: origins of the statements used, priors included.
    """

    lens: Lens
    across: tuple[EntityKind, ...]
    via: tuple[EntityKind, ...]
    theta: float
    shrinkage: float
    origins: frozenset[StatementOrigin]

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
    ) -> "SynergyModel":
        """Make a model of a lens, with its facets replaced where others are given.

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
            across=_facets("across", _ACROSS[lens] if across is None else across),
            via=_facets("via", _VIA[lens] if via is None else via),
            theta=float(theta),
            shrinkage=float(shrinkage),
            origins=frozenset(StatementOrigin if origins is None else origins),
        )

    @property
    def facets(self) -> frozenset[EntityKind]:
        """The kinds of term that it looks at."""
        return frozenset(self.across) | frozenset(self.via)

    @property
    def with_inferred_sectors(self) -> bool:
        """Whether INFERRED sectors count: across only, else our own rule would come back as relatedness."""
        return EntityKind.SECTOR in self.across and EntityKind.SECTOR not in self.via


def _facets(name: str, kinds: Collection[EntityKind]) -> tuple[EntityKind, ...]:
    unknown = [kind for kind in kinds if kind not in FACETS]
    if unknown or not kinds:
        got = f"got {_names(unknown)}" if unknown else "got none"
        raise ValueError(f"{name} must name one or more of {_names(FACETS)}, {got}")
    return tuple(kind for kind in FACETS if kind in kinds)


def _names(choices: Collection[Enum] | type[Enum]) -> str:
    return ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
