"""Answers GraphQL requests from a graph: parse, validate, execute; errors in one shape, each with its code."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    BREAK,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    Visitor,
    execute_sync,
    parse,
    validate,
    visit,
)
from graphql.language.visitor import VisitorAction
from graphql.utilities import get_operation_ast

from graph_data.graph import KnowledgeGraph
from graphapi.errors import ErrorCode
from graphapi.schema.context import Context
from graphapi.schema.schema import schema

__all__ = ["DEAR_FIELDS", "Answer", "Request", "answer", "is_dear", "is_query", "refusal"]

MAX_DOCUMENTS = 500
"""How many parsed documents are kept, whether they are valid or not."""

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

SHOWN_ERRORS = 5
"""How many validation errors are answered."""

_log = logging.getLogger(__name__)
_core: GraphQLSchema = schema._schema  # noqa: SLF001 -- Strawberry has no public way to the schema that graphql-core executes


@dataclass(frozen=True, slots=True)
class Request:
    """A GraphQL request.

    Attributes:
        query: the document.
        operation: name of the operation, None when the document has only one.
        variables: their values.
    """

    query: str
    operation: str | None = None
    variables: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A GraphQL response.

    Attributes:
        body: the response as the specification shapes it.
        executed: whether execution began; without it there is no data.
    """

    body: dict[str, Any]
    executed: bool


def answer(graph: KnowledgeGraph, request: Request) -> Answer:
    """Answer a request; never raises."""
    document, errors = _document(request.query)
    if document is None:
        return refusal(graph, errors)
    if get_operation_ast(document, request.operation) is None:
        named = f"named {request.operation!r}" if request.operation else "that could be meant; send operationName"
        return refusal(graph, [_coded(ErrorCode.UNKNOWN_OPERATION, f"the document has no operation {named}")])
    result = execute_sync(
        _core,
        document,
        context_value=Context(graph),
        variable_values=dict(request.variables or {}),
        operation_name=request.operation,
    )
    found = result.errors or []
    if result.data is None and all(error.path is None for error in found):
        return refusal(graph, [_with_code(error, ErrorCode.BAD_VARIABLES) for error in found])
    body: dict[str, Any] = {"data": result.data}
    if found:
        body["errors"] = [_shape(error) for error in found]
    body["extensions"] = {"dataset": graph.version}
    return Answer(body, executed=True)


def is_query(request: Request) -> bool:
    """Tell whether the chosen operation only reads; a document that cannot be read counts as one."""
    document, _ = _document(request.query)
    operation = get_operation_ast(document, request.operation) if document else None
    return operation is None or operation.operation is OperationType.QUERY


def is_dear(request: Request) -> bool:
    """Tell whether a document has a field that may take long, in any of its operations and fragments."""
    return _has_dear_field(request.query)


def refusal(graph: KnowledgeGraph, errors: Sequence[GraphQLError]) -> Answer:
    """Return the answer to a request that is not executed."""
    body = {"errors": [_shape(error) for error in errors], "extensions": {"dataset": graph.version}}
    return Answer(body, executed=False)


@lru_cache(maxsize=MAX_DOCUMENTS)
def _document(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Parse and validate a document; one without a document has errors."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return None, (_with_code(error, ErrorCode.PARSE_FAILED),)
    except RecursionError:
        return None, (_coded(ErrorCode.PARSE_FAILED, "the document is nested too deeply"),)
    errors = validate(_core, document, max_errors=SHOWN_ERRORS)
    if errors:
        return None, tuple(_with_code(error, ErrorCode.VALIDATION_FAILED) for error in errors)
    return document, ()


@lru_cache(maxsize=MAX_DOCUMENTS)
def _has_dear_field(query: str) -> bool:
    document, _ = _document(query)
    finder = _DearFields()
    if document is not None:
        visit(document, finder)
    return finder.found


class _DearFields(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_field(self, node: FieldNode, *_: object) -> VisitorAction:
        """Stop at the first dear field."""
        self.found = self.found or node.name.value in DEAR_FIELDS
        return BREAK if self.found else None


def _coded(code: ErrorCode, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code.name})


def _with_code(error: GraphQLError, code: ErrorCode) -> GraphQLError:
    error.extensions = {"code": code.name, **(error.extensions or {})}
    return error


def _shape(error: GraphQLError) -> dict[str, Any]:
    """Return an error as the specification shapes it; an unexpected one is logged and told without its words."""
    if isinstance(error.original_error, GraphQLError) and error.original_error.nodes and not error.extensions:
        error = _with_code(error, ErrorCode.BAD_VARIABLES)  # graphql-core found null where an argument wants a value
    if error.original_error is not None and not (error.extensions or {}).get("code"):
        _log.error("resolver failed at %s", error.path, exc_info=error.original_error)
        message = "the server failed here; its log has the details"
        error = GraphQLError(message, error.nodes, path=error.path, extensions={"code": ErrorCode.INTERNAL_ERROR.name})
    return dict(error.formatted)
