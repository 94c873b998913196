"""What the operator of a deployment sees and does, over the owner's connection; see access/installing.py."""

from uuid import UUID

from django.db import connections

from jiwar.ground.access.installing import OWNER
from jiwar.ground.jobs.models import Job
from jiwar.ground.jobs.words import JobState


def given_up_anywhere() -> list[Job]:
    """What could not be done, in every agency, the oldest first."""
    lost = Job.objects.using(OWNER).filter(state=JobState.GIVEN_UP).select_related("agency")
    return list(lost.order_by("created_at", "id"))


def retry_for_operator(job_id: UUID) -> bool:
    """Have it done once more; False where no such job was given up. Inside `installing()`."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select wall.retry_job(%s)", [job_id])
        return bool(cursor.fetchone()[0])
