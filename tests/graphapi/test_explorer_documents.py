"""The explorer's documents fit the schema, are named as their files are, and stay well below the server's limits."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    IntValueNode,
    Lexer,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    VariableDefinitionNode,
    build_schema,
    parse,
    validate,
)
from graphql.language import ArgumentNode, Visitor, visit

from graphapi.schema.connections import MAX_PAGE
from graphapi.schema.schema import schema_text

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "frontend" / "explorer" / "queries").glob("*.graphql"))
SCHEMA = build_schema(schema_text())

MAX_BYTES = 16_384
MAX_TOKENS = 1_000
MAX_DEPTH = 12
MAX_ALIASES = 15
MAX_ROOT_FIELDS = 10


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def document(path: Path) -> DocumentNode:
    return parse(path.read_text(encoding="utf-8"))


def operation_of(document: DocumentNode) -> OperationDefinitionNode:
    (operation,) = (part for part in document.definitions if isinstance(part, OperationDefinitionNode))
    return operation


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)}


def test_there_are_documents() -> None:
    assert "shell" in [path.stem for path in FILES]


def test_the_schema_takes_it(document: DocumentNode) -> None:
    assert validate(SCHEMA, document) == []


def test_it_is_one_query_named_as_its_file(path: Path, document: DocumentNode) -> None:
    name = operation_of(document).name
    assert name
    assert re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name.value).lower() == path.stem


def test_no_two_fragments_have_one_name() -> None:
    names = [name for path in FILES for name in fragments_of(parse(path.read_text(encoding="utf-8")))]
    assert sorted(names) == sorted(set(names))


def test_it_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lexer = Lexer(Source(text))
    tokens = 0
    while lexer.advance().kind is not TokenKind.EOF:
        tokens += 1
    assert len(text.encode()) <= MAX_BYTES
    assert tokens <= MAX_TOKENS


def test_it_is_shallow_and_narrow(document: DocumentNode) -> None:
    operation, fragments = operation_of(document), fragments_of(document)
    found = list(fields_of(operation.selection_set, fragments))
    assert max(depth for depth, _ in found) <= MAX_DEPTH
    assert sum(depth == 1 for depth, _ in found) <= MAX_ROOT_FIELDS
    assert sum(field.alias is not None for _, field in found) <= MAX_ALIASES


def fields_of(
    selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], depth: int = 1
) -> Iterator[tuple[int, FieldNode]]:
    """Give every field with its depth, fragments spread out."""
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield depth, node
        inner = fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
        if inner.selection_set:
            yield from fields_of(inner.selection_set, fragments, depth + isinstance(node, FieldNode))


def test_no_page_is_larger_than_the_server_gives(document: DocumentNode) -> None:
    sizes = Sizes()
    visit(document, sizes)
    assert all(1 <= size <= MAX_PAGE for size in sizes.found)


class Sizes(Visitor):
    """Collects the lengths of lists that a document asks for, by itself or unless a variable says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[int] = []

    def enter_argument(self, node: ArgumentNode, *_: object) -> None:
        """Note `first: 20`."""
        self.note(node.name.value, node.value)

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> None:
        """Note `$first: Int = 20`."""
        self.note(node.variable.name.value, node.default_value)

    def note(self, name: str, value: object) -> None:
        if name in {"first", "last"} and isinstance(value, IntValueNode):
            self.found.append(int(value.value))
