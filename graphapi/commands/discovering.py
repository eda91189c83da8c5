"""Commands that find entities, partners and what joins them."""

from typing import Annotated

import typer

from graphapi.choices import LensName, PartnerKind
from graphapi.commands.options import DatasetOption, ExitCode, FormatOption, load, say, stop
from graphapi.output import Format, render

__all__ = ["explain", "search", "synergies"]


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
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weight", metavar="NAME=NUMBER", help="Rank by score and this, such as geography=0.5; may be repeated."
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print every term that carries the score.")] = False,
    form: FormatOption = Format.TABLE,
    dataset: DatasetOption = None,
) -> None:
    """Rank the partners of an organisation by cross-sector synergy, and say why."""
    from graphapi import reports  # noqa: PLC0415 -- heavy

    try:
        model = reports.model_of(lens.name, weights or [])
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    asked = reports.Asked(ids, model, first=first, kinds=[kind.name for kind in kinds or []], new=new)
    graph = load(dataset)
    rows = reports.contributions(graph, asked) if explain else reports.ranking(graph, asked)
    if form in {Format.TABLE, Format.MD}:
        rows = reports.readable_contributions(graph, rows) if explain else reports.readable(rows)
    print(render(rows, form))


def search(
    text: Annotated[str, typer.Argument(help="A name, the beginnings of its words, a code or an id.")],
    first: Annotated[int, typer.Option(min=1, max=1000, help="Rows at most.")] = 20,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Only this kind, such as technology-field; may be repeated.")
    ] = None,
    form: FormatOption = Format.TABLE,
    dataset: DatasetOption = None,
) -> None:
    """Find entities by what people call them."""
    from graph_data.ontology import EntityKind  # noqa: PLC0415 -- heavy
    from graph_data.search import Unsearchable  # noqa: PLC0415 -- heavy

    known = {kind.value.lower().replace("_", "-"): kind for kind in EntityKind}
    if unknown := [kind for kind in kinds or [] if kind not in known]:
        stop(f"unknown kind {unknown[0]!r}; write one of {', '.join(known)}", ExitCode.USAGE)
    wanted = {known[kind] for kind in kinds} if kinds else None
    try:
        found = load(dataset).search(text, wanted)
    except Unsearchable as error:
        stop(str(error), ExitCode.USAGE)
    print(render(list(found.records(first)), form))


def explain(  # noqa: PLR0913 -- a command's options
    start: Annotated[str, typer.Argument(metavar="FROM", help="Id of an entity.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Id of another entity.")],
    max_length: Annotated[int, typer.Option(min=1, max=4, help="Most steps that a path may have.")] = 3,
    first: Annotated[int, typer.Option(min=1, max=1000, help="Paths at most.")] = 10,
    form: FormatOption = Format.TABLE,
    dataset: DatasetOption = None,
) -> None:
    """Say why two entities are connected: the paths between them, those through hubs last."""
    graph = load(dataset)
    try:
        found = graph.explain(start, end, max_length=max_length)
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    if found.truncated:
        say("not all paths were looked for: shorter ones, and those through entities with few statements, come first")
    rows = [{"share": path.share, "length": path.length, "text": path.text} for path in found.paths[:first]]
    print(render(rows, form))
