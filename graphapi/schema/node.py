"""What can be fetched by id."""

from typing import Any

import strawberry

__all__ = ["Node"]


@strawberry.interface(description="Anything that can be fetched again by its id.")
class Node:
    """Relay's Node; its implementations are named like the graph_data classes whose values they show."""

    id: strawberry.ID = strawberry.field(description="Id, the same in every version of the dataset.")

    @classmethod
    def is_type_of(cls, value: object, _info: Any) -> bool:  # noqa: ANN401 -- graphql-core's info, not used
        """Tell whether a value of graph_data is one of this type."""
        return type(value).__name__ == cls.__name__

    @classmethod
    def resolve_type(cls, value: object, _info: Any, _abstract: Any) -> str:  # noqa: ANN401 -- as above
        """Return the name of the type that shows a value of graph_data."""
        return type(value).__name__
