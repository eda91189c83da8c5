"""Refuses what asks for too much, before it is validated: text, document, values."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
)

from graphapi.errors import LimitExceeded
from graphapi.execution.cost import Cost
from graphapi.execution.overlaps import overlaps_of
from graphapi.execution.shape import Shape, shapes_of
from graphapi.limits import Limits

__all__ = ["LARGEST", "check_cost", "check_definitions", "check_document", "check_text", "check_values", "is_within"]

SPLIT = "ask in several requests"

ADVICE: Mapping[str, str] = {
    "max_document_bytes": "send values as variables, and " + SPLIT,
    "max_tokens": SPLIT,
    "max_comments": "leave them out",
    "max_operations": "send only those that you choose from",
    "max_fragments": "send only those that the operation needs, or " + SPLIT,
    "max_depth": "ask for what is further in by its id, in another request",
    "max_root_fields": SPLIT,
    "max_aliases": "ask for several things by a list, such as nodes(ids:), or " + SPLIT,
    "max_directives": "choose between documents instead",
    "max_fields": "spread fragments less often, or " + SPLIT,
    "max_overlaps": "ask for each field once in a place",
    "max_cost": "ask for shorter lists with first, for fewer levels, or " + SPLIT,
    "max_nodes": "ask for shorter lists with first, or for fewer levels",
    "max_introspection": "read the schema as text at /schema.graphql",
    "max_string": "write a shorter one",
    "max_values": SPLIT,
    "max_value_depth": "nest objects and lists less",
    "max_list": SPLIT,
}
"""What to do instead, by limit."""

_LEXEME = re.compile(
    r""" \#[^\n\r]*+
    | \"{3} (?: [^"\\] | \\\"{3} | \\ | "(?!"") )*+ \"{0,3}
    | " (?: [^"\\\n\r] | \\. )*+ "?
    | [_A-Za-z] [_0-9A-Za-z]*+
    | -? [0-9]++ (?: \.[0-9]++ )? (?: [eE][+-]?[0-9]++ )?
    | \.{3}
    | [^\s,\ufeff]""",
    re.VERBOSE,
)
"""A token of GraphQL or a comment; finds what graphql-core's lexer yields, thirty times as fast."""


LARGEST = 2**53 - 1
"""Largest number that every reader of JSON understands; what fragments multiply to may be more, and is told as this."""


def check_text(text: str, limits: Limits) -> int:
    """Check a document before it is parsed, and return the number of its tokens.

    Raises:
        LimitExceeded: it is too long.
    """
    _check("max_document_bytes", len(text.encode(errors="surrogatepass")), limits)
    lexemes = _LEXEME.findall(text)
    comments = sum(lexeme[0] == "#" for lexeme in lexemes)
    tokens: int = len(lexemes) - comments
    _check("max_tokens", tokens, limits)
    _check("max_comments", comments, limits)
    written = (lexeme.strip('"') for lexeme in lexemes if lexeme[0] != "#")
    _check("max_string", max(map(len, written), default=0), limits)
    return tokens


def check_definitions(document: DocumentNode, limits: Limits) -> None:
    """Check what a parsed document consists of, and the values in it.

    Raises:
        LimitExceeded: it holds too much.
    """
    definitions = document.definitions
    _check("max_operations", sum(isinstance(found, OperationDefinitionNode) for found in definitions), limits)
    _check("max_fragments", sum(isinstance(found, FragmentDefinitionNode) for found in definitions), limits)
    _check_all(_literals(document), limits)


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Check what a document of few definitions and without circles of fragments asks for, before it is validated.

    Raises:
        LimitExceeded: it asks for too much.
    """
    shapes = shapes_of(document)
    whole = Shape.largest(shapes)
    _check("max_depth", whole.depth, limits)
    _check("max_root_fields", whole.root_fields, limits)
    _check("max_aliases", whole.aliases, limits)
    _check("max_directives", whole.directives, limits)
    _check("max_fields", sum(shape.fields for shape in shapes), limits)
    _check("max_overlaps", overlaps_of(document), limits)


def check_values(operation: str | None, variables: Mapping[str, Any], limits: Limits) -> None:
    """Check the name of an operation and the values of variables.

    Raises:
        LimitExceeded: they are too many, too long or too deep.
    """
    _check("max_string", max(map(len, (operation or "", *variables))), limits)
    _check_all(_values(variables), limits)


def check_cost(cost: Cost, whole_schema: int, limits: Limits) -> None:
    """Check what an operation asks for.

    Args:
        cost: what it asks for.
        whole_schema: what the standard introspection query asks for.
        limits: what it may ask for.

    Raises:
        LimitExceeded: it asks for too much.
    """
    _check("max_cost", cost.cost, limits)
    _check("max_nodes", cost.nodes, limits)
    _check("max_introspection", round(cost.introspection / whole_schema, 2), limits)


def is_within(cost: Cost, whole_schema: int, limits: Limits) -> bool:
    """Tell whether an operation asks for what it may ask for."""
    try:
        check_cost(cost, whole_schema, limits)
    except LimitExceeded:
        return False
    return True


def _check(setting: str, actual: float, limits: Limits) -> None:
    limit: float = getattr(limits, setting)
    actual = min(actual, LARGEST)
    if actual > limit:
        said = Limits.model_fields[setting].description or setting
        raise LimitExceeded(setting, limit, actual, f"{said[:-1]}: {actual:,}, {limit:,} at most; {ADVICE[setting]}")


_Measured = tuple[int, int, int]
"""Of one value: levels down to it, characters, items."""


def _check_all(values: Iterator[_Measured], limits: Limits) -> None:
    count = depth = characters = items = 0
    for found in values:
        count += 1
        depth, characters, items = max(depth, found[0]), max(characters, found[1]), max(items, found[2])
    _check("max_values", count, limits)
    _check("max_value_depth", depth, limits)
    _check("max_string", characters, limits)
    _check("max_list", items, limits)


def _values(values: Mapping[str, Any]) -> Iterator[_Measured]:
    """Measure JSON values, without a call for each level: they may be nested as deeply as JSON is read."""
    waiting: list[tuple[Any, int]] = [(value, 0) for value in values.values()]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for part in value.values()]
            yield depth + 1, max(map(len, value), default=0), 0
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]
            yield depth + 1, 0, len(value)
        else:
            yield depth, len(value) if isinstance(value, str) else 0, 0


def _literals(document: DocumentNode) -> Iterator[_Measured]:
    """Measure the lists and objects that a document itself holds; its texts were measured as they are written."""
    waiting: list[tuple[Node, int]] = [(document, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, ListValueNode | ObjectValueNode):
            depth += 1
            yield depth, 0, len(node.values) if isinstance(node, ListValueNode) else 0
        for key in node.keys:
            part = getattr(node, key)
            if isinstance(part, Node):
                waiting.append((part, depth))
            elif isinstance(part, tuple | list):
                waiting += [(item, depth) for item in part]
