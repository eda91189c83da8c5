"""Organisations of an import that might be ones the dataset has already: listed for a person to judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from graph_data.dataset import Dataset
from graph_data.importers.report import Finding
from graph_data.ontology import Country, Organisation, Predicate, Region
from graph_data.rows import Link, Name
from graph_data.slugs import acronym, fold

__all__ = ["Doubt", "countries", "doubts", "listed", "possible_duplicates"]

NEARLY = 95
"""Least similarity of folded names, of 100, at which two organisations of one country are listed: about one letter."""

UNNUMBERED = frozenset({"eccp"})
"""Sources without ids of their own: only the name tells whether two of their organisations are one."""

_Named = tuple[Organisation, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two organisations that might be one, of which a person has to say it.

    Attributes:
        entity: id of the one that stays; name the name in question.
        other: id of the one that would be joined to it; other_name its name.
        source: source of the other.
        country, other_country: ids of their countries, blank where not known.
        doubt: why they might be one.
        fresh: whether the other is the imported one.
    """

    entity: str
    name: str
    country: str
    other: str
    other_name: str
    other_country: str
    source: str
    doubt: str
    fresh: bool

    @property
    def case(self) -> str:
        """How a finding lists it, the imported organisation first."""
        pair = (f"{self.other} ({self.other_name})", f"{self.entity} ({self.name})")
        new, known = pair if self.fresh else reversed(pair)
        return f"{new} might be {known}: {self.doubt}; add a row to same_as.csv or leave it"


def doubts(rows: Sequence[object], dataset: Dataset) -> tuple[Doubt, ...]:
    """Find organisations of an import that might have been described already.

    Every name, alias and abbreviation counts, compared without case, diacritics and punctuation. Nothing is merged.
    What same_as.csv joins is no organisation of its own in `rows`, so it is not listed.

    Args:
        rows: rows of an import.
        dataset: what is known already; small beside the import, or comparing similar names takes long.
    """
    fresh = {row.id: row for row in rows if isinstance(row, Organisation)}
    known = {
        row.id: row
        for row in dataset.entities
        if isinstance(row, Organisation) and (row.id not in fresh or row.source in UNNUMBERED)
    }
    fresh_names = _by_folded(fresh, (row for row in rows if isinstance(row, Name)))
    known_names = _by_folded(known, dataset.names)
    home = countries([*dataset.all_rows(), *rows])
    found: dict[frozenset[str], Doubt] = {}
    for folded in sorted(known_names.keys() & fresh_names.keys()):
        _list_pairs(fresh_names[folded], known_names[folded], "same name", home, found)
    fresh_short, known_short = _by_acronym(fresh_names), _by_acronym(known_names)
    for short in sorted(known_short.keys() & fresh_short.keys()):
        _list_pairs(fresh_short[short], known_short[short], "same acronym", home, found)
    fresh_by_country = _by_country(fresh_names, home)
    for country, names in _by_country(known_names, home).items():
        others = fresh_by_country.get(country, {})
        choices = list(others)
        for folded, named in names.items():
            for near, _, _ in process.extract(folded, choices, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None):
                _list_pairs(others[near], named, "nearly the same name and country", home, found)
    return tuple(sorted(found.values(), key=lambda doubt: (doubt.entity, doubt.other)))


def possible_duplicates(rows: Sequence[object], dataset: Dataset) -> Finding:
    """Return the finding that lists the doubts about the rows of an import; see doubts."""
    return listed(doubts(rows, dataset))


def listed(found: Sequence[Doubt]) -> Finding:
    """Return the finding that lists doubts."""
    text = f"Organisations that might be ones known already: {len(found)}; nothing was merged."
    return Finding("possible-duplicates", text, len(found), tuple(sorted(doubt.case for doubt in found)))


def _list_pairs(
    fresh: Iterable[_Named],
    known: Sequence[_Named],
    why: str,
    home: Mapping[str, str],
    found: dict[frozenset[str], Doubt],
) -> None:
    for named in fresh:
        for other in known:
            (organisation, _), (there, _) = named, other
            pair = frozenset({organisation.id, there.id})
            if len(pair) == 1 or pair in found:
                continue
            if organisation.source != there.source:
                doubt = f"{why}, other source"
            elif organisation.source in UNNUMBERED:
                doubt = f"{why}, same source"
            else:
                continue
            # Joined is the one whose source numbers it; of two alike, the one that came last.
            joins = _numbered(organisation) or not _numbered(there)
            (stays, name), (goes, its_name) = (other, named) if joins else (named, other)
            found[pair] = Doubt(
                entity=stays.id,
                name=name,
                country=home.get(stays.id, ""),
                other=goes.id,
                other_name=its_name,
                other_country=home.get(goes.id, ""),
                source=goes.source or "",
                doubt=doubt,
                fresh=joins,
            )


def _numbered(organisation: Organisation) -> bool:
    return organisation.id.partition(":")[2].startswith(f"{organisation.source}-")


def _by_folded(organisations: Mapping[str, Organisation], names: Iterable[Name]) -> dict[str, list[_Named]]:
    found: dict[str, list[_Named]] = defaultdict(list)
    for organisation, name in _names(organisations, names):
        if folded := fold(name):
            found[folded].append((organisation, name))
    return found


def _by_acronym(names: Mapping[str, list[_Named]]) -> dict[str, list[_Named]]:
    """Return the organisations without numbers by the acronym in their names, from which their ids are made."""
    found: dict[str, list[_Named]] = defaultdict(list)
    for named in (named for several in names.values() for named in several):
        if named[0].source in UNNUMBERED and (short := acronym(named[1])):
            found[short].append(named)
    return found


def _names(organisations: Mapping[str, Organisation], names: Iterable[Name]) -> Iterator[_Named]:
    for organisation in organisations.values():
        yield organisation, organisation.name
    for row in names:
        if row.entity in organisations:
            yield organisations[row.entity], row.name


def _by_country(names: Mapping[str, list[_Named]], home: Mapping[str, str]) -> dict[str, dict[str, list[_Named]]]:
    found: dict[str, dict[str, list[_Named]]] = defaultdict(lambda: defaultdict(list))
    for folded, several in names.items():
        for named in several:
            if country := home.get(named[0].id):
                found[country][folded].append(named)
    return found


def countries(rows: Iterable[object]) -> dict[str, str]:
    """Return the country of every organisation of which it is known, by id."""
    upward: dict[str, str] = {}
    countries: set[str] = set()
    located: list[str] = []
    for row in rows:
        if isinstance(row, Link) and row.predicate is Predicate.LOCATED_IN:
            upward[row.subject] = row.object
            located.append(row.subject)
        elif isinstance(row, Region) and row.parent:
            upward[row.id] = row.parent
        elif isinstance(row, Country):
            countries.add(row.id)
    found: dict[str, str] = {}
    for entity in located:
        place = upward[entity]
        while place in upward and place not in countries:
            place = upward[place]
        if place in countries:
            found[entity] = place
    return found
