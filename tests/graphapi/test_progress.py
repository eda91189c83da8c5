"""Progress is drawn on a terminal, on stderr, and nowhere else."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from graphapi.commands.progress import shown_progress

PAGE = Path(__file__).parents[1] / "graph_data" / "importers" / "pages" / "snowtogether.txt"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn_on_a_terminal(*command: str) -> tuple[str, str]:
    """Return what a command writes to its terminal, which is its stderr, and to stdout."""
    ours, theirs = pty.openpty()
    argv = [sys.executable, *command]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=theirs, text=True) as running:  # noqa: S603 -- our own
        os.close(theirs)
        drawn = b""
        while piece := _read(ours):
            drawn += piece
        printed = running.stdout.read() if running.stdout else ""
    os.close(ours)
    return drawn.decode(), printed


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody writes there any more
        return b""


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
def test_progress_is_drawn_on_a_terminal_and_nowhere_else(
    stream: type[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = stream()
    monkeypatch.setattr(sys, "stderr", drawn)
    with shown_progress() as progress:
        progress("reading pages", 0, 2)
        progress("reading pages", 1, 2)
        progress("writing", 0, None)
    assert ("writing" in drawn.getvalue()) is (stream is Terminal)
    assert bool(drawn.getvalue()) is (stream is Terminal)


def test_an_import_draws_on_stderr_and_prints_its_answer_on_stdout(tmp_path: Path) -> None:
    main = "from graphapi.cli import main; main()"
    drawn, printed = drawn_on_a_terminal("-c", main, "import", "eccp", str(PAGE), "--into", str(tmp_path / "set"))
    assert "importing snowtogether.txt" in drawn
    assert printed.startswith(f"{tmp_path / 'set'}: version ")
