import sys
from pathlib import Path

import pytest

from graphapi.cli import ExitCode, main


@pytest.mark.parametrize(
    ("name", "value", "code", "message"),
    [
        ("CORS_ORIGINS", "example.org", ExitCode.USAGE, "setting cors_origins: "),
        ("TRUSTED_DOCUMENTS", "missing.json", ExitCode.INVALID_DATA, "missing.json: No such file or directory"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(  # noqa: PLR0913 -- fixtures
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
    value: str,
    code: ExitCode,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"SYNERGRAPH_{name}", value)
    monkeypatch.setattr(sys, "argv", ["synergraph", "serve", "--port", "0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert message in capsys.readouterr().err
