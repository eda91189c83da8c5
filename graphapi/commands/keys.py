"""Commands about API keys."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from graphapi.commands.options import ExitCode, FormatOption, say, stop
from graphapi.output import Format, render

__all__ = ["keys"]

keys = typer.Typer(help="Look after the keys of a server that is not for everybody.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="Whose key it is: letters, digits and . _ @ -")]
FileOption = Annotated[Path, typer.Option("--file", metavar="FILE", help="File of the keys, which holds their hashes.")]


@keys.command()
def add(
    name: NameArgument,
    file: FileOption,
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The last day on which it counts (UTC)."),
    ] = None,
) -> None:
    """Make a key, print it once, and add its hash to a file, which is made new if need be."""
    from graphapi.keys import BadName, add_key, today  # noqa: PLC0415 -- heavy

    last: date | None = expires.date() if expires else None
    if last is not None and last < today():
        stop(f"--expires {last} is past", ExitCode.USAGE)
    try:
        made = add_key(file, name, last)
    except BadName as error:
        stop(str(error), ExitCode.USAGE)
    print(made)
    say(f"the key of {name}{f', which counts through {last}' if last else ''}: keep it now, nobody can show it again")


@keys.command(name="list")
def list_(file: FileOption, form: FormatOption = Format.TABLE) -> None:
    """List the keys of a file: whose they are, since when, and until when they count."""
    from graphapi.keys import read_keys, today  # noqa: PLC0415 -- heavy

    day = today()
    rows = [
        {"name": key.name, "created": key.created, "expires": key.expires, "counts": key.counts_on(day)}
        for key in read_keys(file)
    ]
    print(render(rows, form))


@keys.command()
def revoke(name: NameArgument, file: FileOption) -> None:
    """Remove a key; servers that read the file do not answer it a second later."""
    from graphapi.keys import UnknownKey, revoke_key  # noqa: PLC0415 -- heavy

    try:
        revoke_key(file, name)
    except UnknownKey as error:
        stop(str(error), ExitCode.NOT_FOUND)
    say(f"revoked: {name}")
