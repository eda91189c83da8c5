"""Commands that write datasets: a template to begin with, and exports in every format."""

from pathlib import Path
from typing import Annotated

import typer

from graphapi.commands.options import ExitCode, FolderArgument, say, stop
from graphapi.commands.progress import shown_progress

__all__ = ["export", "init"]


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; new or empty.")]) -> None:
    """Write a dataset folder to begin with: headings, the bundled vocabulary, a README and an Excel workbook."""
    from graph_data.bundled import BUNDLED  # noqa: PLC0415 -- heavy
    from graph_data.reading.folder import read_folder  # noqa: PLC0415 -- heavy
    from graph_data.writing.template import write_template  # noqa: PLC0415 -- heavy

    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        stop(f"{folder} is there already; choose a new or empty folder", ExitCode.USAGE)
    dataset = write_template(folder, read_folder(BUNDLED).vocabulary())
    print(f"{folder}: version {dataset.version}, {len(dataset.entities)} terms, regions and countries")
    say(f"read {folder}/README.md, fill {folder}/workbook.xlsx or the tables, then run: synergraph validate {folder}")


def export(
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv, tsv, xlsx, jsonl, parquet, sqlite, graphml, gexf, node-link, turtle, jsonld; docs/formats.md "
            "says what each carries.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write, or folder for a format of one file a table.")],
    folder: FolderArgument = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file or dataset folder that is there.")] = False,
    base: Annotated[
        str | None, typer.Option(help="What addresses begin with (turtle, jsonld); urn:synergraph: if not given.")
    ] = None,
) -> None:
    """Write a dataset in another format: whole, or not at all."""
    from graph_data.bundled import BUNDLED  # noqa: PLC0415 -- heavy
    from graph_data.versions.opening import open_dataset  # noqa: PLC0415 -- heavy
    from graph_data.writing.exporting import export as write  # noqa: PLC0415 -- heavy
    from graph_data.writing.formats import FORMATS  # noqa: PLC0415 -- heavy
    from graph_data.writing.linked import with_base  # noqa: PLC0415 -- heavy

    if form not in FORMATS:
        names = "; ".join(f"{name} ({known.holds})" for name, known in FORMATS.items())
        stop(f"unknown format {form!r}; write one of {names}", ExitCode.USAGE)
    chosen = FORMATS[form]
    if base is not None:
        try:
            chosen = with_base(chosen, base)
        except ValueError as error:
            stop(str(error), ExitCode.USAGE)
    try:
        with shown_progress() as progress:
            progress("reading", 0, None)
            dataset = open_dataset(folder or BUNDLED)
            progress(f"writing {out.name}", 0, None)
            write(dataset, chosen, out, replace=force)
    except FileExistsError as error:
        stop(str(error), ExitCode.USAGE)
    print(f"{out}: version {dataset.version}")
    if not FORMATS[form].whole:
        say(f"{form} does not carry the whole model: keep the dataset too")
