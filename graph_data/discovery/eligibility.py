"""Whether organisations together may apply under a rule: each condition with its answer, and who alone carries it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Counted, Entity, Predicate
from graph_data.rows import Condition, Fact, Rule
from graph_data.tables import did_you_mean

__all__ = ["ConditionAnswer", "Eligibility", "conditions_of", "eligibility", "rule_of"]

NAMED = 3
"""How many members a note names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class ConditionAnswer:
    """What is known of one condition.

    Attributes:
        condition: what is asked.
        met: None where facts are missing that could decide either way.
        solely_through: id of the one member without whom the condition would not be known to be met, None when it is
            not met or does not depend on a single member.
        note: which facts are missing of whom, and where to add them; None where they would change nothing here.
    """

    condition: Condition
    met: bool | None
    solely_through: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What is known of a rule.

    Attributes:
        rule: the rule.
        conditions: the answer to each of its conditions, in their order.
    """

    rule: Rule
    conditions: tuple[ConditionAnswer, ...]

    @property
    def met(self) -> bool | None:
        """Whether every condition is met: False when one is not, else None when one is not known."""
        found = {answer.met for answer in self.conditions}
        return False if False in found else None if None in found else True


@dataclass(frozen=True, slots=True)
class _Standing:
    """A member before a condition: whether it counts (None: not known), and its country."""

    member: str
    counts: bool | None
    country: str | None


def rule_of(graph: KnowledgeGraph, rule_id: str) -> Rule:
    """Return the rule with an id.

    Raises:
        UnknownEntity: there is none; the message suggests the nearest id.
    """
    known = {rule.id: rule for rule in graph.dataset.rules}
    if rule_id not in known:
        raise UnknownEntity(f"unknown rule {rule_id!r}{did_you_mean(rule_id, known)}")
    return known[rule_id]


def conditions_of(graph: KnowledgeGraph, rule: Rule) -> list[Condition]:
    """Return the conditions of a rule in their order."""
    found = (condition for condition in graph.dataset.conditions if condition.rule == rule.id)
    return sorted(found, key=lambda condition: condition.position)


def eligibility(graph: KnowledgeGraph, members: Collection[str], rule_id: str) -> Eligibility:
    """Return whether organisations together meet a rule.

    A fact of a region or country counts for every member within it; the nearest place of which the fact is stated
    decides. Facts count when they hold on the rule's day. Unknown is neither yes nor no: a condition is met, or not,
    only where no missing fact could change that.

    Args:
        graph: the graph.
        members: ids of organisations; one given twice counts once.
        rule_id: id of a rule of the dataset.

    Raises:
        UnknownEntity: an id names no organisation, or the rule is unknown.
    """
    rule = rule_of(graph, rule_id)
    found = sorted({graph.organisation(member).id for member in members})
    return Eligibility(rule, tuple(_answer(graph, found, item, rule.day) for item in conditions_of(graph, rule)))


def _answer(graph: KnowledgeGraph, members: Sequence[str], condition: Condition, day: date) -> ConditionAnswer:
    standings = [_standing(graph, member, condition, day) for member in members]
    met = _met(condition, standings)
    needed = [one for one in standings if met and not _met(condition, [other for other in standings if other != one])]
    solely = needed[0].member if len(needed) == 1 else None
    note = _note(graph, condition, standings, day) if met is None or solely else None
    return ConditionAnswer(condition, met, solely, note)


def _met(condition: Condition, standings: Sequence[_Standing]) -> bool | None:
    sure = [item for item in standings if item.counts]
    possible = [item for item in standings if item.counts is None]
    least = len(standings) if condition.minimum is None else condition.minimum
    if condition.counted is Counted.MEMBERS:
        low, high = len(sure), len(sure) + len(possible)
    else:
        low = len({item.country for item in sure})
        high = len({item.country for item in (*sure, *possible) if item.country})
        high += sum(item.country is None for item in possible)
    return True if low >= least else None if high >= least else False


def _standing(graph: KnowledgeGraph, member: str, condition: Condition, day: date) -> _Standing:
    country = graph.country_of(member)
    counts: bool | None = True
    if condition.property is not None:
        stated = next((said for place in _around(graph, member) if (said := _stated(graph, place, condition, day))), [])
        counts = any(fact.value in condition.values for fact in stated) if stated else None
    if counts and country is None and condition.counted is Counted.COUNTRIES:
        counts = None
    return _Standing(member, counts, country.id if country else None)


def _around(graph: KnowledgeGraph, entity_id: str) -> Iterator[Entity]:
    """Yield the places in which an organisation lies, the nearest first."""
    found = graph.objects(entity_id, Predicate.LOCATED_IN)
    while found:
        yield found[0]
        found = graph.objects(found[0].id, Predicate.LOCATED_IN)


def _stated(graph: KnowledgeGraph, place: Entity, condition: Condition, day: date) -> list[Fact]:
    """Return the values of a condition's fact that sources state of a place on a day."""
    return [
        fact
        for fact in graph.facts(place.id)
        if fact.property == condition.property
        and fact.value is not None
        and (fact.valid_from is None or fact.valid_from <= day)
        and (fact.valid_to is None or fact.valid_to >= day)
    ]


def _note(graph: KnowledgeGraph, condition: Condition, standings: Sequence[_Standing], day: date) -> str | None:
    """Say which facts are missing, and in which tables to add them."""
    unknown = [item for item in standings if item.counts is None]
    told = []
    if placed := [item.member for item in unknown if item.country is not None]:
        where = [f"{next(_around(graph, member)).id} ({graph.entity(member).name})" for member in placed]
        values = ", ".join((*condition.values, *condition.other_values))
        told.append(
            f"No source states the {condition.property} ({values}) on {day} of {_some(where)}: "
            f"add rows for these places, or places around them, to facts.csv."
        )
    if elsewhere := [graph.entity(item.member).name for item in unknown if item.country is None]:
        told.append(f"No source states the country of {_some(elsewhere)}: add LOCATED_IN to links.csv.")
    return " ".join(told) or None


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
