"""R1: the whole database killed, again and again, while four people write; what they were told stays true."""

import os
import random
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from django.db import connections

from jiwar.site import database
from jiwar.site.postgres import Server
from proofs.crash.judging import Verdict, judge, missing_notes
from proofs.crash.world import build, superuser
from proofs.crash.writers import Writer, diary_of, writing

READY_WITHIN = 5.0
CONTROL_ROUNDS = 20
"""At most so many rounds in which the control may lose something."""
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Round:
    """One kill: how long until the server ran, until a note was acknowledged again, and what was lost."""

    killed: int
    started: float
    ready: float
    lost: int


@dataclass(frozen=True, slots=True)
class Run:
    """Rounds, and what the database held in the end."""

    rounds: list[Round]
    verdict: Verdict

    @property
    def lost(self) -> int:
        return self.verdict.lost

    @property
    def kept(self) -> bool:
        """Whether everything that is claimed held."""
        return self.verdict.clean and all(r.ready <= READY_WITHIN and not r.lost for r in self.rounds)

    def figures(self) -> dict[str, object]:
        """For the evidence."""
        ready = [one.ready for one in self.rounds]
        return {
            "rounds": len(self.rounds),
            "processes_killed": sum(one.killed for one in self.rounds),
            **asdict(self.verdict),
            "server_started_s_max": round(max(one.started for one in self.rounds), 2),
            "ready_s_max": round(max(ready), 2),
            "ready_s_mean": round(sum(ready) / len(ready), 2),
        }


def kill_rounds(name: str, *, rounds: int, seed: int, until_lost: bool = False) -> Run:
    """Kill and start the server `rounds` times under writers; with `until_lost`, only until something is lost."""
    server, desks, chance = Server(database.home()), build(name), random.Random(seed)
    connections.close_all()
    done: list[Round] = []
    with writing(desks, seed=seed) as writers:
        for _ in range(rounds):
            _await_note(writers, since=time.monotonic())
            time.sleep(chance.uniform(0.2, 0.8))
            done.append(_round(server, writers))
            if until_lost and done[-1].lost:
                break
    return Run(done, judge(desks, diary_of(writers)))


def _round(server: Server, writers: list[Writer]) -> Round:
    killed = kill_everything(server)
    began = time.monotonic()
    database.start()
    started = time.monotonic() - began
    ready = _await_note(writers, since=began) - began
    with superuser() as db:
        return Round(killed, started, ready, len(missing_notes(db, diary_of(writers))))


def _await_note(writers: list[Writer], *, since: float) -> float:
    """When, after `since`, the first note was acknowledged."""
    while time.monotonic() < since + PATIENCE:
        if times := [a.at for writer in writers for a in writer.diary[-20:] if a.at > since]:
            return min(times)
        time.sleep(0.005)
    raise RuntimeError(f"no note was acknowledged within {PATIENCE:.0f} s")


def kill_everything(server: Server) -> int:
    """Kill -9 of every process of the server. It is stopped first, so that it can neither notice nor tell."""
    postmaster = server.pid()
    if postmaster is None:
        raise RuntimeError("there is no server to kill")
    os.kill(postmaster, signal.SIGSTOP)
    processes = [postmaster, *children(postmaster)]
    for process in processes:
        os.kill(process, signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while any(map(_lives, processes)):
        if time.monotonic() > until:
            raise RuntimeError("a killed process lives on")
        time.sleep(0.002)
    return len(processes)


def children(parent: int) -> list[int]:
    """The processes that a process started."""
    processes = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [process for process in processes if (fields := _stat(process)) and int(fields[1]) == parent]


def _lives(process: int) -> bool:
    fields = _stat(process)
    return fields is not None and fields[0] != "Z"


def _stat(process: int) -> list[str] | None:
    """State, parent and what follows them; None where there is no such process."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None


def acknowledge_early(db: psycopg.Connection, *, early: bool) -> None:
    """The control: a commit is acknowledged before its WAL is written; everything else stays as it was."""
    verb = "set synchronous_commit = off" if early else "reset synchronous_commit"
    db.execute(f"alter role jiwar_app {verb}")
    connections.close_all()  # a role's settings hold from the next connection on
