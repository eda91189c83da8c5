"""Whether the synergy of a pair can be told from chance, in numbers and in words."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from graph_data.discovery.caching import Line, PerGraph
from graph_data.discovery.comparison import Comparison
from graph_data.discovery.dwpc import significant
from graph_data.discovery.evidence import ContributionRelation, Synergy, SynergyContribution, SynergyPart
from graph_data.discovery.matrices import Floats
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.significance.adjustment import LEVEL, benjamini_hochberg
from graph_data.discovery.significance.incidence import incidence_of
from graph_data.discovery.significance.null_models import NullModel, Significance
from graph_data.discovery.significance.overlap import bicm_p_values, chances_of, hypergeometric_p_values
from graph_data.discovery.significance.scores import curveball_p_values, too_dear
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin

__all__ = ["MAX_PERMUTATIONS", "PERMUTATIONS", "significance"]

PERMUTATIONS = 199
"""Random profiles drawn unless another number is asked for: no p-value is below 0.005."""

MAX_PERMUTATIONS = 9_999
"""How many may be drawn."""

LEAST = 3
"""Organisations below which nothing is tested."""

_AT_SECOND_HAND = frozenset({StatementOrigin.DERIVED, StatementOrigin.INFERRED})


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: a null model, with draws and a seed where it takes any."""

    graph: KnowledgeGraph
    found: Synergy
    compared: Comparison
    null_model: NullModel
    permutations: int
    seed: int

    @property
    def drawn(self) -> tuple[int, int] | tuple[None, None]:
        """Draws and seed, where the model takes any."""
        return (self.permutations, self.seed) if self.null_model is NullModel.CURVEBALL else (None, None)

    def answer(self, p_value: float | None, adjusted: float | None, note: str) -> Significance:
        """Return the answer to the question."""
        permutations, seed = self.drawn
        return Significance(
            p_value=p_value,
            adjusted_p_value=adjusted,
            null_model=self.null_model,
            permutations=permutations,
            seed=seed,
            note=note,
        )


def significance(
    graph: KnowledgeGraph,
    found: Synergy,
    null_model: NullModel = NullModel.BICM,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Significance:
    """Tell how often chance alone gives a pair as much, adjusted over all pairs that it was compared with.

    BICM and HYPERGEOMETRIC test the number of via terms that the two share, CURVEBALL the score.

    Args:
        graph: the graph that the synergy comes from.
        found: the synergy.
        null_model: what is left to chance.
        permutations: random profiles drawn, 1 to 9999; for CURVEBALL only.
        seed: of the random numbers, at least 0; for CURVEBALL only.

    Raises:
        ValueError: permutations or the seed are out of range.
    """
    if not 1 <= permutations <= MAX_PERMUTATIONS:
        raise ValueError(f"permutations must be 1 to {MAX_PERMUTATIONS}, got {permutations}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    place = profiles_of(graph, found.model).place
    pair = place[found.organisation], place[found.partner]
    compared = found.comparison or Comparison.of_pairs([pair])
    question = _Question(graph, found, compared, null_model, permutations, seed)
    if reason := _untestable(question):
        return question.answer(None, None, f"Not tested: {reason}.")
    p_values, adjusted = compared.kept((null_model, *question.drawn), lambda: _run(question))
    here = compared.place(*pair)
    note = " ".join(_said(question, adjusted, float(adjusted[here])))
    return question.answer(significant(float(p_values[here])), significant(float(adjusted[here])), note)


def _untestable(question: _Question) -> str | None:
    graph, model = question.graph, question.found.model
    if question.found.score is None:
        return f"there is no score, {question.found.insufficient_data}"
    organisations = incidence_of(graph, model).organisations
    if organisations < LEAST:
        return f"{organisations} organisations are too few to tell from chance"
    if not chances_of(graph, model).open:
        return "the numbers of terms and of their holders leave nothing to chance"
    if question.null_model is NullModel.CURVEBALL:
        return too_dear(graph, model, len(question.compared), question.permutations)
    return None


def _run(question: _Question) -> tuple[Floats, Floats]:
    """Return the p-values of all pairs compared, plain and adjusted."""
    graph, model, compared = question.graph, question.found.model, question.compared
    if question.null_model is NullModel.CURVEBALL:
        key = (model, compared.organisations.tobytes(), compared.partners.tobytes(), *question.drawn)
        drawing = partial(curveball_p_values, graph, model, compared, question.permutations, question.seed)
        found = _DRAWN.get(graph, key, drawing)
    else:
        test = bicm_p_values if question.null_model is NullModel.BICM else hypergeometric_p_values
        found = test(graph, model, compared)
    return found, benjamini_hochberg(found)


_DRAWN: PerGraph[Floats] = PerGraph(Line(), most=64)
"""Drawing takes longer than a request may, so it goes on in the background, in a line of its own: anybody may ask for
other random numbers, and what everybody needs must not wait for that."""


def _said(question: _Question, adjusted: Floats, own: float) -> Iterator[str]:
    """Yield the sentences of a note: what was found, what to make of it, and what to beware of."""
    pairs, outstanding = len(adjusted), int((adjusted <= LEVEL).sum())
    organisations = incidence_of(question.graph, question.found.model).organisations
    what = "score as high" if question.null_model is NullModel.CURVEBALL else "share as many terms"
    among = f" Of the {pairs} pairs compared {outstanding or 'none'} can be told from chance." if pairs > 1 else ""
    if own <= LEVEL:
        yield f"{organisations} organisations: distinguishable from chance, which seldom makes two {what}.{among}"
        yield f"About 1 in {round(1 / LEVEL)} of such findings is chance after all."
    else:
        yield f"{organisations} organisations: not distinguishable from chance.{among}"
        yield "Take the pair as a suggestion to look into, not as evidence."
    if pairs == 1:
        yield "Adjusted for this pair alone: ask for the ranking to adjust for all its pairs."
    yield from _cautions(question, pairs)


def _cautions(question: _Question, pairs: int) -> Iterator[str]:
    if question.null_model is NullModel.HYPERGEOMETRIC:
        yield "This model takes every term to be equally likely and so finds too much; BICM does not."
    if question.null_model is NullModel.CURVEBALL and pairs > LEVEL * (1 + question.permutations):
        needed = math.ceil(pairs / LEVEL) - 1
        yield f"With fewer than {needed} permutations a pair cannot stand out among {pairs} on its own."
    if any(map(_from_projects, question.found.contributions)):
        together = len(question.found.existing_partnerships)
        yield "Terms taken from projects come to all partners of a project alike, so p is optimistic." + (
            f" The two share {together} {'partnership' if together == 1 else 'partnerships'}." if together else ""
        )


def _from_projects(item: SynergyContribution) -> bool:
    """Tell whether a contribution is a shared term that one side holds by its projects alone."""
    if item.relation is not ContributionRelation.SAME or item.part is not SynergyPart.ABSORBABILITY:
        return False
    firm = {statement.subject for statement in item.statements if statement.origin not in _AT_SECOND_HAND}
    return firm < {statement.subject for statement in item.statements}
