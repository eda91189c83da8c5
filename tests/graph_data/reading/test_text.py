import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.errors import InvalidDataset
from graph_data.reading import text as reading
from graph_data.reading.text import read_text, text_of

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")


@given(st.text(LETTERS), st.sampled_from([b"", codecs.BOM_UTF8]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_text_is_the_same_with_and_without_a_byte_order_mark_and_with_any_line_ends(
    text: str, mark: bytes, line_end: str
) -> None:
    content = mark + text.replace("\n", line_end).encode()
    assert text_of(content, "a.csv") == unicodedata.normalize("NFC", text)


def test_decomposed_letters_become_composed_ones() -> None:
    assert text_of("Cafe\u0301".encode(), "a.csv") == "Caf\u00e9"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"id,name\n1,Caf\xe9\n", "a.csv:2:6: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (codecs.BOM_UTF8 + b"\xff", "a.csv:1:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("é,ü,".encode() + b"\x80", "a.csv:1:5: byte 0x80 is not UTF-8; save the file as UTF-8"),
        ("id\r\n".encode("utf-16"), "a.csv:1:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"\xed\xa0\x80", "a.csv:1:1: byte 0xed is not UTF-8; save the file as UTF-8"),
        (b"id\r1\xe9", "a.csv:2:2: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        (b"id\nab\0c", "a.csv:2:3: NUL character; the file is damaged or not text"),
        (codecs.BOM_UTF8 + b"\0", "a.csv:1:1: NUL character; the file is damaged or not text"),
    ],
)
def test_what_is_not_text_is_a_problem_with_its_place(content: bytes, wanted: str) -> None:
    with pytest.raises(InvalidDataset) as caught:
        text_of(content, "a.csv")
    assert str(caught.value) == wanted


@given(st.binary())
def test_any_bytes_are_text_or_one_problem(content: bytes) -> None:
    try:
        text = text_of(content, "a.csv")
    except InvalidDataset as error:
        assert len(error.problems) == 1  # noqa: PT017 -- whether it raises depends on the bytes
    else:
        assert unicodedata.is_normalized("NFC", text)
        assert "\0" not in text


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match=r"^a\.csv: cannot be read: No such file or directory$"):
        read_text(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(InvalidDataset, match=r"^b\.csv: cannot be read: not a file$"):
        read_text(tmp_path / "b.csv")


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.csv").write_text("id")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InvalidDataset, match=r"^a\.csv: cannot be read: Permission denied$"):
        read_text(tmp_path / "a.csv")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 3)
    (tmp_path / "a.csv").write_text("123")
    assert read_text(tmp_path / "a.csv") == "123"
    (tmp_path / "a.csv").write_text("1234")
    with pytest.raises(InvalidDataset, match=r"^a\.csv: larger than 3 bytes; split it$"):
        read_text(tmp_path / "a.csv")
