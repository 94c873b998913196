"""The people of an agency and the roles they hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import Agency, Office, RoleAssignment, Team, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import ROLES, Role, Supervisor
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.staff import rules
from jiwar.ground.staff.holdings import conduct, held_by
from jiwar.ground.staff.models import ConductAcceptance


@dataclass(frozen=True, slots=True)
class At:
    """Where a role is held: a team, else an office, else the whole agency."""

    office_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One role of somebody: where (None is the whole agency), since and until when, whose absence it covers."""

    id: UUID
    user: User
    role: type[Role]
    place: Team | Office | None
    at: At
    starts_at: datetime
    ends_at: datetime | None
    covers: User | None
    is_over: bool

    @classmethod
    def of(cls, row: RoleAssignment) -> "HeldLine":
        """A role as it is shown; `row` comes with its place and its people."""
        return cls(
            id=row.pk,
            user=row.user,
            role=ROLES[row.role],
            place=row.team or row.office,
            at=At(row.office_id, row.team_id),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            covers=row.covers,
            is_over=row.ends_at is not None and row.ends_at <= clock.now(),
        )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here, with the roles that hold or will hold; `past` are over."""

    user: User
    held: list[HeldLine]
    past: list[HeldLine]


def members(who: Who) -> list[Member]:
    """Everybody who works in the agency of an administrator, by name."""
    demand(who, Permission.ACCESS_MANAGE)
    people = list(_people(who).order_by("display_en", "pk"))
    lines = [HeldLine.of(row) for row in _rows(who).filter(user__in=people)]
    return [_member(user, lines) for user in people]


def member(who: Who, user_id: UUID) -> Member:
    """One of them. Raises Missing for the users of others and for systems."""
    demand(who, Permission.ACCESS_MANAGE)
    user = _people(who).filter(pk=user_id).first()
    if user is None:
        raise Missing
    return _member(user, [HeldLine.of(row) for row in _rows(who).filter(user=user)])


def roles_in_force(who: Who) -> QuerySet[RoleAssignment]:
    """The roles of people of the agency that hold or will hold, each with its place and its people."""
    return _rows(who).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now()))


def assignments_in_force(who: Who, user_id: UUID) -> list[RoleAssignment]:
    """The roles that a user of the agency holds or will hold."""
    return list(roles_in_force(who).filter(user_id=user_id))


def colleague_user(who: Who, user_id: UUID) -> User:
    """A person of one's own agency, let in or not. Raises Missing."""
    found = _people(who).filter(pk=user_id).first()
    if found is None:
        raise Missing
    return found


def roles_held_here(who: Who) -> list[type[Role]]:
    """The roles that the agency may hold."""
    return held_by(Agency.objects.values_list("kind", flat=True).get(pk=who.agency_id))


def places_here(who: Who) -> list[tuple[Office, list[Team]]]:
    """The offices of the agency, each with its teams."""
    teams = list(Team.objects.filter(office__agency_id=who.agency_id).order_by("name_en"))
    offices = Office.objects.filter(agency_id=who.agency_id).order_by("name_en")
    return [(office, [team for team in teams if team.office_id == office.pk]) for office in offices]


def role_held(who: Who, assignment_id: UUID) -> RoleAssignment | None:
    """A role of somebody in the agency, over or not."""
    return RoleAssignment.objects.filter(pk=assignment_id, agency_id=who.agency_id).first()


def takes_two(who: Who, user_id: UUID, *, role: type[Role], at: At) -> bool:
    """Whether giving this role there takes a second person. The wall asks the same (wall.takes_two)."""
    rows = RoleAssignment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now() - timedelta(days=rules.LATELY_DAYS)),
        agency_id=who.agency_id,
        user_id=user_id,
        covers__isnull=True,
        team__isnull=False,
    )
    lately = [row.team_id for row in rows if row.team_id]
    return rules.takes_two(needs_two=role.needs_two, team_id=at.team_id, lately=lately)


def who_watch(who: Who, *, except_for: Collection[UUID]) -> list[UUID]:
    """Whoever is to notice when somebody who watches goes: administrators, officers, supervisors of the agency."""
    rows = roles_in_force(who).filter(starts_at__lte=clock.now(), user__is_active=True)
    rows = rows.filter(Q(role__in=rules.WATCHING) | Q(role=Supervisor.code, office__isnull=True))
    return sorted(set(rows.exclude(user__in=except_for).values_list("user_id", flat=True)))


def goes_on_watched(who: Who, user_id: UUID, *, assignment_id: UUID | None = None) -> bool:
    """Whether somebody besides oneself watches over access still, without this user or this role of the user.

    The wall asks the same (wall.goes_on_watched).
    """
    rows = roles_in_force(who).filter(role__in=rules.WATCHING, starts_at__lte=clock.now(), user__is_active=True)
    lost = rows.filter(pk=assignment_id) if assignment_id else rows.filter(user=user_id)
    if not lost.exists():
        return True
    left = rows.exclude(pk=assignment_id) if assignment_id else rows.exclude(user=user_id)
    return left.exclude(user=who.user_id).exists()


def who_may_confirm(who: Who, *, except_for: Collection[UUID]) -> list[UUID]:
    """The administrators and officers of the agency, but for these."""
    watching = [code for code, role in ROLES.items() if Permission.ROLE_CONFIRM in role.permissions]
    rows = roles_in_force(who).filter(role__in=watching, starts_at__lte=clock.now(), user__is_active=True)
    return sorted(set(rows.exclude(user__in=except_for).values_list("user_id", flat=True)))


def conduct_accepted(who: Who) -> bool:
    """Whether the code of conduct was accepted in the version of now."""
    return ConductAcceptance.objects.filter(user_id=who.user_id, version=conduct().version).exists()


def members_without_conduct(who: Who) -> list[User]:
    """Who is let in and has not accepted the code of conduct as it stands."""
    demand(who, Permission.ACCESS_REVIEW)
    accepted = ConductAcceptance.objects.filter(agency_id=who.agency_id, version=conduct().version)
    done = set(accepted.values_list("user_id", flat=True))
    return [user for user in _people(who).filter(is_active=True).order_by("display_en", "pk") if user.pk not in done]


def _people(who: Who) -> QuerySet[User]:
    return User.objects.filter(agency_id=who.agency_id, kind=User.Kind.PERSON)


def _rows(who: Who) -> QuerySet[RoleAssignment]:
    known = RoleAssignment.objects.filter(agency_id=who.agency_id, role__in=ROLES, user__kind=User.Kind.PERSON)
    return known.select_related("user", "office", "team", "covers").order_by("starts_at", "pk")


def _member(user: User, lines: Iterable[HeldLine]) -> Member:
    own = [line for line in lines if line.user.pk == user.pk]
    return Member(user, [line for line in own if not line.is_over], [line for line in own if line.is_over][::-1])
