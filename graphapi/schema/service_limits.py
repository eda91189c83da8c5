"""What one request may ask for, as the API tells it."""

from typing import Any

import strawberry

from graph_data.discovery import explain, pairs, subgraph
from graph_data.discovery.consortium import members
from graph_data.search import matching
from graphapi.limits import Limits
from graphapi.schema.connections import MAX_PAGE
from graphapi.schema.context import Info

__all__ = ["FIXED", "ServiceLimits", "limits_of"]

FIXED: dict[str, tuple[int, str]] = {
    "max_page_size": (MAX_PAGE, "Items of a page: the most that first or last may be."),
    "max_path_length": (explain.MAX_LENGTH, "Steps of a path in explain."),
    "max_subgraph_depth": (subgraph.MAX_DEPTH, "Steps from the seeds of a subgraph."),
    "max_subgraph_nodes": (subgraph.MAX_NODES, "Nodes of a subgraph."),
    "max_members": (members.MAX_MEMBERS, "Members of a consortium."),
    "max_targets": (members.MAX_TARGETS, "Targets of a consortium."),
    "max_labels": (matching.MOST_LABELS, "Labels that match looks up."),
    "max_pairs": (pairs.MAX_PAIRS, "Pairs that the filter of synergies may accept."),
}
"""Limits that are no settings, because they bound a computation: value and meaning."""


def _set(name: str) -> Any:  # noqa: ANN401 -- Strawberry's field stands for its value
    return strawberry.field(description=Limits.model_fields[name].description)


def _fixed(name: str) -> Any:  # noqa: ANN401 -- as above
    return strawberry.field(description=FIXED[name][1])


@strawberry.type(description="How much a request may ask for; what asks for more is refused before it is executed.")
class ServiceLimits:
    """The limits of the server that answers."""

    max_body_bytes: int = _set("max_body_bytes")
    body_seconds: float = _set("body_seconds")
    max_document_bytes: int = _set("max_document_bytes")
    max_tokens: int = _set("max_tokens")
    max_comments: int = _set("max_comments")
    max_operations: int = _set("max_operations")
    max_fragments: int = _set("max_fragments")
    max_depth: int = _set("max_depth")
    max_root_fields: int = _set("max_root_fields")
    max_aliases: int = _set("max_aliases")
    max_directives: int = _set("max_directives")
    max_fields: int = _set("max_fields")
    max_overlaps: int = _set("max_overlaps")
    max_cost: int = _set("max_cost")
    max_nodes: int = _set("max_nodes")
    max_introspection: float = _set("max_introspection")
    max_string: int = _set("max_string")
    max_values: int = _set("max_values")
    max_value_depth: int = _set("max_value_depth")
    max_list: int = _set("max_list")
    timeout_ms: int = _set("timeout_ms")
    points_per_hour: int | None = _set("points_per_hour")
    max_page_size: int = _fixed("max_page_size")
    max_path_length: int = _fixed("max_path_length")
    max_subgraph_depth: int = _fixed("max_subgraph_depth")
    max_subgraph_nodes: int = _fixed("max_subgraph_nodes")
    max_members: int = _fixed("max_members")
    max_targets: int = _fixed("max_targets")
    max_labels: int = _fixed("max_labels")
    max_pairs: int = _fixed("max_pairs")


def limits_of(info: Info) -> ServiceLimits:
    """Return the limits of the server."""
    return ServiceLimits(**info.context.limits.model_dump(), **{name: value for name, (value, _) in FIXED.items()})
