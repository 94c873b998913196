"""Putting a notice in the outbox, and sending what lies there."""

import logging
import smtplib
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.base import clock
from jiwar.ground.notices.models import Notice, NoticeKind

_LOG = logging.getLogger("jiwar.notices")
BATCH = 200


def tell(user_id: UUID, kind: NoticeKind) -> None:
    """Inside an action: after its commit this user gets one neutral sentence by mail."""
    notice = Notice(user_id=user_id, kind=kind)
    notice.save(force_insert=True)
    transaction.on_commit(lambda: _send(notice.pk), robust=True)


def sweep() -> int:
    """Send what was left behind, oldest first; returns how many were sent. For the schedule."""
    due = Notice.objects.filter(sent_at__isnull=True).order_by("created_at").values_list("pk", flat=True)
    return sum(_send(pk) for pk in list(due[:BATCH]))


def _send(notice_id: UUID) -> bool:
    """Send one notice unless another process is at it; a failed one stays in the outbox."""
    with transaction.atomic(), wall.announcing("send_notice"):
        waiting = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, sent_at__isnull=True)
        notice = waiting.first()
        user = User.objects.filter(pk=notice.user_id, is_active=True).first() if notice else None
        if notice is None:
            return False
        if user and user.email and not _mailed(user, NoticeKind(notice.kind)):
            return False
        waiting.update(sent_at=clock.now())
        return True


def _mailed(user: User, kind: NoticeKind) -> bool:
    with translation.override(user.language):
        subject, words = _("Jiwar"), str(kind.label)
    try:
        send_mail(subject, words, None, [user.email])
    except (OSError, smtplib.SMTPException) as error:
        _LOG.warning("a notice could not be sent: %s", type(error).__name__)
        return False
    return True
