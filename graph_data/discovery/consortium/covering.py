"""How well a consortium covers its targets, what it lacks, and where it depends on one member.

f(P) = sum over targets g of the largest m(g, t) of the terms t that members of P hold / number of targets; every target
counts the same, see matching.py for m. Monotone and submodular: a member never lowers it, and adds the less the more
are there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph_data.deriving import HOLDING
from graph_data.discovery.bridging import TOPICAL
from graph_data.discovery.consortium.matching import Match, matches_of, readings
from graph_data.discovery.consortium.members import Consortium
from graph_data.discovery.consortium.outsiders import nearest
from graph_data.discovery.evidence import DECIMALS
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, kind_of

__all__ = ["Coverage", "Dependency", "Gap", "coverage", "covered_share", "dependencies", "distinctive", "gaps", "notes"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who covers a term.

    Attributes:
        concept: id of the term.
        is_target: whether it is a target, which related terms may cover too.
        matches: one for each member that covers it, best first, ties by id.
    """

    concept: str
    is_target: bool
    matches: tuple[Match, ...]

    @property
    def match(self) -> float:
        """How well it is covered: the best match, 0 where there is none."""
        return max((match.value for match in self.matches), default=0.0)

    @property
    def sole(self) -> str | None:
        """The only member that covers it as well as all together do: without it, the match falls."""
        best = [match.organisation for match in self.matches if match.value == self.match]
        return best[0] if len(best) == 1 else None


@dataclass(frozen=True, slots=True)
class Gap:
    """A target that no member covers.

    Attributes:
        concept: id of the target.
        nearest: the match of the organisation outside that covers it best; None where nobody does.
    """

    concept: str
    nearest: Match | None


@dataclass(frozen=True, slots=True)
class Dependency:
    """What rests on one member.

    Attributes:
        organisation: id of the member.
        concepts: ids of the terms whose coverage would fall without it, sorted.
    """

    organisation: str
    concepts: tuple[str, ...]


def covered_share(graph: KnowledgeGraph, consortium: Consortium) -> float | None:
    """Return f, rounded to 12 decimals; None without targets, or where no term of any member is known."""
    matched = matches_of(graph, consortium)
    if not consortium.targets or (consortium.members and not matched.known):
        return None
    return round(sum(map(matched.value, consortium.targets)) / len(consortium.targets), DECIMALS)


def coverage(
    graph: KnowledgeGraph, consortium: Consortium, kinds: Collection[EntityKind] | None = None
) -> tuple[Coverage, ...]:
    """Return who covers each target, and each term of some kinds that a member holds.

    A term that is no target is covered by who holds it, and fully.

    Args:
        graph: the graph.
        consortium: the consortium.
        kinds: only targets and terms of these kinds; when None, all targets and what members work on (TOPICAL).

    Returns:
        The targets first, then by id.
    """
    matched = matches_of(graph, consortium)
    found = {target: dict(matches) for target, matches in matched.by_target.items()}
    for member, terms in matched.held.items():
        for term, statements in terms.items():
            if term not in matched.by_target and kind_of(graph.entity(term)) in (TOPICAL if kinds is None else kinds):
                found.setdefault(term, {})[member] = Match(term, member, 1.0, term, statements)
    return tuple(
        Coverage(term, term in matched.by_target, _best_first(matches.values()))
        for term, matches in sorted(found.items(), key=lambda item: (item[0] not in matched.by_target, item[0]))
        if kinds is None or kind_of(graph.entity(term)) in kinds
    )


def _best_first(matches: Collection[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (-match.value, match.organisation)))


def gaps(graph: KnowledgeGraph, consortium: Consortium) -> tuple[Gap, ...]:
    """Return the targets that no member covers, sorted by id."""
    matched = matches_of(graph, consortium)
    missing = [target for target in consortium.targets if not matched.by_target[target]]
    return tuple(Gap(target, match) for target, match in nearest(graph, consortium, missing).items())


def dependencies(
    graph: KnowledgeGraph, consortium: Consortium, kinds: Collection[EntityKind] | None = None
) -> tuple[Dependency, ...]:
    """Return what rests on one member alone: its terms are those that only it covers as well as all together do.

    Args:
        graph: the graph.
        consortium: the consortium.
        kinds: only terms of these kinds, targets or held; when None, the targets, or what members work on where there
            are no targets.

    Returns:
        Most terms first, ties by id of the member.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for item in coverage(graph, consortium, kinds):
        if item.sole and (item.is_target or kinds is not None or not consortium.targets):
            found[item.sole].append(item.concept)
    ranked = sorted(found, key=lambda member: (-len(found[member]), member))
    return tuple(Dependency(member, tuple(sorted(found[member]))) for member in ranked)


def distinctive(graph: KnowledgeGraph, consortium: Consortium, member: str) -> tuple[str, ...]:
    """Return the ids of the terms that one member works on and no other, sorted; the targets play no part."""
    held = {name: terms.keys() for name, terms in matches_of(graph, consortium).held.items()}
    others = {term for name, terms in held.items() if name != member for term in terms}
    return tuple(term for term in held[member] if term not in others and kind_of(graph.entity(term)) in TOPICAL)


def notes(graph: KnowledgeGraph, consortium: Consortium) -> tuple[str, ...]:
    """Return what a reader of the analysis must know: why something is null or empty, and what cannot be closed."""
    return tuple(_notes(graph, consortium))


def _notes(graph: KnowledgeGraph, consortium: Consortium) -> Iterator[str]:
    matched = matches_of(graph, consortium)
    if not consortium.targets:
        yield "There are no targets, so nothing says what is covered, who contributes or who would add most."
    for member in consortium.members:
        if member not in matched.known:
            yield f"Nothing is known of what {graph.entity(member).name} ({member}) holds, so not what it covers."
    partly = [target for target in consortium.targets if matched.value(target) < 1]
    for target, match in nearest(graph, consortium, partly).items():
        name, value = f"{graph.entity(target).name} ({target})", matched.value(target)
        if not any(kind_of(graph.entity(term)) in HOLDING for term in readings(graph, target, consortium)):
            yield f"{name}: no curated judgement reads it as terms, so nobody is known to cover it."
        elif match is None and not value:
            yield f"{name}: no organisation holds a matching term by statements of these origins."
        elif match is None or match.value <= value:
            yield f"{name}: covered in part only ({value:g}), and by nobody outside better."
