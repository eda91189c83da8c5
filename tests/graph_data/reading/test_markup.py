"""XML that is made to harm: each file is refused at once, with its place, in little memory."""

import resource
import time
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset
from graph_data.reading.markup import MAX_DEPTH, Elements, read_xml

DOCTYPE = "a document type (<!DOCTYPE …>) is not read; take it out, and write out the entities that it declares"
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))

REFUSED = {
    "laughs": (f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>', f"laughs.xml: {DOCTYPE}"),
    "quadratic": (f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 50_000}</a>', f"quadratic.xml: {DOCTYPE}"),
    "external": ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', f"external.xml: {DOCTYPE}"),
    "parameter": ('<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/">%b;]><a/>', f"parameter.xml: {DOCTYPE}"),
    "elsewhere": ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', f"elsewhere.xml: {DOCTYPE}"),
    "deep": ("<a>" * 1_000_000, f"deep.xml:1:193: elements within elements, deeper than {MAX_DEPTH}"),
    "attribute": (
        f'<a>\n<b c="{"x" * 20_000_000}"/></a>',
        "attribute.xml:1:1: a tag or comment of more than 4194304 bytes follows",
    ),
    "comment": (f"<!--{'x' * 20_000_000}--><a/>", "comment.xml: a tag or comment of more than 4194304 bytes follows"),
    "text": (f"<a>\n<b>{'x' * 2_000_000}</b></a>", "text.xml:2:1: a text of more than 1048576 characters"),
    "undeclared": ("<a>\n&b;</a>", "undeclared.xml:2:1: not XML: undefined entity"),
    "character": ("<a>&#1;</a>", "character.xml:1:4: not XML: reference to invalid character number"),
    "surrogate": ("<a>&#xD800;</a>", "surrogate.xml:1:4: not XML: reference to invalid character number"),
    "nul": ("<a>\0</a>", "nul.xml:1:4: not XML: not well-formed (invalid token)"),
    "cut": ("<a><b>", "cut.xml:1:7: not XML: no element found"),
    "empty": ("", "empty.xml: the file is empty"),
    "json": ('{"a": 1}', "json.xml:1:1: not XML: not well-formed (invalid token)"),
}


def problem_of(path: Path) -> str:
    with pytest.raises(InvalidDataset) as caught:
        read_xml(path, Elements())
    return str(caught.value)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_made_to_harm_is_refused_at_once_in_little_memory(name: str, tmp_path: Path) -> None:
    content, message = REFUSED[name]
    path = tmp_path / f"{name}.xml"
    path.write_text(content, encoding="utf-8")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert problem_of(path) == message
    assert time.perf_counter() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024  # kB


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("klingon", "coded.xml:1: unknown encoding; save the file as UTF-8 (unknown encoding: klingon)"),
        ("shift_jis", "coded.xml: multi-byte encodings are not supported"),
        ("utf-8", "coded.xml:1:42: not XML: not well-formed (invalid token)"),
    ],
)
def test_text_in_no_encoding_that_is_read_is_refused(encoding: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "coded.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?><a>é</a>'.encode("latin-1"))
    assert problem_of(path) == message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_text_in_an_encoding_that_the_file_declares_is_read(encoding: str, tmp_path: Path) -> None:
    class Texts(Elements):
        def end(self, name: str) -> None:
            found.append((name, self.text, self.line, self.column))

    found: list[tuple[str, str, int, int]] = []
    declared = encoding.removesuffix("-sig")
    path = tmp_path / "coded.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{declared}"?>\n<x:a> <y:b>é&amp;ü</y:b></x:a>'.encode(encoding))
    read_xml(path, Texts())
    assert found == [("b", "é&ü", 2, 7), ("a", "", 2, 7)]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "a.xml") == "a.xml: cannot be read: No such file or directory"


def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a/>")

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)
    assert problem_of(path) == "a.xml: cannot be read: Permission denied"
