"""Commands about GraphQL: queries and the schema."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphapi.commands.options import DatasetOption, ExitCode, load, read, say, stop

if TYPE_CHECKING:
    from graph_data.notebook import Notebook

__all__ = ["query", "schema"]


def query(  # noqa: PLR0913 -- a command's options
    document: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="File that holds the query.")] = None,
    variables: Annotated[str | None, typer.Option(help="Variables as a JSON object.")] = None,
    dataset: DatasetOption = None,
    url: Annotated[str | None, typer.Option(help="Endpoint of a running server to ask instead.")] = None,
    key: Annotated[
        str | None, typer.Option(envvar="SYNERGRAPH_KEY", show_envvar=True, help="Key to ask that server with.")
    ] = None,
) -> None:
    """Answer a GraphQL query without a server, or ask a running one."""
    if (document is None) == (file is None):
        stop("give the query as an argument or with --file", ExitCode.USAGE)
    text = document if document is not None else read(file or Path())
    try:
        values = json.loads(variables) if variables else None
    except json.JSONDecodeError as error:
        stop(f"--variables must be a JSON object: {error}", ExitCode.USAGE)
    if not isinstance(values, dict | None):
        stop("--variables must be a JSON object", ExitCode.USAGE)
    body = _ask(url, text, values, key) if url else _answer(load(dataset), text, values)
    print(json.dumps(body, ensure_ascii=False, indent=2, default=str))
    if "errors" in body:
        raise typer.Exit(ExitCode.UNEXPECTED if body.get("data") else ExitCode.USAGE)


def _answer(graph: "Notebook", text: str, values: dict[str, Any] | None) -> dict[str, Any]:
    from graphapi.execution.answering import Request, answer  # noqa: PLC0415 -- heavy

    return answer(graph, Request(text, variables=values)).body


def _ask(url: str, text: str, values: dict[str, Any] | None, key: str | None) -> dict[str, Any]:
    from graphapi.asking import CannotConnect, ask  # noqa: PLC0415 -- heavy

    try:
        return ask(url, text, values, key)
    except CannotConnect as error:
        stop(str(error), ExitCode.NO_CONNECTION)


def schema(
    check: Annotated[
        Path | None, typer.Option(help="Released schema to list the changes since, instead of printing.")
    ] = None,
) -> None:
    """Print the GraphQL schema, or what changed since a released one."""
    if check is not None:
        _compare(check)
        return
    from graphapi.schema.schema import schema_text  # noqa: PLC0415 -- heavy

    print(schema_text(), end="")


def _compare(released: Path) -> None:
    from graphapi.schema.changes import InvalidSchema, Severity, changes_since  # noqa: PLC0415 -- heavy

    try:
        changes = changes_since(read(released))
    except InvalidSchema as error:
        stop(f"{released}: {error}", ExitCode.INVALID_DATA)
    for change in (change for change in changes if change.severity is not Severity.SAFE):
        print(f"{change.severity.name}\t{change.kind}\t{change.text}")
    breaking = sum(change.severity is Severity.BREAKING for change in changes)
    if breaking:
        stop(f"{breaking} of {len(changes)} changes since {released} break queries", ExitCode.INVALID_DATA)
    say(f"{len(changes)} changes since {released}, none breaks a query")
