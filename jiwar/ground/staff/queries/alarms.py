"""Alarms of those who were forced to sign in, for whoever watches over their work. The wall decides who that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import Alarm, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.worded import Worded, given

AT_MOST = 50


@dataclass(frozen=True, slots=True)
class InDanger:
    """One colleague and the alarms that they raised, in the order in which they were given."""

    user: User
    alarms: list[Alarm]

    @property
    def waiting(self) -> list[Alarm]:
        """Those that nobody has taken up."""
        return [one for one in self.alarms if one.taken_at is None]


def in_danger(who: Who) -> list[InDanger]:
    """The colleagues who raised the latest alarms, those whom nobody looks after first."""
    return _by_person(alarms_here(who))


def in_danger_now(who: Who) -> list[InDanger]:
    """The colleagues whom nobody looks after yet; none for whom they are no business."""
    return _by_person(open_alarms(who))


def alarms_here(who: Who) -> list[Alarm]:
    """The latest alarms of colleagues, those that nobody has taken up first."""
    demand(who, Permission.ALARM_ACCEPT)
    return list(_rows(who).order_by(F("taken_at").asc(nulls_first=True), "-raised_at", "id")[:AT_MOST])


def open_alarms(who: Who) -> list[Alarm]:
    """The alarms of colleagues that nobody has taken up; none for whom they are no business."""
    if not who.may(Permission.ALARM_ACCEPT) or not _OPEN.rows(user=who.user_id):
        return []
    return list(_rows(who).filter(taken_at__isnull=True))


_OPEN = Worded(lambda: Alarm.objects.exclude(user_id=given("user")).filter(taken_at__isnull=True).values_list("pk")[:1])


def alarm_here(who: Who, alarm_id: UUID) -> Alarm:
    """One of them. Raises Missing, for one's own too."""
    demand(who, Permission.ALARM_ACCEPT)
    found = _rows(who).filter(pk=alarm_id).first()
    if found is None:
        raise Missing
    return found


def _rows(who: Who) -> QuerySet[Alarm]:
    others = Alarm.objects.exclude(user_id=who.user_id)
    return others.select_related("user", "taken_by").order_by("-raised_at", "id")


def _by_person(alarms: Iterable[Alarm]) -> list[InDanger]:
    """Who is forced again and again is one colleague in danger, not many."""
    found: dict[UUID, InDanger] = {}
    for one in alarms:
        found.setdefault(one.user_id, InDanger(one.user, [])).alarms.append(one)
    return list(found.values())
