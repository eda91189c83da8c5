"""The official bulk download of CORDIS as the tables of the register.

There a row of `organization` is a participation: what it says of the organisation stands as often as that takes part.
The tables get the names and columns of the folder, so that both ways make the same statements with the same locators.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from graph_data.errors import Problem
from graph_data.importers.cordis.bulk import ENDINGS, Bulk, read_bulk
from graph_data.importers.cordis.register import Register, Table, camel_case
from graph_data.progress import Progress
from graph_data.reading.records import Record

__all__ = ["is_official", "open_official"]

WANTED = {
    "project": "id acronym title status startDate endDate topics masterCall subCall fundingScheme grantDoi",
    "organization": "projectID organisationID name shortName SME activityType city country nutsCode geolocation "
    "organizationURL contentUpdateDate role endOfParticipation",
    "euroSciVoc": "projectID euroSciVocCode euroSciVocPath euroSciVocTitle",
    "legalBasis": "projectID legalBasis title",
}
OPTIONAL = {"project": "keywords legalBasis frameworkProgramme"}
"""Columns of the files; the older downloads have not all of them."""

PROJECT = {
    "id": "id",
    "acronym": "acronym",
    "title": "title",
    "status": "status",
    "start_date": "startDate",
    "end_date": "endDate",
    "funding_scheme": "fundingScheme",
    "topic": "topics",
    "doi": "grantDoi",
}
ORGANISATION = {
    "id": "organisationID",
    "name": "name",
    "short_name": "shortName",
    "sme": "SME",
    "activity_type": "activityType",
    "city": "city",
    "country": "country",
    "nuts_code": "nutsCode",
    "geolocation": "geolocation",
    "url": "organizationURL",
}
PARTICIPATION = {
    "project_id": "projectID",
    "organisation_id": "organisationID",
    "role": "role",
    "sme": "SME",
    "terminated": "endOfParticipation",
}
TERM = {"project_id": "projectID", "euroscivoc_code": "euroSciVocCode"}
"""Headings of the download by those of our tables."""

PLACE = ("city", "country", "nuts_code", "geolocation")

_OTHER_PROGRAMME = re.compile("H2020|FP[1-9]")


def is_official(path: Path) -> bool:
    """Tell whether a path is the official download: a file, or a folder with its files."""
    return path.is_file() or any((path / f"project{ending}").exists() for ending in ENDINGS)


def open_official(path: Path, keep: Sequence[str], progress: Progress) -> Register:
    """Open the download, its projects with further columns to keep.

    Raises:
        InvalidDataset: the archive cannot be read, or with every file that is missing or damaged as a whole.
    """
    progress(f"reading {path.name}", 0, None)
    further = {heading: camel_case(heading) for heading in keep}
    wanted = WANTED | {"project": " ".join([WANTED["project"], *further.values()])}
    files, rest = read_bulk(path, wanted, OPTIONAL)
    project, organization, terms, basis = (files[name] for name in WANTED)
    organisations, differing = _organisations(organization)
    codes, named = _codes(basis), PROJECT | further
    tables: dict[str, Table] = {
        "projects": _View(project, named, lambda: (_project(record, named, codes) for record in project.records)),
        "organisations": _View(organization, ORGANISATION, lambda: organisations),
        "participations": _View(organization, PARTICIPATION, lambda: map(_participation, organization.records)),
        "project_euroscivoc": _View(terms, TERM, lambda: (_renamed(record, TERM) for record in terms.records)),
        "euroscivoc": _View(terms, {}, lambda: _coded(_term_titles(terms))),
        "legal_basis": _View(basis, {}, lambda: _coded(_basis_titles(basis))),
        "nuts": _View(organization, {}, lambda: ()),
    }
    problems = [problem for file in files.values() for problem in file.problems]
    broken = [name for name, file in (("projects", project), ("organisations", organization)) if file.problems]
    oddities: list[tuple[str, str]] = [("tables-not-read", name) for name in rest]
    oddities += [("details-differ", case) for case in differing]
    oddities += [("stray-quotes", f"{file.name}:{line}") for file in files.values() for line in file.mended]
    return Register(tables, [*problems, *_other_programmes(project)], oddities, broken, progress)


@dataclass(frozen=True, slots=True)
class _View:
    """A table made of a file of the download."""

    bulk: Bulk
    headings: Mapping[str, str]
    made: Callable[[], Iterable[Record]]

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.bulk.name

    def records(self, _: list[Problem]) -> Iterator[Record]:
        """Yield every record; what is wrong with others is known already."""
        yield from self.made()

    def problem(self, line: int, heading: str, message: str) -> Problem:
        """Return a problem in the words of the download."""
        there = self.headings.get(heading, heading)
        return self.bulk.source.problem(line, there, re.sub(rf"\b{heading}\b", there, message, count=1))


def _renamed(record: Record, headings: Mapping[str, str]) -> Record:
    return Record(record.line, {ours: record.cells[theirs] for ours, theirs in headings.items()})


def _participation(record: Record) -> Record:
    cells = _renamed(record, PARTICIPATION).cells
    return Record(record.line, {**cells, "sme": cells["sme"].lower(), "terminated": cells["terminated"].lower()})


def _organisations(bulk: Bulk) -> tuple[list[Record], list[str]]:
    """Return one record an organisation, and a case for each whose participations say different things of it."""
    several: dict[str, list[Record]] = defaultdict(list)
    for record in bulk.records:
        several[record.cells["organisationID"]].append(record)
    made, differing = [], []
    for number, stated in several.items():
        stated.sort(key=lambda record: record.cells["contentUpdateDate"], reverse=True)
        known = [_renamed(record, ORGANISATION).cells for record in stated]
        made.append(Record(stated[0].line, _latest(known)))
        # SME flags are compared with the participations, whichever way CORDIS came.
        headings = (heading for heading in ORGANISATION if heading != "sme")
        if other := [ORGANISATION[heading] for heading in headings if len({row[heading] for row in known}) > 1]:
            case = f"{bulk.name}:{stated[0].line}: organisation {number} {known[0]['name']!r}"
            differing.append(f"{case}: {', '.join(other)}")
    return made, differing


def _latest(known: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what is said of an organisation by the latest that says it, of its place by the latest with a country."""
    cells = {heading: next((row[heading] for row in known if row[heading]), "") for heading in ORGANISATION}
    place = next((row for row in known if row["country"]), known[0])
    cells |= {heading: place[heading] for heading in PLACE}
    return {**cells, "sme": cells["sme"].lower(), "geolocation": cells["geolocation"].strip("()")}


def _codes(basis: Bulk) -> dict[str, list[str]]:
    """Return the programme parts of each project, in the file's order."""
    found: dict[str, list[str]] = defaultdict(list)
    for record in basis.records:
        found[record.cells["projectID"]].append(record.cells["legalBasis"])
    return found


def _project(record: Record, named: Mapping[str, str], codes: Mapping[str, list[str]]) -> Record:
    cells = _renamed(record, named).cells
    said = record.cells
    cells["call"] = said["subCall"] or said["masterCall"]
    cells["keywords"] = said.get("keywords", "")
    cells["legal_basis"] = ";".join(codes.get(said["id"]) or [said.get("legalBasis", "")])
    return Record(record.line, cells)


def _term_titles(terms: Bulk) -> Iterator[tuple[int, str, str]]:
    """Yield line, code and title of each term and of the wider ones, which its path names."""
    for record in terms.records:
        code, path = record.cells["euroSciVocCode"], record.cells["euroSciVocPath"]
        codes, titles = (text.strip("/").split("/") for text in (code, path))
        if len(codes) == len(titles):
            wider = accumulate(codes, lambda before, part: f"{before}/{part}")
            yield from ((record.line, f"/{known}", title) for known, title in zip(wider, titles, strict=True))
        else:  # a title with a slash in it: only the last is known for certain
            yield record.line, code, record.cells["euroSciVocTitle"]


def _basis_titles(basis: Bulk) -> Iterator[tuple[int, str, str]]:
    for record in basis.records:
        yield record.line, record.cells["legalBasis"], record.cells["title"]


def _coded(titles: Iterable[tuple[int, str, str]]) -> Iterator[Record]:
    """Yield each code once, with its first title that is not blank."""
    seen: set[str] = set()
    for line, code, title in titles:
        if code and title and code not in seen:
            seen.add(code)
            yield Record(line, {"code": code, "title": title})


def _other_programmes(project: Bulk) -> Iterator[Problem]:
    """Yield a problem for the first project of another framework programme: our rows say Horizon Europe."""
    for record in project.records:
        programme = record.cells.get("frameworkProgramme", "")
        if _OTHER_PROGRAMME.fullmatch(programme):
            message = f"a project of {programme}; only the download of Horizon Europe (cordis-HORIZONprojects) is read"
            yield project.source.problem(record.line, "frameworkProgramme", message)
            return
