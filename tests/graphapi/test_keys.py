"""The file of keys: what is in it, who may read it, what is refused, and how a server reads it again."""

import json
import logging
import os
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from graphapi import keys as module
from graphapi.keys import BadName, InvalidKeys, Keys, UnknownKey, add_key, read_keys, revoke_key, today


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_key_is_256_random_bits_of_which_the_file_holds_the_hash(path: Path) -> None:
    made = [add_key(path, name, None) for name in ("alice", "bob@example.org")]
    assert all(len(key) == len("sg_") + 43 and key.startswith("sg_") for key in made)
    assert len({*made}) == 2
    text = path.read_text(encoding="utf-8")
    assert not [key for key in made if key in text or key.removeprefix("sg_") in text]
    assert json.loads(text) == {
        "format": "synergraph-keys",
        "version": 1,
        "keys": [
            {"name": name, "sha256": sha256(key.encode()).hexdigest(), "created": str(today()), "expires": None}
            for name, key in zip(("alice", "bob@example.org"), made, strict=True)
        ],
    }


def test_only_its_owner_may_read_the_file_whatever_it_was_before(path: Path) -> None:
    before = os.umask(0)
    try:
        add_key(path, "alice", None)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o644)
        add_key(path, "bob", None)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)
    assert [other.name for other in path.parent.iterdir()] == ["keys.json"]


def test_of_many_who_write_at_once_nobody_is_lost(path: Path) -> None:
    names = [f"name{number}" for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        made = dict(zip(names, pool.map(lambda name: add_key(path, name, None), names), strict=True))
    known = Keys(path)
    assert {name: known.name_of(key) for name, key in made.items()} == {name: name for name in names}


def test_a_key_counts_until_it_is_revoked_and_through_its_last_day(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forever = add_key(path, "forever", None)
    lent = add_key(path, "lent", today())
    known = Keys(path)
    assert [known.name_of(key) for key in (forever, lent, "", "sg_", forever[:-1], f"{forever} ", "sg_é")] == [
        "forever",
        "lent",
        *[None] * 5,
    ]
    monkeypatch.setattr(module, "today", lambda: datetime.now(UTC).date() + timedelta(days=1))
    assert [known.name_of(key) for key in (forever, lent)] == ["forever", None]
    revoke_key(path, "forever")
    assert [key.name for key in read_keys(path)] == ["lent"]


def test_a_key_is_compared_with_all_of_them(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [add_key(path, f"name{number}", None) for number in range(5)]
    known, compared = Keys(path), []
    compare: Callable[[str, str], bool] = module.compare_digest

    def counting(one: str, other: str) -> bool:
        compared.append(one)
        return compare(one, other)

    monkeypatch.setattr(module, "compare_digest", counting)
    for given in (made[0], made[4], "sg_unknown"):
        compared.clear()
        known.name_of(given)
        assert compared == [key.sha256 for key in read_keys(path)]


@pytest.mark.parametrize("name", ["", "-a", "a b", "a/b", "ä", "a" * 65, "a\n"])
def test_a_name_that_could_be_misread_is_refused(path: Path, name: str) -> None:
    with pytest.raises(BadName, match="is no name: write 1 to 64 letters"):
        add_key(path, name, None)
    assert not path.exists()


def test_a_name_is_given_once(path: Path) -> None:
    made = add_key(path, "alice", None)
    with pytest.raises(BadName, match="has a key named 'alice' already"):
        add_key(path, "alice", None)
    assert Keys(path).name_of(made) == "alice"


def test_who_has_no_key_cannot_lose_it(path: Path) -> None:
    add_key(path, "alice", None)
    with pytest.raises(UnknownKey, match=r"has no key named 'alise'; did you mean 'alice'\?"):
        revoke_key(path, "alise")
    assert [key.name for key in read_keys(path)] == ["alice"]


KEY = {"name": "alice", "sha256": "0" * 64, "created": "2026-01-01", "expires": None}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Invalid JSON"),
        ("[]", "valid dictionary|object"),
        ('{"format": "other"}', "format: .*synergraph-keys"),
        ('{"version": 2}', "version: .*1"),
        ('{"keys": {}}', "keys: .*(tuple|array)"),
        (json.dumps({"keys": [{**KEY, "sha256": "sg_secret"}]}), r"keys\.0\.sha256: String should match"),
        (json.dumps({"keys": [{**KEY, "expires": "soon"}]}), r"keys\.0\.expires: .*date"),
        (json.dumps({"keys": [{**KEY, "roles": []}]}), r"keys\.0\.roles: Extra"),
        (json.dumps({"keys": [KEY, KEY]}), "keys: .*several keys are named 'alice'"),
    ],
)
def test_a_file_with_a_mistake_is_refused_without_its_content(path: Path, content: str, message: str) -> None:
    path.write_text(content, encoding="utf-8")
    for read in (Keys, read_keys, lambda path: add_key(path, "bob", None), lambda path: revoke_key(path, "alice")):
        with pytest.raises(InvalidKeys, match=message) as refused:
            read(path)
        assert str(path) in str(refused.value)
        assert "secret" not in str(refused.value)
    assert path.read_text(encoding="utf-8") == content


def test_a_file_that_is_not_there_is_refused_except_to_begin_one(path: Path) -> None:
    for read in (Keys, read_keys, lambda path: revoke_key(path, "alice")):
        with pytest.raises(InvalidKeys, match="No such file"):
            read(path)
    assert not path.exists()
    add_key(path, "alice", date(2100, 1, 1))
    assert [key.expires for key in read_keys(path)] == [date(2100, 1, 1)]


def test_what_cannot_be_written_says_so(path: Path) -> None:
    path.write_text("", encoding="utf-8")
    with pytest.raises(InvalidKeys, match=r"keys\.json: File exists"):
        add_key(path / "keys.json", "alice", None)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a server look at every question."""
    monkeypatch.setattr(module, "INTERVAL", 0.0)


@pytest.mark.usefixtures("hurried")
def test_a_server_sees_what_changes(path: Path) -> None:
    alice = add_key(path, "alice", None)
    known = Keys(path)
    bob = add_key(path, "bob", None)
    assert [known.name_of(key) for key in (alice, bob)] == ["alice", "bob"]
    revoke_key(path, "alice")
    assert [known.name_of(key) for key in (alice, bob)] == [None, "bob"]


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("{", encoding="utf-8")])
def test_no_key_counts_while_the_file_cannot_be_read(
    path: Path, spoil: Callable[[Path], Any], caplog: pytest.LogCaptureFixture
) -> None:
    alice = add_key(path, "alice", None)
    known, content = Keys(path), path.read_bytes()
    spoil(path)
    with caplog.at_level(logging.ERROR):
        assert [known.name_of(alice) for _ in range(3)] == [None] * 3
    (told,) = caplog.messages
    assert told.startswith(f"no key counts until the file can be read: {path}: ")
    path.write_bytes(content)
    assert known.name_of(alice) == "alice"


def test_a_server_looks_at_the_file_once_a_second(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = add_key(path, "alice", None)
    known, now = Keys(path), time.monotonic()
    revoke_key(path, "alice")
    monkeypatch.setattr(module.time, "monotonic", lambda: now + 0.5)
    assert known.name_of(alice) == "alice"
    monkeypatch.setattr(module.time, "monotonic", lambda: now + 1.5)
    assert known.name_of(alice) is None
