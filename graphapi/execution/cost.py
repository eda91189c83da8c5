"""What an operation asks for, told before it is executed: a sum made once a document, worked out for each request.

A list multiplies what is asked of its items, by its slicing argument or its assumed length. A fragment is worked out
once for all its places, as `fixed + each * length`: only in a connection does it depend on the list around it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from graphql import (
    GRAPHQL_MAX_INT,
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from graphapi.execution.introspection import length_of, meta_field
from graphapi.execution.shape import fragments_of
from graphapi.schema.costs import ASSUMED_SIZES, PAGED, SIZED_BY, SIZED_LISTS, declared

__all__ = ["Cost", "CostPlan", "cost_plans"]


class Cost(NamedTuple):
    """What an operation asks for.

    Attributes:
        cost: weights of all fields, each as often as it is asked.
        nodes: items of all lists.
        introspection: fields within __schema and __type, each as often as it is asked.
    """

    cost: int = 0
    nodes: int = 0
    introspection: int = 0

    def plus(self, other: "Cost", times: int = 1) -> "Cost":
        """Return the sum of this and some of the other."""
        return Cost(
            self.cost + other.cost * times,
            self.nodes + other.nodes * times,
            self.introspection + other.introspection * times,
        )


class _Sum(NamedTuple):
    """What a selection costs: a fixed part, and one for each item of the list that the selection stands in."""

    fixed: Cost = Cost()
    each: Cost = Cost()


Values = Mapping[str, Any]
"""Variables, of which only whole numbers and the length of lists matter here."""


@dataclass(frozen=True, slots=True)
class _Length:
    """How long a list is: as long as an argument says, else as assumed."""

    assumed: int
    arguments: tuple[ValueNode, ...]

    def of(self, values: Values) -> int:
        found = [number for node in self.arguments if (number := _number(_given(node, values))) is not None]
        return max(0, *found) if found else self.assumed


@dataclass(frozen=True, slots=True)
class _Field:
    """A field in a document.

    Attributes:
        weight: what it costs itself.
        length: of its list, or of the lists in what it gives.
        item: what each item of its list counts as; None when it is no list.
        shared: items for each that the field around it asks for; 0 when its length is its own.
        inner: what is asked of what it gives.
    """

    weight: Cost
    length: _Length
    item: Cost | None
    shared: int
    inner: "_Selection"

    def sum(self, values: Values, known: dict[str, _Sum]) -> _Sum:
        below = self.inner.sum(values, known)
        if self.item is None:
            return _Sum(self.weight.plus(below.fixed).plus(below.each, self.length.of(values)))
        each = self.item.plus(below.fixed)
        if self.shared:
            return _Sum(self.weight, Cost().plus(each, self.shared))
        return _Sum(self.weight.plus(each, self.length.of(values)))


@dataclass(frozen=True, slots=True)
class _Selection:
    """What is asked of a type: fields, and fragments by name."""

    fields: tuple[_Field, ...] = ()
    spreads: tuple[tuple[str, "_Selection"], ...] = ()

    def sum(self, values: Values, known: dict[str, _Sum]) -> _Sum:
        found = [field.sum(values, known) for field in self.fields]
        for name, fragment in self.spreads:
            if name not in known:
                known[name] = fragment.sum(values, known)
            found.append(known[name])
        fixed, each = Cost(), Cost()
        for item in found:
            fixed, each = fixed.plus(item.fixed), each.plus(item.each)
        return _Sum(fixed, each)

    def cost(self, values: Values) -> Cost:
        return self.sum(values, {}).fixed


@dataclass(frozen=True, slots=True)
class CostPlan:
    """The cost of an operation, but for its variables.

    Attributes:
        fixed: what it costs whatever the variables; None when it depends on them.
    """

    selection: _Selection
    defaults: Values
    fixed: Cost | None

    def cost(self, variables: Values) -> Cost:
        """Return the cost with some variables; what @skip and @include leave out counts too."""
        return self.fixed if self.fixed is not None else self.selection.cost({**self.defaults, **variables})


def cost_plans(document: DocumentNode, schema: GraphQLSchema) -> Mapping[str | None, CostPlan]:
    """Return how to work out the cost of each operation of a valid document, by name; None stands for no name."""
    planner = _Planner(document, schema)
    operations = [found for found in document.definitions if isinstance(found, OperationDefinitionNode)]
    selections = [planner.selection(schema.get_root_type(found.operation), found.selection_set) for found in operations]
    return {
        found.name.value if found.name else None: CostPlan(
            selection, _defaults(found), None if planner.asks_variables else selection.cost({})
        )
        for found, selection in zip(operations, selections, strict=True)
    }


def _defaults(operation: OperationDefinitionNode) -> Values:
    given = operation.variable_definitions or ()
    return {item.variable.name.value: _given(item.default_value, {}) for item in given if item.default_value}


def _given(node: ValueNode, values: Values) -> Any:  # noqa: ANN401 -- JSON
    """Return a value as far as it can be a length."""
    if isinstance(node, VariableNode):
        return values.get(node.name.value)
    if isinstance(node, IntValueNode):
        return int(node.value)
    if isinstance(node, ListValueNode):
        return list(node.values)
    return None if isinstance(node, NullValueNode) else 1


def _number(value: Any) -> int | None:  # noqa: ANN401 -- as above
    if isinstance(value, list):
        return len(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value <= GRAPHQL_MAX_INT else None


class _Planner:
    """Makes the selections of a document, each fragment once.

    Attributes:
        asks_variables: whether the length of a list that was met depends on a variable.
    """

    def __init__(self, document: DocumentNode, schema: GraphQLSchema) -> None:
        self.asks_variables = False
        self._fragments = fragments_of(document)
        self._schema = schema
        self._known: dict[str, _Selection] = {}

    def selection(self, parent: GraphQLNamedType | None, selections: SelectionSetNode | None) -> _Selection:
        """Return what a selection asks of a type."""
        fields: list[_Field] = []
        spreads: list[tuple[str, _Selection]] = []
        for node, kind in self._inlined(parent, selections):
            if isinstance(node, FragmentSpreadNode):
                spreads.append((node.name.value, self._fragment(node.name.value)))
            else:
                fields.append(self._field(kind, self._declared(kind, node.name.value), node))
        return _Selection(tuple(fields), tuple(spreads))

    def _inlined(
        self, parent: GraphQLNamedType | None, selections: SelectionSetNode | None
    ) -> Iterator[tuple[FieldNode | FragmentSpreadNode, GraphQLNamedType | None]]:
        for node in selections.selections if selections else ():
            if isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                kind = self._schema.get_type(condition.name.value) if condition else parent
                yield from self._inlined(kind, node.selection_set)
            else:
                yield cast("FieldNode | FragmentSpreadNode", node), parent

    def _fragment(self, name: str) -> _Selection:
        if name not in self._known:
            found = self._fragments[name]
            kind = self._schema.get_type(found.type_condition.name.value)
            self._known[name] = self.selection(kind, found.selection_set)
        return self._known[name]

    def _declared(self, parent: GraphQLNamedType | None, name: str) -> GraphQLField:
        return meta_field(name) or cast("GraphQLObjectType | GraphQLInterfaceType", parent).fields[name]

    def _field(self, parent: GraphQLNamedType | None, field: GraphQLField, node: FieldNode) -> _Field:
        kind = get_named_type(field.type)
        inner = self.selection(kind, node.selection_set)
        is_list = is_list_type(get_nullable_type(field.type)) and is_composite_type(kind)
        place = f"{parent}.{node.name.value}"
        if kind.name.startswith("__") or place.startswith("__"):
            length = _Length(length_of(self._schema, place), ())
            return _Field(Cost(introspection=1), length, Cost() if is_list else None, 0, inner)
        weight, size = declared(field)
        slicing = {*(size.slicing_arguments or () if size else ()), SIZED_BY.get(place)}
        given = tuple(argument.value for argument in node.arguments or () if argument.name.value in slicing)
        self.asks_variables = self.asks_variables or any(isinstance(value, VariableNode) for value in given)
        assumed = size.assumed_size if size else None
        length = _Length(assumed or ASSUMED_SIZES.get(f"{kind}.nodes", 1), given)
        shared = 1 if place.endswith(PAGED) else SIZED_LISTS.get(place, 0)
        return _Field(Cost(weight), length, Cost(nodes=1) if is_list else None, shared, inner)
