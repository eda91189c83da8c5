"""The commands: a module a group, registered here in the order in which `--help` lists them.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

import typer

from graphapi.commands.consortium import consortium
from graphapi.commands.data import stats, validate
from graphapi.commands.discovering import explain, search, synergies
from graphapi.commands.evaluate import evaluate
from graphapi.commands.exporting import export, init
from graphapi.commands.importing import import_
from graphapi.commands.keys import keys
from graphapi.commands.limits import limits
from graphapi.commands.querying import query, schema
from graphapi.commands.serving import demo, serve
from graphapi.commands.versioning import build, diff, rollback, verify, versions

__all__ = ["app"]

app = typer.Typer(
    name="synergraph",
    help="A GraphQL knowledge graph of partners and value chains.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

for _command in (
    serve,
    demo,
    init,
    validate,
    import_,
    export,
    build,
    versions,
    verify,
    rollback,
    diff,
    query,
    synergies,
    search,
    explain,
    consortium,
    stats,
    evaluate,
    limits,
    schema,
):
    app.command(name=_command.__name__.rstrip("_"))(_command)

app.add_typer(keys, name="keys")
