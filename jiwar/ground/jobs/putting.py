"""Putting a job aside, in the transaction of the act that wants it done: taken back with it, seen after its commit."""

from datetime import datetime
from uuid import UUID

from jiwar.ground.access import grants
from jiwar.ground.jobs.kinds import JobKind


def defer(kind: JobKind, about_id: UUID | None = None, *, at: datetime | None = None) -> UUID:
    """Inside an action: have this done by the jobs of one's own agency, at once or not before `at`. The job's id."""
    made: UUID = grants.call("select wall.defer_job(%s, %s, %s)", kind.name, about_id, at)[0][0]
    return made
