"""An alarm is sent within seconds, whoever's request raised it, and whether or not a worker runs.

Most notices are sent by a job that was put aside with the act (ground/notices/jobs.py). Alarms are written by the
database, in which no request has a part: those go from here, in each worker of the web server. `jiwar sweep` sends
whatever was left behind. Two that send at once take turns at each notice.
"""

import logging
import threading
from collections.abc import Iterable

from django.db import connections

from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.notices import outbox
from jiwar.ground.notices.words import NoticeKind

EVERY = 10.0
"""Seconds between two looks: an alarm waits no longer, and when it goes says nothing about a request."""
ALARMS = (NoticeKind.AT_ONCE,)
_LOG = logging.getLogger("jiwar.posting")


def jobs() -> list[Who]:
    """The system user of every active agency."""
    systems = User.objects.filter(kind=User.Kind.SYSTEM, is_active=True, agency__is_active=True).order_by("id")
    return [who_for(user, door=Door.JOB) for user in systems]


def send_waiting(kinds: Iterable[NoticeKind] = NoticeKind) -> int:
    """Send what waits in every agency; how many were sent. What fails in one keeps no alarm of another waiting."""
    return sum(_sent_in(who, kinds) for who in jobs())


def start() -> threading.Event:
    """Look after the outbox for as long as this process lives, or until the event is set."""
    ended = threading.Event()
    threading.Thread(target=_look_after, args=[ended], name="posting", daemon=True).start()
    return ended


def _sent_in(who: Who, kinds: Iterable[NoticeKind]) -> int:
    try:
        return outbox.sweep(who, kinds=kinds)
    except Exception as error:  # noqa: BLE001  # the next look may succeed; nothing of it is content
        _LOG.warning("the outbox of an agency was not emptied: %s", type(error).__name__)
        return 0


def _look_after(ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        try:
            send_waiting(ALARMS)
        except Exception as error:  # noqa: BLE001  # the next look may succeed; nothing of it is content
            _LOG.warning("the outbox was not looked after: %s", type(error).__name__)
        finally:
            connections.close_all()
