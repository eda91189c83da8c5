"""What predicts new partners: a temporal hold-out, in which rankers see only what was known before a day."""

from graph_data.discovery.evaluation.evaluating import (
    FIRST,
    GROUPED,
    Evaluation,
    GroupResult,
    Measure,
    RankerResult,
    evaluate,
)
from graph_data.discovery.evaluation.holdout import Counts, Holdout, hold_out
from graph_data.discovery.evaluation.rankers import Ranker
from graph_data.discovery.evaluation.sampling import NEGATIVES
from graph_data.discovery.evaluation.tables import group_rows, protocol_rows, ranker_rows

__all__ = [
    "FIRST",
    "GROUPED",
    "NEGATIVES",
    "Counts",
    "Evaluation",
    "GroupResult",
    "Holdout",
    "Measure",
    "Ranker",
    "RankerResult",
    "evaluate",
    "group_rows",
    "hold_out",
    "protocol_rows",
    "ranker_rows",
]
