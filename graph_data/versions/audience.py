"""What an audience may see: a dataset without the rows of others, and without everything that rests on them.

Nothing is filtered when a question is answered: what an audience may not see is not in its version, so it cannot show
in counts, paths or scores.
"""

from collections.abc import Sequence
from dataclasses import replace

from graph_data.checking import PARTS, Places, check, references_of
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem, UnknownAudience
from graph_data.ontology import EVERYBODY, Row
from graph_data.tables import columns_of, did_you_mean, table_of

__all__ = ["audiences_of", "for_audience"]


def audiences_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the audiences that rows of a dataset name, sorted."""
    return tuple(sorted({name for row in dataset.all_rows() if isinstance(row, Row) for name in row.audience}))


def for_audience(dataset: Dataset, audience: str) -> Dataset:
    """Return a dataset without what an audience may not see.

    A row that names a hidden row goes too: the names, facts and links of a hidden entity, the terms of a hidden scheme,
    everything taken from a hidden source. A cell that need not be filled and names a hidden entity, such as the wider
    term of a term, becomes blank.

    Args:
        dataset: every row.
        audience: a name that some row has in its column `audience`, or `public` for rows without one alone.

    Raises:
        UnknownAudience: no row names it.
        InvalidDataset: what is left breaks a rule of the model; more rows must be hidden.
    """
    known = audiences_of(dataset)
    if audience not in {EVERYBODY, *known}:
        hint = did_you_mean(audience, known) or f"; write one of {', '.join((EVERYBODY, *known))}"
        raise UnknownAudience(f"no row is for the audience {audience!r}{hint}")
    rows = [row for row in dataset.all_rows() if _may_see(row, audience)]
    while (fewer := _without_dangling(rows)) != rows:
        rows = fewer
    if problems := check(rows, Places()):
        said = f"what {audience!r} may see is no dataset by itself; hide these rows too"
        raise InvalidDataset([Problem("audience", 0, 0, said), *problems])
    return Dataset.of(dataset.about, rows)


def _may_see(row: object, audience: str) -> bool:
    return not (isinstance(row, Row) and row.audience) or audience in row.audience


def _without_dangling(rows: Sequence[object]) -> list[object]:
    """Return rows without those that name a row which is not among them; a chain of them takes several rounds."""
    known = {what: {_id(row) for row in rows if table_of(row).part == part} for what, part in PARTS.items()}
    found = []
    for row in rows:
        missing = {heading for heading, what, name in references_of(row) if name and name not in known[what]}
        if not missing:
            found.append(row)
        elif missing <= _may_be_blank(row):
            found.append(replace(row, **dict.fromkeys(missing)))  # type: ignore[type-var] # rows are dataclasses
    return found


def _id(row: object) -> object:
    return getattr(row, "id", None)


def _may_be_blank(row: object) -> set[str]:
    """Return the cells of a row that stand for a statement of their own, without which the row still holds."""
    return {column.name for column in columns_of(type(row)) if column.predicate and not column.required}
