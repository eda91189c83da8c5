"""What an importer saw: nothing is dropped silently, and a doubtful match is listed for a person."""

from dataclasses import dataclass

__all__ = ["Finding", "Import"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a source that a person should know of.

    Attributes:
        code: short name of what was seen, such as doubled-rows.
        text: one sentence with the count.
        count: how many cases.
        cases: every case, with its place; sorted.
    """

    code: str
    text: str
    count: int
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """What an importer made of a source.

    Attributes:
        rows: rows to add to the dataset.
        findings: what it saw.
    """

    rows: tuple[object, ...]
    findings: tuple[Finding, ...] = ()
