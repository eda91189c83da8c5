"""Graphs and vocabularies by the command: exported, imported, and refused with the documented exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_data.reading.folder import read_folder
from graphapi.cli import ExitCode

pytest.importorskip("pyoxigraph", reason="needs the extra rdf")

Run = Callable[..., Any]

VOCABULARY = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://a.example/fields> a skos:ConceptScheme ; skos:prefLabel "Felder"@de .
<https://a.example/f/1> skos:inScheme <https://a.example/fields> ; skos:prefLabel "Eins"@de .
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset folder of one cluster and one member."""
    folder = tmp_path_factory.mktemp("tiny") / "dataset"
    folder.mkdir()
    for name, content in {
        "datapackage.yaml": "name: tiny\ntitle: Tiny\nlicence: https://licence.example\ncitation: Tiny.\n",
        "sources.csv": "id,title,origin\npage,A page,STATED\n",
        "clusters.csv": "id,name\ncluster:a,A\n",
        "smes.csv": "id,name\nsme:b,B\n",
        "links.csv": "subject,predicate,object,origin,source,locator\nsme:b,MEMBER_OF,cluster:a,STATED,page,row 1\n",
    }.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_an_exported_graph_is_imported_as_the_same_dataset(run: Run, tiny: Path, tmp_path: Path) -> None:
    out, into = tmp_path / "tiny.graphml", tmp_path / "again"
    exported = run("export", tiny, "--format", "graphml", "--out", out)
    version = read_folder(tiny).version
    assert (exported.code, exported.out) == (0, f"{out}: version {version}\n")
    assert "graphml does not carry the whole model" in exported.err
    imported = run("import", "graphml", out, "--into", into)
    assert (imported.code, imported.out) == (0, f"{into}: version {version}, 2 entities, 1 links\n")
    assert read_folder(into) == read_folder(tiny)


def test_a_graph_that_is_wrong_is_refused_with_its_places_in_any_form(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bomb.graphml"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><graphml>&b;</graphml>', encoding="utf-8")
    ran = run("import", "graphml", path, "--into", tmp_path / "made", "--format", "json")
    assert ran.code == ExitCode.INVALID_DATA
    [problem] = json.loads(ran.out)["problems"]
    assert problem["file"] == path.as_posix()
    assert problem["message"].startswith("a document type (<!DOCTYPE …>) is not read")
    assert not (tmp_path / "made").exists()


def test_addresses_of_linked_data_begin_with_the_base(run: Run, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny.ttl"
    assert run("export", tiny, "--format", "turtle", "--base", "https://id.example/", "--out", out).code == 0
    assert "@prefix : <https://id.example/> ." in out.read_text(encoding="utf-8")


def test_a_vocabulary_is_imported_in_its_language(run: Run, tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "felder.ttl"
    path.write_text(VOCABULARY, encoding="utf-8")
    asked = ("import", "skos", path, "--into", tiny, "--kind", "technology_field")
    refused = run(*asked)
    assert refused.code == ExitCode.INVALID_DATA
    assert "has no preferred label in en; labels are in: 'de'" in refused.err
    done = run(*asked, "--language", "de", "--scheme", "felder")
    assert done.code == 0
    assert [(entity.id, entity.name) for entity in read_folder(tiny).entities if entity.source == "felder"] == [
        ("technology:eins", "Eins")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "skos", "x.ttl", "--into", "y"], "skos needs --kind, the kind of its terms; write one of SECTOR,"),
        (
            ["import", "skos", "x.ttl", "--into", "y", "--kind", "TECHNOLOGY_FELD"],
            "no kind of term 'TECHNOLOGY_FELD'; did you mean 'TECHNOLOGY_FIELD'?",
        ),
        (["import", "graphml", "x", "--into", "y", "--kind", "SECTOR"], "--kind goes with skos"),
        (["import", "graphml", "x", "--into", "y", "--scheme", "s"], "--scheme goes with skos"),
        (["import", "tables", "x", "--into", "y", "--language", "de"], "--language goes with skos"),
        (["import", "eccp", "x", "--into", "y", "--replace"], "--replace goes with tables, graphml, skos"),
        (["export", "--format", "turtle", "--base", "x", "--out", "y"], "'x' is no base of addresses"),
        (["export", "--format", "csv", "--base", "urn:x:", "--out", "y"], "csv has no addresses"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_alone(run: Run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert message in ran.err
    assert "Traceback" not in ran.err
