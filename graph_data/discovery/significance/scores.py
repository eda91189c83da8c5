"""How often two organisations would score as high if their terms were drawn at random."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph_data.deadline import watched
from graph_data.discovery.comparison import Comparison, rounds
from graph_data.discovery.matrices import Flags, Floats, Holdings, Ints, Matrices, matrices_of
from graph_data.discovery.model import FACETS, SynergyModel
from graph_data.discovery.scoring import scores
from graph_data.discovery.significance.curveball import Curveball
from graph_data.discovery.significance.incidence import Incidence, incidence_of
from graph_data.graph import KnowledgeGraph

__all__ = ["MAX_DRAWN", "MAX_PAIRS_DRAWN", "ComparedScores", "curveball_p_values", "too_dear"]

MAX_DRAWN = 5_000_000
"""How many holdings all draws together may place, which takes some seconds."""

MAX_PAIRS_DRAWN = 1_000
"""How many pairs are scored again in every draw."""

ROUNDING = 1e-11
"""A score that falls short by less is as high."""


def too_dear(graph: KnowledgeGraph, model: SynergyModel, pairs: int, permutations: int) -> str | None:
    """Return what to narrow where drawing would take too long, else None."""
    if pairs > MAX_PAIRS_DRAWN:
        return (
            f"{pairs} pairs are compared and every draw scores {MAX_PAIRS_DRAWN} at most; narrow the filter, or ask "
            "for the pair alone"
        )
    holdings = len(incidence_of(graph, model).held.terms)
    if holdings * permutations > MAX_DRAWN:
        return f"{permutations} draws of {holdings} holdings take too long; ask for at most {MAX_DRAWN // holdings}"
    return None


def curveball_p_values(
    graph: KnowledgeGraph, model: SynergyModel, comparison: Comparison, permutations: int, seed: int
) -> Floats:
    """Return (1 + number of draws with at least the score) / (1 + number of draws), one a pair.

    Each facet is drawn on its own within each population, so that every organisation keeps its number of terms and
    every term its number of holders. An organisation keeps its memberships too, on terms at random. Weights and priors
    stay; relatedness is counted anew.
    """
    incidence = incidence_of(graph, model)
    compared = ComparedScores(matrices_of(graph, model), incidence, model, comparison)
    terms = incidence.held.terms.copy()
    observed = compared.scores(terms)
    places, rows, tables = _tables(incidence)
    chain = Curveball(rows, terms[places], tables, np.random.default_rng(seed))
    reached = np.ones(len(comparison))
    for _ in range(permutations):
        terms[places] = chain.draw()
        reached += compared.scores(terms) >= observed - ROUNDING
    return reached / (1 + permutations)


def _tables(incidence: Incidence) -> tuple[Ints, Ints, Ints]:
    """Return the places of the holdings that are drawn, table after table, their rows, and the table of each row."""
    places = np.flatnonzero(incidence.counted)
    terms = incidence.held.terms[places]
    table = incidence.population[terms] * len(FACETS) + incidence.facet[terms]
    rows, row = np.unique(table * len(incidence.inside) + incidence.rows[places], return_inverse=True)
    order = np.argsort(row, kind="stable")
    return places[order], row[order], rows // len(incidence.inside)


class ComparedScores:
    """The pairs to be scored, whatever terms stand at the places of the holdings."""

    def __init__(self, matrices: Matrices, incidence: Incidence, model: SynergyModel, comparison: Comparison) -> None:
        self._matrices, self._incidence, self._model = matrices, incidence, model
        members, place = np.unique([comparison.organisations, comparison.partners], return_inverse=True)
        ours, theirs = place.reshape(2, -1)
        self._rounds, self._pairs = list(rounds(ours, theirs)), len(comparison)
        self._chosen = np.flatnonzero(np.isin(incidence.rows, members))
        self._row = np.searchsorted(members, incidence.rows[self._chosen])
        self._across = np.isin(incidence.facet, [FACETS.index(kind) for kind in model.across])
        population = np.zeros(matrices.signatures.shape[1], dtype=np.intp)
        population[matrices.scheme_of] = incidence.population
        self._known = incidence.inside[:, population]
        self._signatures, signature_of = np.unique(self._known[members], axis=0, return_inverse=True)
        self._signature_of = signature_of.reshape(-1)
        self._counted = np.flatnonzero(incidence.counted & incidence.via[incidence.held.terms])
        self._counting = incidence.rows[self._counted]

    def scores(self, terms: Ints) -> Floats:
        """Return the score of each pair."""
        held, counted = terms[self._chosen], terms[self._counted]
        order = np.lexsort((held, self._row))
        held, values = held[order], self._incidence.held.values[self._chosen[order]]
        via = self._holdings(held, values, self._incidence.via)
        drawn = replace(
            self._matrices,
            across=self._holdings(held, values, self._across),
            via=via,
            signature_of=self._signature_of,
            signatures=self._signatures,
            holders=self._holders(counted),
            both=self._both(counted, [via.row(one)[0] for one, _, _ in self._rounds]),
        )
        found = np.zeros(self._pairs)
        for one, others, places in watched(self._rounds):
            found[places] = scores(drawn, one, others, self._model)
        return found

    def _holdings(self, terms: Ints, values: Floats, facets: Flags) -> Holdings:
        """Lay out what the members hold of some facets."""
        wanted = facets[terms]
        starts = np.searchsorted(self._row[wanted], np.arange(len(self._signature_of) + 1))
        return Holdings(starts, terms[wanted], values[wanted])

    def _holders(self, counted: Ints) -> NDArray[np.int32]:
        """Count the holders of each term inside the populations of its own and of another scheme."""
        size = len(self._incidence.via)
        columns = [np.bincount(counted, known, size) for known in self._known[self._counting].T]
        return np.stack(columns, axis=1).astype(np.int32)

    def _both(self, counted: Ints, asked: Sequence[Ints]) -> NDArray[np.int32]:
        """Count the holders of two terms, the one among those asked for."""
        found = np.zeros_like(self._matrices.both)
        for term in watched(np.unique(np.concatenate(asked))):
            holding = np.zeros(len(self._known), dtype=np.bool_)
            holding[self._counting[counted == term]] = True
            found[term] = np.bincount(counted[holding[self._counting]], minlength=len(found))
        return found
