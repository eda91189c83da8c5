"""How often two organisations would share as many terms by chance."""

from dataclasses import dataclass

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.comparison import Comparison, rounds
from graph_data.discovery.matrices import Floats, Ints
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.significance.bicm import bicm
from graph_data.discovery.significance.incidence import Incidence, incidence_of
from graph_data.discovery.significance.tails import hypergeometric_tail, poisson_binomial_tails
from graph_data.graph import KnowledgeGraph

__all__ = ["Chances", "bicm_p_values", "chances_of", "fitted_chances", "hypergeometric_p_values", "shared_terms"]


@dataclass(frozen=True)
class Chances:
    """How likely each organisation is to hold each via term, by classes of organisations with as many terms.

    Attributes:
        row: class of each organisation; shape (organisations,).
        chances: in [0, 1], 0 outside a term's population; shape (classes, terms).
    """

    row: Ints
    chances: Floats

    @property
    def open(self) -> bool:
        """Whether any cell is left to chance."""
        return bool(((self.chances > 0) & (self.chances < 1)).any())


_CHANCES: PerGraph[Chances] = PerGraph()


def chances_of(graph: KnowledgeGraph, model: SynergyModel) -> Chances:
    """Return the chances under the configuration model, fitted to each population on its own."""
    key = (model.across, model.via, model.origins)
    return _CHANCES.get(graph, key, lambda: fitted_chances(incidence_of(graph, model)))


def fitted_chances(incidence: Incidence) -> Chances:
    """Return the chances that fit a table, each population on its own."""
    degrees = np.where(incidence.inside, incidence.degrees, -1)
    classes, row = np.unique(degrees, axis=0, return_inverse=True)
    row = row.reshape(-1)
    chances = np.zeros((len(classes), len(incidence.via)))
    for number in range(incidence.inside.shape[1]):
        members = np.flatnonzero(incidence.inside[:, number])
        terms = np.flatnonzero(incidence.via & (incidence.population == number))
        fitted = bicm(incidence.degrees[members, number], incidence.holders[terms])
        chances[row[members][:, None], terms] = fitted.chances[fitted.rows[:, None], fitted.columns]
    return Chances(row, chances)


def bicm_p_values(graph: KnowledgeGraph, model: SynergyModel, comparison: Comparison) -> Floats:
    """Return the chance of sharing at least as many via terms, one a pair.

    The number of shared terms is Poisson-binomial: term t is shared with chance p_at * p_bt.
    """
    chances, shared = chances_of(graph, model), shared_terms(incidence_of(graph, model), comparison)
    found = np.ones(len(comparison))
    for one, others, pairs in watched(rounds(chances.row[comparison.organisations], chances.row[comparison.partners])):
        classes, place = np.unique(others, return_inverse=True)
        both = chances.chances[one] * chances.chances[classes]
        found[pairs] = poisson_binomial_tails(both, int(shared[pairs].max()))[shared[pairs], place]
    return np.maximum(found, np.finfo(np.float64).tiny)


def hypergeometric_p_values(graph: KnowledgeGraph, model: SynergyModel, comparison: Comparison) -> Floats:
    """Return the chance of sharing at least as many via terms if each were as likely as any other, one a pair."""
    incidence = incidence_of(graph, model)
    ours, theirs = comparison.organisations, comparison.partners
    together = incidence.inside[ours] & incidence.inside[theirs]
    found = hypergeometric_tail(
        shared_terms(incidence, comparison),
        (together * incidence.degrees[ours]).sum(axis=1),
        (together * incidence.degrees[theirs]).sum(axis=1),
        together @ incidence.sizes,
    )
    return np.maximum(found, np.finfo(np.float64).tiny)


def shared_terms(incidence: Incidence, comparison: Comparison) -> Ints:
    """Return how many via terms each pair shares inside their populations."""
    rows, terms = incidence.shared
    found = np.zeros(len(comparison), dtype=np.intp)
    for one, others, pairs in watched(rounds(comparison.organisations, comparison.partners)):
        held = np.zeros(len(incidence.via), dtype=np.bool_)
        held[terms[slice(*np.searchsorted(rows, [one, one + 1]))]] = True
        found[pairs] = np.bincount(rows[held[terms]], minlength=len(incidence.inside))[others]
    return found
