"""Tasks: what somebody owes on a file, until when. Their words are sealed with the file, their days are plain.

And the address by which somebody's calendar asks for the days, and the views of lists that somebody keeps.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from jiwar.ground.access.models import Agency, Team, User
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, Record, history_of
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState


class Task(Record):
    """One thing to do about a file, for a colleague or a whole team, due on a day.

    `root_id` is the file: of whatever area, so no foreign key. A task is seen by those of its own agency who see the
    file, and written by those who work on it; no grant shows it to another agency. What ended carries by whom and
    when in its history.
    """

    root_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=TaskKind)
    text = SealedField("narrative", root="root_id", blank=True, default=b"")
    due_on = models.DateField()
    rests_until = models.DateField(null=True, blank=True)
    rest_reason = SealedField("narrative", root="root_id", blank=True, default=b"")
    rhythm = models.CharField(max_length=16, choices=Rhythm, blank=True)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assignee__isnull=False) | models.Q(team__isnull=False), name="somebody_owes_it"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | ~models.Q(state="open") & models.Q(ended_at__isnull=False),
                name="ended_tasks_say_when",
            ),
        ]
        indexes = [
            models.Index(fields=["root_id", "due_on"], name="task_root_idx"),
            models.Index(fields=["assignee", "state", "due_on", "id"], name="task_assignee_idx"),
            models.Index(fields=["team", "state", "due_on", "id"], name="task_team_idx"),
            models.Index(fields=["agency", "state", "due_on", "id"], name="task_agency_idx"),
        ]


class TaskHistory(history_of(Task)):  # type: ignore[misc]
    """What a task was, and who changed it; its words still sealed."""

    class Meta:
        indexes = [models.Index(fields=["root_id"], name="task_history_idx")]


class Feed(models.Model):
    """The address of one's own by which a calendar asks for the days of tasks; see feeds.py.

    Of its secret a keyed hash is kept. One's own row is all that the wall shows, without the hash; it has no history,
    so that an address that was ended is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class KeptView(models.Model):
    """A list as somebody narrowed it, under a name of their own; see kept.py.

    Name and narrowing are sealed together: people name a view after whom they look for. One's own rows are all that
    the wall shows; they have no history, so that a view that was removed is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    made_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
