"""Progress on stderr: bars on a terminal, nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_data.progress import Progress

__all__ = ["shown_progress"]


@contextmanager
def shown_progress() -> "Iterator[Progress]":
    """Yield what is told of progress; it draws a bar for what is being worked on, gone when the work is done."""
    from graph_data.progress import silent  # noqa: PLC0415 -- heavy

    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # noqa: PLC0415 -- heavy
    from rich.progress import Progress as Bars  # noqa: PLC0415 -- heavy

    with Bars(*Bars.get_default_columns(), console=Console(stderr=True), transient=True) as bars:

        def tell(what: str, done: int, total: int | None, /) -> None:
            if bars.tasks and bars.tasks[-1].description == what:
                bars.update(bars.task_ids[-1], completed=done)
                return
            if bars.tasks:
                bars.update(bars.task_ids[-1], visible=False)
            bars.add_task(what, completed=done, total=total)

        yield tell
