"""The command as a person runs it: a process with its output, its messages and its exit code."""

import csv
import io
import json
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_data.bundled import BUNDLED
from graph_data.notebook import Notebook
from graphapi.cli import ExitCode
from graphapi.output import Format, render

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).parents[1] / "graph_data" / "importers"
COMMANDS = (
    "serve",
    "demo",
    "init",
    "validate",
    "import",
    "export",
    "build",
    "versions",
    "verify",
    "rollback",
    "diff",
    "query",
    "synergies",
    "search",
    "explain",
    "consortium",
    "stats",
    "evaluate",
    "limits",
    "schema",
    "keys",
)
NAME = '{ cluster(id: "cluster:indescat") { name } }'

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def snow(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small dataset folder, made by the command from the test page."""
    folder = tmp_path_factory.mktemp("snow") / "dataset"
    assert run("import", "eccp", SOURCES / "pages" / "snowtogether.txt", "--into", folder).code == 0
    return folder


def test_the_exit_codes_are_the_documented_ones() -> None:
    assert [code.value for code in ExitCode] == [0, 1, 2, 3, 4, 5, 130]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: synergraph {command} ")
    assert "--help" in ran.out


def test_help_names_every_command_and_nothing_else(run: Run) -> None:
    ran = run("--help")
    assert (ran.code, ran.err) == (0, "")
    assert tuple(re.findall(r"^  ([a-z]+)  ", ran.out.split("Commands:")[1], re.MULTILINE)) == COMMANDS


def test_nothing_asked_is_a_usage_error(run: Run) -> None:
    assert run().code == ExitCode.USAGE


def test_a_misspelt_command_is_told_the_right_one(run: Run) -> None:
    ran = run("servee")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert "Did you mean 'serve'?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "as an argument or with --file"),
        (["query", NAME, "-f", "x"], "as an argument or with --file"),
        (["query", NAME, "--variables", "{"], "--variables must be a JSON object"),
        (["query", NAME, "--variables", "[1]"], "--variables must be a JSON object"),
        (["synergies"], "ID"),
        (["synergies", "cluster:indescat", "--first", "0"], "--first"),
        (["synergies", "cluster:indescat", "--lens", "rosy"], "--lens"),
        (["synergies", "cluster:indescat", "--weight", "place=1"], "write a weight as geography=0.5, of score"),
        (["synergies", "cluster:indescat", "--weight", "geography"], "ends with no number; write it as geography=0.5"),
        (["synergies", "cluster:indescat", "--weight", "geography=-1"], "at least 0, got -1.0 for GEOGRAPHY"),
        (["stats", "--format", "xml"], "--format"),
        (["serve", "--port", "many"], "--port"),
        (["serve", "--port", "70000"], "setting port"),
        (["import", "excel", "x", "--into", "y"], "excel"),
        (["import", "cordis", "x", "--into", "y", "--readings", "z"], "--readings goes with eccp"),
        (["import", "eccp", "x", "--into", "y", "--keep", "z"], "--keep goes with cordis"),
        (["import", "tables", "x", "--into", "y", "--doubtful", "z"], "--doubtful goes with eccp, cordis"),
        (["import", "eccp", "a", "b", "--into", "y", "--readings", "z.csv"], "--readings of several pages is a folder"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_alone(run: Run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["synergies", "cluster:indescatt"], "did you mean 'cluster:indescat'?"),
        (["synergies", "sector:business-services"], "is a SECTOR, not an organisation"),
        (["query", "-f", "nothing.graphql"], "nothing.graphql: No such file"),
        (["schema", "--check", "nothing.graphql"], "nothing.graphql: No such file"),
    ],
)
def test_what_is_not_found_has_its_exit_code(run: Run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (ExitCode.NOT_FOUND, "")
    assert message in ran.err


@pytest.mark.parametrize("command", ["validate", "serve", "stats --dataset"])
def test_an_invalid_dataset_is_refused_with_every_problem_in_its_place(run: Run, tmp_path: Path, command: str) -> None:
    for file in BUNDLED.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    clusters = tmp_path / "clusters.csv"
    lines = clusters.read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",")[6] == "member_count"
    lines[1] = lines[1].replace(",230,", ",many,")
    clusters.write_text("\n".join(lines) + "\n", encoding="utf-8")
    links = tmp_path / "links.csv"
    text = links.read_text(encoding="utf-8").replace("sector:hospitality-and-tourism", "sector:hospitality", 1)
    links.write_text(text, encoding="utf-8")
    port = ["--port", "0"] if command == "serve" else []
    ran = run(*command.split(), tmp_path, *port)
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
    assert re.search(r"^clusters\.csv:2:\d+: .*many", ran.err, re.MULTILINE)
    assert re.search(r"^links\.csv:2:\d+: .*did you mean", ran.err, re.MULTILINE)
    assert re.search(r"^\d+ problems", ran.err, re.MULTILINE)


def test_the_bundled_dataset_is_valid(run: Run, graph: Notebook) -> None:
    ran = run("validate")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"european-clusters {graph.version}: no problems\n"


def test_a_port_in_use_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = run("serve", "--port", taken.getsockname()[1])
    assert (ran.code, ran.out) == (ExitCode.NO_CONNECTION, "")
    assert "choose another with --port" in ran.err


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/graphql", "ftp://127.0.0.1/", "127.0.0.1"])
def test_an_address_that_does_not_answer_is_told(run: Run, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    ran = run("query", NAME, "--url", url.format(port=port))
    assert (ran.code, ran.out) == (ExitCode.NO_CONNECTION, "")
    assert "127.0.0.1" in ran.err


def test_ctrl_c_ends_the_server_with_its_exit_code(start: Callable[..., Any]) -> None:
    with start("--port", "0") as server:
        assert json.loads(server.ask(NAME))["data"]["cluster"]
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(30) == ExitCode.INTERRUPTED
        assert "Traceback" not in server.process.stderr.read()


def test_the_server_says_what_it_serves_and_where(start: Callable[..., Any], graph: Notebook) -> None:
    with start("--port", "0") as server:
        assert graph.version in server.greeting[0]
        assert re.match(r"http://127\.0\.0\.1:\d+/graphql answers", server.greeting[1])


def test_an_unexpected_failure_is_told_in_a_line(run: Run, tmp_path: Path) -> None:
    query = tmp_path / "query.graphql"
    query.write_bytes(b"\xff\xfe")
    ran = run("query", "-f", query)
    assert (ran.code, ran.out) == (ExitCode.UNEXPECTED, "")
    assert re.fullmatch(r"unexpected: UnicodeDecodeError: .*\n", ran.err)


def test_a_query_is_answered_from_argument_file_and_server(run: Run, server: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- conftest's own type
    file = tmp_path / "query.graphql"
    file.write_text("query($id: ID!) { cluster(id: $id) { name } }", encoding="utf-8")
    variables = ("--variables", '{"id": "cluster:indescat"}')
    asked = [run("query", NAME), run("query", "-f", file, *variables)]
    asked += [run("query", "--file", file, *variables, "--url", f"{server.address}/graphql")]
    assert [(ran.code, ran.err) for ran in asked] == [(0, "")] * 3
    assert len({ran.out for ran in asked}) == 1
    assert json.loads(asked[0].out)["data"]["cluster"]["name"] == "INDESCAT - Catalan Sports Cluster"


def test_a_query_that_fails_is_still_printed(run: Run, server: Any) -> None:  # noqa: ANN401 -- as above
    for extra in ([], ["--url", f"{server.address}/graphql"]):
        ran = run("query", "{ nothing }", *extra)
        assert ran.code == ExitCode.USAGE
        assert json.loads(ran.out)["errors"][0]["extensions"]["code"] == "VALIDATION_FAILED"


def test_an_address_that_is_no_graphql_is_told(run: Run, server: Any) -> None:  # noqa: ANN401 -- as above
    ran = run("query", NAME, "--url", f"{server.address}/page.css")
    assert (ran.code, ran.out) == (ExitCode.NO_CONNECTION, "")


def test_the_schema_is_printed_and_compared(run: Run, tmp_path: Path) -> None:
    printed = run("schema")
    assert (printed.code, printed.err) == (0, "")
    assert printed.out == (ROOT / "schema.graphql").read_text(encoding="utf-8")
    file = tmp_path / "schema.graphql"
    file.write_text(printed.out, encoding="utf-8")
    assert (run("schema", "--check", file).code, run("schema", "--check", file).out) == (0, "")
    file.write_text(printed.out.replace("smeCount", "smes"), encoding="utf-8")
    checked = run("schema", "--check", file)
    assert checked.code == ExitCode.INVALID_DATA
    assert "BREAKING\tFIELD_REMOVED\tField Cluster.smes was removed.\n" in checked.out


def test_every_format_parses_back_to_the_same_rows(run: Run, snow: Path) -> None:
    asked = ("synergies", "cluster:nordski", "--first", "3", "--dataset", snow, "--format")
    told = {form: run(*asked, form) for form in FORMATS}
    assert {(ran.code, ran.err) for ran in told.values()} == {(0, "")}
    rows = json.loads(told["json"].out)
    assert [json.loads(line) for line in told["jsonl"].out.splitlines()] == rows
    partners = [row["partner"] for row in rows]
    assert len(partners) == 3
    for form, separator in (("csv", ","), ("tsv", "\t")):
        read = list(csv.DictReader(io.StringIO(told[form].out, newline=""), delimiter=separator))
        assert [list(row) for row in read] == [list(rows[0])] * 3
        assert [row["partner"] for row in read] == partners
        assert [float(row["score"]) for row in read] == pytest.approx([row["score"] for row in rows], abs=5e-4)
    lines = told["md"].out.splitlines()
    assert len(lines) == 5
    assert set(lines[1]) == set("| -")
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert all(partner in told["md"].out for partner in partners)
    assert all(f"{row['score']:.3f}" in told["table"].out for row in rows)


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    rows = [{"name": "=1+1", "also": ["@a", "b"], "score": -0.25, "missing": None}]
    assert render(rows, Format.CSV) == "name,also,score,missing\n'=1+1,'@a; b,-0.250,"
    assert render(rows, Format.TSV) == "name\talso\tscore\tmissing\n'=1+1\t'@a; b\t-0.250\t"


FORMATS = ("json", "jsonl", "csv", "tsv", "md", "table")


def test_stats_count_what_the_graph_holds(run: Run, graph: Notebook) -> None:
    ran = run("stats", "--format", "json")
    counts = {row["what"]: row["count"] for row in json.loads(ran.out)}
    assert (ran.code, ran.err) == (0, "")
    for kind, count in graph.counts().items():
        assert counts[f"nodes: {kind.value.lower().replace('_', ' ')}"] == count
    origins = ("stated", "imported", "derived", "inferred")
    assert sum(counts[f"statements: {origin}"] for origin in origins) == graph.nx.size()


def test_the_explained_contributions_recompute_each_score(run: Run) -> None:
    options = ("--explain", "--first", "5", "--format", "json")
    rows = json.loads(run("synergies", "partnership:smartsports4goodlife", *options).out)
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        pairs.setdefault((row["organisation"], row["partner"]), []).append(row)
    assert len(pairs) == 25
    for items in pairs.values():
        novelty = 1 - sum(row["share"] for row in items if (row["part"], row["relation"]) == ("NOVELTY", "SAME"))
        met = [row for row in items if row["part"] == "ABSORBABILITY" and row["relation"] != "UNRELATED"]
        score = (novelty * sum(row["share"] for row in met)) ** 0.5
        assert [row["score"] for row in items] == pytest.approx([score] * len(items), abs=1e-9)
        assert all(row["statements"] > 0 for row in met)


def test_weights_rank_by_total(run: Run) -> None:
    asked = ("synergies", "cluster:indescat", "--first", "8", "--weight", "score=0", "--weight", "geography=1")
    rows = json.loads(run(*asked, "--format", "json").out)
    assert [row["total"] for row in rows] == sorted((row["total"] for row in rows), reverse=True)
    assert [row["score"] for row in rows] != sorted((row["score"] for row in rows), reverse=True)
    assert re.split(r" {2,}", run(*asked).out.splitlines()[0].strip())[:4] == [
        "organisation",
        "partner",
        "total",
        "score",
    ]


def test_options_choose_the_partners(run: Run, graph: Notebook) -> None:
    options = ("--new", "--kind", "sme", "--kind", "cluster", "--lens", "general", "--first", "8", "--format", "json")
    rows = json.loads(run("synergies", "cluster:epsi", *options).out)
    met = {organisation.id for organisation, _ in graph.collaborators("cluster:epsi")}
    assert len(rows) == 8
    assert {row["id"].split(":")[0] for row in rows} <= {"sme", "cluster"}
    assert not met & {row["id"] for row in rows}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_no_colour_is_printed_into_a_file_or_with_no_color(run: Run, snow: Path) -> None:
    for environment in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
        ran = run("synergies", "cluster:nordski", "--first", "1", "--dataset", snow, **environment)
        assert ran.code == 0
        assert "\x1b[3" not in ran.out + ran.err


def test_sources_are_imported_into_a_new_folder_end_to_end(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    into = tmp_path_factory.mktemp("import") / "made"
    readings = SOURCES / "pages" / "snowtogether-readings.csv"
    page = run("import", "eccp", SOURCES / "pages" / "snowtogether.txt", "--readings", readings, "--into", into)
    assert page.code == 0
    assert page.out.startswith(f"{into}: version ")
    assert "names-repaired: " in page.err
    register = run("import", "cordis", SOURCES / "cordis" / "given", "--into", into)
    assert register.code == 0
    assert "doubled-participations: " in register.err
    version = register.out.split("version ")[1].split(",")[0]
    assert version in run("validate", into).out
    query = '{ partnership(id: "partnership:snowtogether") { partners { totalCount } } }'
    body = json.loads(run("query", query, "--dataset", into).out)
    assert body["data"]["partnership"]["partners"]["totalCount"] == 5
    assert body["extensions"]["dataset"] == version


def test_an_input_output_table_is_imported_and_what_it_lacks_is_listed(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "at_2020.csv"
    table.write_text("x,CPA_R93,CPA_E37-39\nCPA_R93,1,1\nCPA_E37-39,1,0\n", encoding="utf-8")
    ran = run("import", "input-output", table, "--into", tmp_path / "made")
    assert ran.code == 0
    lines = ran.err.splitlines()
    assert "    at_2020.csv: no upstreamness" in lines
    assert "    at_2020.csv: stage:sport/inputs lacks 20, 22, 24" in lines
    query = '{ node(id: "stage:sport/use-service") { ... on ValueChainStage { suppliesTo { to { id } share } } } }'
    answer = json.loads(run("query", query, "--dataset", tmp_path / "made").out)
    assert answer["data"]["node"]["suppliesTo"] == [{"to": {"id": "stage:sport/end-of-life"}, "share": 1.0}]


def test_an_import_that_fails_leaves_the_folder_as_it_was(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    text = (SOURCES / "pages" / "snowtogether.txt").read_text(encoding="utf-8")
    page.write_text(text[: len(text) // 2], encoding="utf-8")
    ran = run("import", "eccp", page, "--into", tmp_path / "made")
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
    assert re.search(r"^page(\.txt)?:\d+", ran.err, re.MULTILINE)
    assert not (tmp_path / "made").exists()
