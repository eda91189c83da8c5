"""What caches may keep: within one dataset version, the same question always has the same answer."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

import orjson

from graphapi.execution.answering import Request
from graphapi.schema.schema import schema_text

__all__ = ["PRIVATE", "REVALIDATED", "entity_tag", "export_tag", "matches", "schema_version"]

REVALIDATED = "public, max-age=0, must-revalidate"
"""Keep it, and ask each time whether it still holds."""

PRIVATE = "no-store"
"""Do not keep it: an error, or an answer that its address does not name."""


@cache
def schema_version() -> str:
    """Return a name for the schema and the software that answers it."""
    return _digest(version("synergraph"), schema_text())


def entity_tag(dataset: str, media: str, request: Request) -> str | None:
    """Return the tag of an answer, without answering; weak, because an answer may be compressed on its way.

    None where variables are nested too deeply to be written: such a request is refused anyway.
    """
    variables = dict(request.variables or {})
    with suppress(orjson.JSONEncodeError):
        return f'W/"{_digest(schema_version(), dataset, media, request.query, request.operation, variables)}"'
    return None


def export_tag(dataset: str, file: str, asked: Sequence[tuple[str, str]]) -> str:
    """Return the tag of an exported file; weak as the others."""
    return f'W/"{_digest(version("synergraph"), dataset, file, asked)}"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Tell whether an If-None-Match header names a tag, compared weakly as RFC 9110 wants for it."""
    wanted = tag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") == wanted for part in (if_none_match or "").split(","))


def _digest(*parts: object) -> str:
    return blake2b(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
