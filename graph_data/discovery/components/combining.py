"""Components of a pair, and the weighted mean that a model asks for."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from graph_data.discovery.components.geography import distance, geography
from graph_data.discovery.components.s3_alignment import s3_alignment
from graph_data.discovery.components.tie_novelty import tie_novelty
from graph_data.discovery.components.value_chain_adjacency import value_chain_adjacency
from graph_data.discovery.evidence import DECIMALS, SynergyComponents
from graph_data.discovery.model import SynergyComponent, SynergyModel
from graph_data.graph import KnowledgeGraph

__all__ = ["Measured", "Values", "components_of", "skipped", "total", "values_of"]

Values: TypeAlias = Mapping[SynergyComponent, float | None]
"""Components by name, None for what is not known; the score is one of them."""

_MEASURES: Mapping[SynergyComponent, Callable[[KnowledgeGraph, SynergyModel], Callable[[str, str], float | None]]] = {
    SynergyComponent.GEOGRAPHY: geography,
    SynergyComponent.VALUE_CHAIN_ADJACENCY: value_chain_adjacency,
    SynergyComponent.S3_ALIGNMENT: s3_alignment,
    SynergyComponent.TIE_NOVELTY: tie_novelty,
}


class Measured:
    """The components that a model weighs beside the score, of any pair of a graph."""

    def __init__(self, graph: KnowledgeGraph, model: SynergyModel) -> None:
        self._model = model
        self._measures = [_MEASURES[component](graph, model) for component in model.weighed]

    def values(self, organisation: str, partner: str) -> tuple[float | None, ...]:
        """Return the components of a pair, in the order of `model.weighed`."""
        return tuple(measure(organisation, partner) for measure in self._measures)

    def total(self, score: float, values: Sequence[float | None]) -> float | None:
        """Return the total of a pair, see `total`."""
        named = dict(zip(self._model.weighed, values, strict=True))
        return total({SynergyComponent.SCORE: score, **named}, self._model)


def components_of(graph: KnowledgeGraph, organisation: str, partner: str, model: SynergyModel) -> SynergyComponents:
    """Return every optional component of a pair, whether the model weighs it or not."""
    found = {component: measure(graph, model)(organisation, partner) for component, measure in _MEASURES.items()}
    return SynergyComponents(
        geography=found[SynergyComponent.GEOGRAPHY],
        distance_km=distance(graph, organisation, partner),
        value_chain_adjacency=found[SynergyComponent.VALUE_CHAIN_ADJACENCY],
        s3_alignment=found[SynergyComponent.S3_ALIGNMENT],
        tie_novelty=found[SynergyComponent.TIE_NOVELTY],
    )


def values_of(score: float | None, components: SynergyComponents) -> Values:
    """Return a score and its optional components by name."""
    return {
        SynergyComponent.SCORE: score,
        SynergyComponent.GEOGRAPHY: components.geography,
        SynergyComponent.VALUE_CHAIN_ADJACENCY: components.value_chain_adjacency,
        SynergyComponent.S3_ALIGNMENT: components.s3_alignment,
        SynergyComponent.TIE_NOVELTY: components.tie_novelty,
    }


def total(values: Values, model: SynergyModel) -> float | None:
    """Return the weighted mean of the known components, sum w*c / sum w, None when none that counts is known.

    It lies between the least and the largest of them, and is the same for weights that differ by a factor.
    """
    known = [(weight, value) for part, weight in model.weights if weight and (value := values[part]) is not None]
    if not known:
        return None
    # by the largest weight, so that no weight is too large to be added
    most = max(weight for weight, _ in known)
    whole = math.fsum(weight / most for weight, _ in known)
    return round(math.fsum(weight / most * value for weight, value in known) / whole, DECIMALS)


def skipped(values: Values, model: SynergyModel) -> tuple[SynergyComponent, ...]:
    """Return the components that a model weighs and that are not known."""
    return tuple(part for part, weight in model.weights if weight and values[part] is None)
