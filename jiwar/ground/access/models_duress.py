"""Who is forced to sign in: the shadow that is shown instead, and the alarm that it raises.

A shadow is a user of an agency of its own, which looks like that of the person behind it and lies in another world:
the wall shows nobody any row of staff of another world (migrations/0070_duress.sql).
"""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, history_of


class Shadow(models.Model):
    """Who stands behind which shadow: closed to the application, for whoever read it would know who has one.

    There is no history of it, and nothing in any trail says that a word was chosen.
    """

    real = models.OneToOneField("access.User", on_delete=models.PROTECT, primary_key=True, related_name="+")
    shadow = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Alarm(models.Model):
    """Somebody signed in by the second word. Seen by who watches over that person's work, never by the person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, related_name="+")
    """Where that person works: the supervisors of that office are told too."""
    raised_at = MomentField()
    taken_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency", "-raised_at"], name="alarm_agency_idx")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=True) | ~models.Q(taken_by=models.F("user")),
                name="nobody_answers_ones_own_alarm",
            ),
        ]

    @property
    def subject_id(self) -> UUID:
        """Whom the event is about that tells of it."""
        return self.user_id


class AlarmHistory(history_of(Alarm)):  # type: ignore[misc]
    """When an alarm was raised, and who took it up; closed to the application."""
