"""Putting a notice in the outbox, and sending what lies there.

Whoever puts it there does not see it: it is sent by the system user of the agency of whoever is told.
"""

import logging
import smtplib
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Case, When
from django.utils import translation
from django.utils.translation import gettext as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.words import NoticeKind

_LOG = logging.getLogger("jiwar.notices")
BATCH = 200


def tell(user_id: UUID, kind: NoticeKind, *, root_id: UUID | None = None) -> None:
    """Inside an action: after its commit this user gets one neutral sentence by mail, and finds it under the bell.

    The file it is about, if any, is in no mail; under the bell it is named to whoever sees it.
    """
    notice = Notice(user_id=user_id, kind=kind, root_id=root_id)
    notice.save(force_insert=True)
    transaction.on_commit(lambda: _send(notice.pk, _sender(user_id)), robust=True)


def sweep(who: Who) -> int:
    """Send what was left behind in the agency: alarms, then the oldest first; how many were sent.

    Asked by its system user. A mail program that is slow or refuses keeps no alarm behind what waits since yesterday.
    """
    alarms_first = Case(When(kind=NoticeKind.AT_ONCE, then=0), default=1)
    with wall.standing(who):
        due = Notice.objects.filter(sent_at__isnull=True).order_by(alarms_first, "created_at")
        waiting = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(_send(pk, who.user_id) for pk in waiting)


def _sender(user_id: UUID) -> UUID | None:
    """Who sends what this user is told."""
    same_agency = User.objects.filter(pk=user_id).values("agency_id")
    systems = User.objects.filter(kind=User.Kind.SYSTEM, is_active=True, agency_id__in=same_agency)
    return systems.order_by("id").values_list("pk", flat=True).first()


def _send(notice_id: UUID, sender_id: UUID | None) -> bool:
    """Send one notice unless another process is at it; a failed one stays in the outbox."""
    if sender_id is None:
        return False
    with transaction.atomic(durable=True):
        wall.enter(sender_id)
        return _sent(notice_id)


def _sent(notice_id: UUID) -> bool:
    with wall.announcing("send_notice"):
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
    except (OSError, smtplib.SMTPException, ValueError) as error:  # the last: an address that no mail can be sent to
        _LOG.warning("a notice could not be sent: %s", type(error).__name__)
        return False
    return True
