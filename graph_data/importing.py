"""Adds outside sources to a dataset folder: everything is read, joined and checked before anything is written."""

from collections.abc import Sequence
from pathlib import Path

from graph_data.bundled import BUNDLED
from graph_data.checking import Places, check
from graph_data.collector import paused
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.cordis import import_cordis
from graph_data.importers.doubtful import possible_duplicates
from graph_data.importers.eccp import import_page
from graph_data.importers.input_output import INPUT_OUTPUT, import_input_output
from graph_data.importers.report import Finding, Import
from graph_data.reading.folder import read_folder, read_rows
from graph_data.rows import Fact, Link, Misleading, SameAs, Source
from graph_data.writing.folder import write_folder

__all__ = ["import_sources"]


def import_sources(  # noqa: PLR0913 -- one argument for each thing that a source may come with
    kind: str,
    files: Sequence[Path],
    into: Path,
    *,
    readings: Path | None = None,
    judgements: Path | None = None,
    keep: Sequence[str] = (),
) -> tuple[Dataset, list[Finding]]:
    """Import files into a dataset folder and return the new dataset with what the importer saw.

    Args:
        kind: eccp (pages), cordis (folders), both the name of the source as well, or input-output (tables).
        files: what to import, in this order.
        into: dataset folder; one that does not exist begins with the vocabulary of the bundled dataset.
        readings: what a person read in the prose of an eccp page.
        judgements: folder whose same_as.csv and misleading.csv are taken over.
        keep: further columns of a CORDIS folder's projects.csv that are kept as facts.

    Raises:
        InvalidDataset: with every problem of the first file that has any; the folder is as it was.
    """
    with paused():
        dataset, findings = _read_and_join(kind, files, into, readings, judgements, keep)
    write_folder(dataset, into)
    return dataset, [finding for finding in findings if finding.count]


def _read_and_join(  # noqa: PLR0913 -- as import_sources
    kind: str, files: Sequence[Path], into: Path, readings: Path | None, judgements: Path | None, keep: Sequence[str]
) -> tuple[Dataset, list[Finding]]:
    dataset = read_folder(into) if into.exists() else read_folder(BUNDLED).vocabulary()
    judged = read_rows(judgements, frozenset({"same_as", "misleading"})) if judgements else []
    findings: list[Finding] = []
    for path in files:
        dataset = _without_joined(kind, dataset, judged)
        found = _import(kind, path, dataset, readings, judged, keep)
        findings += [*found.findings, possible_duplicates(found.rows, dataset)]
        dataset = _joined(_without_flows(dataset, found.rows) if kind == INPUT_OUTPUT else dataset, found.rows, judged)
    return dataset, findings


def _without_joined(kind: str, dataset: Dataset, judged: Sequence[object]) -> Dataset:
    """Leave out the organisations of a source that a judgement has joined since: importing says them of the other."""
    same_as = [*dataset.same_as, *(row for row in judged if isinstance(row, SameAs))]
    gone = {alias for row in same_as if row.source.casefold() == kind for alias in row.aliases}
    if gone.isdisjoint(dataset.by_id):
        return dataset

    def keep(row: object) -> bool:
        named = (getattr(row, name, None) for name in ("id", "entity", "subject", "object"))
        return gone.isdisjoint(named)

    return dataset.where(keep)


def _without_flows(dataset: Dataset, rows: Sequence[object]) -> Dataset:
    """Leave out what followed from a table before: the industries of a stage may have been judged anew since."""
    sources = {row.id for row in rows if isinstance(row, Source)}
    return dataset.where(lambda row: not (isinstance(row, (Fact, Link)) and row.source in sources))


def _import(  # noqa: PLR0913 -- as import_sources
    kind: str, path: Path, dataset: Dataset, readings: Path | None, judged: Sequence[object], keep: Sequence[str]
) -> Import:
    if kind == "eccp":
        return import_page(path, dataset, readings)
    if kind == INPUT_OUTPUT:
        return import_input_output(path, dataset)
    same_as = [*dataset.same_as, *(row for row in judged if isinstance(row, SameAs))]
    return import_cordis(path, dataset, same_as, keep)


def _joined(dataset: Dataset, rows: Sequence[object], judged: Sequence[object]) -> Dataset:
    """Return the dataset with the rows and with the judgements about links that are there now, checked as a whole."""
    joined = dataset.plus(rows)
    linked = {(link.subject, link.predicate, link.object) for link in joined.links}
    joined = joined.plus(
        row for row in judged if isinstance(row, Misleading) and (row.subject, row.predicate, row.object) in linked
    )
    if problems := check(list(joined.all_rows()), Places()):
        raise InvalidDataset(problems)
    return joined
