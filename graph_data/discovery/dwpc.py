"""Degree-weighted path counts: how much a path says, when paths through hubs say less.

Himmelstein & Baranzini 2015, PLoS Computational Biology 11(7):e1004259, doi:10.1371/journal.pcbi.1004259: a path's
degree product is the product, over its steps u-v, of d(u)^-w * d(v)^-w, where d counts the neighbours that a node has
along the step's metaedge (relation, direction, kinds of both ends); a pattern's DWPC is the sum over its paths.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_data.discovery.caching import PerGraph
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate, StatementOrigin, kind_of

__all__ = ["DAMPING", "Degrees", "degrees_of", "significant"]

DAMPING = 0.5
"""The damping exponent w of the source's worked example; 0 would count paths, 1 divide by every degree."""

DIGITS = 12
"""Significant digits to which weights are given and ranked, so that no order hangs on the last bit of a float."""

_BIT = {origin: 1 << place for place, origin in enumerate(StatementOrigin)}
_PREDICATE = {predicate: place for place, predicate in enumerate(Predicate)}
_KIND = {kind: place for place, kind in enumerate(EntityKind)}

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Ends:
    """What the degrees are counted from: each pair of nodes once a relation and direction, as each end sees it.

    Attributes:
        place: number of each node.
        statements: number of statements about each node.
        keys: node, relation, direction and kind of the other end, as one number.
        origins: how the statements of the pair came about, a bit each.
    """

    place: Mapping[str, int]
    statements: Mapping[str, int]
    keys: _Numbers
    origins: _Numbers


@dataclass(frozen=True, slots=True)
class Degrees:
    """Number of neighbours of every node along each metaedge.

    Attributes:
        statements: number of statements about each node, whatever their origin.
    """

    statements: Mapping[str, int]
    _place: Mapping[str, int]
    _counts: Mapping[int, int]

    def degree(self, node: str, predicate: Predicate, direction: Direction, kind: EntityKind) -> int:
        """Return the number of distinct neighbours of a kind that a node has along a relation.

        Args:
            node: id of the node.
            predicate: the relation.
            direction: OUT when the node is the subject, else IN.
            kind: kind of the neighbours.
        """
        inwards = direction is Direction.IN
        return self._counts.get(int(_key(self._place[node], _PREDICATE[predicate], inwards, _KIND[kind])), 0)


_ends: PerGraph[_Ends] = PerGraph()
_degrees: PerGraph[Degrees] = PerGraph()


def degrees_of(graph: KnowledgeGraph, origins: Collection[StatementOrigin] | None = None) -> Degrees:
    """Return the degrees over the statements that came about so, counted once per version and choice of origins."""
    wanted = sum({_BIT[origin] for origin in (StatementOrigin if origins is None else origins)})

    def count() -> Degrees:
        ends = _ends.get(graph, "ends", lambda: _read(graph))
        keys, counts = np.unique(ends.keys[(ends.origins & wanted) != 0], return_counts=True)
        return Degrees(ends.statements, ends.place, dict(zip(keys.tolist(), counts.tolist(), strict=True)))

    return _degrees.get(graph, wanted, count)


def significant(value: float) -> float:
    """Return a number rounded to 12 significant digits; weights of paths through hubs are too small for decimals."""
    return float(f"{value:.{DIGITS}g}")


def _key(node: int | _Numbers, predicate: int | _Numbers, inwards: bool, kind: int | _Numbers) -> int | _Numbers:
    return ((node * len(_PREDICATE) + predicate) * 2 + inwards) * len(_KIND) + kind


def _read(graph: KnowledgeGraph) -> _Ends:
    """Read every statement once."""
    entities = graph.entities()
    place = {entity.id: number for number, entity in enumerate(entities)}
    kinds = np.array([_KIND[kind_of(entity)] for entity in entities], dtype=np.int64)
    origins: dict[tuple[str, str, int], int] = {}
    for _, _, data in graph.nx.edges(data=True):
        statement = data["statement"]
        if statement.subject != statement.object:
            pair = (statement.subject, statement.object, _PREDICATE[statement.predicate])
            origins[pair] = origins.get(pair, 0) | _BIT[statement.origin]
    rows = np.array([(place[one], place[other], said) for one, other, said in origins], dtype=np.int64).reshape(-1, 3)
    subjects, objects, said = rows.T
    keys = np.concatenate([_key(subjects, said, False, kinds[objects]), _key(objects, said, True, kinds[subjects])])
    return _Ends(place, graph.degrees(), keys, np.tile(np.array(list(origins.values()), dtype=np.int64), 2))
