"""The command `synergraph`: data on stdout, messages on stderr, documented exit codes.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

import json
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from graphapi.choices import ImportKind, LensName, PartnerKind
from graphapi.output import Format, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_data.importers.report import Finding
    from graph_data.notebook import Notebook

__all__ = ["ExitCode", "main"]

app = typer.Typer(
    name="synergraph",
    help="A GraphQL knowledge graph of partners and value chains.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class ExitCode(IntEnum):
    """What the command's exit code means."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    INVALID_DATA = 3
    NOT_FOUND = 4
    NO_CONNECTION = 5
    INTERRUPTED = 130


_Dataset = Annotated[Path | None, typer.Option("--dataset", help="Dataset folder; the bundled one if not given.")]
_Folder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Dataset folder; the bundled one if not given.")]
_Format = Annotated[Format, typer.Option("--format", help="Output format.")]


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
    from graph_data.errors import InvalidDataset, UnknownEntity  # noqa: PLC0415 -- heavy

    if isinstance(error, InvalidDataset):
        _say(str(error))
        count = len(error.problems)
        _say(f"{count} problem{'s' if count != 1 else ''}")
        return ExitCode.INVALID_DATA
    if isinstance(error, UnknownEntity):
        _say(str(error))
        return ExitCode.NOT_FOUND
    return _misconfigured(error)


def _misconfigured(error: Exception) -> ExitCode:
    from graphapi.trusted import InvalidManifest  # noqa: PLC0415 -- heavy

    if isinstance(error, InvalidManifest):
        _say(str(error))
        return ExitCode.INVALID_DATA
    _say(f"unexpected: {type(error).__name__}: {error}")
    return ExitCode.UNEXPECTED


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _stop(message: str, code: ExitCode) -> NoReturn:
    _say(message)
    raise typer.Exit(code)


def _load(folder: Path | None) -> "Notebook":
    import graph_data  # noqa: PLC0415 -- heavy

    return graph_data.load(folder)


@app.command()
def serve(
    folder: _Folder = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None,
) -> None:
    """Serve a dataset over GraphQL."""
    _serve(folder, host, port, browse=False)


@app.command()
def demo(port: Annotated[int | None, typer.Option(help="Port to listen on; 0 chooses a free one.")] = None) -> None:
    """Serve the bundled dataset and open the browser."""
    _serve(None, "127.0.0.1", port, browse=True)


def _serve(folder: Path | None, host: str | None, port: int | None, *, browse: bool) -> None:
    from graphapi.serving import CannotListen, run  # noqa: PLC0415 -- heavy
    from graphapi.settings import BadSettings, settings_of  # noqa: PLC0415 -- heavy

    given = {"dataset": folder, "host": host, "port": port}
    try:
        run(settings_of(given), say=_say, browse=browse)
    except BadSettings as error:
        _stop(str(error), ExitCode.USAGE)
    except CannotListen as error:
        _stop(str(error), ExitCode.NO_CONNECTION)


@app.command()
def validate(folder: _Folder = None) -> None:
    """Check a dataset folder and list every problem."""
    graph = _load(folder)
    print(f"{graph.dataset.about.name} {graph.version}: no problems")


@app.command(name="import")
def import_(
    kind: Annotated[ImportKind, typer.Argument(help="What the files are.")],
    files: Annotated[list[Path], typer.Argument(help="Page (eccp) or folder (cordis).")],
    into: Annotated[Path, typer.Option(help="Dataset folder to add to; made new from the bundled vocabularies.")],
    readings: Annotated[
        Path | None, typer.Option(help="What a person read in the prose of a page (csv; eccp only).")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Folder with same_as.csv and misleading.csv to take over (cordis only).")
    ] = None,
) -> None:
    """Add an outside source to a dataset folder: whole, or not at all."""
    from graph_data.importing import import_sources  # noqa: PLC0415 -- heavy

    if (readings and kind is not ImportKind.ECCP) or (judgements and kind is not ImportKind.CORDIS):
        _stop("--readings goes with eccp, --judgements with cordis", ExitCode.USAGE)
    made = not into.exists()
    dataset, findings = import_sources(kind.value, files, into, readings=readings, judgements=judgements)
    _report(findings)
    if made:
        _say(f"{into}/datapackage.yaml describes the bundled dataset: give it a title and citation of its own")
    print(f"{into}: version {dataset.version}, {len(dataset.entities)} entities, {len(dataset.links)} links")


def _report(findings: "Sequence[Finding]", shown: int = 5) -> None:
    for finding in findings:
        _say(f"{finding.code}: {finding.text}")
        for case in finding.cases[:shown]:
            _say(f"    {case}")
        if len(finding.cases) > shown:
            _say(f"    +{len(finding.cases) - shown} more")


@app.command()
def query(
    document: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="The query.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="File that holds the query.")] = None,
    variables: Annotated[str | None, typer.Option(help="Variables as a JSON object.")] = None,
    dataset: _Dataset = None,
    url: Annotated[str | None, typer.Option(help="Endpoint of a running server to ask instead.")] = None,
) -> None:
    """Answer a GraphQL query without a server, or ask a running one."""
    if (document is None) == (file is None):
        _stop("give the query as an argument or with --file", ExitCode.USAGE)
    text = document if document is not None else _read(file or Path())
    try:
        values = json.loads(variables) if variables else None
    except json.JSONDecodeError as error:
        _stop(f"--variables must be a JSON object: {error}", ExitCode.USAGE)
    if not isinstance(values, dict | None):
        _stop("--variables must be a JSON object", ExitCode.USAGE)
    body = _ask(url, text, values) if url else _answer(_load(dataset), text, values)
    print(json.dumps(body, ensure_ascii=False, indent=2, default=str))
    if "errors" in body:
        raise typer.Exit(ExitCode.UNEXPECTED if body.get("data") else ExitCode.USAGE)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        _stop(f"{path}: {error.strerror}", ExitCode.NOT_FOUND)


def _answer(graph: "Notebook", text: str, values: dict[str, Any] | None) -> dict[str, Any]:
    from graphapi.execution.answering import Request, answer  # noqa: PLC0415 -- heavy

    return answer(graph, Request(text, variables=values)).body


def _ask(url: str, text: str, values: dict[str, Any] | None) -> dict[str, Any]:
    from graphapi.asking import CannotConnect, ask  # noqa: PLC0415 -- heavy

    try:
        return ask(url, text, values)
    except CannotConnect as error:
        _stop(str(error), ExitCode.NO_CONNECTION)


@app.command()
def synergies(  # noqa: PLR0913 -- a command's options
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Organisations, or partnerships for each of their partners.")
    ],
    lens: Annotated[
        LensName, typer.Option(help="Which facets must differ and which must meet.")
    ] = LensName.CROSS_SECTOR,
    first: Annotated[int, typer.Option(min=1, max=1000, help="Partners for each organisation.")] = 10,
    new: Annotated[bool, typer.Option("--new", help="Leave out whom it has a partnership with already.")] = False,
    kinds: Annotated[
        list[PartnerKind] | None, typer.Option("--kind", help="Only partners of this kind; may be repeated.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print every term that carries the score.")] = False,
    form: _Format = Format.TABLE,
    dataset: _Dataset = None,
) -> None:
    """Rank the partners of an organisation by cross-sector synergy, and say why."""
    from graphapi import reports  # noqa: PLC0415 -- heavy

    asked = reports.Asked(ids, lens=lens.name, first=first, kinds=[kind.name for kind in kinds or []], new=new)
    graph = _load(dataset)
    rows = reports.contributions(graph, asked) if explain else reports.ranking(graph, asked)
    if form in {Format.TABLE, Format.MD}:
        rows = reports.readable_contributions(graph, rows) if explain else reports.readable(rows)
    print(render(rows, form))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A name, the beginnings of its words, a code or an id.")],
    first: Annotated[int, typer.Option(min=1, max=1000, help="Rows at most.")] = 20,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Only this kind, such as technology-field; may be repeated.")
    ] = None,
    form: _Format = Format.TABLE,
    dataset: _Dataset = None,
) -> None:
    """Find entities by what people call them."""
    from graph_data.ontology import EntityKind  # noqa: PLC0415 -- heavy
    from graph_data.search import Unsearchable  # noqa: PLC0415 -- heavy

    known = {kind.value.lower().replace("_", "-"): kind for kind in EntityKind}
    if unknown := [kind for kind in kinds or [] if kind not in known]:
        _stop(f"unknown kind {unknown[0]!r}; write one of {', '.join(known)}", ExitCode.USAGE)
    wanted = {known[kind] for kind in kinds} if kinds else None
    try:
        found = _load(dataset).search(text, wanted)
    except Unsearchable as error:
        _stop(str(error), ExitCode.USAGE)
    print(render(list(found.records(first)), form))


@app.command()
def explain(  # noqa: PLR0913 -- a command's options
    start: Annotated[str, typer.Argument(metavar="FROM", help="Id of an entity.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Id of another entity.")],
    max_length: Annotated[int, typer.Option(min=1, max=4, help="Most steps that a path may have.")] = 3,
    first: Annotated[int, typer.Option(min=1, max=1000, help="Paths at most.")] = 10,
    form: _Format = Format.TABLE,
    dataset: _Dataset = None,
) -> None:
    """Say why two entities are connected: the paths between them, those through hubs last."""
    graph = _load(dataset)
    try:
        found = graph.explain(start, end, max_length=max_length)
    except ValueError as error:
        _stop(str(error), ExitCode.USAGE)
    if found.truncated:
        _say("not all paths were looked for: shorter ones, and those through entities with few statements, come first")
    rows = [{"share": path.share, "length": path.length, "text": path.text} for path in found.paths[:first]]
    print(render(rows, form))


@app.command()
def stats(form: _Format = Format.TABLE, dataset: _Dataset = None) -> None:
    """Count what a dataset holds, and how much of it can be compared."""
    from graphapi.reports import statistics  # noqa: PLC0415 -- heavy

    print(render(statistics(_load(dataset)), form))


@app.command()
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
        changes = changes_since(_read(released))
    except InvalidSchema as error:
        _stop(f"{released}: {error}", ExitCode.INVALID_DATA)
    for change in (change for change in changes if change.severity is not Severity.SAFE):
        print(f"{change.severity.name}\t{change.kind}\t{change.text}")
    breaking = sum(change.severity is Severity.BREAKING for change in changes)
    if breaking:
        _stop(f"{breaking} of {len(changes)} changes since {released} break queries", ExitCode.INVALID_DATA)
    _say(f"{len(changes)} changes since {released}, none breaks a query")
