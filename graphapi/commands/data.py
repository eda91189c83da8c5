"""Commands about a dataset folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphapi.choices import ImportKind
from graphapi.commands.options import DatasetOption, ExitCode, FolderArgument, FormatOption, load, say, stop
from graphapi.output import Format, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_data.importers.report import Finding

__all__ = ["import_", "stats", "validate"]


def validate(folder: FolderArgument = None) -> None:
    """Check a dataset folder and list every problem."""
    graph = load(folder)
    print(f"{graph.dataset.about.name} {graph.version}: no problems")


def import_(  # noqa: PLR0913 -- a command's options
    kind: Annotated[ImportKind, typer.Argument(help="What the files are.")],
    files: Annotated[list[Path], typer.Argument(help="Page (eccp), folder (cordis) or table (input-output).")],
    into: Annotated[Path, typer.Option(help="Dataset folder to add to; made new from the bundled vocabularies.")],
    readings: Annotated[
        Path | None, typer.Option(help="What a person read in the prose of a page (csv; eccp only).")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Folder with same_as.csv and misleading.csv to take over (cordis only).")
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(help="Further column of projects.csv to keep as a fact; may be repeated (cordis only)."),
    ] = None,
) -> None:
    """Add an outside source to a dataset folder: whole, or not at all."""
    from graph_data.importing import import_sources  # noqa: PLC0415 -- heavy

    if (readings and kind is not ImportKind.ECCP) or ((judgements or keep) and kind is not ImportKind.CORDIS):
        stop("--readings goes with eccp, --judgements and --keep with cordis", ExitCode.USAGE)
    made = not into.exists()
    dataset, findings = import_sources(
        kind.value, files, into, readings=readings, judgements=judgements, keep=keep or ()
    )
    _report(findings)
    if made:
        say(f"{into}/datapackage.yaml describes the bundled dataset: give it a title and citation of its own")
    print(f"{into}: version {dataset.version}, {len(dataset.entities)} entities, {len(dataset.links)} links")


def _report(findings: "Sequence[Finding]", shown: int = 5) -> None:
    for finding in findings:
        say(f"{finding.code}: {finding.text}")
        for case in finding.cases[:shown]:
            say(f"    {case}")
        if len(finding.cases) > shown:
            say(f"    +{len(finding.cases) - shown} more")


def stats(form: FormatOption = Format.TABLE, dataset: DatasetOption = None) -> None:
    """Count what a dataset holds, and how much of it can be compared."""
    from graphapi.reports import statistics  # noqa: PLC0415 -- heavy

    print(render(statistics(load(dataset)), form))
