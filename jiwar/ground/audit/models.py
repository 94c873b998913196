"""Events: codes and ids only. No foreign keys, so that the trail outlives what it describes; no content."""

from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.records import ACTOR


class Outcome(models.TextChoices):
    """What became of it."""

    DONE = "done", _("done")
    READ = "read", _("opened")
    REFUSED = "refused", _("refused by a rule")
    FORBIDDEN = "forbidden", _("not allowed")
    STALE = "stale", _("changed meanwhile")
    MISSING = "missing", _("not found")
    FAILED = "failed", _("failed")


ACTING_AGENCY = Func(function="wall.agency", output_field=models.UUIDField())
STATEMENT_TIME = Func(function="clock_timestamp", output_field=models.DateTimeField())


class Event(models.Model):
    """One action, one reading of a full record, one refusal, one failed sign-in.

    `actor`, `agency` and `at` are filled by the database: the application has no right to write them.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=STATEMENT_TIME)
    actor = models.UUIDField(null=True, db_default=ACTOR)
    agency = models.UUIDField(null=True, db_default=ACTING_AGENCY)
    door = models.CharField(max_length=16)
    request_id = models.UUIDField(null=True)
    action = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.CharField(max_length=64, blank=True)
    root_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["root_id", "-id"], name="event_root_idx"),
            models.Index(fields=["agency", "-id"], name="event_agency_idx"),
            models.Index(fields=["actor", "-id"], name="event_actor_idx"),
        ]
