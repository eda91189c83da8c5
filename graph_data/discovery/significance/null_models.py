"""What a value is held against, and what is known of how often chance gives as much."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["NullModel", "Significance"]


class NullModel(Enum):
    """What is kept as it is while the rest is left to chance."""

    BICM = "BICM"
    CURVEBALL = "CURVEBALL"
    HYPERGEOMETRIC = "HYPERGEOMETRIC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """How often chance alone gives at least as much.

    Attributes:
        p_value: in (0, 1]; None, with a note, where the model was not run.
        adjusted_p_value: after Benjamini and Hochberg over everything compared at once; None when p_value is.
        null_model: what it is held against.
        permutations: random profiles drawn, None for a model that needs none.
        seed: of the random numbers, None for a model that needs none.
        note: what to make of it, in words.
    """

    p_value: float | None
    adjusted_p_value: float | None
    null_model: NullModel
    permutations: int | None = None
    seed: int | None = None
    note: str | None = None
