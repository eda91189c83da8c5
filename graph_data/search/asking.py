"""The questions: search a text, suggest while it is typed, match labels in bulk."""

from collections.abc import Collection, Iterable, Sequence

from graph_data.deadline import watched
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind
from graph_data.search.finding import LONGEST, find
from graph_data.search.index import index_of
from graph_data.search.matching import MOST_LABELS, Likely, likely
from graph_data.search.results import Candidate, Found, Hit, Matched, Unsearchable, places_of_kinds

__all__ = ["check_labels", "check_text", "match", "search", "suggest"]


def search(graph: KnowledgeGraph, text: str, kinds: Collection[EntityKind] | None = None) -> Found:
    """Return every entity that a text finds, best first; a blank text finds nothing.

    Args:
        graph: where to search.
        text: a name or the beginnings of its words, a code, or something near a name.
        kinds: only entities of these kinds; all when None.

    Raises:
        Unsearchable: the text is longer than LONGEST characters.
    """
    check_text(text)
    index = index_of(graph)
    wanted = None if kinds is None else frozenset(kinds)
    return Found(graph, text, wanted, index, find(index, text))


def suggest(
    graph: KnowledgeGraph, prefix: str, kinds: Collection[EntityKind] | None = None, first: int = 10
) -> list[Hit]:
    """Return the best entities for what someone has typed so far; arguments and errors as in search."""
    return search(graph, prefix, kinds).first(first)


def match(graph: KnowledgeGraph, labels: Iterable[str], kinds: Collection[EntityKind] | None = None) -> list[Matched]:
    """Return for each label, in their order, the entities that it may stand for: at most five, all with their scores.

    A label that several entities have as a name shows each of them as exact: which one is meant is for a person to say.

    Args:
        graph: where to look.
        labels: names or codes in any spelling.
        kinds: only entities of these kinds; all when None.

    Raises:
        Unsearchable: there are more than MOST_LABELS labels, or one is longer than LONGEST characters.
    """
    labels = list(labels)
    check_labels(labels)
    index = index_of(graph)
    wanted = None if kinds is None else places_of_kinds(frozenset(kinds))

    def candidate(found: Likely) -> Candidate:
        entity = graph.entity(index.ids[found.entity])
        return Candidate(entity, found.score, found.exact, index.texts[found.entry])

    different = watched(dict.fromkeys(labels))
    known = {label: tuple(map(candidate, likely(index, label, wanted))) for label in different}
    return [Matched(label, known[label]) for label in labels]


def check_text(text: str, what: str = "text") -> None:
    """Check a text before it is searched for.

    Raises:
        Unsearchable: it is longer than LONGEST characters.
    """
    if len(text) > LONGEST:
        raise Unsearchable(f"{what} must be {LONGEST:,} characters at most, got {len(text):,}")


def check_labels(labels: Sequence[str]) -> None:
    """Check labels before they are looked up.

    Raises:
        Unsearchable: there are more than MOST_LABELS, or one is longer than LONGEST characters.
    """
    if len(labels) > MOST_LABELS:
        raise Unsearchable(f"labels must be {MOST_LABELS} at most, got {len(labels)}; ask several times")
    for label in labels:
        check_text(label, "a label")
