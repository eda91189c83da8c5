"""What `diff` prints: plain rows made from two datasets."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph_data.collector import paused
from graph_data.discovery import Lens, SynergyModel
from graph_data.graph import KnowledgeGraph
from graph_data.versions.diff import changes
from graph_data.versions.opening import open_dataset
from graph_data.versions.scores import score_changes

__all__ = ["differences", "synergies"]


def differences(before: Path, after: Path, *, by_rule: bool) -> tuple[list[dict[str, Any]], int]:
    """Return a row a change, and how many changes of statements that a rule makes were left out."""
    with paused():
        found = changes(open_dataset(before), open_dataset(after))
    shown = [change for change in found if by_rule or not change.by_rule]
    rows = [
        {
            "what": change.what,
            "change": change.changed.value.lower(),
            "id": change.id,
            "name": change.name,
            "column": change.column,
            "before": change.before,
            "after": change.after,
        }
        for change in shown
    ]
    return rows, len(found) - len(shown)


def synergies(
    before: KnowledgeGraph, after: KnowledgeGraph, organisations: Sequence[str], lens: str, first: int
) -> list[dict[str, Any]]:
    """Return a row for each best partner of the organisations in either graph.

    Raises:
        UnknownEntity: an id is an organisation's in neither.
    """
    rows = []
    for organisation in organisations:
        for found in score_changes(before, after, organisation, SynergyModel.of(Lens[lens]), first=first):
            entity = after.find(found.partner) or before.entity(found.partner)
            rows.append(
                {
                    "organisation": found.organisation,
                    "partner": entity.name,
                    "id": found.partner,
                    "change": found.moved.value.lower(),
                    "score before": found.before.score if found.before else None,
                    "score after": found.after.score if found.after else None,
                    "rank before": found.before.rank if found.before else None,
                    "rank after": found.after.rank if found.after else None,
                }
            )
    return rows
