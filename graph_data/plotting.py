"""Pages of the explorer as one file: this package knows the graph, and whoever serves pages says how one is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from graph_data.errors import CannotPlot
from graph_data.graph import KnowledgeGraph

__all__ = ["GROUP", "Ask", "Page", "Plot", "plot"]

GROUP = "graph_data.plot"
"""Entry points of this name make pages; the first by name is used."""

HEIGHT = 720
"""Pixels that a notebook gives to a page."""

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""Answers a GraphQL document with its variables; what it returns is the `data` of the answer."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that needs nothing but itself.

    Attributes:
        title: what it shows.
        html: the whole of it.
        left_out: what it does not hold though the graph does, in words; empty where it holds everything.
    """

    title: str
    html: str = field(repr=False)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plot:
    """A page as a notebook shows it."""

    page: Page

    def save(self, path: str | Path) -> Path:
        """Write the page to a file that can be mailed and opened without a network; return its path."""
        written = Path(path)
        written.write_text(self.page.html, encoding="utf-8")
        return written

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(line)}</p>" for line in self.page.left_out)
        # the page's own policy holds inside; a frame without allow-same-origin cannot reach the notebook
        return (
            f"<iframe title='{escape(self.page.title)}' sandbox='allow-scripts allow-downloads' width='100%' "
            f"height='{HEIGHT}' style='border: 0' srcdoc='{escape(self.page.html)}'></iframe>{said}"
        )


def plot(graph: KnowledgeGraph, ids: Sequence[str], ask: Ask | None = None) -> Plot:
    """Return a page about an entity, a pair, or a consortium.

    Args:
        graph: where the ids are looked up.
        ids: one, two, or more.
        ask: who answers the page's questions; the graph itself when None.

    Raises:
        UnknownEntity: an id names nothing, or in a pair or consortium no organisation.
        ValueError: there is no id.
        CannotPlot: no page can be made.
    """
    if not ids:
        raise ValueError("write the id of an entity, of two organisations, or of a consortium's members")
    known = [graph.entity(ids[0]).id] if len(ids) == 1 else [graph.organisation(name).id for name in ids]
    makers = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    if not makers:
        raise CannotPlot("nothing that makes pages is installed: pip install synergraph")
    page: Page = makers[0].load()(graph, known, ask)
    return Plot(page)
