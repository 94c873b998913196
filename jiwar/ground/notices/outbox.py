"""Putting a notice in the outbox, and sending what was left there.

Whoever puts it there does not see it: it is sent by a job of the agency of whoever is told, after the commit.
"""

import logging
from collections.abc import Iterable
from uuid import UUID

from jiwar.ground.access import grants, wall
from jiwar.ground.access.who import Who
from jiwar.ground.notices.jobs import deliver, waiting_here
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.sms import CannotSend
from jiwar.ground.notices.words import NoticeKind

_LOG = logging.getLogger("jiwar.notices")
BATCH = 200


def tell(user_id: UUID, kind: NoticeKind, *, root_id: UUID | None = None) -> None:
    """Inside an action: after its commit this user gets one neutral sentence by mail, and finds it under the bell.

    The file it is about, if any, is in no mail; under the bell it is named to whoever sees it.
    """
    notice = Notice(user_id=user_id, kind=kind, root_id=root_id)
    notice.save(force_insert=True)
    grants.call("select wall.defer_notice(%s)", notice.pk)


def sweep(who: Who, *, kinds: Iterable[NoticeKind] = NoticeKind) -> int:
    """Send what was left behind in the agency, if its hour has come: what is urgent, then the oldest; how many went.

    Asked by its system user. A mail program that is slow or refuses keeps no alarm behind what waits since yesterday.
    """
    return sum(_sent(who, pk) for pk in waiting_here(who, kinds=kinds)[:BATCH])


def _sent(who: Who, notice_id: UUID) -> bool:
    """Each in a transaction of its own, the message to a telephone before the mail; what failed stays."""
    try:
        for _step in ("telephone", "mail"):
            with wall.standing(who), wall.announcing("send_notice"):
                deliver(who, notice_id)
    except CannotSend as error:
        _LOG.warning("a notice could not be sent: %s", error)
    with wall.standing(who):
        return not Notice.objects.filter(pk=notice_id, sent_at__isnull=True).exists()
