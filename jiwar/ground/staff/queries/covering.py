"""Absences and who covers them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import RoleAssignment, Team, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import Reach
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.worded import Worded, given

FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One cover that runs or will run."""

    id: UUID
    absent: User
    coverer: User
    team: Team
    starts_at: datetime
    ends_at: datetime
    runs: bool


def coverable(who: Who) -> list[RoleAssignment]:
    """The roles of case workers at teams that `who` supervises: whose absence can be covered."""
    demand(who, Permission.COVER_ARRANGE)
    moment = clock.now()
    rows = RoleAssignment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        _supervised(who),
        starts_at__lte=moment,
        agency_id=who.agency_id,
        role="case_worker",
        team__isnull=False,
        covers__isnull=True,
        user__is_active=True,
    )
    return list(rows.select_related("user", "team").order_by("user__display_en", "pk"))


def works_until(who: Who, user_id: UUID) -> datetime | None:
    """Until when somebody of the agency works on files by roles that are no covers; None for never."""
    plain = RoleAssignment.objects.filter(
        agency_id=who.agency_id, user_id=user_id, covers__isnull=True, role__in=("case_worker", "supervisor")
    )
    ends = [row.ends_at or FOR_EVER for row in plain]
    return max(ends, default=None)


def covers_here(who: Who) -> list[CoverLine]:
    """Covers that run or will run where `who` supervises."""
    demand(who, Permission.COVER_ARRANGE)
    return [_line(row) for row in _rows(who).filter(_supervised(who))]


def my_covers(who: Who) -> list[CoverLine]:
    """Covers in which `who` is the one or the other: shown to both."""
    found = [pk for (pk,) in _MINE.rows(agency=who.agency_id, user=who.user_id, now=clock.now())]
    return [_line(row) for row in _rows(who).filter(pk__in=found)] if found else []


_MINE = Worded(
    lambda: RoleAssignment.objects.filter(
        Q(user_id=given("user")) | Q(covers_id=given("user")),
        agency_id=given("agency"),
        covers__isnull=False,
        ends_at__gt=given("now"),
    ).values_list("pk")
)
"""Nearly always nobody covers for anybody: that is asked first, with every page of "My work"."""


def _rows(who: Who) -> QuerySet[RoleAssignment]:
    rows = RoleAssignment.objects.filter(agency_id=who.agency_id, covers__isnull=False, ends_at__gt=clock.now())
    return rows.select_related("user", "team", "covers").order_by("starts_at", "pk")


def _supervised(who: Who) -> Q:
    """Of the whole agency, or of the offices where the role of a supervisor is held."""
    held = [one for one in who.roles if one.role.reach is Reach.SUPERVISE]
    if any(one.office_id is None for one in held):
        return Q()
    return Q(office_id__in=[one.office_id for one in held if one.team_id is None])


def _line(row: RoleAssignment) -> CoverLine:
    if row.covers is None or row.team is None or row.ends_at is None:
        raise TypeError(row.pk)
    return CoverLine(
        id=row.pk,
        absent=row.covers,
        coverer=row.user,
        team=row.team,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        runs=row.starts_at <= clock.now(),
    )
