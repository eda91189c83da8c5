"""Who holds which term, how firmly, and among whom that is counted: the graph as a model sees it.

Nothing here depends on theta or on the shrinkage, so it is kept and shared by every model of the same facets.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graph_data.deadline import watched
from graph_data.deriving import HOLDING
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.model import FACETS, SynergyModel
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, EntityKind, Organisation, StatementOrigin, kind_of
from graph_data.rows import Statement

__all__ = ["Profile", "Profiles", "holdings", "membership", "profiles_of", "sources_of", "term_weight"]

THEMATIC = "HORIZON.2."
"""How the notation of a thematic programme area begins; the other parts say how a project is funded, not on what."""

FADING = 0.8
"""What each further partnership leaves of the doubt whether an organisation works in a partnership's field."""

_FACET_OF = {HOLDING[kind]: kind for kind in FACETS}
_AT_SECOND_HAND = frozenset({StatementOrigin.DERIVED, StatementOrigin.INFERRED})


def membership(statement: Statement) -> float:
    """Return how firmly a statement makes its subject a holder of its object, in [0, 1].

    1 for a STATED or IMPORTED holding; 1 - 0.8^n for a DERIVED or INFERRED one that n partnerships carry.
    """
    return 1 - FADING**statement.weight if statement.origin in _AT_SECOND_HAND else 1.0


def term_weight(population: int, holders: int) -> float:
    """Return how much a term tells, > 0; 1 when one organisation of the population holds it.

    Smooth inverse document frequency, w = ln((1+N)/(1+n)) + 1, divided by what it is for n = 1, so that a rare term
    weighs the same in a small classification as in a large one.
    """
    return (math.log((1 + population) / (1 + holders)) + 1) / (math.log((1 + population) / 2) + 1)


def holdings(graph: KnowledgeGraph, model: SynergyModel, organisation_id: str) -> Iterator[tuple[Concept, Statement]]:
    """Yield the terms that an organisation holds under a model, each with a statement that says so."""
    for term_id, edges in graph.nx.succ[organisation_id].items():
        term = graph.nx.nodes[term_id]["entity"]
        if isinstance(term, Concept):
            for data in edges.values():
                if _counts(data["statement"], term, model):
                    yield term, data["statement"]


def _counts(statement: Statement, term: Concept, model: SynergyModel) -> bool:
    facet = _FACET_OF.get(statement.predicate)
    if facet is None or facet not in model.facets or statement.origin not in model.origins:
        return False
    if facet is EntityKind.SECTOR and statement.origin is StatementOrigin.INFERRED:
        return model.with_inferred_sectors
    return facet is not EntityKind.PROGRAMME_AREA or (term.notation or "").startswith(THEMATIC)


@dataclass(frozen=True, slots=True)
class Profile:
    """All of an organisation that a score can see: two organisations of one profile score alike against any third.

    Attributes:
        memberships: (term id, membership in (0, 1]), sorted by id.
        sources: the sources that know the organisation.
        inferred_sector: whether one of its sectors is INFERRED only.
    """

    memberships: tuple[tuple[str, float], ...]
    sources: frozenset[str]
    inferred_sector: bool


@dataclass(frozen=True)
class Profiles:
    """The organisations of a graph under a model.

    Attributes:
        organisations: all of them, sorted by id.
        profile: profile by organisation id.
        terms: the terms that some organisation holds, by id.
        scheme_sources: sources whose organisations make up a scheme's population, by scheme id.
    """

    organisations: tuple[Organisation, ...]
    profile: Mapping[str, Profile]
    terms: Mapping[str, Concept]
    scheme_sources: Mapping[str, frozenset[str]]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Position of each organisation in order of ids: its bit in populations and holders."""
        return {organisation.id: place for place, organisation in enumerate(self.organisations)}

    @cached_property
    def groups(self) -> Mapping[Profile, tuple[str, ...]]:
        """Organisations of each distinct profile, sorted by id."""
        found: dict[Profile, list[str]] = defaultdict(list)
        for organisation in self.organisations:
            found[self.profile[organisation.id]].append(organisation.id)
        return {profile: tuple(ids) for profile, ids in found.items()}

    @cached_property
    def population(self) -> Mapping[str, int]:
        """Organisations of the sources that use a scheme, by scheme id, as a set of bits."""
        return {
            scheme: _bits(place for name, place in self.place.items() if self.profile[name].sources & sources)
            for scheme, sources in self.scheme_sources.items()
        }

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """Organisations that hold a term, inside its population or not, by term id, as a set of bits."""
        found: dict[str, list[int]] = {term: [] for term in self.terms}
        for name, place in self.place.items():
            for term, _ in self.profile[name].memberships:
                found[term].append(place)
        return {term: _bits(places) for term, places in found.items()}

    @cached_property
    def population_sizes(self) -> tuple[tuple[str, int], ...]:
        """Size N of each scheme's population, (scheme id, N), sorted."""
        return tuple(sorted((scheme, bits.bit_count()) for scheme, bits in self.population.items()))

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Weight w of each term, see `term_weight`."""
        return {
            term.id: term_weight(
                self.population[term.scheme].bit_count(),
                (self.population[term.scheme] & self.holders[term.id]).bit_count(),
            )
            for term in self.terms.values()
        }

    def held(self, organisation_id: str, facets: Iterable[EntityKind]) -> dict[str, float]:
        """Return an organisation's memberships in the terms of some facets, by term id, sorted."""
        kinds = frozenset(facets)
        held = self.profile[organisation_id].memberships
        return {term: value for term, value in held if kind_of(self.terms[term]) in kinds}


def _bits(places: Iterable[int]) -> int:
    """Return a set of small numbers as one integer, whose intersections are counted many times faster than a set's."""
    found = bytearray(1)
    for place in places:
        if place >> 3 >= len(found):
            found.extend(bytes((place >> 3) + 1 - len(found)))
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


_PROFILES: PerGraph[Profiles] = PerGraph()


def profiles_of(graph: KnowledgeGraph, model: SynergyModel) -> Profiles:
    """Return the organisations of a graph as a model sees them."""
    return _PROFILES.get(graph, (model.across, model.via, model.origins), lambda: _profiles(graph, model))


def sources_of(graph: KnowledgeGraph) -> dict[str, frozenset[str]]:
    """Return the sources that know each organisation: its row's own, and those in which it was found to be the same."""
    found: dict[str, set[str]] = {
        organisation.id: {organisation.source} if organisation.source else set()
        for organisation in graph.organisations()
    }
    for row in graph.dataset.same_as:
        found.setdefault(row.entity, set()).add(row.source)
    return {organisation: frozenset(names) for organisation, names in found.items()}


def _profiles(graph: KnowledgeGraph, model: SynergyModel) -> Profiles:
    sources = sources_of(graph)
    # a curator judges but knows no organisation of their own, so a curation makes no population
    knowing = frozenset().union(*sources.values())
    terms: dict[str, Concept] = {}
    using: dict[str, set[str]] = defaultdict(set)
    profile: dict[str, Profile] = {}
    for organisation in watched(graph.organisations()):
        held: dict[str, float] = {}
        firm_sectors: set[str] = set()
        sectors: set[str] = set()
        for term, statement in holdings(graph, model, organisation.id):
            terms[term.id] = term
            held[term.id] = max(held.get(term.id, 0.0), membership(statement))
            using[term.scheme].update(cited.source for cited in statement.provenance if cited.source in knowing)
            if kind_of(term) is EntityKind.SECTOR:
                sectors.add(term.id)
                if statement.origin is not StatementOrigin.INFERRED:
                    firm_sectors.add(term.id)
        memberships = tuple(sorted((term, value) for term, value in held.items() if value > 0))
        profile[organisation.id] = Profile(memberships, sources[organisation.id], sectors > firm_sectors)
    schemes = {term.scheme for term in terms.values()}
    found = Profiles(
        tuple(graph.organisations()),
        profile,
        terms,
        {scheme: frozenset(using[scheme]) for scheme in sorted(schemes)},
    )
    # now, so that nobody who asks for one of them later waits for another
    _ = found.weights, found.groups, found.population_sizes
    return found
