"""The command that says what organisations can do together."""

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphapi.commands.options import DatasetOption, ExitCode, FormatOption, load, say, stop
from graphapi.output import Format, render

if TYPE_CHECKING:
    from graph_data.discovery.consortium import Analysis
    from graph_data.notebook import Notebook

__all__ = ["consortium"]


class Part(Enum):
    """The parts of the analysis, a table each."""

    COVERAGE = "coverage"
    CONTRIBUTIONS = "contributions"
    CANDIDATES = "candidates"
    BROKERS = "brokers"


def consortium(  # noqa: PLR0913 -- a command's options
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Organisations, or one partnership for its partners.")
    ],
    targets: Annotated[
        list[str] | None,
        typer.Option("--target", help="Id of a term to cover; may be repeated. A partnership has its own."),
    ] = None,
    part: Annotated[Part, typer.Option("--show", help="Which part of the analysis to print.")] = Part.COVERAGE,
    first: Annotated[int, typer.Option(min=1, max=100, help="Candidates at most.")] = 5,
    form: FormatOption = Format.TABLE,
    dataset: DatasetOption = None,
) -> None:
    """Say what organisations can do together: what they cover, who carries it, who would add most."""
    graph = load(dataset)
    try:
        found = _analysis(graph, ids, targets)
    except ValueError as error:
        stop(str(error), ExitCode.USAGE)
    rows = list(_rows(graph, found, part, first))
    if form in {Format.TABLE, Format.MD}:
        rows = [
            {name.replace("_", " "): _readable(graph, value) for name, value in row.items() if name != "name"}
            for row in rows
        ]
    share = found.covered_share
    say(f"covered: {'not known' if share is None else f'{share:.1%}'}")
    for note in found.notes:
        say(note)
    print(render(rows, form))


def _analysis(graph: "Notebook", ids: list[str], targets: list[str] | None) -> "Analysis":
    if len(ids) == 1 and graph.entity(ids[0]).id.startswith("partnership:"):
        return graph.partnership(ids[0], targets)
    return graph.consortium(ids, targets or ())


def _rows(graph: "Notebook", found: "Analysis", part: Part, first: int) -> Iterable[dict[str, Any]]:
    match part:
        case Part.COVERAGE:
            return found.records()
        case Part.CONTRIBUTIONS:
            return (
                {"member": item.member, "leave_one_out": item.leave_one_out, "shapley": item.shapley}
                for item in found.contributions
            )
        case Part.CANDIDATES:
            return (
                {
                    "organisation": item.organisation,
                    "country": getattr(graph.country_of(item.organisation), "code", None),
                    "gain": item.gain,
                    "closes": [match.concept for match in item.closes],
                    "through": [match.through for match in item.closes],
                    "alternatives": item.alternatives,
                }
                for item in found.candidates(first)
            )
        case Part.BROKERS:
            return (
                {
                    "member": item.organisation,
                    "constraint": item.constraint,
                    "effective_size": item.effective_size,
                    "betweenness": item.betweenness,
                }
                for item in found.brokers
            )


def _readable(graph: "Notebook", value: object) -> object:
    """Return names instead of ids."""
    if isinstance(value, list):
        return [_readable(graph, item) for item in value]
    entity = graph.find(value) if isinstance(value, str) else None
    return entity.name if entity else value
