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
from graph_data.importers.report import Finding, Import
from graph_data.reading.folder import read_folder, read_rows
from graph_data.rows import Misleading, SameAs
from graph_data.writing.folder import write_folder

__all__ = ["import_sources"]


def import_sources(
    kind: str,
    files: Sequence[Path],
    into: Path,
    *,
    readings: Path | None = None,
    judgements: Path | None = None,
) -> tuple[Dataset, list[Finding]]:
    """Import files into a dataset folder and return the new dataset with what the importer saw.

    Args:
        kind: eccp (pages) or cordis (folders); the name of the source as well.
        files: what to import, in this order.
        into: dataset folder; one that does not exist begins with the vocabulary of the bundled dataset.
        readings: what a person read in the prose of an eccp page.
        judgements: folder whose same_as.csv and misleading.csv are taken over.

    Raises:
        InvalidDataset: with every problem of the first file that has any; the folder is as it was.
    """
    with paused():
        dataset, findings = _read_and_join(kind, files, into, readings, judgements)
    write_folder(dataset, into)
    return dataset, [finding for finding in findings if finding.count]


def _read_and_join(
    kind: str, files: Sequence[Path], into: Path, readings: Path | None, judgements: Path | None
) -> tuple[Dataset, list[Finding]]:
    dataset = read_folder(into) if into.exists() else read_folder(BUNDLED).vocabulary()
    judged = read_rows(judgements, frozenset({"same_as", "misleading"})) if judgements else []
    findings: list[Finding] = []
    for path in files:
        dataset = _without_joined(kind, dataset, judged)
        found = _import(kind, path, dataset, readings, judged)
        findings += [*found.findings, possible_duplicates(found.rows, dataset)]
        dataset = _joined(dataset, found.rows, judged)
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


def _import(kind: str, path: Path, dataset: Dataset, readings: Path | None, judged: Sequence[object]) -> Import:
    if kind == "eccp":
        return import_page(path, dataset, readings)
    same_as = [*dataset.same_as, *(row for row in judged if isinstance(row, SameAs))]
    return import_cordis(path, dataset, same_as)


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
