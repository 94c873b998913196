"""What an administrator does about a job."""

from uuid import UUID

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing


@action(Permission.JOB_KEEP)
def retry_job(who: Who, *, job_id: UUID) -> None:
    """Have what was given up done once more. Raises Missing where nothing of one's agency was."""
    if not grants.call("select wall.retry_job(%s)", job_id)[0][0]:
        raise Missing
