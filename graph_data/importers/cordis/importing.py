"""Makes rows of a CORDIS folder: whole or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.cordis.findings import Findings
from graph_data.importers.cordis.folder import open_folder
from graph_data.importers.cordis.official import is_official, open_official
from graph_data.importers.cordis.organisations import Organisations
from graph_data.importers.cordis.participations import Participations
from graph_data.importers.cordis.places import Places
from graph_data.importers.cordis.projects import Projects
from graph_data.importers.cordis.register import Register
from graph_data.importers.cordis.terms import EUROSCIVOC, PROGRAMME, Terms
from graph_data.importers.report import Import
from graph_data.ontology import Entity, Predicate
from graph_data.progress import Progress, silent
from graph_data.rows import SameAs
from graph_data.tables import did_you_mean

__all__ = ["import_cordis"]


def import_cordis(
    path: Path,
    vocabulary: Dataset,
    same_as: Sequence[SameAs] = (),
    keep: Sequence[str] = (),
    progress: Progress = silent,
) -> Import:
    """Read CORDIS, from its official download or from a folder of tables.

    Organisations are told apart by their CORDIS id, never by their name; only `same_as` joins one to an entity of
    another source.

    Args:
        path: the zip file of the official download, csv or JSON; or the folder that it was unpacked to; or a folder of
            tables, one row an organisation, as csv or csv.gz.
        vocabulary: a dataset with the countries, regions and terms, and the entities that `same_as` names.
        same_as: judgements that an organisation of CORDIS is an entity of the dataset.
        keep: further columns of the projects that are kept as facts, such as ec_signature_date.
        progress: told of the records read.

    Returns:
        Rows to add to the dataset, and what was odd. Nothing that can be derived is written: organisations get no
        terms here.

    Raises:
        InvalidDataset: with every problem of every table.
    """
    tables, findings = _opened(path, keep, progress), Findings()
    judged = [replace(row, source="cordis") for row in same_as if row.source.casefold() == "cordis"]
    joined = _joined(judged, vocabulary, tables.problems)
    places = Places(tables, vocabulary, findings)
    fields, programme = Terms(EUROSCIVOC, tables, vocabulary), Terms(PROGRAMME, tables, vocabulary)
    # By another source only, so that importing the same folder again says nothing new.
    located = frozenset(
        link.subject for link in vocabulary.links if link.predicate is Predicate.LOCATED_IN and link.source != "cordis"
    )
    organisations = Organisations(tables, places, joined, located, findings)
    projects = Projects(tables, fields, programme, findings, keep)
    participations = Participations(tables, projects.known, organisations.listed, findings)
    if tables.problems:
        raise InvalidDataset(tables.problems)
    places.report_unnamed()
    for code, case in tables.oddities:
        findings.add(code, case)
    kept = [row for row in judged if row.source_id in organisations.listed]
    for row in judged:
        if row not in kept:
            findings.add("same-as-not-found", f"{row.source_id} of {row.entity}")
    made: Iterable[list[object]] = (organisations.rows, projects.rows, participations.rows)
    rows = [*kept, *places.rows, *fields.rows, *programme.rows, *(row for part in made for row in part)]
    return Import(tuple(rows), findings.report())


def _opened(path: Path, keep: Sequence[str], progress: Progress) -> Register:
    if not path.exists():
        raise InvalidDataset([Problem(path.name, 0, 0, "no such folder or file")])
    return (open_official if is_official(path) else open_folder)(path, keep, progress)


def _joined(judged: Sequence[SameAs], vocabulary: Dataset, problems: list[Problem]) -> dict[str, Entity]:
    """Return the entities that organisations of CORDIS are, by CORDIS id."""
    found: dict[str, Entity] = {}
    for row in judged:
        entity = vocabulary.by_id.get(row.entity)
        if entity is None:
            hint = did_you_mean(row.entity, vocabulary.by_id) or "; import its source first"
            problems.append(Problem("same_as.csv", 0, 0, f"unknown entity {row.entity!r}{hint}"))
        elif found.setdefault(row.source_id, entity) is not entity:
            message = f"{row.source_id} is said to be {found[row.source_id].id} and {entity.id}; keep one row"
            problems.append(Problem("same_as.csv", 0, 0, message))
    return found
