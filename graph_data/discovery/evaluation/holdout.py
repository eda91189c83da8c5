"""A dataset cut at a day: a graph of the partnerships before it, and the pairs that partnered for the first time after.

Nothing after the cut reaches the graph: partnerships, what is stated of them, and organisations that only they name are
left out, so that terms, populations and weights are those of the day.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from graph_data.collector import paused
from graph_data.dataset import Dataset
from graph_data.discovery.model import Lens, SynergyModel
from graph_data.discovery.prediction import MOST_PARTNERS
from graph_data.discovery.profiles import profiles_of
from graph_data.errors import InsufficientData, InvalidDataset, Problem
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Organisation, Partnership, Predicate, StatementOrigin
from graph_data.snapshot.sparse import Flags

__all__ = ["LEAST_PROJECTS", "LEAST_TOPICS", "SIGNATURE", "TOPICS", "Counts", "Holdout", "hold_out"]

SIGNATURE = "ecSignatureDate"
"""The fact that dates a partnership; in a dataset without any the start dates do."""

LEAST_PROJECTS = 3
LEAST_TOPICS = 2
"""What an organisation must have before the cut to be assessed: of others too little is known."""

TOPICS = SynergyModel.of(
    Lens.GENERAL,
    origins=set(StatementOrigin) - {StatementOrigin.INFERRED},
    across=[EntityKind.TECHNOLOGY_FIELD],
    via=[EntityKind.TECHNOLOGY_FIELD],
)
"""Technology fields alone, without those inferred from phrases: the topics of an organisation's projects."""

_Pairs = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much data an evaluation rests on.

    Attributes:
        train, test: partnerships of 2 to 40 partners dated before the cut, and on that day or later.
        undated: partnerships of that size without a date, which are left out.
        other_sizes: partnerships of one partner, of none or of more than 40, which are left out.
        seen: organisations in a training partnership.
        assessed: those of them with enough projects and topics.
        candidates: pairs of assessed organisations that are not tied before the cut.
        new: those of them that are tied after it.
        all_new: pairs of any organisations that are tied after the cut and not before.
        unseen: those of them in which a side has no training partnership, so that no ranker can know it.
    """

    train: int
    test: int
    undated: int
    other_sizes: int
    seen: int
    assessed: int
    candidates: int
    new: int
    all_new: int
    unseen: int


@dataclass(frozen=True, eq=False)
class Holdout:
    """What is known before the cut, and what came after.

    Attributes:
        cut: first day of the test.
        dated_by: what dates a partnership, ecSignatureDate or startDate.
        graph: the training partnerships and their partners alone, with the vocabulary.
        organisations: ids of the assessed organisations, sorted; a number in this tuple is called a place.
        candidates: pairs not tied before the cut; shape (places, places), symmetric, False for a place with itself.
        new: those of them tied after it; same shape.
        counts: how much data that is.
    """

    cut: date
    dated_by: str
    graph: KnowledgeGraph
    organisations: tuple[str, ...]
    candidates: Flags
    new: Flags
    counts: Counts


def hold_out(dataset: Dataset, cut: date) -> Holdout:
    """Cut a dataset at a day.

    Raises:
        InsufficientData: nothing is left to predict; the message says what there is.
        InvalidDataset: a signature date is no date.
    """
    dated_by, dates = _dates(dataset)
    partners = _partners(dataset)
    sized = {name: found for name, found in partners.items() if 1 < len(found) <= MOST_PARTNERS}
    train = {name for name in sized if name in dates and dates[name] < cut}
    test = {name for name in sized if name in dates and dates[name] >= cut}
    projects = Counter(name for partnership in train for name in sized[partnership])
    seen = projects.keys()
    with paused():
        graph = KnowledgeGraph(_known_before(dataset, train, seen))
    organisations = tuple(sorted(_assessed(graph, projects)))
    tied, later = _pairs(sized[name] for name in train), _pairs(sized[name] for name in test)
    fresh = later - tied
    candidates, new = ~_matrix(tied, organisations), _matrix(fresh, organisations)
    np.fill_diagonal(candidates, val=False)
    counts = Counts(
        train=len(train),
        test=len(test),
        undated=len(sized) - len(train) - len(test),
        other_sizes=sum(isinstance(entity, Partnership) for entity in dataset.entities) - len(sized),
        seen=len(seen),
        assessed=len(organisations),
        candidates=int(candidates.sum()) // 2,
        new=int(new.sum()) // 2,
        all_new=len(fresh),
        unseen=sum(one not in seen or other not in seen for one, other in fresh),
    )
    if not 0 < counts.new < counts.candidates:
        raise InsufficientData(_nothing_to_predict(cut, counts))
    return Holdout(cut, dated_by, graph, organisations, candidates, new, counts)


def _nothing_to_predict(cut: date, counts: Counts) -> str:
    return (
        f"nothing to predict at {cut}: {counts.train} partnerships of 2 to {MOST_PARTNERS} partners are dated before "
        f"it, {counts.test} later; {counts.assessed} organisations have {LEAST_PROJECTS} of them and {LEAST_TOPICS} "
        f"topics before it; of the {counts.candidates} pairs of them without a tie {counts.new} are tied later; "
        "choose another day or a larger dataset"
    )


def _dates(dataset: Dataset) -> tuple[str, dict[str, date]]:
    """Return what dates the partnerships, and the date of each that has one."""
    signed: dict[str, date] = {}
    for fact in dataset.facts:
        if fact.property == SIGNATURE and fact.value:
            try:
                signed[fact.entity] = date.fromisoformat(fact.value)
            except ValueError:
                message = f"{SIGNATURE} of {fact.entity} must be a date like 2022-05-12, got {fact.value[:40]!r}"
                raise InvalidDataset([Problem("facts.csv", 0, 0, message)]) from None
    if signed:
        return SIGNATURE, signed
    partnerships = (entity for entity in dataset.entities if isinstance(entity, Partnership))
    return "startDate", {entity.id: entity.start_date for entity in partnerships if entity.start_date}


def _partners(dataset: Dataset) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for link in dataset.links:
        if link.predicate is Predicate.PARTNER_IN:
            found[link.object].add(link.subject)
    return found


def _known_before(dataset: Dataset, train: Collection[str], seen: Collection[str]) -> Dataset:
    """Return the dataset without the other partnerships and organisations, and without what is said of them."""
    gone = {
        entity.id
        for entity in dataset.entities
        if isinstance(entity, (Partnership, Organisation)) and entity.id not in train and entity.id not in seen
    }

    def keep(row: object) -> bool:
        return gone.isdisjoint(getattr(row, name, None) for name in ("id", "entity", "subject", "object"))

    return dataset.where(keep)


def _assessed(graph: KnowledgeGraph, projects: Counter[str]) -> Iterator[str]:
    profiles = profiles_of(graph, TOPICS)
    for name, count in projects.items():
        if count >= LEAST_PROJECTS and len(profiles.profile[name].memberships) >= LEAST_TOPICS:
            yield name


def _pairs(groups: Iterator[set[str]]) -> _Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _matrix(pairs: _Pairs, organisations: tuple[str, ...]) -> Flags:
    """Return which places are paired; symmetric."""
    place = {name: number for number, name in enumerate(organisations)}
    found = np.zeros((len(place), len(place)), dtype=np.bool_)
    inside = [(place[one], place[other]) for one, other in pairs if one in place and other in place]
    rows, columns = np.array(inside, dtype=np.int64).reshape(-1, 2).T
    found[rows, columns] = found[columns, rows] = True
    return found
