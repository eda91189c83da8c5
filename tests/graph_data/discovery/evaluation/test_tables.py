from graph_data.discovery.evaluation import (
    GroupResult,
    Holdout,
    Measure,
    Ranker,
    RankerResult,
    group_rows,
    protocol_rows,
    ranker_rows,
)


def test_protocol_says_what_was_counted_and_of_what_it_is_a_share(holdout: Holdout) -> None:
    counts = holdout.counts
    sized = "partnerships of 2 to 40 partners"
    rows = [tuple(row.values()) for row in protocol_rows(holdout)]
    assert rows == [
        (f"train: {sized}, startDate before 2024-01-01", counts.train, None),
        (f"test: {sized}, startDate on 2024-01-01 or later", counts.test, None),
        (f"left out: {sized}, without startDate", counts.undated, None),
        ("left out: partnerships of one partner, of none, or of more than 40", counts.other_sizes, None),
        ("organisations in training partnerships", counts.seen, None),
        ("assessed: those with 3 or more of them and 2 or more topics", counts.assessed, counts.assessed / counts.seen),
        ("candidate pairs: both assessed, without a tie in training", counts.candidates, None),
        (
            "new pairs: candidates with a tie in the test (share: base rate)",
            counts.new,
            counts.new / counts.candidates,
        ),
        ("all pairs with a first tie in the test", counts.all_new, None),
        ("cold start: a side without a training partnership", counts.unseen, counts.unseen / counts.all_new),
        (
            "both sides seen in training, but not both assessed",
            counts.all_new - counts.unseen - counts.new,
            (counts.all_new - counts.unseen - counts.new) / counts.all_new,
        ),
    ]


def test_measures_stand_before_their_margins() -> None:
    measures = [Measure(0.8, 0.01), Measure(0.3, 0.02), Measure(None, None), Measure(0.6, 0.03)]
    assert list(ranker_rows((RankerResult(Ranker.ADAMIC_ADAR, *measures),))) == [
        {
            "ranker": "Adamic-Adar",
            "AUC": 0.8,
            "AUC ±": 0.01,
            "AP 1:20": 0.3,
            "AP 1:20 ±": 0.02,
            "degree-matched AUC": None,
            "degree-matched AUC ±": None,
            "hit@10": 0.6,
            "hit@10 ±": 0.03,
        }
    ]


def test_groups_have_their_base_rate() -> None:
    assert list(group_rows((GroupResult("sme", 5, 40, 2, {Ranker.SYNERGY: 0.7}),))) == [
        {
            "group": "sme",
            "organisations": 5,
            "candidate pairs": 40,
            "new pairs": 2,
            "base rate": 0.05,
            "AUC Y: synergy, GENERAL": 0.7,
        }
    ]
