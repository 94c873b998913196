"""The worker, as tests have it: in this process and this thread, at the clock that the test holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock
from uuid import UUID

import psycopg
from django.db import connections
from psycopg.conninfo import make_conninfo

from jiwar.ground.base import clock
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.jobs import running
from jiwar.ground.jobs.running import TryAgainError
from jiwar.ground.notices import hours
from jiwar.site import database, schedule, worker
from tests import keeper


@contextmanager
def queue() -> Iterator[psycopg.Connection]:
    """The queue, as the worker's role reaches it."""
    place = dict(database.django_database("worker"))
    parts = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "password": place["PASSWORD"]}
    name = str(connections["default"].settings_dict["NAME"])
    dsn = make_conninfo(**{key: str(value) for key, value in parts.items() if value}, dbname=name)
    with psycopg.connect(dsn, autocommit=True, options="-c search_path=queue") as connection:
        yield connection


def work() -> list[str]:
    """Do everything that waits and is due; the names of what was done, a failure with `!` before it."""
    schedule.load()
    done = []
    with queue() as db:
        while taken := db.execute("select id, args from procrastinate_fetch_job_v2(null, null)").fetchone():
            number, args = taken
            if number is None:
                break
            done.append(_perform(db, number, UUID(args["job_id"])))
    return done


def _perform(db: psycopg.Connection, number: int, job_id: UUID) -> str:
    name = str(keeper.rows("select name from public.jobs_job where id = %s", [job_id])[0][0])
    try:
        running.perform(job_id)
    except TryAgainError as again:
        later = f"now() + interval '{again.seconds} seconds'"
        db.execute(f"select procrastinate_retry_job_v2(%s, {later}, null, null, null)", [number])
        return f"!{name}"
    except Exception:  # noqa: BLE001  # what any job may raise; written down by then
        db.execute("select procrastinate_finish_job_v1(%s, 'failed', false)", [number])
        return f"!{name}"
    db.execute("select procrastinate_finish_job_v1(%s, 'succeeded', true)", [number])
    return name


@contextmanager
def office_hours() -> Iterator[None]:
    """The clock stands in the latest hour in which offices were open: nobody's quiet hours keep a mail waiting."""
    at = clock.now()
    while not hours.office_hours().hold(at.astimezone(AMMAN)):
        at -= timedelta(hours=1)
    with clock.frozen(at):
        yield


def let_time_pass() -> None:
    """Whatever waits for its next attempt may begin."""
    with queue() as db:
        db.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def work_for_real() -> None:
    """The worker itself, until nothing waits; no clock beats meanwhile."""
    made = worker.app()
    made.periodic_registry.periodic_tasks.clear()
    with mock.patch.object(worker, "app", return_value=made):
        worker.work(wait=False)


def jobs(columns: str = "name, state, failed, trouble") -> list[tuple[object, ...]]:
    """What is kept of every job, oldest first."""
    return keeper.rows(f"select {columns} from public.jobs_job order by created_at, id")
