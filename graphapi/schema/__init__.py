"""The GraphQL schema: hand-written Strawberry classes over the values of graph_data."""

from graphapi.schema import enums

__all__ = ["enums"]  # described before any type uses them: Strawberry reads an enumeration at its first use
