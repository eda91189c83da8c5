"""RDF files, hostile ones too: clear errors with a place, bounded work, and nothing fetched."""

import resource
import sys
import time
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset, MissingExtra
from graph_data.reading import rdf
from graph_data.reading.rdf import read_triples

pytest.importorskip("pyoxigraph", reason="needs the extra rdf")

RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'


def saved(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problem_of(path: Path) -> str:
    with pytest.raises(InvalidDataset) as caught:
        list(read_triples(path))
    return str(caught.value)


DOCTYPE = "a document type (<!DOCTYPE …>) is not read; take it out, and write out the entities that it declares"

REFUSED = {
    "nested.ttl": (
        "<urn:a> <urn:b> " + "[ <urn:c> " * 1_000_000,
        "nested.ttl:1: brackets within brackets, deeper than 64",
    ),
    "list.ttl": ("<urn:a> <urn:b>\n" + "(" * 1_000_000, "list.ttl:2: brackets within brackets, deeper than 64"),
    "word.ttl": (
        f'<urn:a> <urn:b> "{"x" * 20_000_000}" .',
        "word.ttl: a word without end: Reached the buffer maximal size of 16777216",
    ),
    "syntax.ttl": ("@prefix a: <urn:a:> .\na:b a:c ] .\n", "syntax.ttl:2:9: not RDF: ] is not a valid RDF object"),
    "prefix.ttl": ("a:b a:c a:d .", "prefix.ttl:1:1: not RDF: The prefix a: has not been declared"),
    "relative.ttl": ("<a> <b> <c> .", "relative.ttl:1:1: not RDF: No scheme found in an absolute IRI"),
    "latin.ttl": (
        '<urn:a> <urn:b> "é" .'.encode("latin-1"),
        "latin.ttl:1:18: byte 0xe9 is not UTF-8; save the file as UTF-8",
    ),
    "nul.ttl": ('<urn:a> <urn:b> "\0" .', "nul.ttl:1:18: NUL character; the file is damaged or not text"),
    "laughs.rdf": (
        '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + RDF_XML.format(""),
        f"laughs.rdf: {DOCTYPE}",
    ),
    "deep.rdf": (
        RDF_XML.format("<rdf:Description>" * 1_000_000),
        "deep.rdf:1:1137: elements within elements, deeper than 64",
    ),
    "relative.rdf": (
        RDF_XML.format('<rdf:Description rdf:about="x" rdf:value="y"/>'),
        "relative.rdf: not RDF: error while parsing IRI 'x': No scheme found in an absolute IRI",
    ),
    "latin.rdf": (
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + RDF_XML.format("")).encode("latin-1"),
        "latin.rdf: not RDF: Only UTF-8 is supported by the RDF/XML parser",
    ),
    "vocabulary.json": ("{}", "vocabulary.json: no RDF that is read; its name must end in .ttl, .nt, .rdf, .xml, .owl"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_at_once_in_bounded_memory(name: str, tmp_path: Path) -> None:
    content, message = REFUSED[name]
    path = saved(tmp_path, name, content)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert problem_of(path) == message
    assert time.perf_counter() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 256 * 1024  # kB


def test_brackets_in_texts_comments_and_addresses_are_no_depth(tmp_path: Path) -> None:
    text = '<urn:(((> <urn:b> "[[[ \\" [", \'((\', """[[ "" \\""" [[""", \'\'\'((\'\'\' . # [[[\n' * 100
    assert len(list(read_triples(saved(tmp_path, "a.ttl", text)))) == 400


def test_the_same_triples_are_read_from_turtle_ntriples_and_rdf_xml(tmp_path: Path) -> None:
    turtle = saved(tmp_path, "a.ttl", '@prefix e: <urn:e:> . e:a e:b "é"@DE, e:c .')
    ntriples = saved(tmp_path, "a.nt", '<urn:e:a> <urn:e:b> "é"@de .\n<urn:e:a> <urn:e:b> <urn:e:c> .\n')
    body = (
        '<rdf:Description rdf:about="urn:e:a" xmlns:e="urn:e:"><e:b xml:lang="de">é</e:b><e:b rdf:resource="urn:e:c"/>'
    )
    xml = saved(tmp_path, "a.rdf", RDF_XML.format(f"{body}</rdf:Description>"))
    found = {str(triple) for triple in read_triples(turtle)}
    assert found == {'<urn:e:a> <urn:e:b> "é"@de', "<urn:e:a> <urn:e:b> <urn:e:c>"}
    assert {str(triple) for triple in read_triples(ntriples)} == found
    assert {str(triple) for triple in read_triples(xml)} == found


def test_more_triples_than_are_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf, "MAX_TRIPLES", 2)
    path = saved(tmp_path, "a.ttl", "<urn:a> <urn:b> 1, 2, 3 .")
    assert problem_of(path) == "a.ttl: more than 2 triples; split the file"


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyoxigraph", None)
    with pytest.raises(MissingExtra, match=r"pip install 'synergraph\[rdf\]'"):
        list(read_triples(saved(tmp_path, "a.ttl", "")))
