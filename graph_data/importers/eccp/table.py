"""The table of partners: rows that begin with a name and end with 'Country Region members SMEs'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph_data.errors import Problem
from graph_data.importers.eccp.fields import Field, whole_number
from graph_data.importers.eccp.page import Page, Span, suggestion
from graph_data.importers.eccp.places import TABLE_LEVEL, Places
from graph_data.importers.eccp.terms import ADD, FACETS, Facet, Item, Terms
from graph_data.ontology import Region
from graph_data.slugs import fold
from graph_data.tables import did_you_mean

__all__ = ["Last", "Row", "read_table"]

_HEADING = "Name Sector/Technology fields Country Regions Total no. of members Total no. of SME"
_LAST = "the last line of a row must read 'Country Region members SMEs'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last line of a row.

    Attributes:
        country: name of the country; country_id its id.
        region: name of the region; region_id the one chosen, levels all that bear the name.
        numbers: members and SMEs.
    """

    country: Span
    country_id: str
    region: Span
    region_id: str
    levels: tuple[Region, ...]
    numbers: Span
    member_count: int
    sme_count: int


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of the table: the name as written, the lists that it states, a missing one being not stated, its end."""

    name: Span
    lists: Mapping[Facet, tuple[Item, ...]]
    last: Last


@dataclass(slots=True)
class _Lines:
    """The lines of a row."""

    first: Span
    lists: list[Span] = field(default_factory=list)
    last: Span | None = None


def read_table(page: Page, table: Field, terms: Terms, places: Places, problems: list[Problem]) -> list[Row]:
    """Read the table's rows, adding what is wrong to `problems`."""
    if not table.values or fold(page.words(table.values[0])) != fold(_HEADING):
        found = page.words(table.values[0])[:80] if table.values else "nothing"
        problems.append(page.problem(table.whole, f"the table must begin with {_HEADING!r}, got {found!r}"))
        return []
    rows = []
    for lines in _rows(page, table.values[0], places, problems):
        before = len(problems)
        name, lists = _name_and_lists(page, lines, terms, problems)
        last = _read_last(page, lines.last, places, problems) if lines.last else None
        if last is not None and len(problems) == before:
            rows.append(Row(name, lists, last))
    if len(table.values) == 1:
        problems.append(page.problem(table.values[0], "the table holds no rows: the page is cut off"))
    return rows


def _rows(page: Page, heading: Span, places: Places, problems: list[Problem]) -> list[_Lines]:
    """Group the lines below the heading: a list stands between blank lines, a last line directly below a list."""
    rows: list[_Lines] = []
    row: _Lines | None = None
    blank_before = False
    for line in (page.trimmed(line.start, line.end) for line in page.lines if line.start > heading.end):
        if line.start == line.end:
            blank_before = True
            continue
        if row is None:
            row = _Lines(line)
            rows.append(row)
        elif _is_last(page.words(line), places):
            row.last, row = line, None
        elif not blank_before:
            message = f"the row of {page.words(row.first)[:60]!r} has no last line before this one; {_LAST}"
            problems.append(page.problem(line, message))
            row = _Lines(line)
            rows.append(row)
        else:
            row.lists.append(line)
        blank_before = False
    if row is not None:
        message = f"the row of {page.words(row.first)[:60]!r} is cut off; {_LAST}"
        problems.append(page.problem(row.first, message))
    return rows


def _is_last(text: str, places: Places) -> bool:
    # Two numbers tell a last line whose country is unknown; no term ends in them.
    return places.country_at_start(text) is not None or re.search(r"\s-?[0-9]+\s-?[0-9]+$", text) is not None


def _name_and_lists(
    page: Page, lines: _Lines, terms: Terms, problems: list[Problem]
) -> tuple[Span, Mapping[Facet, tuple[Item, ...]]]:
    sectors, *others = FACETS
    ends = terms.ends(page, lines.first, sectors)
    ways = [(name, way) for name, found in ends.items() for way in found]
    if len(ways) > 1:
        problems.append(terms.doubtful(page, lines.first, [way for _, way in ways]))
    elif not ways:
        problems += _no_sectors(page, lines.first, terms)
        return lines.first, _lists(page, lines.lists, FACETS, terms, problems)
    name, _ = ways[0]
    first = page.trimmed(name.end, lines.first.end)
    items = terms.one_reading(page, first, sectors, problems) if len(ways) == 1 else ()
    return name, {sectors: items, **_lists(page, lines.lists, tuple(others), terms, problems)}


def _no_sectors(page: Page, first: Span, terms: Terms) -> list[Problem]:
    """Return the problem of a first line that seems to hold sectors but ends in none."""
    sectors = FACETS[0]
    if terms.readings(page, first, sectors):
        return [page.problem(first, f"{page.words(first)!r} is a list of {sectors.title}; the row's name is missing")]
    if (near := terms.near_end(page, first, sectors)) is not None:
        end, label = near
        hint = suggestion(f"; did you mean {label!r}?", ADD)
        return [page.problem(end, f"unknown term {page.words(end)!r} of {sectors.scheme}{hint}")]
    text = page.words(first)
    if ", " in text:
        message = f"no term of {sectors.scheme} ends {text[:80]!r}, so its name and its list cannot be told apart"
        return [page.problem(first, f"{message}; {ADD}")]
    return []


def _lists(
    page: Page, lines: list[Span], facets: tuple[Facet, ...], terms: Terms, problems: list[Problem]
) -> dict[Facet, tuple[Item, ...]]:
    """Tell which line is which list: by the vocabulary, and by the order in which lists stand."""
    fits = [{facet for facet in facets if terms.readings(page, line, facet)} for line in lines]
    unreadable = [line for line, facets_of_line in zip(lines, fits, strict=True) if not facets_of_line]
    for line in unreadable:
        problems += terms.unknown(page, line, facets)
    if unreadable:
        return {}
    ways = [
        way
        for way in combinations(facets, len(lines))
        if all(facet in fit for facet, fit in zip(way, fits, strict=True))
    ]
    if len(ways) != 1:
        order = ", ".join(facet.title for facet in facets)
        seen = "; ".join(" or ".join(facet.title for facet in facets if facet in fit) for fit in fits)
        what = "the order of the lists is broken" if not ways else "which list is which cannot be told"
        message = f"{what}: found {seen}; the order is {order}, each at most once; correct the page's text"
        problems.append(page.problem(Span(lines[0].start, lines[-1].end), message))
        return {}
    return {facet: terms.one_reading(page, line, facet, problems) for facet, line in zip(ways[0], lines, strict=True)}


def _read_last(page: Page, line: Span, places: Places, problems: list[Problem]) -> Last | None:
    text = page.text[line.start : line.end]
    country = places.country_at_start(text)
    if country is None:
        hint = suggestion(did_you_mean(text.split()[0], places.countries), _LAST)
        problems.append(page.problem(line, f"unknown country at the start of {text[:60]!r}{hint}"))
        return None
    match = re.fullmatch(r"\s+(\S.*\S)\s+(\S+)\s+(\S+)", text[len(country) :])
    if match is None:
        problems.append(page.problem(line, f"{_LAST}, got {text[:80]!r}"))
        return None
    base = line.start + len(country)
    region, members, smes = (Span(base + match.start(n), base + match.end(n)) for n in (1, 2, 3))
    counts = _counts(page, members, smes, problems)
    chosen, levels = _region(page, region, country, places, problems)
    if chosen is None or counts is None:
        return None
    return Last(
        country=Span(line.start, base),
        country_id=places.countries[country],
        region=region,
        region_id=chosen.id,
        levels=levels,
        numbers=Span(members.start, smes.end),
        member_count=counts[0],
        sme_count=counts[1],
    )


def _counts(page: Page, members: Span, smes: Span, problems: list[Problem]) -> tuple[int, int] | None:
    member_count = whole_number(page, members, "memberCount", problems)
    sme_count = whole_number(page, smes, "smeCount", problems)
    if member_count is None or sme_count is None:
        return None
    if sme_count > member_count:
        problems.append(page.problem(smes, f"smeCount {sme_count} is larger than memberCount {member_count}"))
        return None
    return member_count, sme_count


def _region(
    page: Page, span: Span, country: str, places: Places, problems: list[Problem]
) -> tuple[Region | None, tuple[Region, ...]]:
    """Choose the NUTS 2 region of those that bear a name, or the only one; return it and all that bear it."""
    levels = tuple(places.regions(page.words(span), places.countries[country]))
    usual = [region for region in levels if region.level == TABLE_LEVEL]
    chosen = usual if len(usual) == 1 else list(levels)
    if len(chosen) == 1:
        return chosen[0], levels
    name = page.words(span)
    if levels:
        message = f"region {name!r} of {country} can be {places.describe(levels)}; write the one that is meant"
    else:
        message = f"unknown region {name!r} of {country}{places.advice(name, places.countries[country])}"
    problems.append(page.problem(span, message))
    return None, levels
