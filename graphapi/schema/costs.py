"""What a field costs, in one table; printed in the schema as @cost and @listSize, after IBM's cost directives."""

from collections.abc import Mapping

import strawberry
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from strawberry.schema_directive import Location

from graphapi.schema.connections import DEFAULT_PAGE

__all__ = [
    "ASSUMED_SIZES",
    "COSTS",
    "PAGED",
    "SHORT_LIST",
    "SIZED_BY",
    "SIZED_LISTS",
    "Cost",
    "ListSize",
    "declare_costs",
    "declared",
]

COSTS: Mapping[str, int] = {
    "Concept.related": 5,
    "ConsortiumAnalysis.candidates": 10,
    "ConsortiumAnalysis.gaps": 5,
    "ConsortiumAnalysis.notes": 5,
    "ConsortiumAnalysis.pairs": 20,
    "Dataset.distributions": 50,
    "Organisation.addedRelatedness": 5,
    "Organisation.likelyPartners": 20,
    "Organisation.synergies": 20,
    "OrganisationAggregate.groups": 5,
    "Partnership.analysis": 20,
    "Query.communities": 50,
    "Query.consortium": 20,
    "Query.explain": 20,
    "Query.match": 5,
    "Query.ranking": 20,
    "Query.search": 5,
    "Query.subgraph": 10,
    "Query.synergies": 500,
    "Query.synergy": 20,
    "Synergy.rankStability": 50,
    "Synergy.significance": 50,
}
"""Weight by type and field; an interface's field costs the same on every type. A field that is not here costs 1."""

ASSUMED_SIZES: Mapping[str, int] = {
    "CommunityList.communities": 50,
    "ConsortiumAnalysis.contributions": 20,
    "ConsortiumAnalysis.coverage": 50,
    "Query.nodes": 100,
    "StageCoverage.organisations": 20,
    "Subgraph.nodes": 200,
    "Subgraph.statements": 1000,
    "ValueChainStage.suppliesTo": 20,
}
"""Length that is assumed of a list without paging, where it is not a short one."""

SHORT_LIST = 10
"""Length that is assumed of any other list without paging, such as the sectors of an organisation."""

SLICING = ("first", "last")

PAGED = ("Connection.edges", "Connection.nodes", "GroupList.groups")
"""Lists that are as long as the field around them says, and so are not counted again."""

SIZED_BY: Mapping[str, str] = {"Query.match": "labels", "Query.nodes": "ids", "Query.subgraph": "maxNodes"}
"""Arguments that say how long a list is, beside the slicing ones: by their value, or by how many items they have."""

SIZED_LISTS: Mapping[str, int] = {"Subgraph.nodes": 1, "Subgraph.statements": 5}
"""Lists that grow with such an argument of the field around them: items for each that it asks for."""


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="cost",
    description="How dear a field is, beside a plain one that costs 1.",
)
class Cost:
    """The directive @cost."""

    weight: int


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description="How long a list is: as long as a slicing argument says, else as assumed.",
)
class ListSize:
    """The directive @listSize."""

    assumed_size: int | None = strawberry.UNSET
    slicing_arguments: list[str] | None = strawberry.UNSET


def declare_costs(types: Mapping[str, GraphQLNamedType]) -> None:
    """Write the costs and list sizes on the fields of a schema's types, for its text."""
    for kind in types.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not kind.name.startswith("__"):
            names = [kind.name, *(interface.name for interface in kind.interfaces)]
            for name, field in kind.fields.items():
                _declare(field, [f"{owner}.{name}" for owner in names])


def declared(field: GraphQLField) -> tuple[int, ListSize | None]:
    """Return the weight of a field, and how long it says that its list is."""
    definition = (field.extensions or {}).get("strawberry-definition")
    found = definition.directives if definition is not None else ()
    weight = next((directive.weight for directive in found if isinstance(directive, Cost)), 1)
    return weight, next((directive for directive in found if isinstance(directive, ListSize)), None)


def _declare(field: GraphQLField, coordinates: list[str]) -> None:
    definition = (field.extensions or {}).get("strawberry-definition")
    if definition is None:
        return
    found: list[object] = [*[Cost(weight=COSTS[place]) for place in coordinates if place in COSTS][:1]]
    size = _size(field, coordinates)
    if size is not None:
        found.append(size)
    others = [directive for directive in definition.directives if not isinstance(directive, Cost | ListSize)]
    definition.directives = (*others, *found)


def _size(field: GraphQLField, coordinates: list[str]) -> ListSize | None:
    slicing = [name for name in SLICING if name in field.args] or None
    is_list = is_list_type(get_nullable_type(field.type)) and is_composite_type(get_named_type(field.type))
    if not (slicing or (is_list and not coordinates[0].endswith(PAGED))):
        return None
    size = next((ASSUMED_SIZES[place] for place in coordinates if place in ASSUMED_SIZES), SHORT_LIST)
    if slicing:
        given = field.args["first"].default_value if "first" in field.args else None
        size = given if isinstance(given, int) else size if is_list else DEFAULT_PAGE
    return ListSize(assumed_size=size, slicing_arguments=slicing or strawberry.UNSET)
