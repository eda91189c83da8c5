"""What an input-output table says of industries, and of stages as groups of industries."""

from collections.abc import Sequence

import numpy as np

from graph_data.importers.input_output.table import InputOutputTable, Numbers

__all__ = ["allocation", "input_share", "input_shares", "upstreamness"]

NEARLY = 1e-9
"""What rounding may take from a share that is 1."""


def input_shares(flows: Numbers) -> Numbers:
    """Return the share of each buyer's intermediate inputs that comes from each supplier.

    Args:
        flows: what each industry (row) sells to each (column), at least 0.

    Returns:
        An array of the same shape; a column adds up to 1, or is not a number where an industry buys nothing.
    """
    with np.errstate(invalid="ignore"):
        found: Numbers = flows / flows.sum(axis=0)
    return found


def input_share(flows: Numbers, suppliers: Sequence[int], buyers: Sequence[int]) -> float | None:
    """Return the share of the intermediate inputs of some industries that comes from some others, in [0, 1].

    None where the buyers buy nothing at all.
    """
    bought = flows[:, buyers].sum()
    return float(flows[np.ix_(suppliers, buyers)].sum() / bought) if bought > 0 else None


def allocation(table: InputOutputTable) -> Numbers | None:
    """Return the share of each industry's product (row) that each industry (column) uses up.

    It is flow / (output - exports + imports), the correction for an open economy of Antras, Chor, Fally & Hillberry
    2012: what is exported is taken to be used abroad as it is at home. A row is not a number where nothing of the
    product is used in the country. None where the table does not state output, exports and imports.
    """
    if table.use is None:
        return None
    use = np.where(table.use > 0, table.use, np.nan)
    return table.flows / use[:, np.newaxis]


def upstreamness(shares: Numbers) -> Numbers:
    """Return how many steps of production lie on average between each industry and final use, at least 1.

    U = (I - D)^-1 1, D the shares of each industry's product (row) that each industry (column) uses up (Antras, Chor,
    Fally & Hillberry 2012, doi:10.1257/aer.102.3.412): 1 for an industry all of whose product goes to final use.

    Args:
        shares: D, a square array, entries at least 0; a row that is not a number gives an industry whose upstreamness
            is not a number either, and which counts as final use to the others.

    Raises:
        ValueError: industries use up all of what some of them make, so that no step leads to final use.
    """
    known = np.isfinite(shares @ np.ones(len(shares)))
    used = np.where(known[:, np.newaxis], shares, 0.0)
    if len(used) and np.abs(np.linalg.eigvals(used)).max() > 1 - NEARLY:
        raise ValueError("more of some product is used up by industries than there is of it")
    steps = np.linalg.solve(np.eye(len(used)) - used, np.ones(len(used)))
    return np.where(known, steps, np.nan)
