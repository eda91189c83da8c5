"""The projects of CORDIS as partnerships, with their terms and programme parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_data.importers.cordis.findings import Findings
from graph_data.importers.cordis.register import Register, camel_case
from graph_data.importers.cordis.terms import Terms
from graph_data.ontology import Partnership, Predicate, StatementOrigin
from graph_data.rows import Fact, Link

__all__ = ["Project", "Projects"]

TABLE, TERMS = "projects", "project_euroscivoc"
FACTS = {
    "keywords": "keywords",
    "doi": "doi",
    "fundingScheme": "funding_scheme",
    "topic": "topic",
    "status": "status",
    "call": "call",
}
"""Columns that are kept as facts, by the name of the fact."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the table: the id of its partnership, and its first and last day."""

    entity: str
    start: date | None
    end: date | None


class Projects:
    """The projects of a register.

    Args:
        register: the tables.
        fields: the technology fields.
        programme: the programme parts.
        findings: where what is odd is noted.
        keep: further columns that are kept as facts, named in camel case: ec_signature_date as ecSignatureDate.

    Attributes:
        rows: the rows made.
        known: the projects by CORDIS id.
    """

    def __init__(
        self, register: Register, fields: Terms, programme: Terms, findings: Findings, keep: Sequence[str] = ()
    ) -> None:
        self.rows: list[object] = []
        self.known: dict[str, Project] = {}
        self._register = register
        self._fields = fields
        self._programme = programme
        self._findings = findings
        self._facts = FACTS | {camel_case(heading): heading for heading in keep}
        for record in register.records(TABLE):
            self._read(record.line, record.cells)
        self._read_terms()

    def _read(self, line: int, cells: dict[str, str]) -> None:
        number = cells["id"]
        if number in self.known:
            self._register.say(TABLE, line, "id", f"project {number!r} stands twice; keep one row")
            return
        start, end = self._day(line, cells, "start_date"), self._day(line, cells, "end_date")
        project = self.known[number] = Project(f"partnership:cordis-{number}", start, end)
        if start and end and end < start:
            self._register.say(TABLE, line, "end_date", f"end_date {end} is before start_date {start}")
        if not (number.isascii() and number.isdigit()):
            self._register.say(TABLE, line, "id", f"id must be a whole number, got {number[:40]!r}")
        if not (name := cells["acronym"] or cells["title"]):
            self._register.say(TABLE, line, "acronym", "acronym and title must not both be blank")
        codes = list(filter(None, (code.strip() for code in cells["legal_basis"].split(";"))))
        self.rows.append(
            Partnership(
                id=project.entity,
                name=name,
                acronym=cells["acronym"] or None,
                title=cells["title"] or None,
                programme="Horizon Europe",
                strand="; ".join(codes) or None,
                start_date=start,
                end_date=end,
                source="cordis",
                locator=f"projects.csv:id={number}",
            )
        )
        for fact, heading in self._facts.items():
            self._fact(project, fact, f"projects.csv:id={number}", cells[heading])
        self._fund(project, number, codes)

    def _day(self, line: int, cells: dict[str, str], heading: str) -> date | None:
        text = cells[heading]
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            day = None
        # fromisoformat also takes 20220801 and 2022-W31-1, which no reader of the table would expect.
        if text and (day is None or day.isoformat() != text):
            self._register.say(TABLE, line, heading, f"{heading} must be a date like 2022-08-01, got {text[:40]!r}")
        return day

    def _fund(self, project: Project, number: str, codes: list[str]) -> None:
        """Link a project to the programme parts that fund it."""
        for code in dict.fromkeys(codes):
            if part := self._programme.id_of(code):
                self._link(project, Predicate.IN_PROGRAMME_AREA, part, f"projects.csv:id={number}")
            else:
                self._findings.add("unmapped-programme-parts", f"project {number}: {code}")

    def _read_terms(self) -> None:
        seen: set[tuple[str, str]] = set()
        for record in self._register.records(TERMS):
            number, code = record.cells["project_id"], record.cells["euroscivoc_code"]
            case = f"{self._register.place(TERMS, record.line)}: project {number}, {code}"
            locator = f"project_euroscivoc.csv:project_id={number},euroscivoc_code={code}"
            project = self.known.get(number)
            if project is None:
                if self._register.whole(TABLE):
                    self._register.say(TERMS, record.line, "project_id", f"unknown project {number!r}")
            elif (number, code) in seen:
                self._findings.add("doubled-terms", case)
            elif term := self._fields.id_of(code):
                self._link(project, Predicate.USES_TECHNOLOGY, term, locator)
            else:
                self._findings.add("unmapped-topics", case)
                self._fact(project, "euroSciVocCode", locator, code)
            seen.add((number, code))

    def _link(self, project: Project, predicate: Predicate, term: str, locator: str) -> None:
        self.rows.append(
            Link(
                subject=project.entity,
                predicate=predicate,
                object=term,
                origin=StatementOrigin.IMPORTED,
                source="cordis",
                locator=locator,
            )
        )

    def _fact(self, project: Project, name: str, locator: str, value: str) -> None:
        self.rows.append(
            Fact(entity=project.entity, property=name, source="cordis", locator=locator, value=value or None)
        )
