"""What the commands have in common: exit codes, messages, and the options that several of them take."""

import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from graphapi.output import Format

if TYPE_CHECKING:
    from graph_data.notebook import Notebook

__all__ = ["DatasetOption", "ExitCode", "FolderArgument", "FormatOption", "load", "read", "say", "stop"]


class ExitCode(IntEnum):
    """What the command's exit code means."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INVALID_DATA = 3
    NOT_FOUND = 4
    NO_CONNECTION = 5
    INTERRUPTED = 130


DatasetOption = Annotated[Path | None, typer.Option("--dataset", help="Dataset folder; the bundled one if not given.")]
FolderArgument = Annotated[
    Path | None, typer.Argument(metavar="[DIR]", help="Dataset folder; the bundled one if not given.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="Output format.")]


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


def read(path: Path) -> str:
    """Return the text of a file, or end the command."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        stop(f"{path}: {error.strerror}", ExitCode.NOT_FOUND)
