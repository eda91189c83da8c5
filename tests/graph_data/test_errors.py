import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.errors import GraphDataError, InsufficientData, InvalidDataset, Problem, UnknownEntity


@pytest.mark.parametrize(
    ("problem", "wanted"),
    [
        (Problem("clusters.csv", 3, 5, "wrong"), "clusters.csv:3:5: wrong"),
        (Problem("clusters.csv", 3, 0, "wrong"), "clusters.csv:3: wrong"),
        (Problem("clusters.csv", 0, 0, "wrong"), "clusters.csv: wrong"),
    ],
)
def test_a_problem_says_its_place_as_far_as_it_is_known(problem: Problem, wanted: str) -> None:
    assert str(problem) == wanted


def test_problems_are_listed_by_file_line_and_column() -> None:
    places = [("b.csv", 1, 1), ("a.csv", 10, 1), ("a.csv", 2, 7), ("a.csv", 2, 1)]
    error = InvalidDataset([Problem(*place, "wrong") for place in places])
    assert str(error) == "a.csv:2:1: wrong\na.csv:2:7: wrong\na.csv:10:1: wrong\nb.csv:1:1: wrong"


@given(st.integers(1, 300))
def test_a_message_lists_a_hundred_problems_and_says_how_many_more_there_are(count: int) -> None:
    error = InvalidDataset([Problem("a.csv", line, 0, "wrong") for line in range(1, count + 1)])
    shown = [f"a.csv:{line}: wrong" for line in range(1, min(count, 100) + 1)]
    assert str(error).split("\n") == [*shown, *([f"+{count - 100} more"] if count > 100 else [])]
    assert len(error.problems) == count


def test_user_mistakes_are_also_the_errors_that_python_knows() -> None:
    assert issubclass(InvalidDataset, ValueError)
    assert issubclass(UnknownEntity, LookupError)
    assert all(issubclass(kind, GraphDataError) for kind in (InvalidDataset, UnknownEntity, InsufficientData))
