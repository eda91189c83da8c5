"""Documents, read once: text, shape, validity, cost; what is kept is bounded in number and in bytes."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from sys import getsizeof
from threading import Lock

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoFragmentCyclesRule,
    OperationDefinitionNode,
    get_introspection_query,
    parse,
    validate,
)
from graphql.utilities import get_operation_ast

from graphapi.errors import ErrorCode, LimitExceeded
from graphapi.execution.cost import CostPlan, cost_plans
from graphapi.execution.limits import check_definitions, check_document, check_text
from graphapi.execution.shape import has_circle, names_of
from graphapi.limits import Limits
from graphapi.schema.schema import schema
from graphapi.spans import span

__all__ = ["CORE", "SHOWN_ERRORS", "Document", "Documents", "documents", "whole_schema"]

CORE: GraphQLSchema = schema._schema  # noqa: SLF001 -- Strawberry has no public way to the schema that graphql-core executes

SHOWN_ERRORS = 5
"""How many errors of a document, or of its variables, are answered."""

MAX_DOCUMENTS = 500
"""How many documents are kept, whether they are valid or not."""

MAX_KEPT_BYTES = 32 * 1024 * 1024
"""Memory that the kept documents may take, by estimate."""

BYTES_A_TOKEN = 1200
"""Memory that a parsed document takes for each of its tokens, at most; measured, errors included."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read.

    Attributes:
        node: the parsed document; None when it cannot be executed.
        errors: why it cannot.
        plans: how to work out the cost of each operation, by name.
        fields: names of all fields in it, on whatever type.
    """

    node: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    plans: Mapping[str | None, CostPlan] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """Return the operation of a name, or the only one; None when there is none."""
        return get_operation_ast(self.node, name) if self.node else None

    def plan(self, name: str | None) -> CostPlan | None:
        """Return how to work out the cost of an operation; None when there is none of that name."""
        found = self.operation(name)
        return self.plans[found.name.value if found.name else None] if found else None


class Documents:
    """Reads documents under some limits and keeps those that were asked last."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._kept: OrderedDict[str, tuple[Document, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def kept_bytes(self) -> int:
        """Memory that the kept documents take, by estimate."""
        return self._bytes

    def read(self, text: str) -> Document:
        """Return a document, from what is kept if it is there."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text][0]
        try:
            tokens = check_text(text, self._limits)
        except LimitExceeded as error:
            return Document(None, (error.with_traceback(None),))  # nothing was parsed, so nothing is worth keeping
        document = _read(text, self._limits)
        self._keep(text, document, getsizeof(text) + BYTES_A_TOKEN * tokens)
        return document

    def _keep(self, text: str, document: Document, size: int) -> None:
        with self._lock:
            _, before = self._kept.pop(text, (None, 0))  # another thread may have read it meanwhile
            self._kept[text] = document, size
            self._bytes += size - before
            while len(self._kept) > MAX_DOCUMENTS or self._bytes > MAX_KEPT_BYTES:
                _, (_, freed) = self._kept.popitem(last=False)
                self._bytes -= freed


@lru_cache(maxsize=8)
def documents(limits: Limits) -> Documents:
    """Return the documents that are kept under some limits."""
    return Documents(limits)


@cache
def whole_schema() -> int:
    """Return what the standard introspection query asks for, with all that it may ask."""
    text = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
        one_of=True,
    )
    (plan,) = cost_plans(parse(text), CORE).values()
    return plan.cost({}).introspection


def _read(text: str, limits: Limits) -> Document:
    try:
        with span("parse"):
            node = parse(text, max_tokens=limits.max_tokens)
        check_definitions(node, limits)
        if has_circle(node):
            return _refused(validate(CORE, node, [NoFragmentCyclesRule], max_errors=SHOWN_ERRORS))
        check_document(node, limits)
        with span("validate"):
            errors = validate(CORE, node, max_errors=SHOWN_ERRORS)
        if errors:
            return _refused(errors)
    except GraphQLError as error:
        code = (error.extensions or {}).get("code", ErrorCode.PARSE_FAILED.name)
        return Document(None, (_coded(error, code),))
    return Document(node, plans=cost_plans(node, CORE), fields=names_of(node))


def _refused(errors: Sequence[GraphQLError]) -> Document:
    return Document(None, tuple(_coded(error, ErrorCode.VALIDATION_FAILED.name) for error in errors))


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    """Give an error its code, and let go of where it was raised, which would keep alive all that was at hand there."""
    error.extensions = {**(error.extensions or {}), "code": code}
    return error.with_traceback(None)
