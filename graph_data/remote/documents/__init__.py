"""The questions of the client, a GraphQL document each; `fragments.graphql` holds what they have in common."""

import re
from functools import cache
from pathlib import Path

__all__ = ["NAMES", "document"]

HERE = Path(__file__).parent

NAMES = tuple(sorted(path.stem for path in HERE.glob("*.graphql") if path.stem != "fragments"))
"""Names of the documents."""

_SPREAD = re.compile(r"\.\.\.(\w+)\b(?<!\bon)")


@cache
def document(name: str) -> str:
    """Return a document with the fragments that it uses."""
    text = (HERE / f"{name}.graphql").read_text(encoding="utf-8")
    known = _fragments()
    used: dict[str, None] = {}
    fresh = [text]
    while fresh:
        for fragment in _SPREAD.findall(fresh.pop()):
            if fragment not in used:
                used[fragment] = None
                fresh.append(known[fragment])
    return "\n".join([text, *(known[fragment] for fragment in used)])


@cache
def _fragments() -> dict[str, str]:
    text = (HERE / "fragments.graphql").read_text(encoding="utf-8")
    return {part.split()[1]: part for part in re.split(r"\n(?=fragment )", text)}
