"""The results as plain rows: what a data frame or a printed table is made of."""

from collections.abc import Iterator
from typing import Any

from graph_data.discovery.evaluation.evaluating import GroupResult, RankerResult
from graph_data.discovery.evaluation.holdout import LEAST_PROJECTS, LEAST_TOPICS, Holdout
from graph_data.discovery.evaluation.sampling import NEGATIVES
from graph_data.discovery.prediction import MOST_PARTNERS

__all__ = ["group_rows", "protocol_rows", "ranker_rows"]

Row = dict[str, Any]


def protocol_rows(holdout: Holdout) -> list[Row]:
    """Return how much data stands behind an evaluation; a share is of the line that it follows from."""
    counts, cut, by = holdout.counts, holdout.cut, holdout.dated_by
    sized = f"partnerships of 2 to {MOST_PARTNERS} partners"
    barely = counts.all_new - counts.unseen - counts.new
    return [
        {"protocol": what, "count": count, "share": None if whole is None else count / max(whole, 1)}
        for what, count, whole in (
            (f"train: {sized}, {by} before {cut}", counts.train, None),
            (f"test: {sized}, {by} on {cut} or later", counts.test, None),
            (f"left out: {sized}, without {by}", counts.undated, None),
            (
                f"left out: partnerships of one partner, of none, or of more than {MOST_PARTNERS}",
                counts.other_sizes,
                None,
            ),
            ("organisations in training partnerships", counts.seen, None),
            (
                f"assessed: those with {LEAST_PROJECTS} or more of them and {LEAST_TOPICS} or more topics",
                counts.assessed,
                counts.seen,
            ),
            ("candidate pairs: both assessed, without a tie in training", counts.candidates, None),
            ("new pairs: candidates with a tie in the test (share: base rate)", counts.new, counts.candidates),
            ("all pairs with a first tie in the test", counts.all_new, None),
            ("cold start: a side without a training partnership", counts.unseen, counts.all_new),
            ("both sides seen in training, but not both assessed", barely, counts.all_new),
        )
    ]


def ranker_rows(results: tuple[RankerResult, ...]) -> Iterator[Row]:
    """Yield the measures of each ranker, each followed by half the width of its 95 % interval."""
    for found in results:
        measures = {
            "AUC": found.auc,
            f"AP 1:{NEGATIVES}": found.average_precision,
            "degree-matched AUC": found.matched_auc,
            "hit@10": found.hit,
        }
        row: Row = {"ranker": found.ranker.value}
        for name, measure in measures.items():
            row |= {name: measure.value, f"{name} ±": measure.margin}
        yield row


def group_rows(results: tuple[GroupResult, ...]) -> Iterator[Row]:
    """Yield the AUC of some rankers among the pairs with a side in each group."""
    for found in results:
        yield {
            "group": found.group,
            "organisations": found.organisations,
            "candidate pairs": found.candidates,
            "new pairs": found.new,
            "base rate": found.new / max(found.candidates, 1),
            **{f"AUC {ranker.value}": auc for ranker, auc in found.aucs.items()},
        }
