"""The terms nearest to a term, each with the counts and the prior that its proximity is made of."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from graph_data.deadline import watched
from graph_data.discovery.common_holders import CommonHolders
from graph_data.discovery.model import FACETS, Lens, SynergyModel, facets_of, ordered_origins
from graph_data.discovery.priors import ProximitySource, priors_of
from graph_data.discovery.profiles import Profiles, profiles_of
from graph_data.discovery.relatedness import Relatedness
from graph_data.discovery.significance import Significance
from graph_data.errors import WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, EntityKind, Sector, StatementOrigin, kind_of

__all__ = ["RelatedConcept", "counted_origins", "related"]

BRIDGING = FACETS[1:4]
"""Kinds of the terms through which two sectors may meet: technology fields, S3 areas, emerging industries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedConcept:
    """A term with its proximity to the term asked for, and everything that it was computed from.

    Attributes:
        concept: id of the term.
        proximity: phi = (co_occurrences + k*prior) / (max(organisations, asked_organisations) + k), in [0, 1].
        co_occurrences: organisations that hold both terms.
        organisations: organisations that hold this one.
        asked_organisations: organisations that hold the one asked for, among those that count beside this one.
        population: organisations that count: those of the sources that use the classifications of both.
        shrinkage: k.
        prior: pi, in [0, 1].
        prior_source: what the prior rests on, None where it is 0.
        proximity_source: what the proximity mostly rests on, None where it is 0.
        profile_cosine: of two sectors: cosine, in [0, 1], of how many organisations of the one and of the other hold
            each bridging term. None for other terms, and where one of the two holds no such term.
        chance: what the common holders are held against.
    """

    concept: str
    proximity: float
    co_occurrences: int
    organisations: int
    asked_organisations: int
    population: int
    shrinkage: float
    prior: float
    prior_source: ProximitySource | None
    proximity_source: ProximitySource | None
    profile_cosine: float | None
    chance: CommonHolders = field(repr=False, compare=False)

    @property
    def significance(self) -> Significance:
        """How often chance alone gives as many common holders; adjusted over all terms of the kinds asked for."""
        return self.chance.significance(self.concept)


def related(
    graph: KnowledgeGraph,
    concept_id: str,
    kinds: Collection[EntityKind] | None = None,
    *,
    origins: Collection[StatementOrigin] | None = None,
    shrinkage: float = 5.0,
) -> tuple[RelatedConcept, ...]:
    """Return the terms related to a term, nearest first, ties by id; none where nobody holds it.

    Listed are the terms in use whose proximity (see `Relatedness`, with nobody left out) is above 0, and of a sector
    also the sectors that meet it in bridging terms alone.

    INFERRED holdings count only when `origins` names INFERRED: one phrase or one topic gives an organisation several
    terms by rule, and our own rule would come back as relatedness between them. Curated links count, as priors that say
    so. Of programme areas only the thematic ones are compared.

    Args:
        graph: the graph.
        concept_id: id of the term.
        kinds: kinds of the terms listed; sectors, technology fields, S3 areas and emerging industries when None.
        origins: only statements of these origins, priors included; all but INFERRED holdings when None.
        shrinkage: k, >= 0; 0 gives the proximity of Hidalgo et al. 2007.

    Raises:
        UnknownEntity: the id names no term.
        ValueError: a kind is none of terms that organisations hold, no kind or no origin is named, or the shrinkage is
            not a finite number of at least 0.
    """
    concept = graph.entity(concept_id)
    if not isinstance(concept, Concept):
        raise WrongKind(f"{concept_id!r} is a {kind_of(concept).value}, not a term")
    listed = FACETS[:4] if kinds is None else facets_of("kinds", kinds)
    model = _model(listed, kind_of(concept), origins, shrinkage)
    profiles, priors = profiles_of(graph, model), priors_of(graph, replace(model, origins=ordered_origins(origins)))
    if concept.id not in profiles.terms:
        return ()
    others = [term for term in profiles.terms.values() if kind_of(term) in listed and term.id != concept.id]
    relatedness = Relatedness(profiles, priors, model.shrinkage, frozenset())
    near = {other.id: relatedness.proximity(concept.id, other.id) for other in watched(others)}
    cosines, populations = _cosines(profiles, concept, others), _populations(profiles, concept, others)
    chance = CommonHolders(graph, model, concept.id, {name: (near[name].both, populations[name]) for name in near})
    found = [
        RelatedConcept(
            concept=other,
            proximity=round(proximity.value, 12),
            co_occurrences=proximity.both,
            organisations=proximity.second,
            asked_organisations=proximity.first,
            population=populations[other],
            shrinkage=model.shrinkage,
            prior=proximity.prior,
            prior_source=proximity.prior_source,
            proximity_source=proximity.source,
            profile_cosine=cosines.get(other),
            chance=chance,
        )
        for other, proximity in near.items()
        if proximity.value or cosines.get(other)
    ]
    return tuple(sorted(found, key=lambda item: (-item.proximity, item.concept)))


def counted_origins(origins: Collection[StatementOrigin] | None) -> Collection[StatementOrigin]:
    """Return the origins of the holdings that count: all but INFERRED when None."""
    return (
        [origin for origin in StatementOrigin if origin is not StatementOrigin.INFERRED] if origins is None else origins
    )


def _model(
    listed: Collection[EntityKind],
    asked: EntityKind,
    origins: Collection[StatementOrigin] | None,
    shrinkage: float,
) -> SynergyModel:
    """Return a model that sees the terms of every kind to be compared, and INFERRED sectors only if they are named."""
    # CROSS_SECTOR is the lens to which inferred sectors are visible
    lens = Lens.CROSS_SECTOR if origins is not None and StatementOrigin.INFERRED in origins else Lens.GENERAL
    model = SynergyModel.of(lens, shrinkage=shrinkage, origins=counted_origins(origins))
    if EntityKind.PROGRAMME_AREA not in {*listed, asked}:
        return model
    return replace(model, via=(*model.via, EntityKind.PROGRAMME_AREA))


def _populations(profiles: Profiles, concept: Concept, others: Iterable[Concept]) -> dict[str, int]:
    """Return how many organisations count beside each of the other terms, by their ids."""
    of_scheme = {
        scheme: (profiles.population[concept.scheme] & bits).bit_count() for scheme, bits in profiles.population.items()
    }
    return {other.id: of_scheme[other.scheme] for other in others}


def _cosines(profiles: Profiles, concept: Concept, others: Iterable[Concept]) -> dict[str, float | None]:
    """Return the cosines of a sector with other sectors, by their ids, see `RelatedConcept`."""
    if not isinstance(concept, Sector):
        return {}
    bridging = [profiles.holders[term.id] for term in profiles.terms.values() if kind_of(term) in BRIDGING]

    def profile(sector: str) -> list[int]:
        return [(profiles.holders[sector] & holders).bit_count() for holders in bridging]

    asked = profile(concept.id)
    return {other.id: _cosine(asked, profile(other.id)) for other in watched(others) if isinstance(other, Sector)}


def _cosine(one: Sequence[int], other: Sequence[int]) -> float | None:
    lengths = math.sqrt(sum(count * count for count in one)) * math.sqrt(sum(count * count for count in other))
    common = sum(count * matching for count, matching in zip(one, other, strict=True))
    return min(round(common / lengths, 12), 1.0) if lengths else None
