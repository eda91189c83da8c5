"""Adds tables that a person filled to a dataset folder: everything is read, joined and checked before it is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace as changed
from pathlib import Path

from graph_data.bundled import BUNDLED
from graph_data.checking import Places, check
from graph_data.collector import paused
from graph_data.dataset import About, Dataset, cells, key_of
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.doubtful import possible_duplicates
from graph_data.importers.report import Finding
from graph_data.reading.contents import Contents
from graph_data.reading.dataset import read_files
from graph_data.reading.folder import read_folder
from graph_data.tables import table_of
from graph_data.writing.atomic import prepare
from graph_data.writing.folder import write_folder

__all__ = ["beginning", "import_tables", "merge"]


def import_tables(files: Sequence[Path], into: Path, *, replace: bool = False) -> tuple[Dataset, list[Finding]]:
    """Add the rows of tables to a dataset folder and return the new dataset with what was seen.

    A row that the dataset has already, by its key, must say the same; a column that a file does not have says nothing.

    Args:
        files: tables, each named by its file, or whole workbooks, databases and dataset folders.
        into: dataset folder. One that does not exist begins with nothing when the files describe a whole dataset, else
            with the vocabulary of the bundled dataset.
        replace: whether a row of the files takes the place of one of the same key that says something else.

    Raises:
        CannotReplace: the dataset folder is the one that this process works in.
        InvalidDataset: with every problem of every file and every row that says something else; nothing is written.
        MissingExtra: a file needs a package that is not installed.
    """
    prepare(into)
    with paused():
        contents = read_files(files)
        return merge(beginning(into, contents.about), contents, into, replace=replace)


def merge(known: Dataset, contents: Contents, into: Path, *, replace: bool = False) -> tuple[Dataset, list[Finding]]:
    """Add what files hold to a dataset, write it, and return the new one with what was seen.

    Args:
        known: the dataset that is added to.
        contents: what is added, with its problems.
        into: the dataset's folder.
        replace: whether a row that is added takes the place of one of the same key that says something else.

    Raises:
        InvalidDataset: as import_tables.
    """
    merged = _Merged(known, contents, replace=replace)
    dataset = merged.dataset()
    write_folder(dataset, into)
    return dataset, [finding for finding in merged.findings() if finding.count]


def beginning(into: Path, about: About | None = None) -> Dataset:
    """Return the dataset of a folder.

    Where there is none, it begins with nothing when a whole dataset is added, which says what it is, else with the
    bundled vocabulary.
    """
    if into.exists():
        return read_folder(into)
    return Dataset(about) if about else read_folder(BUNDLED).vocabulary()


class _Merged:
    """A dataset and what is added to it."""

    def __init__(self, known: Dataset, contents: Contents, *, replace: bool) -> None:
        self._known = known
        self._contents = contents
        self._counts = Counter[str]()
        self._fresh: list[object] = []
        self._rows = {_whole_key(row): row for row in known.all_rows()}
        self._problems = list(contents.problems)
        winners: list[object] = []
        for row in contents.rows:
            old = self._rows.get(_whole_key(row))
            new = row if old is None else _completed(row, old, contents.places)
            if old is None:
                self._fresh.append(row)
            elif new == old:
                self._counts["unchanged"] += 1
            elif replace:
                winners.append(new)
            else:
                self._problems += _differences(new, old, row, contents.places)
        for row in winners:
            self._rows.pop(_whole_key(row), None)
        self._counts.update(added=len(self._fresh), replaced=len(winners))
        self._added = [*self._fresh, *winners]
        self._about = contents.about if replace and contents.about else known.about
        if contents.about not in {None, self._about}:
            message = "the files describe the dataset in other words; --replace takes theirs"
            self._problems.append(Problem("dataset", 0, 0, message))

    def dataset(self) -> Dataset:
        """Return the merged dataset.

        Raises:
            InvalidDataset: with every problem.
        """
        rows = [*self._rows.values(), *self._added]
        if problems := [*self._problems, *check(rows, self._contents.places)]:
            raise InvalidDataset(problems)
        return Dataset.of(self._about, rows)

    def findings(self) -> Iterator[Finding]:
        """Yield what a person should know of the rows."""
        said = ", ".join(f"{self._counts[word]} {word}" for word in ("added", "replaced", "unchanged"))
        yield Finding("rows", f"Rows: {said}.", self._counts.total())
        yield possible_duplicates(self._fresh, self._known)


def _whole_key(row: object) -> tuple[str, ...]:
    return (table_of(row).part, *key_of(row))


def _completed(row: object, old: object, places: Places) -> object:
    """Return a row with what is known in the columns that its file does not have."""
    if type(row) is not type(old):
        return row
    headings = places.headings(row) or []
    missing = [column.name for column in table_of(row).columns if column.name not in {*headings, "kind"}]
    new = changed(row, **{name: getattr(old, name) for name in missing})  # type: ignore[type-var] # rows are dataclasses
    places.copy(row, new)
    return new


def _differences(new: object, old: object, row: object, places: Places) -> Iterable[Problem]:
    said, known = cells(new), cells(old)
    names = [column.name for column in table_of(row).columns]
    for name in names if type(new) is type(old) else ["kind"]:
        if said.get(name) != known.get(name):
            here, there = (repr(found[name][:80]) if name in found else "blank" for found in (said, known))
            message = (
                f"{name} is {here}, but {there} in the dataset; write the same, or let the file win with --replace"
            )
            yield places.problem(row, name, f"{' '.join(filter(None, key_of(row)))}: {message}")
