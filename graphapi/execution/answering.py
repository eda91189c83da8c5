"""Answers GraphQL requests from a graph: parse, validate, execute; errors in one shape, each with its code."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import FieldNode, GraphQLError, OperationType, execute_sync

from graph_data.deadline import current
from graph_data.graph import KnowledgeGraph
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution.cost import Cost
from graphapi.execution.deadline import TimedExecutor
from graphapi.execution.document import CORE, SHOWN_ERRORS, documents, whole_schema
from graphapi.execution.limits import LARGEST, check_cost, check_values, is_within
from graphapi.limits import DEFAULT_LIMITS, Limits
from graphapi.schema.context import Context
from graphapi.spans import span

__all__ = [
    "DEAR_FIELDS",
    "Answer",
    "Request",
    "answer",
    "cost_of",
    "is_dear",
    "is_query",
    "operation_name",
    "plan_cost",
    "refusal",
    "timed_out",
]

DEAR_FIELDS = frozenset(
    {
        "addedRelatedness",
        "analysis",
        "communities",
        "consortium",
        "distributions",
        "explain",
        "groups",
        "match",
        "rankStability",
        "ranking",
        "related",
        "search",
        "significance",
        "subgraph",
        "suggest",
        "synergies",
        "synergy",
    }
)
"""Fields, on whatever type, that may take long: a document that has one is answered in a thread."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """A GraphQL request.

    Attributes:
        query: the document.
        operation: name of the operation, None when the document has only one.
        variables: their values.
        timeout_ms: milliseconds after which the answer is of no use any more, None when the server decides.
    """

    query: str
    operation: str | None = None
    variables: Mapping[str, Any] | None = None
    timeout_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A GraphQL response.

    Attributes:
        body: the response as the specification shapes it.
        executed: whether execution began; without it there is no data.
    """

    body: dict[str, Any]
    executed: bool


def answer(graph: KnowledgeGraph, request: Request, limits: Limits = DEFAULT_LIMITS) -> Answer:
    """Answer a request.

    Raises:
        DeadlinePassed: the deadline that holds here passed; nothing else is raised.
    """
    document = documents(limits).read(request.query)
    if document.node is None:
        return refusal(graph, document.errors, limits)
    variables = dict(request.variables or {})
    cost = None
    try:
        check_values(request.operation, variables, limits)
        plan = document.plan(request.operation)
        if plan is None:
            named = f"named {request.operation!r}" if request.operation else "that could be meant; send operationName"
            raise QueryError(ErrorCode.UNKNOWN_OPERATION, f"the document has no operation {named}")
        cost = plan.cost(variables)
        check_cost(cost, whole_schema(), limits)
    except QueryError as error:
        return refusal(graph, [error], limits, cost)
    with span("execute"):
        result = execute_sync(
            CORE,
            document.node,
            context_value=Context(graph, limits),
            variable_values=variables,
            operation_name=request.operation,
            executor_class=None if current() is None else TimedExecutor,
        )
    found = result.errors or []
    if result.data is None and all(error.path is None for error in found):
        shown = [_with_code(error, ErrorCode.BAD_VARIABLES) for error in found[:SHOWN_ERRORS]]
        return refusal(graph, shown, limits, cost)
    body: dict[str, Any] = {"data": result.data}
    if found:
        body["errors"] = [_shape(error) for error in found]
    return Answer(body | _extensions(graph, limits, cost), executed=True)


def plan_cost(request: Request, limits: Limits = DEFAULT_LIMITS) -> Cost | None:
    """Return what a request asks for before it is answered; None when it cannot be executed."""
    plan = documents(limits).read(request.query).plan(request.operation)
    cost = plan.cost(request.variables or {}) if plan else None
    return cost if cost is not None and is_within(cost, whole_schema(), limits) else None


def cost_of(request: Request, limits: Limits = DEFAULT_LIMITS) -> int | None:
    """Return the cost of a request before it is answered; None when it cannot be executed."""
    cost = plan_cost(request, limits)
    return cost.cost if cost else None


def is_query(request: Request, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Tell whether the chosen operation only reads; a document that cannot be read counts as one."""
    operation = documents(limits).read(request.query).operation(request.operation)
    return operation is None or operation.operation is OperationType.QUERY


def operation_name(request: Request, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """Return the name that the document gives to the chosen operation; None when it gives none."""
    operation = documents(limits).read(request.query).operation(request.operation)
    return operation.name.value if operation and operation.name else None


def is_dear(request: Request, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Tell whether a document has a field that may take long, in any of its operations and fragments."""
    return not DEAR_FIELDS.isdisjoint(documents(limits).read(request.query).fields)


def refusal(
    graph: KnowledgeGraph,
    errors: Sequence[GraphQLError],
    limits: Limits = DEFAULT_LIMITS,
    cost: Cost | None = None,
) -> Answer:
    """Return the answer to a request that is not executed."""
    body: dict[str, Any] = {"errors": [_shape(error) for error in errors]}
    return Answer(body | _extensions(graph, limits, cost), executed=False)


def timed_out(
    graph: KnowledgeGraph, milliseconds: int, limits: Limits = DEFAULT_LIMITS, cost: Cost | None = None
) -> Answer:
    """Return the answer to a request whose time ran out while it was executed: no data, not even in part."""
    message = f"not answered within {milliseconds:,} ms; ask for less, or in several requests"
    error = QueryError(ErrorCode.TIME_LIMIT, message, setting="timeout_ms", limit=milliseconds)
    return Answer({"data": None, **refusal(graph, [error], limits, cost).body}, executed=True)


def _extensions(graph: KnowledgeGraph, limits: Limits, cost: Cost | None) -> dict[str, Any]:
    told = {"requested": min(cost.cost, LARGEST) if cost else None, "limit": limits.max_cost}
    return {"extensions": {"dataset": graph.version, "cost": told}}


def _with_code(error: GraphQLError, code: ErrorCode) -> GraphQLError:
    error.extensions = {"code": code.name, **(error.extensions or {})}
    return error


def _shape(error: GraphQLError) -> dict[str, Any]:
    """Return an error as the specification shapes it; an unexpected one is logged and told without its words."""
    if isinstance(error.original_error, GraphQLError) and error.original_error.nodes and not error.extensions:
        error = _with_code(error, ErrorCode.BAD_VARIABLES)  # graphql-core found null where an argument wants a value
    if error.original_error is not None and not (error.extensions or {}).get("code"):
        # the path has the asker's own names for fields, the field's name is the schema's
        field = error.nodes[0].name.value if error.nodes and isinstance(error.nodes[0], FieldNode) else "a value"
        _log.error("%s failed", field, exc_info=error.original_error)
        message = "the server failed here; its log has the details"
        error = GraphQLError(message, error.nodes, path=error.path, extensions={"code": ErrorCode.INTERNAL_ERROR.name})
    return dict(error.formatted)
