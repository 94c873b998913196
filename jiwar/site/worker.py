"""The worker: takes jobs from procrastinate's queue and has them done, one after the other.

It holds two kinds of connections. With the role `jiwar_worker` it looks into the queue, and reaches nothing else there;
what a job does, it does as the application, for the one agency that the wall says (`ground/jobs/running.py`).
"""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connections
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from jiwar.ground.jobs import running
from jiwar.ground.jobs.kinds import JobKind
from jiwar.ground.jobs.running import TryAgainError
from jiwar.site import schedule

QUEUE = "jobs"
_LOG = logging.getLogger("jiwar.worker")
LOOKS_EVERY = 1.0
"""Seconds between two looks into an empty queue: nobody is notified of what is put there (0002_queue.py)."""
STALLED_AFTER = 60
"""Seconds without a sign of life after which another worker may take what a worker was at."""
CLEARS = "* * * * *"


class Again(BaseRetryStrategy):
    """When the job itself says so (rules.wait_before); what is given up stays in the queue as failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        """In how many seconds, if at all."""
        return RetryDecision(retry_in={"seconds": exception.seconds}) if isinstance(exception, TryAgainError) else None


def app() -> App:
    """Procrastinate's side of every kind of job that there is, and of their schedule."""
    made = App(connector=PsycopgConnector(kwargs=_parameters(), min_size=1, max_size=3))
    for kind in schedule.load().values():
        _register(made, kind)
    made.periodic(cron=CLEARS)(made.task(name="clear", queue=QUEUE, pass_context=True)(_clear))
    return made


def work(*, wait: bool = True, parent: int = 0) -> None:
    """Do what waits; with `wait` until a signal ends it, or the process `parent` is gone."""
    asyncio.run(_work(wait=wait, parent=parent))


@contextmanager
def beside() -> Iterator[None]:
    """A worker in a process of its own meanwhile; it ends with this one, however that ends."""
    started = subprocess.Popen(
        [sys.executable, "-c", "from jiwar.site.cli import main; main()", "worker", "--beside", str(os.getpid())]
    )
    try:
        yield
    finally:
        started.terminate()
        started.wait()


async def _work(*, wait: bool, parent: int) -> None:
    """Until it is told to end: a database that is away for a while, or any other trouble, makes it begin anew."""
    ended = asyncio.Event()
    if wait:
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, ended.set)
    ending = asyncio.create_task(_end(ended, parent))
    while not ending.done():
        trouble = await _round(ending, wait=wait)
        if not wait:
            ending.cancel()
            if trouble:
                raise trouble
            return
        if not ending.done():
            _LOG.warning("the worker begins anew after %s", type(trouble).__name__)
            await asyncio.wait({ending}, timeout=LOOKS_EVERY)


async def _round(ending: asyncio.Task[None], *, wait: bool) -> Exception | None:
    """Work until it is to end, when what is under way is finished, or until something goes wrong: what."""
    made = app()
    try:
        async with made.open_async():
            running = asyncio.create_task(
                made.run_worker_async(
                    queues=[QUEUE],
                    wait=wait,
                    fetch_job_polling_interval=LOOKS_EVERY,
                    listen_notify=False,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                )
            )
            await asyncio.wait({running, ending}, return_when=asyncio.FIRST_COMPLETED)
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
    except ConnectorException as error:
        return error
    return ended if isinstance(ended, Exception) else None


async def _end(ended: asyncio.Event, parent: int) -> None:
    """When a signal says so, or whoever started this worker is gone."""
    while not ended.is_set() and (not parent or os.getppid() == parent):
        try:
            await asyncio.wait_for(ended.wait(), LOOKS_EVERY)
        except TimeoutError:
            continue


def _parameters() -> dict[str, object]:
    parameters = connections["worker"].get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    return parameters | {"options": "-c search_path=queue"}


def _register(made: App, kind: JobKind) -> None:
    made.task(name=kind.name, queue=QUEUE, retry=Again())(_perform)
    if not kind.cron:
        return

    async def fan_out(context: JobContext, timestamp: int) -> None:
        await context.app.connector.execute_query_async("select wall.fan_out(%(kind)s)", kind=kind.name)

    task = made.task(name=f"each_agency_{kind.name}", queue=QUEUE, pass_context=True)(fan_out)
    made.periodic(cron=kind.cron)(task)


def _perform(job_id: str) -> None:
    """In a thread of its own: its connections go with it."""
    try:
        running.perform(UUID(job_id))
    finally:
        connections.close_all()


async def _revive(manager: JobManager, stalled: Queued) -> None:
    """It waits again, later and later; one over which worker after worker died is given up, as any that fails."""
    job_id = stalled.task_kwargs.get("job_id")
    seconds = await asyncio.to_thread(_died, UUID(str(job_id))) if job_id else 0  # a beat waits for none
    if seconds is None:
        await manager.finish_job(stalled, Status.FAILED, delete_job=False)
    else:
        await manager.retry_job(stalled, retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def _died(job_id: UUID) -> int | None:
    try:
        return running.died(job_id)
    finally:
        connections.close_all()


async def _clear(context: JobContext, timestamp: int) -> None:
    """What a worker that is gone was at waits again; what was done long ago is forgotten."""
    for stalled in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await _revive(context.app.job_manager, stalled)
    await context.app.connector.execute_query_async("select wall.tidy_jobs()")
