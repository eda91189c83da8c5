"""Which industries of a table work at which stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_data.nace import divisions_of
from graph_data.rows import StageIndustry

__all__ = ["Placed", "place"]


@dataclass(frozen=True, slots=True)
class Placed:
    """The industries of a stage in one table.

    Attributes:
        industries: places of its industries in the table, rising.
        missing: NACE codes of the stage that the table does not show, neither by themselves nor by a wider or narrower
            one; where there is one, nothing that the table says holds for the stage as a whole.
    """

    industries: tuple[int, ...]
    missing: tuple[str, ...]


def place(rows: Iterable[StageIndustry], industries: Mapping[str, frozenset[str]]) -> dict[str, Placed]:
    """Return the industries of every stage that has any row, by the stage's id.

    A row applies to a table where some of its industries make up the row's divisions exactly. Of rows of one stage
    that lie within one another the narrowest that applies is taken: a wider one stands for tables that are coarser.
    """
    by_stage: dict[str, list[StageIndustry]] = {}
    for row in rows:
        by_stage.setdefault(row.stage, []).append(row)
    return {stage: _place(by_stage[stage], tuple(industries.values())) for stage in sorted(by_stage)}


def _place(rows: Iterable[StageIndustry], industries: tuple[frozenset[str], ...]) -> Placed:
    wanted = {row.industry: divisions_of(row.industry) for row in rows}
    applying = {code: found for code, found in wanted.items() if _made_up(found, industries)}
    taken = [found for found in applying.values() if not any(other < found for other in applying.values())]
    missing = [
        code
        for code, found in wanted.items()
        if not any(found <= other or other <= found for other in applying.values())
    ]
    places = (number for number, divisions in enumerate(industries) if any(divisions <= found for found in taken))
    return Placed(tuple(places), tuple(sorted(missing)))


def _made_up(wanted: frozenset[str], industries: Iterable[frozenset[str]]) -> bool:
    return wanted == frozenset().union(*(divisions for divisions in industries if divisions <= wanted))
