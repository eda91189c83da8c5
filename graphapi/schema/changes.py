"""What changed between a released schema and this one, and whether it breaks a query that was written for it."""

from dataclasses import dataclass
from enum import Enum

from graphql import GraphQLError, build_schema
from graphql.utilities import BreakingChange, DangerousChange, find_schema_changes

from graphapi.schema.schema import schema_text

__all__ = ["Change", "InvalidSchema", "Severity", "changes_since"]


class InvalidSchema(ValueError):  # noqa: N818 -- the name says what it is
    """A text is not a GraphQL schema."""


class Severity(Enum):
    """What a change does to a query that was written for the released schema."""

    BREAKING = "It is refused, or its answer no longer has the form that was promised."
    DANGEROUS = "It is still valid, but a client may meet what it was not written for."
    SAFE = "Nothing."


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two schemas.

    Attributes:
        severity: what it does to a query.
        kind: what it is, such as FIELD_REMOVED.
        text: it, in a sentence.
    """

    severity: Severity
    kind: str
    text: str


def changes_since(released: str) -> list[Change]:
    """Compare a released schema with this one.

    Args:
        released: the released schema in GraphQL's own language.

    Returns:
        The changes, breaking ones first.

    Raises:
        InvalidSchema: `released` is no schema.
    """
    try:
        old = build_schema(released)
    except (GraphQLError, TypeError) as error:
        raise InvalidSchema(f"not a GraphQL schema: {error}") from None
    found = [
        Change(_severity(change), change.type.name, change.description)
        for change in find_schema_changes(old, build_schema(schema_text()))
    ]
    return sorted(found, key=lambda change: (list(Severity).index(change.severity), change.kind, change.text))


def _severity(change: object) -> Severity:
    if isinstance(change, BreakingChange):
        return Severity.BREAKING
    return Severity.DANGEROUS if isinstance(change, DangerousChange) else Severity.SAFE
