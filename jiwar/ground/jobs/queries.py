"""What became of jobs. Codes and counts: what a job is about is in nobody's sight."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Text
from jiwar.ground.jobs.kinds import KINDS
from jiwar.ground.jobs.models import Job
from jiwar.ground.jobs.words import JobState

SHOWN = 20
MOST = 100
_COLUMNS = ("id", "name", "state", "failed", "trouble", "done", "total", "created_at", "ended_at")


@dataclass(frozen=True, slots=True)
class ShownJob:
    """One job, as a page shows it."""

    id: UUID
    name: str
    state: JobState
    failed: int
    trouble: str
    done: int
    total: int
    created_at: datetime
    ended_at: datetime | None

    @property
    def label(self) -> Text:
        """What it does, in words; its name where this Jiwar no longer knows it."""
        return KINDS[self.name].label if self.name in KINDS else self.name

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.GIVEN_UP)


def my_jobs(who: Who) -> list[ShownJob]:
    """What somebody asked for themselves, newest first."""
    demand(who, Permission.JOB_SEE)
    return _shown(Job.objects.filter(user_id=who.user_id).order_by("-created_at", "-id")[:SHOWN])


def jobs_under_way(who: Who) -> list[ShownJob]:
    """What is being done for the agency and says how far it is."""
    demand(who, Permission.JOB_KEEP)
    return _shown(_here(who, JobState.RUNNING)[:SHOWN])


def jobs_given_up(who: Who) -> list[ShownJob]:
    """What could not be done for the agency, the latest first: somebody has to look."""
    demand(who, Permission.JOB_KEEP)
    return _shown(_here(who, JobState.GIVEN_UP)[:MOST])


def worker_is_alive(who: Who) -> bool:
    """Whether anybody does jobs at all: a worker gave a sign of life in the last minute."""
    demand(who, Permission.JOB_KEEP)
    with connection.cursor() as cursor:
        cursor.execute("select wall.works()")
        return bool(cursor.fetchone()[0])


def _here(who: Who, state: JobState) -> QuerySet[Job]:
    return Job.objects.filter(agency_id=who.agency_id, state=state).order_by("-created_at", "-id")


def _shown(rows: QuerySet[Job]) -> list[ShownJob]:
    found = rows.values_list(*_COLUMNS)
    return [ShownJob(pk, name, JobState(state), *rest) for pk, name, state, *rest in found]
