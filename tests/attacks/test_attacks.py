"""A real server withstands every attack of the catalogue; `python tests/attacks/run.py` says how well."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile.arena import arena
from hostile.attack import Attack
from hostile.catalogue import ATTACKS, ON_DATA, SLOW
from hostile.judging import GROWTH, Arena
from hostile.server import COMMAND

RUN = Path(__file__).with_name("run.py")


@pytest.fixture(scope="module")
def bundled() -> Iterator[Arena]:
    """Return a server of the bundled dataset."""
    with arena(ATTACKS) as found:
        yield found


@pytest.fixture(scope="module")
def whole(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """Return a server of the whole of CORDIS under Horizon Europe."""
    folder = tmp_path_factory.mktemp("whole") / "dataset"
    command = [COMMAND, "import", "cordis", shared / "cordis-horizon", "--into", folder]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- our own command
    with arena(ON_DATA, folder) as found:
        yield found


def test_every_attack_has_a_name_of_its_own() -> None:
    names = [item.name for item in (*ATTACKS, *SLOW)]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("item", ATTACKS, ids=lambda item: item.name)
def test_a_server_withstands(item: Attack, bundled: Arena) -> None:
    (verdict,) = bundled.attack(item)
    assert verdict.withstood, verdict


def test_a_server_ends_what_takes_too_long_by_itself(bundled: Arena) -> None:
    for verdict in bundled.attack(*SLOW):
        assert verdict.withstood, verdict


def test_no_attack_leaves_much_behind(bundled: Arena) -> None:
    assert bundled.growth <= GROWTH


@pytest.mark.shared
@pytest.mark.parametrize("item", ON_DATA, ids=lambda item: item.name)
def test_a_server_of_a_large_dataset_withstands(item: Attack, whole: Arena) -> None:
    (verdict,) = whole.attack(item)
    assert verdict.withstood, verdict


@pytest.mark.shared
def test_no_attack_leaves_much_behind_of_a_large_dataset(whole: Arena) -> None:
    assert whole.growth <= GROWTH


def test_the_command_lists_the_worst() -> None:
    command = [sys.executable, RUN, "--only", "aliases", "--worst", "1"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)  # noqa: S603 -- as above
    counted, _, grown, _, worst, heads, *rows = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert counted == "2 attacks, 2 withstood."
    assert grown.startswith("After them the server holds ")
    assert worst == "The worst 1:"
    assert heads.split() == ["answered", "neighbour", "memory", "slowed", "attack"]
    assert len(rows) == 1
