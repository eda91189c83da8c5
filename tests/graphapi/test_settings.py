"""Settings: the command line over the environment over synergraph.toml over the defaults."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphapi.settings import BadSettings, Settings, settings_of


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder with an empty environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SYNERGRAPH_{name.upper()}", raising=False)


def toml(text: str) -> None:
    Path("synergraph.toml").write_text(text, encoding="utf-8")


DEFAULTS = {
    "dataset": None,
    "watch": False,
    "host": "127.0.0.1",
    "port": 8000,
    "cors_origins": (),
    "trusted_documents": None,
}


def test_there_are_defaults() -> None:
    assert Settings().model_dump() == DEFAULTS


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_file_in_the_current_folder_is_read() -> None:
    toml('dataset = "there"\nport = 9000\n')
    assert settings_of({}).model_dump() == {**DEFAULTS, "dataset": Path("there"), "port": 9000}


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    toml('host = "::1"\nport = 9000\n')
    monkeypatch.setenv("SYNERGRAPH_PORT", "9001")
    assert (settings_of({}).host, settings_of({}).port) == ("::1", 9001)


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    toml("port = 9000\n")
    monkeypatch.setenv("SYNERGRAPH_PORT", "9001")
    monkeypatch.setenv("SYNERGRAPH_HOST", "localhost")
    settings = settings_of({"port": 0, "host": None})
    assert (settings.port, settings.host) == (0, "localhost")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prot = 1", "setting prot: not known; write one of dataset, watch, host, port"),
        ('port = "x"', "setting port: .*integer"),
        ("port = 65536", "setting port: .*65535"),
        ("port = -1", "setting port: .*0"),
        ("port = \n", "synergraph.toml: .*line 1"),
        ("[server]\nport = 1", "setting server: not known"),
    ],
)
def test_a_wrong_file_is_refused(text: str, message: str) -> None:
    toml(text)
    with pytest.raises(BadSettings, match=message):
        settings_of({})


def test_a_wrong_variable_of_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNERGRAPH_PORT", "many")
    with pytest.raises(BadSettings, match="setting port"):
        settings_of({})


def test_every_mistake_is_told_at_once() -> None:
    toml('prot = 1\nport = "x"\n')
    with pytest.raises(BadSettings, match=r"setting port.*\nsetting prot"):
        settings_of({})


def test_a_server_process_takes_them_in_that_order(start: Callable[..., Any], tmp_path: Path) -> None:
    toml('host = "300.300.300.300"\nport = 9\n')
    with start("--port", "0", cwd=tmp_path, SYNERGRAPH_HOST="127.0.0.1") as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert not server.address.endswith(":9")
