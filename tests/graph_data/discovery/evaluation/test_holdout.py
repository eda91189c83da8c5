from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import numpy as np
import pytest

from graph_data.dataset import Dataset
from graph_data.discovery.evaluation import Counts, Holdout, hold_out
from graph_data.discovery.evaluation.rankers import scored
from graph_data.discovery.prediction import MOST_PARTNERS
from graph_data.errors import InsufficientData, InvalidDataset
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graph_data.rows import Fact, Keyword, Link
from graph_data.snapshot.sparse import Flags

Register: TypeAlias = Callable[[str], Dataset]

CUT = date(2024, 1, 1)
BEFORE = f"""
2022-01-01 p1: a b | x y
2022-02-01 p2: a b c | x
2023-03-01 p3: a b c | y
2023-03-01 p4: c d | x y
2023-12-31 p5: d e | x
2023-12-31 p6: d e | y
2023-12-31 p7: e f | x
2023-01-01 alone: a | z
2023-01-01 crowd: a d {" ".join(f"m{number}" for number in range(MOST_PARTNERS - 1))}
- undated: a e
"""
AFTER = """
2024-01-01 q1: a d | w
2024-01-02 q2: a b | x
2025-01-01 q3: b d n | x y
"""
AFTER_OTHERWISE = """
2024-01-01 q4: a e | v
2026-01-01 q5: k l m
"""


def pairs(holdout: Holdout, matrix: Flags) -> set[str]:
    names = holdout.organisations
    return {names[one] + names[other] for one, other in zip(*np.nonzero(np.triu(matrix)), strict=True)}


def test_pairs_are_those_of_known_organisations_without_a_tie_before_the_day(register: Register) -> None:
    found = hold_out(register(BEFORE + AFTER), CUT)
    assert (found.cut, found.dated_by) == (CUT, "startDate")
    assert found.organisations == ("a", "b", "c", "d", "e")
    assert pairs(found, found.candidates) == {"ad", "ae", "bd", "be", "ce"}
    assert pairs(found, found.new) == {"ad", "bd"}
    for matrix in (found.candidates, found.new):
        assert (matrix == matrix.T).all()
        assert not matrix.diagonal().any()


def test_everything_that_was_left_out_is_counted(register: Register) -> None:
    assert hold_out(register(BEFORE + AFTER), CUT).counts == Counts(
        train=7,
        test=3,
        undated=1,
        other_sizes=2,
        seen=6,
        assessed=5,
        candidates=5,
        new=2,
        all_new=4,
        unseen=2,
    )


def test_only_training_partnerships_and_their_partners_are_known(register: Register) -> None:
    graph = hold_out(register(BEFORE + AFTER), CUT).graph
    partnerships = [entity.id for entity in graph.entities(EntityKind.PARTNERSHIP)]
    assert partnerships == [f"p{number}" for number in range(1, 8)]
    assert [entity.id for entity in graph.organisations()] == list("abcdef")


def test_nothing_after_the_day_changes_what_is_known_or_any_score(register: Register) -> None:
    """The future may differ in partners, topics and organisations, but not in the vocabulary, which is no actor's."""
    words = "2030-01-01 words: y z | v w x y"
    one, other = (hold_out(register(BEFORE + after + words), CUT) for after in (AFTER, AFTER_OTHERWISE))
    assert one.graph.version == other.graph.version
    assert one.organisations == other.organisations
    assert (one.candidates == other.candidates).all()
    assert (one.new != other.new).any()
    for (ranker, scores), (_, again) in zip(scored(one), scored(other), strict=True):
        assert (scores == again).all(), ranker


def test_days_of_signature_win_over_first_days(register: Register) -> None:
    signed = (BEFORE + AFTER).replace(" q", " signed 2024-06-01 q").replace(" p", " signed 2022-06-01 p")
    found = hold_out(register(signed), CUT)
    assert found.dated_by == "ecSignatureDate"
    assert found.counts == hold_out(register(BEFORE + AFTER), CUT).counts
    early = hold_out(register(signed.replace("2024-06-01 q3", "2023-06-01 q3")), CUT)
    assert pairs(early, early.candidates) == {"ad", "ae", "be", "ce"}


def test_partnership_without_a_day_of_signature_is_undated_where_others_have_one(register: Register) -> None:
    signed = (BEFORE + AFTER).replace(" q", " signed 2024-06-01 q").replace(" p", " signed 2022-06-01 p")
    counts = hold_out(register(signed.replace("signed 2024-06-01 q2", "q2")), CUT).counts
    assert (counts.test, counts.undated) == (2, 2)


def test_day_of_signature_that_is_no_day_is_refused_with_its_project(register: Register) -> None:
    dataset = register(BEFORE + AFTER)
    wrong = Fact(entity="p1", property="ecSignatureDate", source="register", locator="p1", value="May 2022")
    with pytest.raises(InvalidDataset, match="ecSignatureDate of p1 must be a date like 2022-05-12, got 'May 2022'"):
        hold_out(dataset.plus([wrong]), CUT)


def test_topics_that_phrases_gave_do_not_make_an_organisation_known(register: Register) -> None:
    further = "2023-01-01 p8: e f | x\n2023-01-01 p9: e f | x\n"
    phrase = Keyword(register="register", phrase="p9", concept="technology:y", source="register", reason="Made up.")
    found = hold_out(register(BEFORE + AFTER + further).plus([phrase]), CUT)
    (given,) = found.graph.statements("f", predicates={Predicate.USES_TECHNOLOGY}, origins={StatementOrigin.INFERRED})
    assert given.object == "technology:y"
    assert "f" not in found.organisations
    said = hold_out(register(BEFORE + AFTER + further.replace("p9: e f | x", "p9: e f | x y")), CUT)
    assert "f" in said.organisations


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BEFORE, "7 partnerships of 2 to 40 partners are dated before it, 0 later"),
        (AFTER, "0 organisations have 3 of them and 2 topics"),
        (BEFORE + "2024-05-05 q: a b c d e", "of the 5 pairs of them without a tie 5 are tied later"),
    ],
)
def test_a_day_at_which_nothing_can_be_foreseen_is_refused_with_what_there_is(
    register: Register, text: str, told: str
) -> None:
    with pytest.raises(InsufficientData, match=f"^nothing to predict at 2024-01-01: .*{told}.*choose another day"):
        hold_out(register(text), CUT)


def test_rows_about_others_are_gone_from_what_is_known(register: Register) -> None:
    graph = hold_out(register(BEFORE + AFTER), CUT).graph
    named = {name for row in graph.dataset.links if isinstance(row, Link) for name in (row.subject, row.object)}
    assert named.isdisjoint({"q1", "q2", "q3", "n", "alone", "crowd", "undated", "m0"})
