"""Jobs as people may see them. The queue itself is procrastinate's, in a schema that no role reaches that serves."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from jiwar.ground.access.models import Agency
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED
from jiwar.ground.jobs.words import JobState


class Job(models.Model):
    """One thing to be done for one agency, made by the wall alone.

    Seen by whoever asked for it, by the agency's administrators and by its system user; `about_id` and `queue_id` by
    nobody: they are handed to whoever runs it. What went wrong is a class of error or the code of a reason, no words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    user_id = models.UUIDField(null=True)
    """Who asked for it; nobody where it runs by schedule, or is about somebody else's."""
    name = models.CharField(max_length=40)
    about_id = models.UUIDField(null=True)
    queue_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    failed = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=64, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = MomentField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.CheckConstraint(condition=models.Q(name__regex=r"^[a-z_]+$"), name="a_job_is_named_by_code"),
            models.CheckConstraint(condition=models.Q(trouble__regex=r"^[A-Za-z0-9_.]*$"), name="trouble_is_a_code"),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-created_at"], name="job_agency_idx"),
            models.Index(fields=["user_id", "-created_at"], name="job_user_idx"),
        ]
