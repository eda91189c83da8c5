"""The sentence of the objectives that lists the partners, and which row of the table each of them is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_data.errors import Problem
from graph_data.importers.eccp.fields import Field
from graph_data.importers.eccp.names import alike, repaired
from graph_data.importers.eccp.page import Page, Span
from graph_data.importers.eccp.places import Places
from graph_data.importers.eccp.table import Row
from graph_data.ontology import Region
from graph_data.tables import did_you_mean

__all__ = ["Mention", "Sentence", "match_partners", "read_sentence"]

_BEGINNING = re.compile(r"\b(?:made up|composed|consists|consisting|formed) (?:of|by)\b[^.;()]*\bpartners\b[^.;()]*\(")
_AND_MORE = re.compile(r"\s*,?\s*and\s+")
_AND = re.compile(r"\s*(?:and\s+)?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A partner as the prose names it.

    Attributes:
        name: its name.
        place: its place, None where the prose gives none.
        country_id: the place's country.
        regions: regions of that country that bear the place's name, none for a bare country.
    """

    name: Span
    place: Span | None = None
    country_id: str | None = None
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The list of partners, and the first parenthesis without its other half, None when they balance."""

    mentions: tuple[Mention, ...]
    unbalanced: Span | None


def read_sentence(page: Page, objectives: Field, places: Places, problems: list[Problem]) -> Sentence | None:
    """Read the list of partners from the objectives, None where they hold none."""
    found = [
        (match.end(), line.end)
        for line in objectives.values
        for match in _BEGINNING.finditer(page.text, line.start, line.end)
        if ";" in page.text[match.end() : line.end]
    ]
    problems += [page.problem(Span(*more), "a second list of partners; keep one") for more in found[1:]]
    if len(found) != 1:
        return None
    items, unbalanced = _items(page, *found[0])
    mentions = (_mention(page, item, places, problems) for item in items)
    return Sentence(tuple(mention for mention in mentions if mention is not None), unbalanced)


def _items(page: Page, start: int, end: int) -> tuple[list[Span], Span | None]:
    """Split "A, X; B, Y), and C, Z)." at semicolons and where the parenthesis closes before "and"."""
    items: list[Span] = []
    depth, unbalanced = 1, None
    position = start
    while position < end:
        character = page.text[position]
        if character == "(":
            depth += 1
        elif character == ")" and depth == 0:
            unbalanced = Span(position, position + 1)
            break
        elif character == ")" and depth == 1:
            depth = 0
            more = _AND_MORE.match(page.text, position + 1, end)
            if more is None:
                break
            items.append(page.trimmed(start, position))
            position = start = more.end()
            continue
        elif character == ")":
            depth -= 1
        elif character == ";":
            items.append(page.trimmed(start, position))
            start = _after_and(page, position + 1, end)
        elif character == "." and depth == 0 and page.text[position + 1 : position + 2].strip() == "":
            break
        position += 1
    else:
        unbalanced = Span(end - 1, end) if depth else None
        position = len(page.text[:end].rstrip(". "))
    items.append(page.trimmed(start, position))
    return items, unbalanced


def _after_and(page: Page, start: int, end: int) -> int:
    match = _AND.match(page.text, start, end)
    return match.end() if match else start


def _mention(page: Page, item: Span, places: Places, problems: list[Problem]) -> Mention | None:
    """Read "NAME from PLACE" or "NAME, PLACE", where a place is a country or a region and its country."""
    text = page.text[item.start : item.end]
    if (cut := re.search(r" from |, ", text)) is None:
        return Mention(item)
    place = Span(item.start + cut.end(), item.end)
    found = _place(page, place, places)
    if isinstance(found, str):
        message = f"the partner {text[:80]!r} must read 'NAME from PLACE' or 'NAME, PLACE': {found}"
        problems.append(page.problem(item, message))
        return None
    return Mention(page.trimmed(item.start, item.start + cut.start()), place, *found)


def _place(page: Page, span: Span, places: Places) -> tuple[str, tuple[Region, ...]] | str:
    """Return the country and the regions that a place names, or why it cannot be read."""
    *before, last = page.words(span).split(", ")
    country = places.countries.get(last) or places.countries.get(last.removeprefix("the "))
    if country is None:
        return f"unknown country {last!r}{did_you_mean(last, places.countries)}"
    if not before:
        return country, ()
    name = ", ".join(before)
    regions = tuple(places.regions(name, country))
    if not regions:
        return f"unknown region {name!r}{places.advice(name, country)}"
    return country, regions


def match_partners(page: Page, sentence: Sentence, rows: Sequence[Row], problems: list[Problem]) -> dict[Row, Mention]:
    """Find the row of each mention; one that fits none, several, or a row that is taken is a problem."""
    claims: dict[Span, list[Mention]] = defaultdict(list)
    by_name = {row.name: row for row in rows}
    for mention in sentence.mentions:
        fitting = _fitting(page, mention, rows)
        if len(fitting) == 1:
            claims[fitting[0].name].append(mention)
        else:
            candidates = ", ".join(repr(page.words(row.name)) for row in fitting or rows)
            what = "fits several rows of the table" if fitting else "fits no row of the table"
            message = (
                f"the partner {page.words(mention.name)!r} {what}; candidates: {candidates}; use one name for both"
            )
            problems.append(page.problem(mention.name, message))
    problems += _conflicts(page, claims, by_name)
    return {by_name[name]: mentions[0] for name, mentions in claims.items()}


def _fitting(page: Page, mention: Mention, rows: Sequence[Row]) -> list[Row]:
    alias = page.words(mention.name)
    likeness = {row.name: alike(alias, repaired(page.words(row.name))) for row in rows}
    best = max(likeness.values(), default=0)
    return [row for row in rows if best and likeness[row.name] == best]


def _conflicts(page: Page, claims: dict[Span, list[Mention]], by_name: dict[Span, Row]) -> Iterator[Problem]:
    for name, mentions in claims.items():
        row = by_name[name]
        for mention in mentions[1:]:
            first = page.words(mentions[0].name)
            message = f"{page.words(mention.name)!r} and {first!r} both fit the row of {page.words(name)!r}; keep one"
            yield page.problem(mention.name, message)
        for mention in mentions:
            if mention.place is not None and mention.country_id != row.last.country_id:
                message = (
                    f"{page.words(mention.name)!r} lies in {page.words(mention.place)!r}, but the row of "
                    f"{page.words(name)!r} in {page.words(row.last.country)!r}; correct one of them"
                )
                yield page.problem(mention.place, message)
