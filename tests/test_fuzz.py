"""Every target of the fuzzer holds for a moment from a fixed seed; the long runs are `python fuzz/run.py TARGET`."""

import runpy
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from graph_data.errors import MissingExtra

FUZZ = Path(__file__).parents[1] / "fuzz"
TARGETS = runpy.run_path(str(FUZZ / "targets.py"))["TARGETS"]


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_begins_with_is_read_well(name: str, tmp_path: Path) -> None:
    try:
        assert read_all(TARGETS[name], tmp_path)
    except MissingExtra as error:
        pytest.skip(str(error))


def read_all(target: Any, within: Path) -> int:  # noqa: ANN401 -- a type of a program that is no package
    number = 0
    for number, seed in enumerate(target.seeds(), start=1):
        folder = within / str(number)
        folder.mkdir()
        target.read(seed, folder)
    return number


def test_a_moment_of_fuzzing_finds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="needs atheris (group check)")
    command = [sys.executable, FUZZ / "run.py", *TARGETS, "--seconds", "1", "--seed", "1", "--corpus", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
    assert done.returncode == 0, done.stderr[-4000:]
    assert [line.split()[1] for line in done.stderr.splitlines() if line.startswith("fuzzing ")] == list(TARGETS)
    assert done.stderr.count("Done ") == len(TARGETS)


def test_a_defect_comes_out() -> None:
    target = type(TARGETS["eccp"])(read=lambda data, _: data.decode("ascii"), seeds=lambda: iter(()))
    with TemporaryDirectory() as folder, pytest.raises(UnicodeDecodeError):
        target.run("é".encode(), Path(folder))
