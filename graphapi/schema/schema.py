"""The schema as one value, and the file that it is printed to."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from graphapi.schema.concepts import CONCEPT_TYPES
from graphapi.schema.costs import declare_costs
from graphapi.schema.organisations import Cluster, Institution, Sme
from graphapi.schema.places import Country, Region
from graphapi.schema.query import Query
from graphapi.schema.scalars import SCALARS
from graphapi.schema.statements import Statement
from graphapi.schema.value_chains import ValueChain, ValueChainStage

__all__ = ["schema", "schema_text"]

schema = strawberry.Schema(
    Query,
    types=[*CONCEPT_TYPES, Cluster, Institution, Sme, Country, Region, Statement, ValueChain, ValueChainStage],
    config=StrawberryConfig(scalar_map=SCALARS),
)
"""The schema that the server answers with."""

declare_costs(schema._schema.type_map)  # noqa: SLF001 -- Strawberry has no public way to the schema's types


@cache
def schema_text() -> str:
    """Return the schema in GraphQL's own language, as schema.graphql holds it."""
    return schema.as_str() + "\n"
