"""Files and folders that are written whole or not at all; the checks of the crashes kill real processes."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graph_data.errors import CannotReplace
from graph_data.writing import atomic
from graph_data.writing.atomic import held, is_aside, new_file, new_folder, prepare, settle

HOLD = """
import sys
from pathlib import Path
from graph_data.writing.atomic import held
with held(Path(sys.argv[1])) as alone:
    print(alone, flush=True)
    sys.stdin.read()
"""


def everything(path: Path) -> bool:
    return path.name != "text"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_by_the_dead(path: Path, mark: str, text: str) -> Path:
    """Leave what a killed writer leaves beside a path."""
    aside = path.with_name(f".{path.name}.synergraph-{mark}-0123456789abcdef")
    aside.mkdir()
    (aside / "text").write_text(text)
    return aside


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with new_file(tmp_path / "file") as path:
        path.write_text("new")
        assert (tmp_path / "file").read_text() == "old"
    assert (tmp_path / "file").read_text() == "new"
    assert names(tmp_path) == ["file"]


def test_a_folder_keeps_the_rights_that_it_had(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder").chmod(0o750)
    with new_folder(tmp_path / "folder", everything) as aside:
        (aside / "text").write_text("new")
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o750


def test_a_folder_in_the_middle_of_being_replaced_is_put_back(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    left_by_the_dead(folder, "old", "old")
    left_by_the_dead(folder, "new", "half")
    settle(folder)
    assert names(tmp_path) == ["folder"]
    assert (folder / "text").read_text() == "old"


def test_a_folder_that_was_replaced_stays_and_what_it_replaced_goes(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "text").write_text("new")
    left_by_the_dead(folder, "old", "old")
    settle(folder)
    assert names(tmp_path) == ["folder"]
    assert (folder / "text").read_text() == "new"


def test_writing_puts_back_first_what_a_killed_writer_left(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    left_by_the_dead(folder, "old", "old")
    (folder.with_name(".folder.synergraph-old-0123456789abcdef") / "mine").write_text("mine")
    with new_folder(folder, everything) as aside:
        (aside / "text").write_text("new")
    assert names(tmp_path) == ["folder"]
    assert names(folder) == ["mine", "text"]
    assert (folder / "text").read_text() == "new"


def test_other_hidden_things_beside_it_stay(tmp_path: Path) -> None:
    mine = [".folder.synergraph-new-mine", ".folder-backup", ".other.synergraph-new-0123456789abcdef"]
    for name in mine:
        (tmp_path / name).mkdir()
    settle(tmp_path / "folder")
    with new_folder(tmp_path / "folder", everything):
        pass
    assert names(tmp_path) == sorted([*mine, "folder"])
    assert [name for name in mine if is_aside(tmp_path / name)] == [".other.synergraph-new-0123456789abcdef"]


def test_nothing_is_put_back_where_there_is_not_even_a_folder_around_it(tmp_path: Path) -> None:
    settle(tmp_path / "nowhere" / "folder")
    assert names(tmp_path) == []


def test_what_a_living_writer_does_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    aside = left_by_the_dead(folder, "new", "not dead at all")
    with subprocess.Popen(  # noqa: S603 -- our own Python
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        waiting = threading.Thread(target=settle, args=[folder])
        waiting.start()
        time.sleep(0.2)
        assert waiting.is_alive()
        assert aside.exists()
        process.communicate("")
        waiting.join(10)
    assert names(tmp_path) == []


def test_where_folders_cannot_be_locked_one_writes_and_clears_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr(atomic.fcntl, "flock", no_locks)
    with held(tmp_path) as alone:
        assert not alone
    aside = left_by_the_dead(tmp_path / "file", "new", "another's")
    settle(tmp_path / "file")
    with new_file(tmp_path / "file") as path:
        path.write_text("new")
    assert names(tmp_path) == [aside.name, "file"]


@pytest.mark.parametrize("given", [".", "..", "../here", "../../around"])
def test_the_folder_that_one_is_in_is_not_replaced(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "around" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    path = Path(given).resolve()
    wanted = f"{given} is, or holds, the folder that you are in, and would be replaced under your feet: "
    wanted += f"go to {path.parent} and write {path.name}"
    for write in (prepare, lambda folder: new_folder(folder, everything).__enter__()):
        with pytest.raises(CannotReplace) as caught:
            write(Path(given))
        assert str(caught.value) == wanted
    assert names(here) == []


def test_what_is_put_in_place_is_on_the_disk_before_it_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder" / "kept").mkdir(parents=True)
    (tmp_path / "folder" / "kept" / "link").symlink_to("nowhere")
    done: list[str] = []
    sync, rename = os.fsync, os.rename

    def syncing(handle: int) -> None:
        done.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        sync(handle)

    def renaming(source: Path, target: Path) -> None:
        done.append(f"rename to {target.name}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "rename", renaming)
    with new_folder(tmp_path / "folder", everything) as aside:
        (aside / "text").write_text("new")
    old = done[3].removeprefix("rename to ")
    assert old.startswith(".folder.synergraph-old-")
    assert done == [
        f"sync {aside.name}",
        "sync text",
        "sync kept",
        f"rename to {old}",
        f"sync {tmp_path.name}",
        "rename to folder",
        f"sync {tmp_path.name}",
    ]


def test_a_rename_that_is_not_safe_on_the_disk_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_last(path: Path) -> None:
        if path == tmp_path and (tmp_path / "folder").exists():
            raise OSError("no space left")

    monkeypatch.setattr(atomic, "synced", fail_last)
    for text in ("first", None):
        with pytest.raises(OSError, match="no space left"), new_folder(tmp_path / "folder", everything) as aside:
            (aside / "text").write_text("new")
        assert names(tmp_path) == ([] if text else ["folder"])
        if text:
            (tmp_path / "folder").mkdir()
    assert names(tmp_path / "folder") == []
