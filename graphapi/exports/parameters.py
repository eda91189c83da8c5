"""The parameters of an address: read by name, checked, and refused with what to write instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from starlette.datastructures import QueryParams

from graph_data.tables import did_you_mean
from graphapi.errors import ErrorCode
from graphapi.limits import Limits
from graphapi.requests import Refused

__all__ = ["Parameter", "choice", "flag", "read_parameters", "text", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter.

    Attributes:
        name: as the address has it.
        description: what it does, for people.
        parse: makes the value of the text, or raises ValueError that says what to write.
        default: value when it is not given.
        many: whether it has several values, given one by one or separated by commas.
        required: whether it must be given.
    """

    name: str
    description: str
    parse: Callable[[str], Any]
    default: Any = None
    many: bool = False
    required: bool = False


def text(given: str) -> str:
    """Return the text as it is."""
    return given


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two bounds, both included."""

    def parse(given: str) -> int:
        if not given.isascii() or not given.isdigit() or not least <= int(given[:10]) <= most:
            raise ValueError(f"must be a whole number between {least} and {most}, got {given[:40]!r}")
        return int(given)

    return parse


def choice(options: type[Enum]) -> Callable[[str], Enum]:
    """Return a reader of the names of an enumeration; case does not matter, nor whether words are joined by - or _."""

    def parse(given: str) -> Enum:
        name = given.upper().replace("-", "_")
        if name not in options.__members__:
            hint = did_you_mean(name, options.__members__) or f"; write one of {', '.join(options.__members__)}"
            raise ValueError(f"has no value {given[:40]!r}{hint}")
        return options[name]

    return parse


def flag(given: str) -> bool:
    """Read true or false."""
    if given.lower() not in {"true", "false"}:
        raise ValueError(f"must be true or false, got {given[:40]!r}")
    return given.lower() == "true"


def read_parameters(known: Sequence[Parameter], given: QueryParams, limits: Limits) -> dict[str, Any]:
    """Return the value of every parameter by its name.

    Raises:
        Refused: one is unknown, missing, given twice, or has a value that it cannot have, or more of them than it may.
    """
    names = [parameter.name for parameter in known]
    for name in given:
        if name not in names:
            listed = f"; it takes {', '.join(names)}" if names else "; it takes none"
            raise Refused(400, f"no parameter {name[:40]!r}{did_you_mean(name, names) or listed}", code=_CODE)
    return {parameter.name: _value(parameter, given, limits) for parameter in known}


_CODE = ErrorCode.BAD_ARGUMENT


def _value(parameter: Parameter, given: QueryParams, limits: Limits) -> Any:  # noqa: ANN401 -- the value's type is the parameter's
    found = [part for part in given.getlist(parameter.name) if part]
    if parameter.many:
        found = [part.strip() for part in ",".join(found).split(",") if part.strip()]
    _check(parameter, "max_list", len(found), "values", limits.max_list)
    _check(parameter, "max_string", max(map(len, found), default=0), "characters", limits.max_string)
    if not found:
        if parameter.required:
            raise Refused(400, f"{parameter.name} is missing: {parameter.description}", code=_CODE)
        return parameter.default
    if len(found) > 1 and not parameter.many:
        raise Refused(400, f"{parameter.name} must be given once", code=_CODE)
    try:
        values = tuple(parameter.parse(part) for part in found)
    except ValueError as error:
        raise Refused(400, f"{parameter.name} {error}", code=_CODE) from None
    return values if parameter.many else values[0]


def _check(parameter: Parameter, setting: str, actual: int, of: str, limit: int) -> None:
    if actual > limit:
        more = {"setting": setting, "limit": limit, "actual": actual}
        message = f"{parameter.name} has {actual:,} {of}, {limit:,} at most"
        raise Refused(400, message, code=ErrorCode.LIMIT_EXCEEDED, more=more)
