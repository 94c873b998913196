"""Every worker of the web server killed: at any moment, or in the instant in which the database has committed a note.

That instant is told by the database itself (NOTIFY arrives with the commit): the note is on disk, and its answer is
still on its way. It is where a request that is sent again would do everything twice.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from jiwar.site import server
from proofs.crash.killing import children
from proofs.retry.partners import Partner

PATIENCE = 30.0
TELL = """
create or replace function public.proof_tells() returns trigger language plpgsql as
  $$ begin perform pg_notify('noted', ''); return null; end $$;
create or replace trigger proof_tells after insert on public.cases_note for each statement
  execute function public.proof_tells();
"""


@dataclass(slots=True)
class Kills:
    """What was killed, how often in which way."""

    at_any_moment: int = 0
    after_a_commit: int = 0
    workers: int = 0
    longest_silence: float = 0.0


@contextmanager
def telling(db: psycopg.Connection) -> Iterator[None]:
    """The database tells of every note that is committed."""
    db.execute(TELL.encode())
    db.execute("listen noted")
    try:
        yield
    finally:
        db.execute("unlisten noted")
        db.execute("drop trigger proof_tells on public.cases_note")
        db.execute("drop function public.proof_tells()")


@dataclass(frozen=True, slots=True)
class Aim:
    """How often the instant after a commit is waited for."""

    chance: random.Random
    after_a_commit: float


def kill_once(db: psycopg.Connection, home: Path, partners: list[Partner], aim: Aim, kills: Kills) -> None:
    """Wait until notes are answered again, then kill every worker."""
    began = time.monotonic()
    while not any(partner.answered_at > began for partner in partners):
        if time.monotonic() > began + PATIENCE:
            raise RuntimeError(f"nothing was answered within {PATIENCE:.0f} s")
        time.sleep(0.005)
    kills.longest_silence = max(kills.longest_silence, time.monotonic() - began)
    time.sleep(aim.chance.uniform(0.05, 0.4))
    master = server.pid(home)
    if master is None:
        raise RuntimeError("there is no server")
    if aim.chance.random() < aim.after_a_commit:
        kills.after_a_commit += 1
        _await_commit(db)
    else:
        kills.at_any_moment += 1
    workers = children(master)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    kills.workers += len(workers)


def _await_commit(db: psycopg.Connection) -> None:
    for _ in db.notifies(timeout=0, stop_after=None):  # those of before
        pass
    for _ in db.notifies(timeout=PATIENCE, stop_after=1):
        return
    raise RuntimeError("no note was committed")
