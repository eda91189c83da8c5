"""A plotted page holds the bundle, the answers of this very graph, and a policy that lets nothing else in."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import graph_data as gd
from graph_data.errors import CannotPlot, ServerError
from graph_data.plotting import Page, Plot, plot
from graphapi import embedding
from graphapi.embedding import page_of
from graphapi.execution.answering import Request, answer

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "frontend" / "explorer" / "queries"
ONE, OTHER, THIRD = "cluster:indescat", "cluster:epsi", "cluster:cluster-montagne"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as the build leaves it, with the real documents and a script that is hard to embed."""
    folder = tmp_path_factory.mktemp("built") / "embedded"
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in QUERIES.glob("*.graphql")]
    named = {re.search(r"^query (\w+)", text, re.MULTILINE)[1]: text for text in texts}  # type: ignore[index] # each has one
    (folder / "documents.json").write_text(json.dumps(named), encoding="utf-8")
    (folder / "main.js").write_text('const end = "</script>";', encoding="utf-8")
    (folder / "main.css").write_text("main { color: black }", encoding="utf-8")
    return folder.parent


def recorded(page: Page) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="synergraph-answers">(.*?)</script>', page.html)
    found: dict[str, Any] = json.loads(text)
    return found


VIEWS = {
    "organisation": (
        [ONE],
        "#/organisation/cluster:indescat",
        {"Organisation", "Partners", "LikelyPartners", "Network"},
    ),
    "pair": ([ONE, OTHER], "#/synergy/cluster:indescat/cluster:epsi", {"Synergy", "SynergyChance", "Why", "Evidence"}),
    "consortium": (
        [ONE, OTHER, THIRD],
        f"#/consortium?members={THIRD},{OTHER},{ONE}",
        {"Consortium", "MemberPairs", "Brokers"},
    ),
    "partnership": (
        ["partnership:smartsports4goodlife"],
        "#/partnership/partnership:smartsports4goodlife",
        {"Partnership", "Consortium", "Candidates", "MemberStages", "Named", "HeldTerms"},
    ),
    "term": (["sector:automotive"], "#/term/sector:automotive", {"Term", "Related", "Statements"}),
    "region": (["region:ES51"], "#/region/region:ES51", {"Place", "Statements"}),
    "value chain": (["value-chain:sport"], "#/value-chain/value-chain:sport", {"ValueChain", "Evidence"}),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_holds_the_answers_to_the_questions_of_its_view(view: str, graph: gd.Notebook, built: Path) -> None:
    ids, start, wanted = VIEWS[view]
    page = page_of(graph, ids, built=built)
    found = recorded(page)
    assert found["start"] == start
    assert {key.split()[0] for key in found["answers"]} >= {"Shell", "Dataset", *wanted}
    documents = json.loads((built / "embedded" / "documents.json").read_text(encoding="utf-8"))
    for key, data in found["answers"].items():
        name, _, variables = key.partition(" ")
        assert answer(graph, Request(documents[name], None, json.loads(variables))).body["data"] == data
        assert variables == json.dumps(json.loads(variables), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_policy_lets_run_what_stands_in_the_page_and_nothing_else(graph: gd.Notebook, built: Path) -> None:
    html = page_of(graph, ["region:ES51"], built=built).html
    policy = unescape(re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', html)[0])
    script, style = (
        re.findall(r'<script type="module">(.*?)</script>', html)[0],
        re.findall("<style>(.*?)</style>", html)[0],
    )
    assert script == 'const end = "<\\/script>";'
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (script, style)]
    assert policy == (
        f"default-src 'none'; script-src {hashes[0]} blob:; style-src {hashes[1]}; img-src data: blob:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    assert "http-equiv" in html.split("<title>")[0]


def test_names_are_no_markup() -> None:
    hostile = "</title></script><script>alert(1)</script>"
    page = embedding._html(hostile, "", "", {"start": hostile, "answers": {}})  # noqa: SLF001 -- names of any dataset
    assert "<script>alert" not in page
    assert page.count("<script") == 2
    shown = Plot(Page(hostile, page, (hostile,)))._repr_html_()
    assert shown.count("<script") == 0
    assert "sandbox='allow-scripts allow-downloads'" in shown
    assert unescape(shown.split("srcdoc='")[1].split("'></iframe>")[0]) == page


def test_what_does_not_fit_is_left_out_and_said(
    graph: gd.Notebook, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "LARGEST", 3000)
    page = page_of(graph, ["region:ES51"], built=built)
    assert [key.split()[0] for key in recorded(page)["answers"]][:2] == ["Shell", "EntityKind"]
    assert page.left_out[0] == "Dataset is not in this page: its answers would take more than 3,000 characters"


def test_what_the_server_refuses_is_left_out_and_said(graph: gd.Notebook, built: Path) -> None:
    def refuse(document: str, variables: object) -> dict[str, Any]:
        if "query Dataset" in document:
            raise ServerError("too dear", "TOO_DEAR")
        data: dict[str, Any] = answer(graph, Request(document, None, variables)).body["data"]  # type: ignore[arg-type] # JSON
        return data

    page = page_of(graph, ["region:ES51"], refuse, built)
    assert page.left_out == ("Dataset: too dear",)
    with pytest.raises(ServerError, match="Cannot query field"):
        embedding._asking(graph)("{ nothing }", {})  # noqa: SLF001 -- what answers for a graph


def test_without_a_build_the_error_says_what_to_run(graph: gd.Notebook, tmp_path: Path) -> None:
    with pytest.raises(CannotPlot, match="run `make pages` in the source tree, or install a wheel"):
        page_of(graph, [ONE], built=tmp_path)


def test_a_build_of_other_sources_is_told(graph: gd.Notebook, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "embedded"
    folder.mkdir()
    for name in ("main.js", "main.css"):
        (folder / name).write_bytes((built / "embedded" / name).read_bytes())
    (folder / "documents.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CannotPlot, match="does not ask Shell; build it again: make pages"):
        page_of(graph, [ONE], built=tmp_path)


def test_a_plot_is_saved_as_it_is(
    graph: gd.Notebook, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding.page_of, "__defaults__", (None, built))
    shown = graph.plot("region:ES51")
    path = shown.save(tmp_path / "page.html")
    assert path.read_text(encoding="utf-8") == shown.page.html == page_of(graph, ["region:ES51"], built=built).html


def test_what_cannot_be_plotted_is_told(graph: gd.Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="write the id of an entity"):
        graph.plot()
    with pytest.raises(gd.UnknownEntity, match="is a SECTOR, not an organisation"):
        graph.plot(ONE, "sector:automotive")
    monkeypatch.setattr("graph_data.plotting.entry_points", lambda **_: [])
    with pytest.raises(CannotPlot, match="pip install synergraph"):
        plot(graph, [ONE])


def test_a_server_gives_the_same_page(graph: gd.Notebook, server: Any, built: Path) -> None:  # noqa: ANN401 -- the fixture of a server process
    remote = gd.load(server.address)
    ask = remote.ask  # type: ignore[attr-defined] # a remote one
    assert page_of(remote, [ONE], ask, built) == page_of(graph, [ONE], built=built)
