"""R3: a commit is acknowledged only after its WAL was handed to the disk, as the system calls show.

A kill loses nothing that the kernel holds; a power cut does. So the calls are watched, of the backend that serves
one worker and of the WAL writer, which may flush on its behalf: between receiving COMMIT and answering it, an
fdatasync (or fsync) of a file of pg_wal must have begun and ended.
"""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection

from jiwar.areas.cases.actions import note_case
from proofs.crash.world import Desk

CALLS = "trace=recvfrom,sendto,fdatasync,fsync"
LINE = re.compile(r"^(?P<at>\d+\.\d+) (?P<call>\w+)\((?P<rest>.*)<(?P<took>\d+\.\d+)>$")
WARM = 20
"""Notes written before anybody watches."""


class CannotWatch(RuntimeError):
    """strace is missing or may not attach here: the figure cannot be taken."""


@dataclass(frozen=True, slots=True)
class Call:
    """One system call, from its beginning to its end, on the clock of strace."""

    name: str
    began: float
    ended: float
    rest: str


@dataclass(frozen=True, slots=True)
class Synced:
    """Commits that were acknowledged, and how many of them after the WAL was synced."""

    commits: int
    after_sync: int


def watch(desk: Desk, *, commits: int, folder: Path, walwriter: int) -> Synced:
    """Write so many notes and look at each commit."""
    for number in range(WARM):
        note_case(desk.who, desk.cases[0], text=f"warm {number}")
    backend = connection.connection.info.backend_pid
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with _strace([backend, walwriter], folder / "calls"):
        for number in range(commits):
            note_case(desk.who, desk.cases[0], text=f"watched {number}")
    served = calls(folder / f"calls.{backend}")
    return count(served, [call for call in [*served, *calls(folder / f"calls.{walwriter}")] if is_sync(call)])


def count(served: Iterable[Call], syncs: list[Call]) -> Synced:
    """For each COMMIT of a backend: whether a sync lies between asking and answering."""
    asked: float | None = None
    commits = after = 0
    for call in served:
        if call.name == "recvfrom" and "COMMIT" in call.rest:
            asked = call.ended
        elif call.name == "sendto" and "COMMIT" in call.rest and asked is not None:
            commits += 1
            after += any(asked <= sync.began and sync.ended <= call.began for sync in syncs)
            asked = None
    return Synced(commits, after)


def calls(trace: Path) -> list[Call]:
    """The calls in a file of `strace -ttt -T -y`. A file that is not there holds none."""
    if not trace.exists():
        return []
    found = (LINE.match(line) for line in trace.read_text(encoding="utf-8", errors="replace").splitlines())
    return [
        Call(one["call"], float(one["at"]), float(one["at"]) + float(one["took"]), one["rest"]) for one in found if one
    ]


def is_sync(call: Call) -> bool:
    """Whether a call put a file of the WAL on the disk."""
    return call.name in ("fdatasync", "fsync") and "/pg_wal/" in call.rest and ") = 0 " in call.rest


def walwriter_of(db: psycopg.Connection) -> int:
    """The process that flushes WAL in the background."""
    row = db.execute("select pid from pg_stat_activity where backend_type = 'walwriter'").fetchone()
    if row is None:
        raise CannotWatch("the server has no WAL writer")
    return int(row[0])


def sync_files(db: psycopg.Connection, *, sync: bool) -> None:
    """The control: `fsync = off`, as in tests; everything else stays as it was."""
    db.execute("alter system reset fsync" if sync else "alter system set fsync = off")
    db.execute("select pg_reload_conf()")
    wanted = "on" if sync else "off"
    for _ in range(500):
        with psycopg.connect(db.info.dsn, password=db.info.password) as fresh:
            if fresh.execute("show fsync").fetchone() == (wanted,):
                return
        time.sleep(0.02)
    raise RuntimeError(f"fsync did not become {wanted}")


@contextmanager
def _strace(processes: list[int], output: Path) -> Iterator[None]:
    program = shutil.which("strace")
    if program is None:
        raise CannotWatch("strace is not installed (Debian: apt-get install strace)")
    which = [word for process in processes for word in ("-p", str(process))]
    command = [program, "-f", "-ff", "-ttt", "-T", "-y", "-s", "48", "-e", CALLS, "-o", str(output), *which]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            _await_attached(tracer, processes)
            yield
            time.sleep(0.2)
        finally:
            tracer.send_signal(signal.SIGINT)


def _await_attached(tracer: subprocess.Popen[str], processes: list[int]) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if tracer.poll() is not None:
            raise CannotWatch(tracer.stderr.read().strip() if tracer.stderr else "strace ended")
        if all(_tracer_of(process) == tracer.pid for process in processes):
            return
        time.sleep(0.02)
    raise CannotWatch("strace does not attach to the server's processes")


def _tracer_of(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("TracerPid")))
