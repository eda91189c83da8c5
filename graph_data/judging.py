"""Doubtful matches as a csv that a person fills: listed by an import, read by the next one as judgements."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.formulas import defused, restored
from graph_data.importers.doubtful import Doubt
from graph_data.reading.table import Sheet
from graph_data.reading.text import read_text
from graph_data.rows import SameAs
from graph_data.writing.atomic import new_file

__all__ = ["Answer", "read_answers", "same_as_of", "write_doubts"]

SHOWN = tuple(item.name for item in fields(Doubt) if item.name != "fresh")
COLUMNS = (*SHOWN, "same", "reason")
"""Headings: what is in doubt, and the two that a person fills."""

SAME = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that a person may have filled.

    Attributes:
        cells: the row.
        same: whether the two are one, None while nobody has said it.
    """

    cells: Mapping[str, str]
    same: bool | None

    @property
    def pair(self) -> frozenset[str]:
        """The two ids, whichever stays."""
        return frozenset({self.cells["entity"], self.cells["other"]})


def read_answers(path: Path) -> list[Answer]:
    """Read a filled csv of doubtful matches.

    Raises:
        InvalidDataset: with every row whose `same` is neither yes, no nor blank, and every id that is none.
    """
    sheet = Sheet(path.name, read_text(path), frozenset({"entity", "other", "source", "same"}), frozenset(COLUMNS))
    problems: list[Problem] = []
    found: list[Answer] = []
    for record in sheet.records(problems):
        cells = {heading: restored(text.strip()) for heading, text in record.cells.items()}
        if cells["same"].lower() not in SAME:
            message = f"same must be yes, no or blank, got {cells['same'][:40]!r}"
            problems.append(sheet.problem(record.line, "same", message))
            continue
        blank = (heading for heading in ("entity", "other", "source") if not cells[heading])
        problems += [sheet.problem(record.line, heading, f"{heading} must not be blank") for heading in blank]
        if cells["entity"] and cells["entity"] == cells["other"]:
            problems.append(sheet.problem(record.line, "other", "entity and other are one already"))
        found.append(Answer(cells, SAME[cells["same"].lower()]))
    if problems:
        raise InvalidDataset(problems)
    return found


def same_as_of(answers: Iterable[Answer]) -> list[SameAs]:
    """Return the judgements of the answers that say yes; without a reason of the person's, the doubt is the reason."""
    return [
        SameAs(
            entity=answer.cells["entity"],
            source=answer.cells["source"],
            source_id=_number(answer.cells["other"], answer.cells["source"]),
            reason=answer.cells.get("reason") or f"Judged by hand: {answer.cells.get('doubt') or 'the same'}.",
        )
        for answer in answers
        if answer.same
    ]


def write_doubts(path: Path, doubts: Iterable[Doubt], answers: Iterable[Answer] = ()) -> None:
    """Write doubtful matches for a person to fill: blank `same`, answered rows as they are; whole or not at all."""
    rows = {answer.pair: dict(answer.cells) for answer in answers if answer.same is not None}
    for doubt in doubts:
        listed = {name: getattr(doubt, name) for name in SHOWN}
        rows.setdefault(frozenset({doubt.entity, doubt.other}), {**listed, "same": "", "reason": ""})
    with new_file(path) as aside, aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in sorted(rows.values(), key=lambda row: (row["entity"], row["other"])):
            writer.writerow({heading: defused(text) for heading, text in row.items()})


def _number(other: str, source: str) -> str:
    """Return the identifier in its source that an id is made of; the id itself when its source has no numbers."""
    prefix, number = f"{source.casefold()}-", other.partition(":")[2]
    return number.removeprefix(prefix) if number.startswith(prefix) else other
