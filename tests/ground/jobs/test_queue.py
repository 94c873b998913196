"""The queue is procrastinate's, of the release that is installed; what a dead worker was at is done by another."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module, resources
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import connections
from procrastinate.exceptions import ConnectorException

from jiwar.ground.access import wall
from jiwar.ground.jobs import running
from jiwar.ground.jobs.putting import defer
from jiwar.site import schedule, worker
from tests import people, working
from tests.people import World

pytestmark = people.BOTH_SIDES
DIED = "jiwar.ground.jobs.running.DiedError"
BEAT = "insert into procrastinate_jobs (queue_name, task_name, args) values ('jobs', %s, '{\"timestamp\": 1}')"


@pytest.fixture
def world() -> World:
    return people.gather()


def put(world: World) -> None:
    with wall.standing(world.amal), wall.announcing("test"):
        defer(schedule.sweep_access)


def test_every_change_that_the_release_brings_is_run_by_a_migration_of_ours() -> None:
    shipped = {Path(file.name).stem for file in (resources.files("procrastinate") / "sql" / "migrations").iterdir()}
    ran = set(import_module("jiwar.ground.jobs.migrations.0002_queue").CHANGES)
    assert {name for name in shipped if name[0].isdigit()} == ran


def worker_dies() -> None:
    """One takes the job and is never heard of again; a minute later another looks what became of it."""
    with working.queue() as db:
        db.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
        [(dead,)] = db.execute("select worker_id from procrastinate_register_worker_v1()").fetchall()
        [(taken,)] = db.execute("select id from procrastinate_fetch_job_v2(null, %s)", [dead]).fetchall()
        assert taken is not None
        assert working.work() == []
        db.execute("update procrastinate_workers set last_heartbeat = now() - interval '2 minutes'")
        db.execute(BEAT, ["clear"])
    working.work_for_real()


def test_what_a_dead_worker_was_at_is_done_by_another(world: World) -> None:
    put(world)
    worker_dies()
    assert working.jobs("state, failed, trouble") == [("waiting", 1, DIED)]
    with working.queue() as db:
        db.execute("update procrastinate_jobs set scheduled_at = now()")
    working.work_for_real()
    assert working.jobs("name, state") == [("sweep_access", "done")]


def test_what_kills_worker_after_worker_is_given_up(world: World) -> None:
    put(world)
    for _ in range(schedule.sweep_access.tries):
        worker_dies()
    assert working.jobs("state, failed, trouble") == [("given_up", schedule.sweep_access.tries, DIED)]
    with working.queue() as db:
        assert db.execute("select status::text from procrastinate_jobs").fetchall() == [("failed",)]


def test_a_worker_that_died_after_its_work_was_done_harms_nothing(world: World) -> None:
    put(world)
    with working.queue() as db:
        db.execute("select id from procrastinate_fetch_job_v2(null, null)")
    [(job_id,)] = working.jobs("id")
    assert isinstance(job_id, UUID)
    running.perform(job_id)
    assert running.died(job_id) is None
    assert working.jobs("state, failed") == [("done", 0)]


def test_a_beat_of_the_schedule_puts_aside_one_for_each_agency_and_they_are_done(world: World) -> None:
    with working.queue() as db:
        db.execute(BEAT, ["each_agency_sweep_access"])
    working.work_for_real()
    assert working.jobs("name, state") == [("sweep_access", "done")] * 3


def test_every_kind_with_a_schedule_has_its_beat() -> None:
    made = worker.app()
    beats = {task.task.name for task in made.periodic_registry.periodic_tasks.values()}
    kinds = {f"each_agency_{kind.name}" for kind in schedule.load().values() if kind.cron}
    assert beats == kinds | {"clear"}
    assert {"each_agency_close_planned_cases", "each_agency_sweep_access", "each_agency_send_digests"} <= beats


class Broken:
    """What procrastinate does while the database is away, then while it is there again."""

    rounds: ClassVar[list[str]] = []

    @asynccontextmanager
    async def open_async(self) -> AsyncIterator[None]:
        yield

    async def run_worker_async(self, **_: object) -> None:
        self.rounds.append("run")
        if len(self.rounds) == 1:
            raise ConnectorException
        if len(self.rounds) == 2:
            return  # a part of it failed, and it stopped
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.rounds.append("finished what it was at")
            raise


def test_a_worker_begins_anew_after_trouble_and_ends_at_a_signal(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Broken.rounds.clear()
    monkeypatch.setattr(worker, "app", Broken)
    monkeypatch.setattr(worker, "LOOKS_EVERY", 0.01)
    worker.work()
    assert Broken.rounds == ["run"] * 3 + ["finished what it was at"]
    assert "ConnectorException" in caplog.text


def test_once_says_what_stood_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    Broken.rounds.clear()
    monkeypatch.setattr(worker, "app", Broken)
    with pytest.raises(ConnectorException):
        worker.work(wait=False)


def test_a_worker_ends_with_whoever_started_it() -> None:
    """Also where that was killed, and could end nobody."""
    parts = connections["default"].settings_dict
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1], str(os.getpid())])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    inner = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'jiwar.site.settings'; django.setup()\n"
        "from django.db import connections\n"
        f"connections['worker'].settings_dict['NAME'] = {parts['NAME']!r}\n"
        "from jiwar.site import worker; worker.work(parent=int(sys.argv[1]))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, inner], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    os.kill(child, 0)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 15
    while time.monotonic() < until and Path(f"/proc/{child}").exists() and _state(child) != "Z":
        time.sleep(0.1)
    assert not Path(f"/proc/{child}").exists() or _state(child) == "Z"


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"
