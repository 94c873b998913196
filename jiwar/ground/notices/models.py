"""The outbox: who is to be told to look, and not at what.

A row is written in the transaction of the action, so a notice vanishes with what it was about; it is sent after
the commit. A row that was not sent (the process died in between) is sent by the next sweep.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from jiwar.ground.access.models import User
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED
from jiwar.ground.notices.words import MailWish, NoticeKind, QuietWish, SmsWish


class Notice(models.Model):
    """One sentence for one user."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    root_id = models.UUIDField(null=True)
    """The file it is about, where it is about one: shown inside to whoever still sees that file, never sent."""
    kind = models.CharField(max_length=16, choices=NoticeKind)
    created_at = MomentField()
    sent_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)
    """When a message to a telephone was put aside, where one is sent: before the mail, which may take its time."""
    seen_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(sent_at__isnull=True), name="notice_due_idx"),
            models.Index(fields=["user_id", "-created_at"], name="notice_user_idx"),
            models.Index(fields=["user_id"], condition=models.Q(seen_at__isnull=True), name="notice_unseen_idx"),
        ]


class Wish(models.Model):
    """How one user wants to be told. Seen and written by that user; read by the system user of the agency, who sends.

    The number is sealed under a key of the deployment (wishes.py). It has no history: who gives another number wants
    the former one forgotten.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="+")
    mail = models.CharField(max_length=8, choices=MailWish)
    sms = models.CharField(max_length=8, choices=SmsWish)
    quiet = models.CharField(max_length=8, choices=QuietWish)
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    phone = models.BinaryField(default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
