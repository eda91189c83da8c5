"""Adds outside sources to a dataset folder: everything is read, joined and checked before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph_data.bundled import BUNDLED
from graph_data.checking import Places, check
from graph_data.collector import paused
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.cordis import import_cordis
from graph_data.importers.doubtful import Doubt, doubts, listed
from graph_data.importers.eccp import import_page
from graph_data.importers.input_output import INPUT_OUTPUT, import_input_output
from graph_data.importers.report import Finding, Import
from graph_data.judging import Answer, read_answers, same_as_of, write_doubts
from graph_data.ontology import Entity, NameKind, Organisation
from graph_data.progress import Progress, silent
from graph_data.reading.folder import read_folder, read_rows
from graph_data.rows import Fact, Link, Misleading, Name, SameAs, Source
from graph_data.writing.atomic import prepare
from graph_data.writing.folder import write_folder

__all__ = ["import_sources"]


def import_sources(  # noqa: PLR0913 -- what goes in, what a person judged, where it is listed
    kind: str,
    files: Sequence[Path],
    into: Path,
    *,
    readings: Path | None = None,
    judgements: Path | None = None,
    keep: Sequence[str] = (),
    doubtful: Path | None = None,
    progress: Progress = silent,
) -> tuple[Dataset, list[Finding]]:
    """Import files into a dataset folder and return the new dataset with what the importer saw.

    Args:
        kind: eccp (pages) or cordis (downloads or folders), both the name of the source as well, or input-output
            (tables).
        files: what to import, in this order.
        into: dataset folder; one that does not exist begins with the vocabulary of the bundled dataset.
        readings: what a person read in the prose of an eccp page; for several pages a folder with a csv for each, named
            like the page.
        judgements: folder whose same_as.csv and misleading.csv are taken over, or a csv of doubtful matches that a
            person filled.
        keep: further columns of the projects of CORDIS that are kept as facts.
        doubtful: csv to write the doubtful matches into; answers that it holds already stay.
        progress: told of what is worked on.

    Raises:
        CannotReplace: the dataset folder is the one that this process works in.
        InvalidDataset: with every problem of every file; the folder is as it was.
    """
    prepare(into)
    judged = _judged(judgements, doubtful)
    with paused():
        dataset, findings = _read_and_join(_Sources(kind, files, readings, keep), into, judged, progress)
    progress(f"writing {into.name}", 0, None)
    write_folder(dataset, into)
    if doubtful:
        write_doubts(doubtful, judged.doubts, judged.answers)
    return dataset, [finding for finding in findings if finding.count]


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is imported."""

    kind: str
    files: Sequence[Path]
    readings: Path | None
    keep: Sequence[str]

    def read(self, path: Path, dataset: Dataset, same_as: Sequence[SameAs], progress: Progress) -> Import:
        if self.kind == "cordis":
            return import_cordis(path, dataset, same_as, self.keep, progress)
        if self.kind == INPUT_OUTPUT:
            return import_input_output(path, dataset)
        readings = self.readings
        if readings and readings.is_dir():
            own = readings / f"{path.stem}.csv"
            readings = own if own.is_file() else None
        return import_page(path, dataset, readings, same_as)


@dataclass(slots=True)
class _Judged:
    """What a person judged, and what is still in doubt."""

    rows: Sequence[object] = ()
    answers: Sequence[Answer] = ()
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def same_as(self) -> list[SameAs]:
        return [row for row in self.rows if isinstance(row, SameAs)]

    def doubt(self, found: Iterable[Doubt]) -> Finding:
        """Remember doubts that nobody has answered, and return the finding that lists them."""
        answered = {answer.pair for answer in self.answers if answer.same is not None}
        fresh = [doubt for doubt in found if frozenset({doubt.entity, doubt.other}) not in answered]
        self.doubts += fresh
        return listed(fresh)


def _judged(judgements: Path | None, doubtful: Path | None) -> _Judged:
    # Read whether or not they are asked for: a file that a person filled is never written over.
    kept = read_answers(doubtful) if doubtful and doubtful.exists() else []
    if judgements is None:
        return _Judged(answers=kept)
    if judgements.is_dir():
        return _Judged(read_rows(judgements, frozenset({"same_as", "misleading"})), kept)
    answers = read_answers(judgements)
    return _Judged(same_as_of(answers), list({answer.pair: answer for answer in (*kept, *answers)}.values()))


def _read_and_join(sources: _Sources, into: Path, judged: _Judged, progress: Progress) -> tuple[Dataset, list[Finding]]:
    dataset = read_folder(into) if into.exists() else read_folder(BUNDLED).vocabulary()
    findings: list[Finding] = []
    problems: list[Problem] = []
    for done, path in enumerate(sources.files):
        progress(f"importing {path.name}", done, len(sources.files))
        same_as = [*dataset.same_as, *judged.same_as]
        try:
            known = _without_joined(sources.kind, dataset, same_as)
            found = sources.read(path, known, same_as, progress)
            progress("checking", 0, None)
            fresh = judged.doubt(doubts(found.rows, known))
            taken = _taken_over(sources.kind, known, found.rows, judged.same_as)
            dataset = _joined(_without_flows(sources.kind, known, found.rows), [*found.rows, *taken], judged)
        except InvalidDataset as error:
            problems += error.problems
        else:
            findings += [*found.findings, fresh]
    if problems:
        raise InvalidDataset(problems)
    return dataset, [*findings, _waiting(sources.kind, dataset)]


def _without_joined(kind: str, dataset: Dataset, same_as: Sequence[SameAs]) -> Dataset:
    """Leave out the organisations of a source that a judgement has joined since: importing says them of the other.

    What other pages say of an organisation without a number is said of the other here: they are not imported again.
    """
    own = [row for row in same_as if row.source.casefold() == kind]
    gone = {alias: row.entity for row in own for alias in row.aliases if alias in dataset.by_id}
    if not gone:
        return dataset

    def keep(row: object) -> bool:
        return not any(named in gone for named in _ids(row).values())

    kept = list(filter(keep, dataset.all_rows()))
    renamed = {row.source_id: row.entity for row in own if row.source_id in gone}
    moved = [_moved(row, renamed) for row in dataset.all_rows() if not keep(row)] if renamed else []
    return Dataset.of(dataset.about, kept).plus(row for row in moved if row is not None)


def _without_flows(kind: str, dataset: Dataset, rows: Sequence[object]) -> Dataset:
    """Leave out what followed from a table before: the industries of a stage may have been judged anew since."""
    if kind != INPUT_OUTPUT:
        return dataset
    sources = {row.id for row in rows if isinstance(row, Source)}
    return dataset.where(lambda row: not (isinstance(row, (Fact, Link)) and row.source in sources))


def _ids(row: object) -> dict[str, str]:
    named = {name: getattr(row, name, None) for name in ("id", "entity", "subject", "object")}
    return {name: value for name, value in named.items() if value}


def _moved(row: object, renamed: Mapping[str, str]) -> object | None:
    """Return a row that is said of another entity; None for the organisation's own, of which its name stays."""
    if isinstance(row, Organisation):
        return Name(entity=renamed[row.id], name=row.name, kind=NameKind.ALTERNATIVE) if row.id in renamed else None
    said = {name: renamed[value] for name, value in _ids(row).items() if value in renamed}
    return replace(row, **said) if said else None  # type: ignore[type-var] # rows are dataclasses


def _taken_over(kind: str, dataset: Dataset, rows: Iterable[object], same_as: Iterable[SameAs]) -> Iterable[SameAs]:
    """Yield the judgements about entities that are there; those about CORDIS come from its import, which knows them."""
    there = {*dataset.by_id, *(row.id for row in rows if isinstance(row, Entity))}
    for row in same_as:
        if row.entity in there and not row.source.casefold() == kind == "cordis":
            yield replace(row, source=row.source.casefold())


def _waiting(kind: str, dataset: Dataset) -> Finding:
    """Return the finding of judgements about another source, whose organisation stays until that is imported again."""
    others = [row for row in dataset.same_as if row.source.casefold() != kind]
    cases = [f"{alias} is {row.entity}" for row in others for alias in row.aliases if alias in dataset.by_id]
    text = f"Judgements that join when their source is imported again: {len(cases)}."
    return Finding("judgements-wait", text, len(cases), tuple(sorted(cases)))


def _joined(dataset: Dataset, rows: Sequence[object], judged: _Judged) -> Dataset:
    """Return the dataset with the rows and with the judgements about links that are there now, checked as a whole."""
    links = (*dataset.links, *(row for row in rows if isinstance(row, Link)))
    linked = {(link.subject, link.predicate, link.object) for link in links}
    wrong = (row for row in judged.rows if isinstance(row, Misleading))
    kept = [row for row in wrong if (row.subject, row.predicate, row.object) in linked]
    joined = dataset.plus([*rows, *kept])
    if problems := check(list(joined.all_rows()), Places()):
        raise InvalidDataset(problems)
    return joined
