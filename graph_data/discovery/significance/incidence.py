"""Who holds which term, as the cells of a table that chance might have filled otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph_data.discovery.caching import PerGraph
from graph_data.discovery.matrices import Flags, Holdings, Ints
from graph_data.discovery.model import FACETS, SynergyModel
from graph_data.discovery.profiles import Profiles, profiles_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import kind_of

__all__ = ["Incidence", "incidence_of"]


@dataclass(frozen=True)
class Incidence:
    """Organisations by terms, one row and one column each.

    A cell counts where the organisation belongs to the population of the term's scheme; elsewhere the organisation
    could not have carried the term, whatever chance did.

    Attributes:
        held: memberships of each organisation, in order of ids.
        population: number of the population that each term is counted in; shape (terms,).
        inside: whether an organisation belongs to a population; shape (organisations, populations).
        facet: place of each term's kind in FACETS; shape (terms,).
        via: whether a term is of the via facets; shape (terms,).
    """

    held: Holdings
    population: Ints
    inside: Flags
    facet: Ints
    via: Flags

    @cached_property
    def rows(self) -> Ints:
        """The organisation of each holding."""
        return self.held.rows

    @cached_property
    def counted(self) -> Flags:
        """Whether a holding lies inside the population of its term."""
        found: Flags = self.inside[self.rows, self.population[self.held.terms]]
        return found

    @cached_property
    def shared(self) -> tuple[Ints, Ints]:
        """Organisation and term of each holding that an overlap counts: of the via facets, inside the population."""
        counted = np.flatnonzero(self.counted & self.via[self.held.terms])
        return self.rows[counted], self.held.terms[counted]

    @cached_property
    def degrees(self) -> Ints:
        """Number of via terms that each organisation holds in each population; shape (organisations, populations)."""
        rows, terms = self.shared
        found = np.zeros(self.inside.shape, dtype=np.intp)
        np.add.at(found, (rows, self.population[terms]), 1)
        return found

    @cached_property
    def holders(self) -> Ints:
        """Number of organisations that hold each term as an overlap counts it; shape (terms,)."""
        return np.bincount(self.shared[1], minlength=len(self.via))

    @cached_property
    def sizes(self) -> Ints:
        """Number of via terms of each population; shape (populations,)."""
        return np.bincount(self.population[self.via], minlength=self.inside.shape[1])

    @cached_property
    def organisations(self) -> int:
        """Number of organisations that could hold a via term at all."""
        return int(self.inside[:, self.sizes > 0].any(axis=1).sum())


_INCIDENCES: PerGraph[Incidence] = PerGraph()


def incidence_of(graph: KnowledgeGraph, model: SynergyModel) -> Incidence:
    """Return who holds which term under a model; terms in the order of `matrices_of`."""
    key = (model.across, model.via, model.origins)
    return _INCIDENCES.get(graph, key, lambda: _incidence(profiles_of(graph, model), model))


def _incidence(profiles: Profiles, model: SynergyModel) -> Incidence:
    columns = {term: column for column, term in enumerate(profiles.terms)}
    kinds = [kind_of(term) for term in profiles.terms.values()]
    number: dict[int, int] = {}
    population = [number.setdefault(profiles.population[term.scheme], len(number)) for term in profiles.terms.values()]
    rows: list[Mapping[int, float]] = [
        {columns[term]: value for term, value in profiles.profile[name].memberships} for name in profiles.place
    ]
    inside = np.array([[bits >> place & 1 for bits in number] for place in range(len(rows))], dtype=np.bool_)
    return Incidence(
        held=Holdings.of(rows),
        population=np.array(population, dtype=np.intp),
        inside=inside.reshape(len(rows), len(number)),
        facet=np.array([FACETS.index(kind) for kind in kinds], dtype=np.intp),
        via=np.array([kind in model.via for kind in kinds], dtype=np.bool_),
    )
