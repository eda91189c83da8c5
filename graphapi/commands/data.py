"""Commands that look at a dataset."""

from graphapi.choices import ProblemFormat
from graphapi.commands.options import (
    DatasetOption,
    FolderArgument,
    FormatOption,
    ProblemsOption,
    load,
    places_in,
    refuse,
)
from graphapi.output import Format, render

__all__ = ["stats", "validate"]


def validate(folder: FolderArgument = None, form: ProblemsOption = ProblemFormat.TEXT) -> None:
    """Check a dataset and list every problem."""
    from graph_data.errors import InvalidDataset  # noqa: PLC0415 -- heavy

    try:
        graph = load(folder)
    except InvalidDataset as error:
        refuse(error, form, places_in(folder))
    if form is ProblemFormat.TEXT:
        print(f"{graph.dataset.about.name} {graph.version}: no problems")
        return
    from graphapi.problems import render_problems  # noqa: PLC0415 -- heavy

    about = {"dataset": graph.dataset.about.name, "version": graph.version}
    print(render_problems([], form, places_in(folder), about))


def stats(form: FormatOption = Format.TABLE, dataset: DatasetOption = None) -> None:
    """Count what a dataset holds, and how much of it can be compared."""
    from graphapi.reports import statistics  # noqa: PLC0415 -- heavy

    print(render(statistics(load(dataset)), form))
