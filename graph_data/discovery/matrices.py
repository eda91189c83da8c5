"""The graph as numbers: what comparing one organisation with all needs, laid out once for every query.

Nothing here depends on theta or on the shrinkage, nor on who asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.priors import Priors, priors_of
from graph_data.discovery.profiles import Profile, Profiles, profiles_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, kind_of

__all__ = ["Floats", "Holdings", "Ints", "Matrices", "matrices_of"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

ROWS_AT_ONCE = 2048
"""Profiles multiplied at once when counting who holds two terms: a few megabytes."""


@dataclass(frozen=True)
class Holdings:
    """Sparse memberships, row after row.

    Attributes:
        starts: where each row begins in the other two; shape (rows + 1,).
        terms: columns, rising within a row; shape (entries,).
        values: memberships in (0, 1]; shape (entries,).
    """

    starts: Ints
    terms: Ints
    values: Floats

    @classmethod
    def of(cls, rows: Sequence[Mapping[int, float]]) -> "Holdings":
        """Lay out rows of memberships by column."""
        lengths = [len(row) for row in rows]
        return cls(
            np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)]).astype(np.intp),
            np.array([column for row in rows for column in sorted(row)], dtype=np.intp),
            np.array([row[column] for row in rows for column in sorted(row)], dtype=np.float64),
        )

    def take(self, rows: Ints) -> "Holdings":
        """Return some of the rows."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
        entries = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Holdings(starts, self.terms[entries], self.values[entries])

    def row(self, number: int) -> tuple[Ints, Floats]:
        """Return the columns and memberships of one row."""
        entries = slice(self.starts[number], self.starts[number + 1])
        return self.terms[entries], self.values[entries]

    @property
    def rows(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def sums(self, entries: Floats) -> Floats:
        """Return the sum of each row's entries; no row may be empty."""
        return np.asarray(np.add.reduceat(entries, self.starts[:-1]), dtype=np.float64)

    def maxima(self, entries: Floats) -> Floats:
        """Return the maximum of each row's entries; no row may be empty."""
        return np.asarray(np.maximum.reduceat(entries, self.starts[:-1]), dtype=np.float64)


@dataclass(frozen=True)
class Matrices:
    """One row for each profile that can have a score at all, one column for each term in use.

    Attributes:
        row_of: row of each organisation in order of ids, -1 for one without a score; shape (organisations,).
        across, via: memberships of each row in the facet sets.
        weights: weight w of each term; shape (terms,).
        scheme_of: number of each term's scheme; shape (terms,).
        signature_of: number of each row's signature; shape (rows,).
        signatures: which schemes' populations a signature belongs to; shape (signatures, schemes).
        holders: holders of a term inside the populations of its own and of another scheme; shape (terms, schemes).
        both: holders of two terms inside the populations of both; shape (terms, terms).
        priors: columns and values of the priors above 0 of each via term.
    """

    row_of: Ints
    across: Holdings
    via: Holdings
    weights: Floats
    scheme_of: Ints
    signature_of: Ints
    signatures: Flags
    holders: NDArray[np.int32]
    both: NDArray[np.int32]
    priors: Mapping[int, tuple[Ints, Floats]]


_MATRICES: PerGraph[Matrices] = PerGraph()


def matrices_of(graph: KnowledgeGraph, model: SynergyModel) -> Matrices:
    """Return the numbers that a model's queries need."""
    return _MATRICES.get(
        graph,
        (model.across, model.via, model.origins),
        lambda: _matrices(profiles_of(graph, model), priors_of(graph, model), model),
    )


def _matrices(profiles: Profiles, priors: Priors, model: SynergyModel) -> Matrices:
    columns = {term: column for column, term in enumerate(profiles.terms)}
    schemes = {scheme: number for number, scheme in enumerate(profiles.scheme_sources)}
    scheme_of = np.array([schemes[term.scheme] for term in profiles.terms.values()], dtype=np.intp)
    distinct = list(profiles.groups)
    via = [_held(profiles, profile, model.via, columns) for profile in distinct]
    across = [_held(profiles, profile, model.across, columns) for profile in distinct]
    scored = [number for number in range(len(distinct)) if via[number] and across[number]]
    known = np.array([_populations(profile, profiles) for profile in distinct], dtype=np.bool_)
    known = known.reshape(len(distinct), len(schemes))
    signatures, signature_of = np.unique(known[scored], axis=0, return_inverse=True)
    holders, both = _counts(via, known, scheme_of, [len(profiles.groups[profile]) for profile in distinct])
    rows = {distinct[number]: row for row, number in enumerate(scored)}
    return Matrices(
        row_of=np.array([rows.get(profiles.profile[name], -1) for name in profiles.place], dtype=np.intp),
        across=Holdings.of([across[number] for number in scored]),
        via=Holdings.of([via[number] for number in scored]),
        weights=np.array([profiles.weights[term] for term in profiles.terms], dtype=np.float64),
        scheme_of=scheme_of,
        signature_of=signature_of.reshape(-1).astype(np.intp),
        signatures=signatures,
        holders=holders,
        both=both,
        priors={columns[term]: _prior_row(priors[term], columns) for term in priors},
    )


def _held(
    profiles: Profiles, profile: Profile, facets: Sequence[EntityKind], columns: Mapping[str, int]
) -> dict[int, float]:
    return {columns[term]: value for term, value in profile.memberships if kind_of(profiles.terms[term]) in facets}


def _populations(profile: Profile, profiles: Profiles) -> list[bool]:
    return [bool(profile.sources & sources) for sources in profiles.scheme_sources.values()]


def _prior_row(row: Mapping[str, object], columns: Mapping[str, int]) -> tuple[Ints, Floats]:
    return (
        np.array([columns[term] for term in row], dtype=np.intp),
        np.array([getattr(prior, "value", 0.0) for prior in row.values()], dtype=np.float64),
    )


def _counts(
    held: Sequence[Mapping[int, float]], known: Flags, scheme_of: Ints, sizes: Sequence[int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Count holders by population and holders of two terms, over every organisation, with a score or not."""
    terms = len(scheme_of)
    all_held, size = Holdings.of(held), np.array(sizes, dtype=np.float64)
    holders, both = np.zeros((terms, known.shape[1])), np.zeros((terms, terms))
    for start in watched(range(0, len(held), ROWS_AT_ONCE)):
        rows = np.arange(start, min(start + ROWS_AT_ONCE, len(held)))
        some = all_held.take(rows)
        dense = np.zeros((len(rows), terms))
        inside = known[rows[some.rows], scheme_of[some.terms]]
        dense[some.rows[inside], some.terms[inside]] = 1
        weighted = dense.T * size[rows]
        holders += weighted @ known[rows]
        both += weighted @ dense
    return holders.astype(np.int32), both.astype(np.int32)
