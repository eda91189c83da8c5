"""Writers that are killed and writes that fail lose nothing; the long run is a command of its own."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from graph_data.dataset import About, Dataset
from graph_data.ontology import Country
from graph_data.writing.folder import write_folder

CHECKS = Path(__file__).resolve().parents[2] / "checks"

ABOUT = About(name="tiny", title="Tiny", licence="https://licence.example", citation="Tiny.")
OLDER, BEFORE, AFTER = (
    Dataset.of(ABOUT, [Country(id=f"country:{code}", name=name, code=code) for code in codes])
    for name, codes in (("Older", ["AT"]), ("Before", ["AT", "IT"]), ("After", ["AT", "IT", "SK"]))
)


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """Return the script as a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(CHECKS)
        yield import_module("kill_imports")


@pytest.fixture
def work(script: ModuleType, tmp_path: Path) -> Any:  # noqa: ANN401 -- a class of the script
    """Return the work of writers of tiny datasets."""
    return script.Work(tmp_path, OLDER, BEFORE, AFTER, lambda folder: write_folder(AFTER, folder))


def test_killed_at_any_write_nothing_is_lost(script: ModuleType, work: Any) -> None:  # noqa: ANN401 -- as above
    found = script.at_touches(work, 1000, Random(1), script.kill_self)  # noqa: S311 -- nothing is secret
    assert found.total() == sum(script.touches(work, name) for name in work.jobs) > 50
    assert {how for _, how in found} == {"killed: whole, old", "killed: whole, new"}


def test_whichever_write_fails_nothing_is_lost(script: ModuleType, work: Any) -> None:  # noqa: ANN401 -- as above
    found = script.at_touches(work, 1000, Random(1), script.no_space)  # noqa: S311 -- as above
    assert found.total() == sum(script.touches(work, name) for name in work.jobs)
    assert {"told: whole, old"} < {how for _, how in found}
    assert {how for _, how in found} <= {"told: whole, old", "told: whole, new", "not needed: whole, new"}


def test_a_writer_that_writes_in_place_is_caught(script: ModuleType, tmp_path: Path) -> None:
    def in_place(folder: Path) -> None:
        for path in folder.glob("*.csv"):
            with path.open("w") as file:
                file.write("id,name,code\n")
                file.write("country:AT,After,AT\ncountry:IT,After,IT\ncountry:SK,After,SK\n")

    work = script.Work(tmp_path, OLDER, BEFORE, AFTER, in_place)
    assert script.touches(work, "import") == 4
    found = []
    for number in (1, 2):
        try:
            found.append(script.fail_with(work, "import", script.Disk(number, script.kill_self).install))
        except script.Lost as error:
            found.append(str(error))
    assert found == [
        "killed: whole, old",
        "import: not whole: countries.csv:1: empty; the first line must hold the headings",
    ]


def test_a_writer_that_leaves_something_is_caught(script: ModuleType, tmp_path: Path) -> None:
    def leaving(folder: Path) -> None:
        write_folder(AFTER, folder)
        (folder.parent / "left").write_text("over")

    work = script.Work(tmp_path, OLDER, BEFORE, AFTER, leaving)
    with pytest.raises(script.Lost, match=r"^import: left over or missing: left$"):
        script.fail_with(work, "import", lambda: None)


def test_a_real_importer_is_killed_and_fails_and_nothing_is_lost() -> None:
    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, CHECKS / "kill_imports.py", "--times", "15", "--failures", "8"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    titles = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert [re.sub(r"\d+ s", "N s", title) for title in titles] == [
        f"{title} in N s, nothing lost, nothing left over"
        for title in (
            "killed at a random moment: 15",
            "killed at a write: 8",
            "a write that fails: 8",
            "files that cannot grow: 2",
        )
    ]
