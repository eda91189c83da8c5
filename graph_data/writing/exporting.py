"""Exports a dataset in any format: whole or not at all, and over nothing that is there unless told to."""

from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.reading.about import DESCRIPTION
from graph_data.writing.atomic import new_file
from graph_data.writing.folder import write_folder
from graph_data.writing.format import Format

__all__ = ["export"]


def export(dataset: Dataset, form: Format, out: Path, *, replace: bool = False) -> None:
    """Write a dataset to a file, or to a folder for a format of one file a table.

    Args:
        dataset: what to write.
        form: how; see graph_data.writing.formats.
        out: where.
        replace: whether a file, or the tables of a dataset folder, that are there already are replaced.

    Raises:
        FileExistsError: something is there and is not to be replaced, or is no export of this kind.
        CannotWrite: the format cannot hold the dataset.
        MissingExtra: the format needs a package that is not installed.
    """
    _refuse_to_lose(form, out, replace=replace)
    if form.file is None:
        write_folder(dataset, out, form, stamped=True)
        return
    with new_file(out) as path:
        form.file(dataset, path)


def _refuse_to_lose(form: Format, out: Path, *, replace: bool) -> None:
    if not out.exists():
        return
    if form.file is not None:
        if not out.is_file():
            raise FileExistsError(f"{out} is there and is no file; {form.name} is one file, such as data{form.ending}")
    elif not out.is_dir():
        raise FileExistsError(f"{out} is a file; {form.name} is a folder of one file a table")
    elif not any(out.iterdir()):
        return
    elif replace and not (out / DESCRIPTION).exists():
        raise FileExistsError(f"{out} is a folder with other things in it; choose one that is empty or a dataset")
    if not replace:
        raise FileExistsError(f"{out} is there already; choose another place, or replace it with --force")
