"""Settings: the command line over the environment over synergraph.toml over the defaults."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphapi.limits import Limits
from graphapi.operations import Operations
from graphapi.settings import BadSettings, Settings, settings_of


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder with an empty environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SYNERGRAPH_{name.upper()}", raising=False)


def toml(text: str) -> None:
    Path("synergraph.toml").write_text(text, encoding="utf-8")


DEFAULTS = (
    Limits().model_dump()
    | Operations().model_dump()
    | {
        "dataset": None,
        "watch": False,
        "host": "127.0.0.1",
        "port": 8000,
        "cors_origins": (),
        "threads": None,
        "queue": 64,
        "trusted_documents": None,
        "locked": False,
        "api_keys": None,
        "allowed_hosts": (),
    }
)


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
        ("prot = 1", "setting prot: not known; write one of .*dataset, watch, host, port"),
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


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("SYNERGRAPH_PROT", "no setting is named 'prot'; did you mean 'port'?"),
        ("synergraph_max_dept", "no setting is named 'max_dept'; did you mean 'max_depth'?"),
        ("SYNERGRAPH_", "no setting is named ''; write one of "),
        ("SYNERGRAPH_SERVICE_ADDRESS", "no setting is named 'service_address'; write one of "),
    ],
)
def test_a_variable_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch, variable: str, said: str) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(BadSettings, match=f"^variable {variable}: {re.escape(said)}"):
        settings_of({})


def test_variables_of_others_and_the_key_to_ask_with_are_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings().model_dump()
    for variable in ("SYNERGRAPH_KEY", "SYNERGRAPH", "SYNERGRAPHS_PORT", "PORT"):
        monkeypatch.setenv(variable, "1")
    assert settings_of({}).model_dump() == before


def test_every_mistake_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    toml('prot = 1\nport = "x"\n')
    monkeypatch.setenv("SYNERGRAPH_HOSTS", "1")
    with pytest.raises(BadSettings, match=r"variable SYNERGRAPH_HOSTS.*\nsetting port.*\nsetting prot"):
        settings_of({})


def test_a_locked_server_needs_trusted_documents() -> None:
    with pytest.raises(BadSettings, match=r"^setting locked: a locked server answers trusted documents alone"):
        settings_of({"locked": True})
    assert settings_of({"locked": True, "trusted_documents": Path("documents.json")}).locked


NO_HOSTS = ["https://example.org", "example.org:8000", "example.org/page", "*.", "a..b", "", "a b"]


@pytest.mark.parametrize("host", NO_HOSTS)
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(BadSettings, match="is no host: write a name without scheme, port and path"):
        settings_of({"allowed_hosts": (host,)})


def test_the_environment_lists_hosts_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNERGRAPH_ALLOWED_HOSTS", "api.example.org, *.example.com,::1")
    assert Settings().allowed_hosts == ("api.example.org", "*.example.com", "::1")


@pytest.mark.parametrize(
    ("host", "more", "public"),
    [
        ("127.0.0.1", {}, False),
        ("127.8.0.1", {}, False),
        ("::1", {}, False),
        ("localhost", {}, False),
        ("0.0.0.0", {}, True),  # noqa: S104 -- nothing listens there
        ("::", {}, True),
        ("192.0.2.1", {}, True),
        ("example.org", {}, True),
        ("0.0.0.0", {"api_keys": Path("keys.json")}, False),  # noqa: S104 -- as above
        ("127.0.0.1", {"allowed_hosts": ("api.example.org",)}, True),
        ("127.0.0.1", {"allowed_hosts": ("*",)}, True),
        ("127.0.0.1", {"trusted_proxies": ("127.0.0.1",)}, True),
        ("127.0.0.1", {"allowed_hosts": ("localhost", "*.localhost", "[::1]")}, False),
        ("127.0.0.1", {"allowed_hosts": ("api.example.org",), "api_keys": Path("keys.json")}, False),
    ],
)
def test_everybody_can_ask_from_another_machine_or_through_a_proxy_without_a_key(
    host: str, more: dict[str, Any], public: bool
) -> None:
    settings = Settings(host=host, **more)
    assert settings.public is public
    assert settings.bound_to(host).public is public or host in {"localhost", "example.org"}


def test_a_server_that_listens_to_this_machine_alone_answers_under_its_names_alone() -> None:
    local = ("localhost", "*.localhost", "127.0.0.1", "::1")
    assert Settings().bound_to("127.0.0.5").allowed_hosts == (*local, "127.0.0.5")
    listed = Settings(allowed_hosts=("api.example.org",))
    assert listed.bound_to("::1").allowed_hosts == ("api.example.org", *local, "::1")
    assert Settings().bound_to("192.0.2.1").allowed_hosts == ()
    assert listed.bound_to("192.0.2.1").allowed_hosts == ("api.example.org",)


def test_a_server_process_takes_them_in_that_order(start: Callable[..., Any], tmp_path: Path) -> None:
    toml('host = "300.300.300.300"\nport = 9\n')
    with start("--port", "0", cwd=tmp_path, SYNERGRAPH_HOST="127.0.0.1") as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert not server.address.endswith(":9")
