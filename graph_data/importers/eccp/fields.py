"""The head of a profile page: its header line, its title and its labelled fields, of which many are blank."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from graph_data.errors import Problem
from graph_data.importers.eccp.page import Page, Span
from graph_data.slugs import fold, slug

__all__ = ["BLANK_IS_A_FACT", "LABELS", "TABLE", "Field", "Head", "read_head", "whole_number"]

TABLE = "composition"

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "Start of Partnership": "startDate",
        "Partnership duration": "durationMonths",
        "Number of partners": "partnerCount",
        "Number of planned Exchanges": "plannedExchanges",
        "Partnership's Origin": "origin",
        "Partnership Objectives": "objective",
        "S3 EU priority areas": "s3PriorityArea",
        "Technology Fields": "technologyField",
        "Emerging industries": "emergingIndustry",
        "Sectoral Industries": "sectoralIndustry",
        "Results expected": "expectedResult",
        "Partnership composition": TABLE,
    }
)
"""Property that stands behind each label of the page."""

BLANK_IS_A_FACT = frozenset(LABELS.values()) - {TABLE}

_FURNITURE = frozenset({"primary tabs", "printer friendly versionprinter friendly version", "printer friendly version"})
_PROPERTY_OF = {fold(label): name for label, name in LABELS.items()}
_NUMBERS = ("durationMonths", "partnerCount", "plannedExchanges")
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 -- a line, not twelve
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BULLET = re.compile(r"\s*[•·◦▪*–-]\s*")  # noqa: RUF001 -- the en dash is one of the bullets


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled field: the line of its label, and its lines that are not blank."""

    label: Span
    values: tuple[Span, ...]

    @property
    def whole(self) -> Span:
        """From the label to the end of the last value: a value is the partnership's only through its label."""
        return Span(self.label.start, self.values[-1].end) if self.values else self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the table.

    Attributes:
        acronym: name of the partnership in the header line.
        family: words of the header line that name the kind of partnership, None for a broken line.
        strand: that kind as its programme writes it.
        title: the title, None when there is not exactly one.
        fields: labelled fields by property, the table under TABLE.
        start_date: first day, None where not stated.
        numbers: whole numbers by property, only those stated.
        results: one span for each expected result.
    """

    acronym: Span | None
    family: Span | None
    strand: str | None
    title: Span | None
    fields: Mapping[str, Field]
    start_date: date | None
    numbers: Mapping[str, int]
    results: tuple[Span, ...]


def read_head(page: Page, problems: list[Problem]) -> Head:
    """Read everything that is labelled, adding what is wrong to `problems`."""
    fields = _fields(page, problems)
    family, acronym, strand = _header(page, problems)
    numbers = {
        name: number
        for name in _NUMBERS
        if name in fields and (number := _number_field(page, name, fields[name], problems)) is not None
    }
    return Head(
        acronym=acronym,
        family=family,
        strand=strand,
        title=_title(page, fields, problems),
        fields=fields,
        start_date=_start_date(page, fields.get("startDate"), problems),
        numbers=numbers,
        results=_results(page, fields.get("expectedResult"), problems),
    )


def _header(page: Page, problems: list[Problem]) -> tuple[Span | None, Span | None, str | None]:
    line = next(line for line in page.lines if page.words(line))
    line = page.trimmed(line.start, line.end)
    match = re.fullmatch(r"Home > ((?i:Escp)[ -](4[A-Za-z]) Profiles) > (\S.*)", page.text[line.start : line.end])
    if match is None or not slug(match[3]):
        message = f"the first line must read 'Home > Escp 4x Profiles > NAME', got {page.words(line)[:80]!r}"
        problems.append(page.problem(line, message))
        return None, None, None
    family, acronym = (Span(line.start + match.start(n), line.start + match.end(n)) for n in (1, 3))
    return family, acronym, f"ESCP-{match[2].lower()}"


def _fields(page: Page, problems: list[Problem]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    name, label, values = "", Span(0, 0), list[Span]()

    def close() -> None:
        if name in found:
            first = page.place(found[name].label)
            problems.append(page.problem(label, f"label {page.words(label)!r} stands twice, first at {first}"))
        elif name:
            found[name] = Field(label, tuple(values))

    for line in page.lines:
        labelled = _label(page, line) if name != TABLE else None
        if labelled is not None:
            close()
            (name, label), values = labelled, []
            rest = page.trimmed(label.end, line.end)
            label = label if rest.start < rest.end else line
            values += [rest] if rest.start < rest.end else []
        elif page.words(line) and name:
            values.append(page.trimmed(line.start, line.end))
    close()
    for text, missing in LABELS.items():
        if missing not in found:
            message = f"label {text!r} is missing: the page is cut off; save it again from its first line to its last"
            problems.append(Problem(page.file, 0, 0, message))
    return found


def _label(page: Page, line: Span) -> tuple[str, Span] | None:
    """Return what a line is the label of and the label's span; furniture ends a field and is the label of nothing."""
    text = page.text[line.start : line.end]
    if fold(text) in _FURNITURE:
        return "", line
    if (name := _PROPERTY_OF.get(fold(text))) is not None:
        return name, line
    head, colon, _ = text.partition(":")
    if colon and (name := _PROPERTY_OF.get(fold(head))) is not None:
        return name, Span(line.start, line.start + len(head) + 1)
    # Labels without a colon: only a number can be told from the words of the label.
    number = re.fullmatch(r"\s*(\D*[^\W\d])\s+\d.*", text)
    if number and (name := _PROPERTY_OF.get(fold(number[1]))) in _NUMBERS and name:
        return name, Span(line.start, line.start + number.end(1))
    return None


def _title(page: Page, fields: Mapping[str, Field], problems: list[Problem]) -> Span | None:
    end = min((field.label.start for field in fields.values()), default=len(page.text))
    first = next(line for line in page.lines if page.words(line))
    found = [
        page.trimmed(line.start, line.end)
        for line in page.lines
        if first.end < line.start < end and page.words(line) and fold(page.words(line)) not in _FURNITURE
    ]
    if len(found) == 1:
        return found[0]
    message = f"one line must stand between the header and the first label, the title; found {len(found)}"
    problems.append(page.problem(found[1] if found else first, message))
    return None


def _start_date(page: Page, field: Field | None, problems: list[Problem]) -> date | None:
    if field is None or not field.values:
        return None
    text = page.words(Span(field.values[0].start, field.values[-1].end))
    match = re.fullmatch(r"(?:(\w+),? )?(\d{1,2}) (\w+),? (\d{4})", text)
    try:
        if match is None:
            raise ValueError
        day = date(int(match[4]), _MONTHS.index(match[3].lower()) + 1, int(match[2]))
    except ValueError:
        message = f"startDate must be a date like 'Monday, 3 February, 2020', got {text[:80]!r}"
        problems.append(page.problem(field.values[0], message))
        return None
    if match[1] and match[1].lower() != _DAYS[day.weekday()]:
        message = f"startDate {text!r}: {day} is a {_DAYS[day.weekday()].capitalize()}; correct the day or its name"
        problems.append(page.problem(field.values[0], message))
    return day


def _number_field(page: Page, name: str, field: Field, problems: list[Problem]) -> int | None:
    if not field.values:
        return None
    span = Span(field.values[0].start, field.values[-1].end)
    if name == "durationMonths" and (match := re.fullmatch(r"(\d+) months?", page.words(span), re.IGNORECASE)):
        span = Span(span.start, span.start + match.end(1))
    return whole_number(page, span, name, problems)


def whole_number(page: Page, span: Span, name: str, problems: list[Problem]) -> int | None:
    """Read a count; anything but digits is a problem."""
    text = page.words(span)
    if re.fullmatch("[0-9]{1,9}", text):
        return int(text)
    problems.append(page.problem(span, f"{name} must be a whole number, got {text[:40]!r}"))
    return None


def _results(page: Page, field: Field | None, problems: list[Problem]) -> tuple[Span, ...]:
    found = []
    for value in field.values if field else ():
        bullet = _BULLET.match(page.text, value.start, value.end)
        if bullet:
            found.append(page.trimmed(bullet.end(), value.end))
        else:
            message = (
                f"a result must begin with '•', got {page.words(value)[:60]!r}; join it to the line above or mark it"
            )
            problems.append(page.problem(value, message))
    return tuple(found)
