"""Organisations of an import that might be ones the dataset has from another source: listed for a person to judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from graph_data.dataset import Dataset
from graph_data.importers.report import Finding
from graph_data.ontology import Country, Organisation, Predicate, Region
from graph_data.rows import Link, Name
from graph_data.slugs import fold

__all__ = ["possible_duplicates"]

NEARLY = 95
"""Least similarity of folded names, of 100, at which two organisations of one country are listed: about one letter."""

_Named = tuple[Organisation, str]


def possible_duplicates(rows: Sequence[object], dataset: Dataset) -> Finding:
    """Find organisations of an import that another source might have described already.

    Every name, alias and abbreviation counts, compared without case, diacritics and punctuation. Nothing is merged.
    What same_as.csv joins is no organisation of its own in `rows`, so it is not listed.

    Args:
        rows: rows of an import.
        dataset: what is known already; small beside the import, or comparing similar names takes long.
    """
    fresh = {row.id: row for row in rows if isinstance(row, Organisation)}
    known = {row.id: row for row in dataset.entities if isinstance(row, Organisation) and row.id not in fresh}
    fresh_names = _by_folded(fresh, (row for row in rows if isinstance(row, Name)))
    known_names = _by_folded(known, dataset.names)
    cases: dict[tuple[str, str], str] = {}
    for folded in sorted(known_names.keys() & fresh_names.keys()):
        _list_pairs(fresh_names[folded], known_names[folded], "same name", cases)
    home = _countries([*dataset.all_rows(), *rows])
    fresh_by_country = _by_country(fresh_names, home)
    for country, names in _by_country(known_names, home).items():
        others = fresh_by_country.get(country, {})
        choices = list(others)
        for folded, named in names.items():
            for near, _, _ in process.extract(folded, choices, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None):
                _list_pairs(others[near], named, "nearly the same name and country", cases)
    text = f"Organisations that might be ones of another source: {len(cases)}; nothing was merged."
    return Finding("possible-duplicates", text, len(cases), tuple(sorted(cases.values())))


def _list_pairs(fresh: Iterable[_Named], known: Sequence[_Named], why: str, cases: dict[tuple[str, str], str]) -> None:
    for organisation, name in fresh:
        for other, other_name in known:
            if organisation.source != other.source:
                case = (
                    f"{organisation.id} ({name}) might be {other.id} ({other_name}): {why}, other source; "
                    "add a row to same_as.csv or leave it"
                )
                cases.setdefault((organisation.id, other.id), case)


def _by_folded(organisations: Mapping[str, Organisation], names: Iterable[Name]) -> dict[str, list[_Named]]:
    found: dict[str, list[_Named]] = defaultdict(list)
    for organisation, name in _names(organisations, names):
        if folded := fold(name):
            found[folded].append((organisation, name))
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


def _countries(rows: Iterable[object]) -> dict[str, str]:
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
