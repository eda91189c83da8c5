"""The command `evaluate`: what it prints, in every form, and what it refuses."""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest
from typer.testing import CliRunner, Result

from graph_data.discovery import evaluation
from graph_data.discovery.evaluation import Evaluation, Holdout, Measure, Ranker, RankerResult
from graph_data.notebook import Notebook
from graph_data.rows import Fact
from graphapi.choices import Shown
from graphapi.cli import ExitCode, app
from graphapi.commands.evaluate import evaluate as command

Run: TypeAlias = Callable[..., Result]

NOTE = "dated by startDate, for want of signature dates: import cordis with --keep ec_signature_date\n"


@pytest.fixture(scope="module")
def holdout(graph: Notebook) -> Holdout:
    return evaluation.hold_out(graph.dataset, date(2024, 1, 1))


@pytest.fixture(scope="module")
def found(holdout: Holdout) -> Evaluation:
    return evaluation.evaluate(holdout, resamples=2)


@pytest.fixture
def run(graph: Notebook, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command on the bundled dataset, which is read once for all tests."""
    monkeypatch.setattr("graph_data.reading.folder.read_folder", lambda _: graph.dataset)
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", "--resamples", "2", *arguments])


@pytest.fixture
def quick(run: Run, holdout: Holdout, found: Evaluation, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the same with the results at hand."""

    def measured(_: Holdout, *, told: Callable[[str], None], **__: object) -> Evaluation:
        told("resource allocation")
        return found

    monkeypatch.setattr(evaluation, "hold_out", lambda *_: holdout)
    monkeypatch.setattr(evaluation, "evaluate", measured)
    return run


def test_all_three_tables_are_printed_as_the_library_gives_them(run: Run, holdout: Holdout, found: Evaluation) -> None:
    ran = run("--format", "json")
    assert (ran.exit_code, ran.stderr) == (ExitCode.OK, NOTE)
    assert json.loads(ran.stdout) == {
        "protocol": evaluation.protocol_rows(holdout),
        "rankers": list(evaluation.ranker_rows(found.rankers)),
        "groups": list(evaluation.group_rows(found.groups)),
    }


def test_people_read_a_measure_with_its_margin_and_small_shares_with_enough_digits(
    quick: Run, holdout: Holdout, found: Evaluation
) -> None:
    grouped = [ranker.value for ranker in evaluation.GROUPED]
    parts = quick("--format", "md").stdout.split("\n\n")
    assert [part.split("\n")[0] for part in parts] == [
        "| protocol | count | share |",
        "| ranker | AUC | AP 1:20 | degree-matched AUC | hit@10 |",
        "| group | organisations | candidate pairs | new pairs | base rate | AUC " + " | AUC ".join(grouped) + " |",
    ]
    first = found.rankers[0]
    measures = (first.auc, first.average_precision, first.matched_auc, first.hit)
    told = " | ".join(f"{item.value:.3f} ± {item.margin:.3f}" for item in measures)
    assert parts[1].split("\n")[2] == f"| preferential attachment | {told} |"
    assert f"| {holdout.counts.new} | {holdout.counts.new / holdout.counts.candidates:.4f} |" in parts[0]
    assert f"| {found.groups[0].new / found.groups[0].candidates:.4f} |" in parts[2]


def test_unknown_measure_says_so(monkeypatch: pytest.MonkeyPatch, quick: Run) -> None:
    nothing = Measure(None, None)
    result = RankerResult(Ranker.SYNERGY, nothing, nothing, nothing, nothing)
    monkeypatch.setattr(evaluation, "evaluate", lambda *_, **__: Evaluation((result,), ()))
    assert quick("--show", "rankers", "--format", "md").stdout.split("\n")[2] == (
        "| Y: synergy, GENERAL |" + 4 * " unknown ± unknown |"
    )
    assert quick("--show", "rankers", "--format", "csv").stdout.split("\n")[1] == '"Y: synergy, GENERAL"' + 8 * ","


def test_one_table_is_printed_for_programs(quick: Run, holdout: Holdout) -> None:
    ran = quick("--show", "protocol", "--format", "jsonl")
    assert [json.loads(line) for line in ran.stdout.splitlines()] == evaluation.protocol_rows(holdout)
    assert quick("--show", "groups", "--format", "tsv").stdout.startswith("group\torganisations\t")


def test_several_tables_do_not_fit_into_one_csv(run: Run) -> None:
    ran = run("--format", "csv")
    assert (ran.exit_code, ran.stdout) == (ExitCode.USAGE, "")
    assert ran.stderr == "--format csv prints one table: add --show protocol, rankers or groups\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cut", "2010-01-01"], "nothing to predict at 2010-01-01: 0 partnerships"),
        (["--cut", "soon"], "'--cut'"),
        (["--resamples", "1"], "'--resamples'"),
        (["--show", "everything"], "'--show'"),
    ],
)
def test_a_question_without_an_answer_is_refused(run: Run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.exit_code, ran.stdout) == (ExitCode.USAGE, "")
    assert message in ran.stderr


def test_signature_dates_are_used_where_there_are_any(
    run: Run, graph: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    partnerships = [entity for entity in graph.dataset.entities if entity.id.startswith("partnership:cordis")]
    signed = graph.dataset.plus(
        Fact(
            entity=entity.id,
            property="ecSignatureDate",
            source="cordis",
            locator=entity.id,
            value=str(getattr(entity, "start_date", None) or "2022-01-01"),
        )
        for entity in partnerships
    )
    monkeypatch.setattr("graph_data.reading.folder.read_folder", lambda _: signed)
    ran = run("--show", "protocol", "--format", "csv")
    assert (ran.exit_code, ran.stderr) == (ExitCode.OK, "")
    assert "ecSignatureDate before 2024-01-01" in ran.stdout


def test_progress_is_told_on_a_terminal_alone(
    quick: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quick("--show", "rankers").stderr == NOTE
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    command(shown=Shown.RANKERS)
    assert capsys.readouterr().err == NOTE + "resource allocation\n"
