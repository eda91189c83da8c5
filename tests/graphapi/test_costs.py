import re

import pytest
from graphql import DirectiveNode, FieldDefinitionNode, ValueNode, parse, print_ast
from graphql.language import InterfaceTypeDefinitionNode, ObjectTypeDefinitionNode

from graphapi.schema.costs import ASSUMED_SIZES, COSTS, PAGED, SHORT_LIST
from graphapi.schema.schema import schema_text


@pytest.fixture(scope="module")
def fields() -> dict[str, FieldDefinitionNode]:
    """Return every field of the printed schema by type and name."""
    return {
        f"{kind.name.value}.{field.name.value}": field
        for kind in parse(schema_text()).definitions
        if isinstance(kind, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)
        for field in kind.fields or ()
    }


def _directive(field: FieldDefinitionNode, name: str) -> DirectiveNode | None:
    return next((found for found in field.directives or () if found.name.value == name), None)


def _argument(directive: DirectiveNode, name: str) -> ValueNode | None:
    return next((given.value for given in directive.arguments or () if given.name.value == name), None)


def test_the_schema_says_what_the_directives_mean() -> None:
    assert "directive @cost(weight: Int!) on FIELD_DEFINITION" in schema_text()
    assert "directive @listSize(assumedSize: Int, slicingArguments: [String!]) on FIELD_DEFINITION" in schema_text()


def test_every_cost_of_the_table_is_printed(fields: dict[str, FieldDefinitionNode]) -> None:
    printed = {}
    for place in COSTS:
        directive = _directive(fields[place], "cost") if place in fields else None
        if directive:
            weight = _argument(directive, "weight")
            printed[place] = int(print_ast(weight)) if weight else None
    assert printed == dict(COSTS)


def test_a_field_of_an_interface_costs_the_same_on_every_type(fields: dict[str, FieldDefinitionNode]) -> None:
    kinds = ("Organisation", "Cluster", "Sme", "Institution")
    printed = {tuple(print_ast(found) for found in fields[f"{kind}.synergies"].directives or ()) for kind in kinds}
    assert printed == {("@cost(weight: 20)", '@listSize(assumedSize: 10, slicingArguments: ["first"])')}


def test_every_list_that_can_be_sliced_says_by_what(fields: dict[str, FieldDefinitionNode]) -> None:
    for place, field in fields.items():
        slicing = [given.name.value for given in field.arguments or () if given.name.value in {"first", "last"}]
        directive = _directive(field, "listSize")
        if slicing:
            assert directive, place
            told = _argument(directive, "slicingArguments")
            assert told, place
            assert re.findall(r"\w+", print_ast(told)) == slicing, place


def test_every_other_list_of_objects_has_an_assumed_size(fields: dict[str, FieldDefinitionNode]) -> None:
    sized = {place: _directive(field, "listSize") for place, field in fields.items()}
    short = print_ast(sized["Organisation.sectors"]) if sized["Organisation.sectors"] else None
    assert short == f"@listSize(assumedSize: {SHORT_LIST})"
    assert print_ast(sized["Query.nodes"]) == f"@listSize(assumedSize: {ASSUMED_SIZES['Query.nodes']})"  # type: ignore[arg-type] # None fails too
    assert not [place for place in fields if place.endswith(PAGED) and sized[place]]


def test_every_assumed_size_of_the_table_is_of_a_field(fields: dict[str, FieldDefinitionNode]) -> None:
    assert set(ASSUMED_SIZES) <= set(fields)
