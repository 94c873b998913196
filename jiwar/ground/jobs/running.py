"""Doing one job: as the system user of the one agency for which it was put aside, in one transaction.

As around a page, everything it writes is committed together with the fact that it is done; so a worker that dies in
between has done nothing, and one that is told to do it again finds it done. A rule that says no is an answer, recorded
and not tried again. What fails is tried again, later and later, and is given up in the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from django.db import Error, connection, transaction

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit.trail import SECOND
from jiwar.ground.base import clock, requests
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused
from jiwar.ground.base.integrity import refuse_broken
from jiwar.ground.jobs import rules
from jiwar.ground.jobs.kinds import KINDS, JobKind
from jiwar.ground.jobs.models import Job
from jiwar.ground.jobs.words import JobState

BETWEEN_REPORTS = 0.5
"""Seconds: a job may say how far it is as often as it likes; it is written down so often."""
ANSWERS = (Refused, Forbidden, Missing)
"""What does not change by trying again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the wall hands to whoever runs a job."""

    user_id: UUID
    kind: JobKind
    about_id: UUID | None
    failures: int


class TryAgainError(Exception):
    """It failed, and is to be tried after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Report:
    """Writes how far a job is on the second connection, where others see it before the job has committed."""

    def __init__(self, job_id: UUID, who: Who) -> None:
        self.job_id, self.who, self.said_at = job_id, who, 0.0

    def __call__(self, done: int, total: int, /) -> None:
        if monotonic() - self.said_at < BETWEEN_REPORTS and 0 < done < total:
            return
        with transaction.atomic(using=SECOND):
            wall.enter(self.who.user_id, using=SECOND)
            with wall.announcing("report_job", using=SECOND):
                rows = Job.objects.using(SECOND).filter(pk=self.job_id)
                rows.update(state=JobState.RUNNING, done=done, total=total)
        self.said_at = monotonic()


def _unknown(*_: object) -> None:
    raise LookupError("an older or newer Jiwar put this job aside")


UNKNOWN = JobKind("unknown", "", _unknown, "", 1)


def perform(job_id: UUID) -> None:
    """Do it, once. Raises TryAgainError where it failed and has tries left, and what it failed with where it has none.

    Nothing where it is done already, was taken by nobody from the queue, or its agency works here no more.
    """
    with requests.numbered():
        try:
            _perform(job_id)
        except Exception as error:
            try:
                seconds = _failed(job_id, error)
            except Error as gone:  # the database is away: it stays in the queue
                raise TryAgainError(rules.FIRST_WAIT) from gone
            if seconds is not None:
                raise TryAgainError(seconds) from error
            raise


class DiedError(Exception):
    """Whoever was at it is gone without a word: killed, perhaps by the job itself."""


def died(job_id: UUID) -> int | None:
    """Its worker died over it: that counts as a failure. After how many seconds it is tried again; None: never."""
    with requests.numbered():
        return _failed(job_id, DiedError())


def _perform(job_id: UUID) -> None:
    with _entered(job_id) as taken:
        if taken is None:
            return
        who = who_for(User.objects.get(pk=taken.user_id), door=Door.JOB)
        try:
            taken.kind.work(who, taken.about_id, _Report(job_id, who))
        except ANSWERS as answer:
            _end(job_id, JobState.GIVEN_UP, trouble=_code(answer))
        else:
            _end(job_id, JobState.DONE)


def _failed(job_id: UUID, error: Exception) -> int | None:
    """Write down that it failed, and by what class of error; after how many seconds it is tried again, if it is."""
    with _entered(job_id) as taken:
        if taken is None:
            return None
        failed = taken.failures + 1
        if rules.is_last(failed=failed, tries=taken.kind.tries):
            _end(job_id, JobState.GIVEN_UP, failed=failed, trouble=_code(error))
            return None
        _write(job_id, state=JobState.WAITING, failed=failed, trouble=_code(error))
        return rules.wait_before(failed)


@contextmanager
def _entered(job_id: UUID) -> Iterator[Taken | None]:
    """One transaction, as whoever the wall says; None where there is nothing to do."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            token = wall.token(job_id, wall.Mode.JOB)
            cursor.execute("select user_id, kind, about, failures from wall.enter_job(%s)", [token])
            row = cursor.fetchone()
        yield Taken(row[0], KINDS.get(row[1], UNKNOWN), row[2], row[3]) if row else None
        refuse_broken()


def _end(job_id: UUID, state: JobState, **values: object) -> None:
    _write(job_id, state=state, ended_at=clock.now(), **values)


def _write(job_id: UUID, **values: object) -> None:
    with wall.announcing("end_job"):
        Job.objects.filter(pk=job_id).update(**values)


def _code(error: Exception) -> str:
    """What went wrong, in a word that no person wrote: the code of a reason, or the class of an error."""
    if isinstance(error, Refused):
        return error.reason.code
    return (
        type(error).__name__
        if isinstance(error, JiwarError)
        else f"{type(error).__module__}.{type(error).__qualname__}"
    )[:64]
