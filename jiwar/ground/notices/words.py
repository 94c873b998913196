"""The sentences that are told, in a mail and inside: in both languages, and none about anybody."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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

URGENT = frozenset({NoticeKind.AT_ONCE, NoticeKind.SECOND_LOOK})
"""Alarms and emergencies: neither the hour nor the daily mail keeps them waiting."""


class MailWish(models.TextChoices):
    """How somebody is told by mail."""

    AT_ONCE = "at_once", _("each time, at once")
    DIGEST = "digest", _("one mail a day, which says how many")
    NEVER = "never", _("never, but for alarms and emergencies")


class SmsWish(models.TextChoices):
    """How somebody is told by telephone."""

    NEVER = "never", _("never")
    URGENT = "urgent", _("alarms and emergencies")


class QuietWish(models.TextChoices):
    """In which hours."""

    OFFICE = "office", _("while offices are open: Sunday to Thursday, 8:00 to 15:30")
    OWN = "own", _("every day, in the hours below")
    NONE = "none", _("at any hour")
