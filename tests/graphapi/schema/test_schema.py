"""The schema as a whole: the file, the descriptions, and that tests ask every field of it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    is_specified_scalar_type,
    parse,
    validate,
    validate_schema,
    visit,
)
from graphql.language import FieldNode

from graphapi.schema.schema import schema_text

TESTS = Path(__file__).parents[2]
SCHEMA: GraphQLSchema = build_schema(schema_text())


def named(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Yield everything that has a name in the schema with its description."""
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field, of in kind.fields.items():
                yield f"{name}.{field}", of.description
                yield from ((f"{name}.{field}({argument})", to.description) for argument, to in of.args.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{field}", to.description) for field, to in kind.fields.items())
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", to.description) for value, to in kind.values.items())


def test_the_schema_file_is_up_to_date_and_valid() -> None:
    assert (TESTS.parent / "schema.graphql").read_text(encoding="utf-8") == schema_text()
    assert validate_schema(SCHEMA) == []


def test_everything_has_a_description() -> None:
    assert [name for name, description in named(SCHEMA) if not description] == []


def test_every_description_is_a_sentence() -> None:
    odd = [name for name, said in named(SCHEMA) if said and not (said.strip() == said and said.endswith("."))]
    assert odd == ["Date", "DateTime"], "the words of these two are Strawberry's own"


@cache
def documents() -> tuple[str, ...]:
    """Return every valid GraphQL document that stands in the tests of the server."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((TESTS / "queries").glob("*.graphql"))]
    for path in sorted((TESTS / "graphapi").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        texts += [text for text in strings if "{" in text]
    return tuple(text for text in texts if fits(text))


def fits(text: str) -> bool:
    try:
        document = parse(text)
    except GraphQLSyntaxError:
        return False
    return not validate(SCHEMA, document)


class Asked(Visitor):
    """Collects the fields that documents ask, on every object type that they may be answered from."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.fields: set[tuple[str, str]] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = self.info.get_parent_type()
        if isinstance(parent, GraphQLInterfaceType):
            self.fields |= {(kind.name, node.name.value) for kind in SCHEMA.get_possible_types(parent)}
        elif parent is not None:
            self.fields.add((parent.name, node.name.value))


@cache
def asked() -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for text in documents():
        info = TypeInfo(SCHEMA)
        visitor = Asked(info)
        visit(parse(text), TypeInfoVisitor(info, visitor))
        found |= visitor.fields
    return frozenset(found)


@pytest.mark.parametrize(
    "kind",
    [
        kind.name
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
    ],
)
def test_every_field_is_asked_by_a_test(kind: str) -> None:
    assert [field for field in SCHEMA.type_map[kind].fields if (kind, field) not in asked()] == []


def test_the_meta_test_would_notice_a_field_that_nobody_asks() -> None:
    assert len(documents()) > 80
    assert ("Cluster", "nothing") not in asked()
