from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.deadline import Deadline, DeadlinePassed, check, current, until, watched


def test_without_a_deadline_nothing_ends() -> None:
    assert current() is None
    check()
    assert list(watched(range(3))) == [0, 1, 2]


def test_items_are_watched_for_nothing_where_no_deadline_holds() -> None:
    items = [1, 2, 3]
    assert watched(items) is items


@given(st.lists(st.integers()))
def test_what_is_watched_in_time_is_what_it_was(items: list[int]) -> None:
    with until(Deadline(60)):
        assert list(watched(items)) == items


def test_a_deadline_that_passed_ends_work_before_the_next_item() -> None:
    seen = []

    def work() -> None:
        for item in watched(range(5)):
            seen.append(item)
            if item == 1:
                deadline.cancel()

    deadline = Deadline(60)
    with until(deadline), pytest.raises(DeadlinePassed):
        work()
    assert seen == [0, 1]


def test_no_handler_of_exceptions_takes_it_for_a_failure_of_its_own() -> None:
    assert not issubclass(DeadlinePassed, Exception)
    with until(Deadline(0)), pytest.raises(DeadlinePassed):
        check()


def test_the_innermost_deadline_holds_and_the_outer_one_after_it() -> None:
    outer = Deadline(0)
    with until(outer):
        with until(None):
            check()
        with until(Deadline(60)):
            check()
        assert current() is outer
    assert current() is None


def test_seconds_left_fall_below_zero() -> None:
    assert 59 < Deadline(60).remaining <= 60
    assert Deadline(-1).remaining < 0
    assert not Deadline(-1).cancelled


def test_another_thread_can_call_it_off() -> None:
    deadline, begun = Deadline(60), Event()

    def work() -> None:
        with until(deadline):
            while True:
                begun.set()
                check()

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(work)
        begun.wait()
        deadline.cancel()
        assert isinstance(ended.exception(10), DeadlinePassed)
    assert deadline.cancelled
