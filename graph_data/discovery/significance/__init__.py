"""How often chance alone gives as much: null models, their p-values, and the adjustment for many tests at once."""

from graph_data.discovery.significance.null_models import NullModel, Significance
from graph_data.discovery.significance.testing import MAX_PERMUTATIONS, PERMUTATIONS, significance

__all__ = ["MAX_PERMUTATIONS", "PERMUTATIONS", "NullModel", "Significance", "significance"]
