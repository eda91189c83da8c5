"""How much the schema says of itself: what a query within __schema and __type asks for."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from math import ceil

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef

__all__ = ["length_of", "meta_field"]

META_FIELDS: Mapping[str, GraphQLField] = {
    "__schema": SchemaMetaFieldDef,
    "__type": TypeMetaFieldDef,
    "__typename": TypeNameMetaFieldDef,
}


def meta_field(name: str) -> GraphQLField | None:
    """Return a field that the specification adds to types."""
    return META_FIELDS.get(name)


def length_of(schema: GraphQLSchema, place: str) -> int:
    """Return how long a list of the introspection is: exact at its top, the mean over all types further in."""
    return _lengths(schema).get(place, 1)


@lru_cache(maxsize=4)
def _lengths(schema: GraphQLSchema) -> Mapping[str, int]:
    types = schema.type_map.values()
    fielded = [kind for kind in types if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
    fields = [field for kind in fielded for field in kind.fields.values()]
    enums = [kind.values for kind in types if isinstance(kind, GraphQLEnumType)]
    inputs = [kind.fields for kind in types if isinstance(kind, GraphQLInputObjectType)]
    return {
        "__Schema.types": len(types),
        "__Schema.directives": len(schema.directives),
        "__Type.fields": _mean([kind.fields for kind in fielded], len(types)),
        "__Type.interfaces": _mean([kind.interfaces for kind in fielded], len(types)),
        "__Type.possibleTypes": 1,
        "__Type.enumValues": _mean(enums, len(types)),
        "__Type.inputFields": _mean(inputs, len(types)),
        "__Field.args": _mean([field.args for field in fields], len(fields)),
        "__Directive.args": _mean([directive.args for directive in schema.directives], len(schema.directives)),
    }


def _mean(lists: list[Collection[object]], among: int) -> int:
    return ceil(sum(map(len, lists)) / among)
