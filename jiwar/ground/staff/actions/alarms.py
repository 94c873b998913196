"""Answering for a colleague who was forced to sign in."""

from uuid import UUID

from jiwar.ground.access.action import action
from jiwar.ground.access.models import Alarm
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.staff import verbs
from jiwar.ground.staff.queries import alarm_here
from jiwar.ground.staff.words import refuse_if


@action(Permission.ALARM_ACCEPT)
def accept_alarm(who: Who, *, alarm_id: UUID) -> Alarm:
    """Say that one looks after it. Never one's own; the colleague is told by a person, for no page tells it."""
    alarm = alarm_here(who, alarm_id)
    refuse_if("taken_up" if alarm.taken_at else None)
    verbs.accept_alarm(alarm_id)
    return alarm
