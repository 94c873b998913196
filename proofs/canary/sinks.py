"""Everywhere a word could lie: each place as bytes, by the kind of place it is."""

import subprocess
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

from django.core.cache import caches
from psycopg.conninfo import make_conninfo

from jiwar.ground.access.models import Session
from jiwar.site import database, postgres
from proofs.canary.scenes import Heard


class Place(NamedTuple):
    """One thing that was looked at. `kind` is the sort of place, `name` this one."""

    kind: str
    name: str
    content: bytes


def tables() -> Iterator[Place]:
    """What pg_dump writes of the whole database, table by table; the application's schema and roles too."""
    dsn = make_conninfo(database.admin_dsn(), dbname=database.NAME)
    command = [str(postgres.binaries() / "pg_dump"), "--no-sync", f"--dbname={dsn}"]
    dump = subprocess.run(command, capture_output=True, check=True).stdout
    head, *copied = dump.split(b"\nCOPY ")
    yield Place("dump", "schema", head)
    for rows in copied:
        name = rows.split(b" (", 1)[0].decode()
        yield Place("dump", name, rows)


def sessions() -> Iterator[Place]:
    """Sessions as a thief of their table has them: messages waiting in them, what a form left behind."""
    for session in Session.objects.all():
        yield Place("sessions", "as kept", bytes(session.sealed))


def data_files(home: Path) -> Iterator[Place]:
    """The files of the database, its write-ahead log included; the server is down and has written everything."""
    yield from _files("data files", home / "pg")


def database_logs(home: Path) -> Iterator[Place]:
    yield from _files("database log", home / "log")


def application_logs(home: Path) -> Iterator[Place]:
    """What the web server, its workers and every command wrote to their terminals."""
    yield from _files("application log", home / "said")


def mails(home: Path) -> Iterator[Place]:
    """Mails as they are sent, and unpacked."""
    for place in _files("mail", home / "mail"):
        yield place
        message = message_from_bytes(place.content, policy=policy.default)
        text = message.get_body()
        unpacked = f"{message['subject']} {message['to']} {message['from']} {text.get_content() if text else ''}"
        yield Place("mail", "unpacked", unpacked.encode())


def texts(home: Path) -> Iterator[Place]:
    """Messages to telephones."""
    yield from _files("text message", home / "sms")


def cache() -> Iterator[Place]:
    """What the caches of this process hold; no other kind of cache is configured."""
    for alias in caches.settings:
        kept = getattr(caches[alias], "_cache", None)
        if kept is None:
            raise LookupError(f"the cache {alias} cannot be looked into: say here how")
        yield Place("cache", alias, repr(dict(kept)).encode())


def other_files(home: Path) -> Iterator[Place]:
    """Whatever else lies under the home folder, temporary files included."""
    known = {home / name for name in ("pg", "log", "said", "mail", "sms", "static")}
    for folder in home.iterdir():
        if folder not in known:
            yield from _files("other files", folder)


def answers(heard: list[Heard], *, repeated: bool) -> Iterator[Place]:
    """What came back: headers of every answer, and the pages of those that repeat nothing (or the others)."""
    for one in heard:
        name = f"{one.scene} {one.answer.asked} {one.answer.status}"
        yield Place("headers", name, one.answer.headers)
        if one.may_repeat == repeated:
            yield Place("pages", name, one.answer.body)


def _files(kind: str, path: Path) -> Iterator[Place]:
    found = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in found:
        if file.is_file() and not file.is_symlink():
            yield Place(kind, str(file.relative_to(path.parent)), file.read_bytes())
