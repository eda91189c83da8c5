"""The command `synergraph`: data on stdout, messages on stderr, documented exit codes."""

import sys
from typing import NoReturn

from graphapi.commands import app
from graphapi.commands.options import ExitCode, say

__all__ = ["ExitCode", "app", "main"]


def main() -> NoReturn:
    """Run the command and turn what went wrong into a message and an exit code."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 -- the last resort: every exit has its code
        sys.exit(_failed(error))
    sys.exit(ExitCode.OK)


def _failed(error: Exception) -> ExitCode:
    from graph_data.errors import (  # noqa: PLC0415 -- heavy
        CannotReplace,
        CannotWrite,
        GraphDataError,
        InvalidDataset,
        MissingExtra,
    )

    if isinstance(error, InvalidDataset):
        say(str(error))
        count = len(error.problems)
        say(f"{count} problem{'s' if count != 1 else ''}")
        return ExitCode.INVALID_DATA
    if isinstance(error, CannotWrite):
        say(str(error))
        return ExitCode.INVALID_DATA
    if isinstance(error, CannotReplace | MissingExtra):
        say(str(error))
        return ExitCode.USAGE
    if isinstance(error, GraphDataError) and isinstance(error, LookupError):
        say(str(error))
        return ExitCode.NOT_FOUND
    return _misconfigured(error)


def _misconfigured(error: Exception) -> ExitCode:
    from graphapi.keys import InvalidKeys  # noqa: PLC0415 -- heavy
    from graphapi.trusted import InvalidManifest  # noqa: PLC0415 -- heavy

    if isinstance(error, InvalidKeys | InvalidManifest):
        say(str(error))
        return ExitCode.INVALID_DATA
    say(f"unexpected: {type(error).__name__}: {error}")
    return ExitCode.UNEXPECTED
