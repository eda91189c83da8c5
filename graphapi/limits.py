"""How much one request may ask for: every limit, its default, and what it counts."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["DEFAULT_LIMITS", "Limits"]


class Limits(BaseModel):
    """The limits of a server; each is a setting, is told by the field `limits`, and is named by what it refuses."""

    model_config = ConfigDict(frozen=True)

    max_body_bytes: int = Field(default=256 * 1024, ge=1, description="Bytes of a request's body.")
    body_seconds: float = Field(default=10, gt=0, description="Seconds within which the body must have come.")
    max_document_bytes: int = Field(default=64 * 1024, ge=1, description="Bytes of a document.")
    max_tokens: int = Field(default=2000, ge=1, description="Tokens of a document: names, values and punctuation.")
    max_comments: int = Field(default=100, ge=0, description="Comments in a document.")
    max_operations: int = Field(default=10, ge=1, description="Operations in a document.")
    max_fragments: int = Field(default=50, ge=0, description="Named fragments in a document.")
    max_depth: int = Field(
        default=12, ge=1, description="Levels of fields in a document; what is in __schema and __type is not counted."
    )
    max_root_fields: int = Field(default=20, ge=1, description="Fields at the root of an operation.")
    max_aliases: int = Field(default=30, ge=0, description="Aliases of an operation, its fragments spread out.")
    max_directives: int = Field(default=8, ge=0, description="Directives of an operation, its fragments spread out.")
    max_fields: int = Field(default=2000, ge=1, description="Fields of a document, its fragments spread out.")
    max_overlaps: int = Field(
        default=1000, ge=0, description="Pairs of fields in a document that are to be merged into one of the answer."
    )
    max_cost: int = Field(
        default=15_000, ge=1, description="Cost of an operation, by @cost and @listSize; a plain field costs 1."
    )
    max_nodes: int = Field(default=10_000, ge=1, description="Items of all lists that an operation asks for.")
    max_introspection: float = Field(
        default=2, ge=1, description="How often the whole schema; the standard introspection query asks for it once."
    )
    max_string: int = Field(default=1000, ge=1, description="Characters of a text, a number or a name, as written.")
    max_values: int = Field(default=2000, ge=1, description="Values in all variables, those within others included.")
    max_value_depth: int = Field(default=10, ge=1, description="Levels of objects and lists in a value.")
    max_list: int = Field(default=500, ge=1, description="Items of a list in the values.")
    timeout_ms: int = Field(default=1000, ge=1, description="Milliseconds that an answer may take.")
    points_per_hour: int | None = Field(
        default=None,
        ge=1,
        description="Cost of all that a key or an address may ask in an hour; no limit when not set.",
    )


DEFAULT_LIMITS = Limits()
"""The limits of a server that sets none."""
