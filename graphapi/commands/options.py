"""What the commands have in common: exit codes, messages, and the options that several of them take."""

import sys
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from graphapi.choices import ProblemFormat
from graphapi.output import Format

if TYPE_CHECKING:
    from graph_data.errors import InvalidDataset
    from graph_data.notebook import Notebook

__all__ = [
    "DatasetOption",
    "ExitCode",
    "FolderArgument",
    "FormatOption",
    "ProblemsOption",
    "load",
    "places_in",
    "read",
    "refuse",
    "say",
    "stop",
]


SHOWN_ON_TERMINAL = 30
"""Problems that a terminal shows: three lines each."""


class ExitCode(IntEnum):
    """What the command's exit code means."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INVALID_DATA = 3
    NOT_FOUND = 4
    NO_CONNECTION = 5
    INTERRUPTED = 130


DatasetOption = Annotated[
    Path | None,
    typer.Option("--dataset", help="Dataset folder, workbook or SQLite file; the bundled one if not given."),
]
FolderArgument = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="Dataset folder, workbook or SQLite file; the bundled one if not given."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="Output format.")]
ProblemsOption = Annotated[
    ProblemFormat, typer.Option("--format", help="How problems are listed: for people, or for programs on stdout.")
]


def say(message: str) -> None:
    """Print a message on stderr."""
    print(message, file=sys.stderr)


def stop(message: str, code: ExitCode) -> NoReturn:
    """Print a message on stderr and end the command with an exit code."""
    say(message)
    raise typer.Exit(code)


def load(folder: Path | None) -> "Notebook":
    """Return the graph of a dataset folder, of the bundled dataset when none is given."""
    import graph_data  # noqa: PLC0415 -- heavy

    return graph_data.load(folder)


def refuse(error: "InvalidDataset", form: ProblemFormat, locate: Callable[[str], Path]) -> NoReturn:
    """List the problems of a dataset and end the command.

    Args:
        error: what carries them.
        form: text goes to stderr, with the lines themselves when that is a terminal; other forms to stdout, in full.
        locate: gives the path of the file that a problem names.
    """
    from graphapi import problems  # noqa: PLC0415 -- heavy

    if form is not ProblemFormat.TEXT:
        print(problems.render_problems(error.problems, form, locate, {}))
    elif sys.stderr.isatty():
        shown = error.problems[:SHOWN_ON_TERMINAL]
        say("\n".join(problems.excerpts(shown, locate)))
        if len(error.problems) > len(shown):
            say(f"+{len(error.problems) - len(shown)} more")
    else:
        say(str(error))
    count = len(error.problems)
    stop(f"{count} problem{'s' if count != 1 else ''}", ExitCode.INVALID_DATA)


def places_in(folder: Path | None, files: Sequence[Path] = ()) -> Callable[[str], Path]:
    """Return what gives the path of a file that a problem names: one of the files, or one of the folder."""
    named = {name: file for file in files for name in (file.name, str(file))}

    def locate(name: str) -> Path:
        if name in named or folder is None or name in {str(folder), folder.name}:
            return named.get(name, folder or Path(name))
        # A problem of a row that the folder has already names its table alone.
        return folder / (name if Path(name).suffix else f"{name}.csv")

    return locate


def read(path: Path) -> str:
    """Return the text of a file, or end the command."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        stop(f"{path}: {error.strerror}", ExitCode.NOT_FOUND)
