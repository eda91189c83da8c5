"""What a person read from the prose of a page: a csv of values, each with the quote that it rests on."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.eccp.page import Page, Span
from graph_data.reading.table import Sheet
from graph_data.reading.text import read_text
from graph_data.tables import did_you_mean

__all__ = ["ATTRIBUTES", "CHAIN", "Reading", "bundled_readings", "read_readings"]

ATTRIBUTES = {
    "programme": "programme",
    "initiative": "initiative",
    "funder": "funder",
    "mobilityScheme": "mobility_scheme",
}
"""Attributes of a partnership that only its prose gives, by property."""

CHAIN = re.compile("value-chain:[a-z0-9]+(?:-[a-z0-9]+)*")
"""Id of a value chain, which a reading with the property 'name' brings in."""

_PROSE = frozenset(
    {
        *ATTRIBUTES,
        "activity",
        "activityLevel",
        "addressesChallenge",
        "continues",
        "engages",
        "focus",
        "numberOfPartners",
        "objective",
        "targetsSector",
    }
)
_LABELLED = frozenset(
    {
        "acronym",
        "title",
        "strand",
        "startDate",
        "durationMonths",
        "partnerCount",
        "plannedExchanges",
        "origin",
        "expectedResult",
        "memberCount",
        "smeCount",
        "country",
        "region",
        "sectoralIndustry",
        "technologyField",
        "s3PriorityArea",
        "emergingIndustry",
    }
)
_PARTNERSHIP_ONLY = frozenset({*ATTRIBUTES, "targetsSector", "addressesChallenge"})
_REQUIRED = frozenset({"entity", "property", "value", "quote"})
_BUNDLED = Path(__file__).parents[2] / "datasets" / "readings"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a person read, and the words of the page that say so."""

    entity: str
    property: str
    value: str
    quote: Span


def bundled_readings(stem: str) -> Path | None:
    """Return the readings that ship for a page of this name, if any do."""
    path = _BUNDLED / f"{stem}.csv"
    return path if path.is_file() else None


def read_readings(
    path: Path, page: Page, partnership: str, clusters: Collection[str], problems: list[Problem]
) -> tuple[Reading, ...]:
    """Read the readings of a page, adding what is wrong to `problems`.

    Columns are entity, property, value, quote, and within: a longer passage for a quote that occurs several times.
    Entities are checked when `clusters` are known.
    """
    try:
        sheet = Sheet(path.name, read_text(path), required=_REQUIRED, allowed=_REQUIRED | {"within"})
    except InvalidDataset as error:
        problems += error.problems
        return ()
    readings: list[Reading] = []
    seen: dict[tuple[str, str, str | None], int] = {}
    known = {partnership, *clusters} if clusters else set()
    for record in sheet.records(problems):
        cells = {heading: " ".join(text.split()) for heading, text in record.cells.items()}
        wrong = _wrong(cells, partnership, known)
        span = _find(page, cells, wrong)
        single = cells["property"] in ATTRIBUTES or CHAIN.fullmatch(cells["entity"])
        key = (cells["entity"], cells["property"], None if single else cells["value"])
        if (first := seen.setdefault(key, record.line)) != record.line:
            wrong.append(("value", f"stands already on line {first}; keep one"))
        problems += [sheet.problem(record.line, heading, message) for heading, message in wrong]
        if span is not None and not wrong:
            readings.append(Reading(cells["entity"], cells["property"], cells["value"], span))
    return tuple(readings)


def _wrong(cells: dict[str, str], partnership: str, known: set[str]) -> list[tuple[str, str]]:
    """Return (heading, message) of each cell that is wrong in itself."""
    entity, name = cells["entity"], cells["property"]
    found = [(heading, f"{heading} must not be blank") for heading in sorted(_REQUIRED) if not cells[heading]]
    chain = CHAIN.fullmatch(entity)
    if entity and known and not chain and entity not in known:
        hint = did_you_mean(entity, known) or f"; write one of {', '.join(sorted(known))} or value-chain:<slug>"
        found.append(("entity", f"unknown entity {entity!r}{hint}"))
    if chain and name and name != "name":
        found.append(("property", f"of a value chain only its 'name' can be read, got {name!r}"))
    elif not chain and name:
        found += [("property", message) for message in _wrong_property(name, entity not in known - {partnership})]
    return found


def _wrong_property(name: str, of_partnership: bool) -> Iterable[str]:
    if name in _LABELLED or name == "name":
        yield f"{name!r} is read from the page's own fields, not from its prose; remove the row"
    elif name in _PARTNERSHIP_ONLY and not of_partnership:
        yield f"{name!r} is a property of the partnership"
    elif not re.fullmatch("[a-z][A-Za-z0-9]*", name):
        yield f"a property is written like 'activityLevel', got {name!r}"
    elif name not in _PROSE and (hint := did_you_mean(name, _PROSE)):
        yield f"unknown property {name!r}{hint}"


def _find(page: Page, cells: dict[str, str], wrong: list[tuple[str, str]]) -> Span | None:
    """Find the quote on the page, or in the passage that `within` holds; it must stand there exactly once."""
    whole = Span(0, len(page.text))
    passage = _once(page, cells["within"], whole, "within", wrong) if cells.get("within") else whole
    if passage is None or not cells["quote"]:
        return None
    return _once(page, cells["quote"], passage, "quote", wrong)


def _once(page: Page, quote: str, span: Span, heading: str, wrong: list[tuple[str, str]]) -> Span | None:
    words = r"\s+".join(map(re.escape, quote.split()))
    found = [
        Span(*match.span()) for match in re.compile(rf"(?<!\w){words}(?!\w)").finditer(page.text, span.start, span.end)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        wrong.append((heading, f"the page does not say {quote!r}; copy its words exactly"))
    else:
        places = ", ".join(page.place(match) for match in found)
        message = f"{quote!r} stands {len(found)} times on the page ({places}); give a longer passage in 'within'"
        wrong.append((heading, message))
    return None
