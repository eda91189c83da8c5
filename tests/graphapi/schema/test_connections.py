"""Paging: every item once, in order, in both directions; cursors that fit, and those that do not."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import Key, Listing, PageRequest, Slice, page_info

Item = tuple[int | None, str | None, str]

items = st.lists(
    st.tuples(st.none() | st.integers(-2, 2), st.none() | st.sampled_from(["a", "å", "b"]), st.uuids().map(str)),
    max_size=25,
    unique_by=lambda item: item[2],
)
directions = st.tuples(st.booleans(), st.booleans())
sizes = st.integers(1, 100)


def listing(found: Sequence[Item], descending: tuple[bool, ...] = (), name: str = "things") -> Listing[Item]:
    return Listing(found, key, name, "version", descending)


def key(item: Item) -> Key:
    return item


def in_order(found: Sequence[Item], descending: tuple[bool, bool]) -> list[Item]:
    """Sort the plain way: by the last key first; unknown values last whichever way."""
    ordered = sorted(found, key=lambda item: item[2])
    for part in (1, 0):
        known = [item for item in ordered if item[part] is not None]
        known.sort(key=lambda item, part=part: item[part], reverse=False)  # type: ignore[misc]
        if descending[part]:
            known.sort(key=lambda item, part=part: item[part], reverse=True)  # type: ignore[misc]
        ordered = known + [item for item in ordered if item[part] is None]
    return ordered


def forwards(things: Listing[Item], size: int) -> Iterator[Slice[Item]]:
    page = things.page(PageRequest(first=size))
    yield page
    while page.has_next:
        page = things.page(PageRequest(first=size, after=page_info(page).end_cursor))
        yield page


def backwards(things: Listing[Item], size: int) -> Iterator[Slice[Item]]:
    page = things.page(PageRequest(last=size))
    yield page
    while page.has_previous:
        page = things.page(PageRequest(last=size, before=page_info(page).start_cursor))
        yield page


@given(items, directions, sizes)
def test_pages_forwards_add_up_to_the_list(found: list[Item], descending: tuple[bool, bool], size: int) -> None:
    pages = list(forwards(listing(found, descending), size))
    assert [item for page in pages for item in page.items] == in_order(found, descending)
    assert [page.has_previous for page in pages] == [False] + [True] * (len(pages) - 1)


@given(items, directions, sizes)
def test_pages_backwards_add_up_to_the_list(found: list[Item], descending: tuple[bool, bool], size: int) -> None:
    pages = list(backwards(listing(found, descending), size))
    assert [item for page in reversed(pages) for item in page.items] == in_order(found, descending)
    assert [page.has_next for page in pages] == [False] + [True] * (len(pages) - 1)


@given(items, directions, sizes, st.data())
def test_a_window_between_two_cursors_holds_what_lies_between(
    found: list[Item], descending: tuple[bool, bool], size: int, data: st.DataObject
) -> None:
    things, ordered = listing(found, descending), in_order(found, descending)
    start = data.draw(st.integers(0, len(ordered)))
    stop = data.draw(st.integers(start, len(ordered)))
    after = things.cursor(ordered[start - 1]) if start else None
    before = things.cursor(ordered[stop]) if stop < len(ordered) else None
    window = ordered[start:stop]
    first = things.page(PageRequest(first=size, after=after, before=before))
    last = things.page(PageRequest(last=size, after=after, before=before))
    assert list(first.items) == window[:size]
    assert list(last.items) == window[-size:]


@given(items, directions)
def test_unknown_values_come_last_in_both_directions(found: list[Item], descending: tuple[bool, bool]) -> None:
    ordered = [item for page in forwards(listing(found, descending), 7) for item in page.items]
    unknown = [item[0] is None for item in ordered]
    assert unknown == sorted(unknown)


@given(items, directions, st.data())
def test_a_cursor_outlives_the_item_that_it_was_made_of(
    found: list[Item], descending: tuple[bool, bool], data: st.DataObject
) -> None:
    things = listing([*found, (1, "a", "gone")], descending)
    cursor = things.cursor((1, "a", "gone"))
    rest = listing(found, descending)
    before = [item for page in backwards(things, 100) for item in page.items]
    place = before.index((1, "a", "gone"))
    size = data.draw(sizes)
    assert list(rest.page(PageRequest(first=size, after=cursor)).items) == before[place + 1 :][:size]


def test_a_page_of_nothing_has_no_cursors() -> None:
    info = page_info(listing([]).page(PageRequest()))
    assert (info.start_cursor, info.end_cursor, info.has_next_page, info.has_previous_page) == (
        None,
        None,
        False,
        False,
    )


def test_crossed_cursors_leave_an_empty_page() -> None:
    things = listing([(1, None, "a"), (2, None, "b"), (3, None, "c")])
    page = things.page(PageRequest(after=things.cursor((3, None, "c")), before=things.cursor((1, None, "a"))))
    assert page.items == ()


def code_of(things: Listing[Item], **request: object) -> ErrorCode:
    with pytest.raises(QueryError) as caught:
        things.page(PageRequest(**request))  # type: ignore[arg-type]
    assert caught.value.extensions is not None
    return ErrorCode[caught.value.extensions["code"]]


@pytest.mark.parametrize(
    "request_",
    [{"first": 0}, {"first": -1}, {"first": 101}, {"last": 0}, {"last": -5}, {"last": 101}, {"first": 1, "last": 1}],
)
def test_a_bad_page_size_is_refused(request_: dict[str, int]) -> None:
    assert code_of(listing([]), **request_) is ErrorCode.BAD_PAGE_SIZE


THINGS = listing([(1, "a", "x"), (2, None, "y"), (None, "å", "z")], (True, False))


@pytest.mark.parametrize(
    "other", [replace(THINGS, version="other"), replace(THINGS, name="others"), replace(THINGS, name="things by name")]
)
def test_a_cursor_of_another_list_or_version_is_stale(other: Listing[Item]) -> None:
    for item in THINGS.items:
        assert code_of(THINGS, after=other.cursor(item)) is ErrorCode.STALE_CURSOR
        assert code_of(THINGS, before=other.cursor(item)) is ErrorCode.STALE_CURSOR


CURSOR = THINGS.cursor((1, "a", "x"))
STAMP = orjson.loads(base64.urlsafe_b64decode(CURSOR + "=" * (-len(CURSOR) % 4)))[0]


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


@given(st.text())
@example("")
@example("\ud800")
@example("é")
@example("====")
@example("null")
def test_random_text_is_no_cursor(text: str) -> None:
    assert code_of(THINGS, after=text) is ErrorCode.BAD_CURSOR


@given(st.integers(0, len(CURSOR) - 1))
def test_a_truncated_cursor_is_damaged(length: int) -> None:
    assert code_of(THINGS, before=CURSOR[:length]) is ErrorCode.BAD_CURSOR


@given(st.integers(0, len(CURSOR)), st.sampled_from("!=\n %é"))
def test_a_cursor_with_something_between_is_damaged(place: int, extra: str) -> None:
    assert code_of(THINGS, after=CURSOR[:place] + extra + CURSOR[place:]) is ErrorCode.BAD_CURSOR


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    )
)
def test_other_json_is_no_cursor(value: object) -> None:
    assert code_of(THINGS, after=written(value)) is ErrorCode.BAD_CURSOR


plain = st.none() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3)


@given(st.lists(plain | st.booleans() | st.lists(plain), max_size=5))
@example([1, "a"])
@example([1, "a", "x", None])
@example(["1", "a", "x"])
@example([1, 2, "x"])
@example([[1], "a", "x"])
@example([1, "a", None])
@example([])
def test_a_cursor_with_a_forged_key_never_fails_otherwise(forged: list[object]) -> None:
    cursor = written([STAMP, *forged])
    for request in ({"after": cursor}, {"before": cursor}):
        codes = []
        try:
            found = THINGS.page(PageRequest(**request)).items
        except QueryError as error:
            codes, found = [error.extensions], ()
        assert codes in ([], [{"code": "BAD_CURSOR"}])
        assert set(found) <= set(THINGS.items)


@pytest.mark.parametrize("forged", [[], [1, "a"], [1, "a", "x", None], ["1", "a", "x"], [1, 2, "x"], [[1], "a", "x"]])
def test_a_forged_key_of_another_shape_is_damaged(forged: list[object]) -> None:
    assert code_of(THINGS, after=written([STAMP, *forged])) is ErrorCode.BAD_CURSOR
