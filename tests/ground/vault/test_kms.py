"""Root keys in a file: who may read it, what rotation keeps, what a crash leaves."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from jiwar.ground.vault import kms
from jiwar.ground.vault.crypto import CannotOpen, Key
from jiwar.ground.vault.kms import FileKms, KeysRefused, ensure, refuse_demo

CONTEXT = b"agency"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "root.json"


@pytest.fixture
def keys(path: Path) -> FileKms:
    return FileKms.generate(path, demo=True)


def letters(path: Path) -> set[str]:
    """Every key in the file, as it is written there."""
    content = json.loads(path.read_bytes())
    return {*content["root"].values(), content["derivation"]}


def test_made_keys_are_for_their_owner_alone(keys: FileKms, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(letters(path)) == 2
    assert list(path.parent.iterdir()) == [path]


def test_a_loose_umask_does_not_open_the_file(path: Path) -> None:
    before = os.umask(0)
    try:
        FileKms.generate(path, demo=False).rotate()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keys_are_never_written_over(keys: FileKms, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(KeysRefused, match="there already"):
        FileKms.generate(path, demo=False)
    assert path.read_bytes() == before


def test_demo_keys_say_what_they_are(tmp_path: Path) -> None:
    demo, own = (FileKms.generate(tmp_path / f"{demo}.json", demo=demo) for demo in (True, False))
    assert demo.is_demo
    assert not own.is_demo
    refuse_demo(own)
    with pytest.raises(KeysRefused, match="demo"):
        refuse_demo(demo)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666])
def test_a_file_that_others_can_use_is_refused(keys: FileKms, path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(KeysRefused, match="chmod 600"):
        FileKms(path)
    with pytest.raises(KeysRefused, match="chmod 600"):
        keys.wrap(Key.fresh(), CONTEXT)


def test_a_file_of_somebody_else_is_refused(keys: FileKms, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(KeysRefused, match="another user"):
        FileKms(path)


def test_a_symbolic_link_is_refused(keys: FileKms, path: Path) -> None:
    link = path.with_name("link.json")
    link.symlink_to(path)
    with pytest.raises(KeysRefused, match="symbolic link"):
        FileKms(link)
    with pytest.raises(KeysRefused, match="there already"):
        FileKms.generate(link, demo=False)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeysRefused, match="not a file"):
        FileKms(tmp_path)
    with pytest.raises(KeysRefused, match="cannot be opened"):
        FileKms(tmp_path / "nothing.json")


DAMAGE: dict[str, Callable[[dict[str, Any]], object]] = {
    "another format": lambda content: content | {"format": 2},
    "demo is no yes or no": lambda content: content | {"demo": 0},
    "the current key is missing": lambda content: content | {"current": 2},
    "an old key is current": lambda content: content | {"root": content["root"] | {"2": content["root"]["1"]}},
    "version 0": lambda content: content | {"current": 0, "root": {"0": content["root"]["1"]}},
    "no keys": lambda content: content | {"root": {}},
    "a short key": lambda content: content | {"root": {"1": content["root"]["1"][4:]}},
    "a letter too many": lambda content: content | {"derivation": "*" + content["derivation"]},
    "no secret for derivation": lambda content: {k: v for k, v in content.items() if k != "derivation"},
    "a list": lambda content: [content],
    "a number": lambda content: 7,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_refused_without_quoting_it(
    keys: FileKms, path: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    held = letters(path)
    path.write_text(json.dumps(damage(json.loads(path.read_bytes()))))
    with pytest.raises(KeysRefused, match="damaged") as refused:
        FileKms(path)
    assert not any(key in str(refused.value) for key in held)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]"])
def test_what_is_no_json_is_refused(keys: FileKms, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeysRefused, match="damaged"):
        FileKms(path)


def test_a_wrapped_key_opens_in_its_context_and_with_these_keys_alone(keys: FileKms, tmp_path: Path) -> None:
    plain = Key.fresh()
    blob = keys.wrap(plain, CONTEXT)
    assert keys.unwrap(blob, CONTEXT).material == plain.material
    with pytest.raises(CannotOpen):
        keys.unwrap(blob, b"another agency")
    with pytest.raises(CannotOpen):
        FileKms.generate(tmp_path / "others.json", demo=True).unwrap(blob, CONTEXT)


def test_rotation_keeps_what_was_wrapped_before(keys: FileKms) -> None:
    plain, token_key = Key.fresh(), keys.derive("token").material
    old = keys.wrap(plain, CONTEXT)
    assert keys.rotate() == 2
    new = keys.wrap(plain, CONTEXT)
    assert (old[0], new[0]) == (1, 2)
    assert (keys.is_current(old), keys.is_current(new)) == (False, True)
    assert {keys.unwrap(blob, CONTEXT).material for blob in (old, new)} == {plain.material}
    assert keys.derive("token").material == token_key
    assert keys.versions == [1, 2]


def test_a_process_learns_of_a_rotation_by_another(keys: FileKms, path: Path) -> None:
    plain, other = Key.fresh(), FileKms(path)
    old = other.wrap(plain, CONTEXT)
    keys.rotate()
    assert other.unwrap(keys.wrap(plain, CONTEXT), CONTEXT).material == plain.material
    assert not other.is_current(old)
    assert FileKms(path).wrap(plain, CONTEXT)[0] == other.wrap(plain, CONTEXT)[0] == 2


def test_a_forgotten_root_key_opens_nothing(keys: FileKms, path: Path) -> None:
    plain = Key.fresh()
    old = keys.wrap(plain, CONTEXT)
    keys.rotate()
    kept = keys.wrap(plain, CONTEXT)
    assert keys.forget() == [1]
    assert keys.unwrap(kept, CONTEXT).material == plain.material
    with pytest.raises(CannotOpen):
        keys.unwrap(old, CONTEXT)
    assert len(letters(path)) == 2
    assert keys.forget() == []


def test_the_versions_of_a_root_key_end_before_their_byte_does(keys: FileKms) -> None:
    assert [keys.rotate() for _ in range(126)][-1] == 127
    with pytest.raises(KeysRefused, match="the end"):
        keys.rotate()


@pytest.mark.parametrize("step", ["dump", "fsync", "rename"])
def test_a_crash_while_writing_leaves_the_old_file(
    keys: FileKms, path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = path.read_bytes()

    def crash(*values: object, **more: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr({"dump": json, "fsync": os, "rename": Path}[step], step, crash)
    with pytest.raises(OSError, match="no space"):
        keys.rotate()
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert keys.wrap(Key.fresh(), CONTEXT)[0] == 1


def test_keys_are_on_the_disk_before_they_are_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, rename = os.fsync, Path.rename

    def synced(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def renamed(fresh: Path, target: Path) -> Path:
        done.append("rename")
        return rename(fresh, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    FileKms.generate(path, demo=False)
    assert done == ["file", "rename", "folder"]


def test_of_many_that_start_at_once_one_makes_the_keys(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ensure(path, demo=True), range(8)))
    assert len({keys.derive("x").material for keys in made}) == 1


def test_rotations_by_many_processes_lose_none(keys: FileKms, path: Path) -> None:
    program = f"import sys, pathlib, {kms.__name__} as kms\nkeys = kms.FileKms(pathlib.Path(sys.argv[1]))\n"
    program += "for _ in range(5): keys.rotate()\n"
    running = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    assert FileKms(path).versions == list(range(1, 22))
    assert len(letters(path)) == 22
