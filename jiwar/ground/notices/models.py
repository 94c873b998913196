"""The outbox: who is to be told to look, and not at what.

A row is written in the transaction of the action, so a notice vanishes with what it was about; it is sent after
the commit. A row that was not sent (the process died in between) is sent by the next sweep.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED
from jiwar.ground.notices.words import NoticeKind


class Notice(models.Model):
    """One sentence for one user."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    root_id = models.UUIDField(null=True)
    """The file it is about, where it is about one: shown inside to whoever still sees that file, never sent."""
    kind = models.CharField(max_length=16, choices=NoticeKind)
    created_at = MomentField()
    sent_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(sent_at__isnull=True), name="notice_due_idx"),
            models.Index(fields=["user_id", "-created_at"], name="notice_user_idx"),
            models.Index(fields=["user_id"], condition=models.Q(seen_at__isnull=True), name="notice_unseen_idx"),
        ]
