"""The command that measures what predicts new partners."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphapi.choices import Shown
from graphapi.commands.options import DatasetOption, ExitCode, FormatOption, say, stop
from graphapi.output import Format, render

if TYPE_CHECKING:
    from graph_data.discovery.evaluation import Holdout

__all__ = ["evaluate"]

_Rows = list[dict[str, Any]]


def evaluate(  # noqa: PLR0913 -- a command's options
    cut: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of what is to be foreseen.")
    ] = datetime(2024, 1, 1),  # noqa: DTZ001 -- a day, not a moment, and never changed
    shown: Annotated[Shown, typer.Option("--show", help="Which of the three tables to print.")] = Shown.ALL,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the pairs drawn and of the resamples.")] = 0,
    resamples: Annotated[int, typer.Option(min=2, help="Resamples of the organisations for the intervals.")] = 100,
    form: FormatOption = Format.TABLE,
    dataset: DatasetOption = None,
) -> None:
    """Measure what predicts new partners: rankers see only what was known before a day."""
    from graph_data.discovery import evaluation  # noqa: PLC0415 -- heavy

    if shown is Shown.ALL and form not in {Format.TABLE, Format.MD, Format.JSON}:
        stop(f"--format {form.value} prints one table: add --show protocol, rankers or groups", ExitCode.USAGE)
    holdout = _hold_out(cut, dataset)
    tables: dict[Shown, _Rows] = {Shown.PROTOCOL: evaluation.protocol_rows(holdout)}
    if shown is not Shown.PROTOCOL:
        told = say if sys.stderr.isatty() else _silent
        found = evaluation.evaluate(holdout, seed=seed, resamples=resamples, told=told)
        tables[Shown.RANKERS] = list(evaluation.ranker_rows(found.rankers))
        tables[Shown.GROUPS] = list(evaluation.group_rows(found.groups))
    if form in {Format.TABLE, Format.MD}:
        tables = {name: [_readable(row) for row in rows] for name, rows in tables.items()}
    print(_printed(tables, form) if shown is Shown.ALL else render(tables[shown], form))


def _hold_out(cut: datetime, dataset: Path | None) -> "Holdout":
    from graph_data.bundled import BUNDLED  # noqa: PLC0415 -- heavy
    from graph_data.collector import paused  # noqa: PLC0415 -- heavy
    from graph_data.discovery.evaluation import hold_out  # noqa: PLC0415 -- heavy
    from graph_data.errors import InsufficientData  # noqa: PLC0415 -- heavy
    from graph_data.reading.folder import read_folder  # noqa: PLC0415 -- heavy

    with paused():
        rows = read_folder(BUNDLED if dataset is None else dataset)
    try:
        holdout = hold_out(rows, cut.date())
    except InsufficientData as error:
        stop(str(error), ExitCode.USAGE)
    if holdout.dated_by == "startDate":
        say("dated by startDate, for want of signature dates: import cordis with --keep ec_signature_date")
    return holdout


def _silent(_: str) -> None:
    """Say nothing: who reads stderr later wants no progress."""


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row for people: a measure and its margin in one cell, a small share with the digits that it needs."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith(" ±"):
            found[name[:-2]] = f"{_number(row[name[:-2]])} ± {_number(value)}"
        else:
            found[name] = f"{value:.4f}" if name in {"share", "base rate"} and value is not None else value
    return found


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def _printed(tables: Mapping[Shown, _Rows], form: Format) -> str:
    if form is Format.JSON:
        named = {name.value: rows for name, rows in tables.items()}
        return json.dumps(named, ensure_ascii=False, indent=2)
    return "\n\n".join(render(rows, form) for rows in tables.values())
