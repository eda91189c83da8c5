"""The command `keys` as a person runs it, in this process."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graphapi.cli import ExitCode, main

Keys = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def keys(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Keys:
    """Return a function that runs the command on a file and returns exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["synergraph", "keys", *arguments, "--file", str(file)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    return run


def test_a_key_is_shown_once_on_stdout_alone(keys: Keys, file: Path) -> None:
    code, out, err = keys("add", "alice", "--expires", "2999-12-31")
    assert code == 0
    assert out.startswith("sg_")
    assert len(out) == len("sg_") + 43 + len("\n")
    assert err == "the key of alice, which counts through 2999-12-31: keep it now, nobody can show it again\n"
    assert keys("add", "bob")[2] == "the key of bob: keep it now, nobody can show it again\n"
    listed = keys("list")[1] + keys("list", "--format", "json")[1] + file.read_text(encoding="utf-8")
    assert out.strip() not in listed


def test_keys_are_listed_with_what_is_known_of_them(keys: Keys, file: Path) -> None:
    key = {"sha256": "0" * 64, "created": "2020-01-01"}
    rows = [{"name": "old", "expires": "2020-12-31", **key}, {"name": "new", "expires": None, **key}]
    file.write_text(json.dumps({"keys": rows}), encoding="utf-8")
    assert json.loads(keys("list", "--format", "json")[1]) == [
        {"name": "old", "created": "2020-01-01", "expires": "2020-12-31", "counts": False},
        {"name": "new", "created": "2020-01-01", "expires": None, "counts": True},
    ]


def test_a_name_is_given_once_and_revoked_once(keys: Keys, file: Path) -> None:
    assert keys("add", "alice")[0] == 0
    assert keys("add", "alice") == (
        ExitCode.USAGE,
        "",
        f"{file} has a key named 'alice' already; revoke it first, or choose another name\n",
    )
    assert keys("revoke", "alise") == (
        ExitCode.NOT_FOUND,
        "",
        f"{file} has no key named 'alise'; did you mean 'alice'?\n",
    )
    assert keys("revoke", "alice") == (0, "", "revoked: alice\n")
    assert keys("revoke", "alice")[0] == ExitCode.NOT_FOUND


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["add", "a b"], ExitCode.USAGE, "'a b' is no name"),
        (["add", "alice", "--expires", "2020-01-01"], ExitCode.USAGE, "--expires 2020-01-01 is past"),
        (["add", "alice", "--expires", "soon"], ExitCode.USAGE, "--expires"),
        (["revoke", "alice"], ExitCode.INVALID_DATA, "keys.json: No such file"),
        (["list"], ExitCode.INVALID_DATA, "keys.json: No such file"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_alone(
    keys: Keys, file: Path, arguments: list[str], code: ExitCode, message: str
) -> None:
    ended, out, err = keys(*arguments)
    assert (ended, out) == (code, "")
    assert message in err
    assert not file.exists()
