"""The outbox: who is to be told to look, and not at what.

A row is written in the transaction of the action, so a notice vanishes with what it was about; it is sent after
the commit. A row that was not sent (the process died in between) is sent by the next sweep.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED


class NoticeKind(models.TextChoices):
    """What the sentence says. None has a place for a name, a code or a word about a case."""

    WORK_WAITS = "work_waits", _("Something new waits for you in Jiwar.")
    SHARED = "shared", _("Another agency has shared something with yours in Jiwar.")
    ROLE_WAITS = "role_waits", _("Something waits for your decision in Jiwar.")
    ROLES_CHANGED = "roles_changed", _("Something about your work in Jiwar has changed.")
    SECOND_LOOK = "second_look", _("Something in Jiwar needs your eyes today.")
    AT_ONCE = "at_once", _("Something in Jiwar needs your eyes at once.")
    ACCESS_ENDED = "access_ended", _("Something that was shared with your agency in Jiwar has ended.")

    @property
    def inside(self) -> Promise:
        """The same to somebody who is in Jiwar already."""
        return INSIDE[self]


INSIDE: dict[NoticeKind, Promise] = {
    NoticeKind.WORK_WAITS: _("Something new waits for you."),
    NoticeKind.SHARED: _("Another agency has shared something with yours."),
    NoticeKind.ROLE_WAITS: _("Something waits for your decision."),
    NoticeKind.ROLES_CHANGED: _("Something about your work has changed."),
    NoticeKind.SECOND_LOOK: _("Something needs your eyes today."),
    NoticeKind.AT_ONCE: _("Something needs your eyes at once."),
    NoticeKind.ACCESS_ENDED: _("Something that was shared with your agency has ended."),
}


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
