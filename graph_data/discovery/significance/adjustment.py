"""Many tests at once: what to believe when some low p-values are expected anyway."""

import numpy as np

from graph_data.discovery.matrices import Floats

__all__ = ["LEVEL", "benjamini_hochberg"]

LEVEL = 0.05
"""False discovery rate up to which something is called distinguishable from chance."""


def benjamini_hochberg(p_values: Floats) -> Floats:
    """Return adjusted p-values: the false discovery rate at which each would just be accepted, in [0, 1].

    Benjamini and Hochberg 1995 (doi:10.1111/j.2517-6161.1995.tb02031.x): the least of p*m/rank over the ranks from
    its own on.
    """
    order = np.argsort(p_values)
    scaled = p_values[order] * len(p_values) / np.arange(1, len(p_values) + 1)
    adjusted = np.empty_like(scaled)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
