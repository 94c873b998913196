"""The root of all keys, behind an interface small enough for a hardware module or a key service to fill.

`Kms` wraps the agencies' keys and derives the secrets of this deployment; the root keys never leave it. `FileKms`
keeps them in one file: for the demo, and for a deployment that has nothing better and guards the file.

    {"format": 1, "demo": false, "derivation": "…", "current": 2, "root": {"1": "…", "2": "…"}}

Rotation adds a version and keeps the old ones, until nothing is wrapped under them and they are forgotten. The
secret for derivation never rotates: the tokens made with it would find nothing any more.

Whoever loses this file loses every name and every note; whoever copies it, and the database, reads them.
"""

import fcntl
import json
import os
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

from jiwar.ground.vault.crypto import VERSIONS, Key, derive, unwrap, version_of, wrap

FORMAT = 1
LARGEST = 64 * 1024
"""More bytes than 127 root keys take."""


class KeysRefused(Exception):
    """The root keys cannot be used as they are kept. Says why, and never what they are."""


class Kms(Hashable, Protocol):
    """Who keeps the root keys."""

    @property
    def is_demo(self) -> bool:
        """Whether the keys were made for a demo and must not guard anybody's data."""

    def wrap(self, plain: Key, context: bytes) -> bytes:
        """Wrap a key under the current root key, bound to `context`."""

    def unwrap(self, blob: bytes, context: bytes) -> Key:
        """The key that was wrapped for `context`, under whichever root key that is still held. Raises CannotOpen."""

    def derive(self, purpose: str) -> Key:
        """A secret of this deployment, the same for ever, another one for each purpose."""

    def is_current(self, blob: bytes) -> bool:
        """Whether a key was wrapped under the current root key."""

    def rotate(self) -> int:
        """Make a new current root key and say its version; the old ones still unwrap."""

    def forget(self) -> list[int]:
        """Destroy every root key but the current one, and say which. What they wrapped is lost."""


def refuse_demo(kms: Kms) -> None:
    """Raise KeysRefused where the keys were made for a demo."""
    if kms.is_demo:
        raise KeysRefused("These root keys were made for a demo. Make your own: jiwar keys generate")


@dataclass(frozen=True, slots=True)
class _Roots:
    """What stands in the file."""

    demo: bool
    current: int
    root: Mapping[int, Key] = field(repr=False)
    derivation: Key = field(repr=False)


class FileKms:
    """Root keys in one JSON file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._roots = _read(path)

    def __repr__(self) -> str:
        return f"FileKms({str(self._path)!r})"

    @classmethod
    def generate(cls, path: Path, *, demo: bool) -> Self:
        """Make new keys in a new file. Raises KeysRefused where there is one: it may guard somebody's data."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(path.parent):
            if os.path.lexists(path):
                raise KeysRefused(f"{path} is there already, and is not written over.")
            _write(path, _Roots(demo=demo, current=1, root={1: Key.fresh()}, derivation=Key.fresh()))
        return cls(path)

    @property
    def is_demo(self) -> bool:
        return self._roots.demo

    @property
    def versions(self) -> list[int]:
        """The versions of the root key that are held; the last one is current."""
        return sorted(self._roots.root)

    def wrap(self, plain: Key, context: bytes) -> bytes:
        self._roots = roots = _read(self._path)  # another process may have rotated
        return wrap(roots.root[roots.current], plain, context=context, version=roots.current)

    def unwrap(self, blob: bytes, context: bytes) -> Key:
        if version_of(blob) not in self._roots.root:
            self._roots = _read(self._path)
        return unwrap(self._roots.root, blob, context=context)

    def derive(self, purpose: str) -> Key:
        return derive(self._roots.derivation, purpose)

    def is_current(self, blob: bytes) -> bool:
        self._roots = roots = _read(self._path)
        return version_of(blob) == roots.current

    def rotate(self) -> int:
        with _alone_in(self._path.parent):
            old = _read(self._path)
            version = old.current + 1
            if version not in VERSIONS:
                raise KeysRefused("The root key was rotated 126 times, which is the end.")
            self._roots = replace(old, current=version, root={**old.root, version: Key.fresh()})
            _write(self._path, self._roots)
        return version

    def forget(self) -> list[int]:
        with _alone_in(self._path.parent):
            old = _read(self._path)
            self._roots = replace(old, root={old.current: old.root[old.current]})
            _write(self._path, self._roots)
        return sorted(set(old.root) - {old.current})


def ensure(path: Path, *, demo: bool) -> FileKms:
    """The keys in `path`, made first where there are none. Of two processes that start at once, one makes them."""
    if not os.path.lexists(path):
        try:
            return FileKms.generate(path, demo=demo)
        except KeysRefused:
            pass  # made meanwhile: what is there is read and checked like any other
    return FileKms(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process changes key files in `folder`."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _read(path: Path) -> _Roots:
    """What the file holds. Raises KeysRefused, quoting nothing from it."""
    try:
        return _parsed(json.loads(_text(path)))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise KeysRefused(f"{path} is not a file of root keys, or it is damaged.") from None


def _parsed(content: Any) -> _Roots:
    root = {int(version): _key(text) for version, text in content["root"].items()}
    roots = _Roots(content["demo"], content["current"], root, _key(content["derivation"]))
    if content["format"] != FORMAT or not isinstance(roots.demo, bool):
        raise ValueError("another format")
    if roots.current != max(root) or not set(root) <= set(VERSIONS):
        raise ValueError("versions that cannot be")
    return roots


def _text(path: Path) -> bytes:
    """The bytes of a file that nobody but its owner can read or change."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise KeysRefused(f"{path} cannot be opened ({error.strerror}); a symbolic link is not followed.") from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise KeysRefused(f"{path} is not a file.")
        if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeysRefused(f"{path} can be used by others. Only its owner may: chmod 600.")
        if status.st_uid != os.geteuid():
            raise KeysRefused(f"{path} belongs to another user.")
        return os.read(handle, LARGEST)
    finally:
        os.close(handle)


def _write(path: Path, roots: _Roots) -> None:
    """Replace the file as a whole, on the disk before this returns: a crash leaves the old one or the new one."""
    content = {
        "format": FORMAT,
        "demo": roots.demo,
        "derivation": _letters(roots.derivation),
        "current": roots.current,
        "root": {str(version): _letters(key) for version, key in roots.root.items()},
    }
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _letters(key: Key) -> str:
    return b64encode(key.material).decode("ascii")


def _key(text: str) -> Key:
    return Key(b64decode(text, validate=True))
