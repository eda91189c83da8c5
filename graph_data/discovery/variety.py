"""How varied a portfolio is: unrelated and related variety of its terms, concentration of counts, mix of labels."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from graph_data.deadline import watched
from graph_data.deriving import HOLDING
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate, StatementOrigin

__all__ = ["Variety", "blau", "herfindahl", "variety"]


@dataclass(frozen=True, slots=True)
class Variety:
    """The variety of the terms that a portfolio of organisations declares; bits are None where nothing is declared.

    Attributes:
        declarations: how many pairs of an organisation and a term it holds there are.
        related_bits: mean entropy of the terms within one category, >= 0.
        unrelated_bits: entropy between categories, >= 0.
        total_bits: entropy of the terms, the sum of both.
    """

    declarations: int
    related_bits: float | None
    unrelated_bits: float | None
    total_bits: float | None


def variety(
    graph: KnowledgeGraph,
    organisation_ids: Iterable[str],
    kind: EntityKind,
    origins: Collection[StatementOrigin] | None = None,
) -> Variety:
    """Return the variety of a portfolio: entropy between categories and, weighted by their shares, within them.

    Frenken, Van Oort & Verburg 2007 (doi:10.1080/00343400601120296), with declarations in the place of employment. The
    category of a term is the widest term above it, the term itself where there is none.

    Args:
        graph: the graph.
        organisation_ids: the organisations; one named twice counts once.
        kind: kind of the terms.
        origins: only declarations of these origins, all when None.

    Raises:
        UnknownEntity: an id names no organisation.
        ValueError: organisations hold no terms of the kind.
    """
    if kind not in HOLDING:
        raise ValueError(f"kind must be one of {', '.join(held.value for held in HOLDING)}, got {kind.value}")
    terms: Counter[str] = Counter()
    for organisation in watched(sorted({graph.organisation(name).id for name in organisation_ids})):
        terms.update(term.id for term in graph.objects(organisation, HOLDING[kind], origins))
    if not terms:
        return Variety(0, None, None, None)
    by_category: dict[str, list[int]] = defaultdict(list)
    for term, count in sorted(terms.items()):
        by_category[_category(graph, term)].append(count)
    sizes = [sum(counts) for counts in by_category.values()]
    unrelated = _entropy(sizes)
    related = math.fsum(size * _entropy(counts) for size, counts in zip(sizes, by_category.values(), strict=True))
    related /= terms.total()
    return Variety(terms.total(), related, unrelated, related + unrelated)


def _category(graph: KnowledgeGraph, term: str) -> str:
    while wider := graph.objects(term, Predicate.BROADER):
        term = wider[0].id
    return term


def _entropy(counts: Collection[int]) -> float:
    """Return the entropy of counts above 0, in bits."""
    total = sum(counts)
    return math.fsum(count / total * math.log2(total / count) for count in counts)


def herfindahl(counts: Iterable[float]) -> float | None:
    """Return how concentrated counts are, the sum of squared shares in (0, 1]; None where they add up to nothing.

    1 divided by it is the effective number: of how many equal parts a whole would be as concentrated.

    Raises:
        ValueError: a count is negative.
    """
    known = list(counts)
    if any(count < 0 for count in known):
        raise ValueError(f"counts must be 0 or more, got {min(known):g}")
    total = math.fsum(known)
    return math.fsum((count / total) ** 2 for count in known) if total else None


def blau(labels: Iterable[Hashable]) -> float | None:
    """Return how mixed labels are: how likely two draws with replacement differ, in [0, 1); None without a label.

    Blau's index (1977, Inequality and Heterogeneity), 1 - the sum of squared shares.
    """
    same = herfindahl(Counter(labels).values())
    return None if same is None else 1 - same
