"""Reading who may see what, and who saw what."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from jiwar.ground.access.classes import ENFORCING, FIREWALLED, RELEASING, DataClass, Level
from jiwar.ground.access.grants import Terms, call
from jiwar.ground.access.models import Agency, Grant, RoleAssignment, Team, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import DataProtectionOfficer, Supervisor
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event, Outcome
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden
from jiwar.ground.base.worded import Worded, WordedRecords, given

TRAIL_PAGE = 200
GLASS = "glass"
WORKING = ("case_worker", "supervisor")
INSIDE = ("registration", "case", GLASS)
"""Permits inside the agency: by work, or for minutes in an emergency. No share."""
GRANTED_AT_ONCE = 120
"""A page of fifty cases and their persons, and some."""
GRANTED = """
select c.created_at, c.root_id, not exists (
  select from case_access n where n.root_id = c.root_id and n.basis_kind <> all(%(inside)s)
  and (n.created_at, n.id) > (c.created_at, c.id))
from unnest((select wall.verified_principals())) p cross join lateral (
  select id, created_at, root_id from case_access c
  where c.principal = p and c.basis_kind <> all(%(inside)s) and (%(at)s::timestamptz is null
    or c.created_at < %(at)s or c.created_at = %(at)s and c.root_id > %(root)s)
  order by created_at desc, root_id, id desc limit %(many)s) c
order by c.created_at desc, c.root_id, c.id desc limit %(many)s
"""
"""By principal, so that the index gives each one's newest; the wall shows live permits only."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of one root somebody sees: on its card, and in the opened file."""

    classes: frozenset[DataClass]
    in_file: frozenset[DataClass]
    """What full permits name. What only the opened file shows is asked of these, never of `classes`."""
    is_full: bool

    @classmethod
    def under(cls, terms: Terms, receiver: Agency) -> "Sight":
        """What a grant on these terms would show to those of `receiver` who work on files; as wall.sights() has it."""
        stopped = receiver.kind in ENFORCING and not (terms.release and terms.basis in RELEASING)
        classes = (terms.classes - FIREWALLED if stopped else terms.classes) | {DataClass.PUBLIC_STAT}
        is_full = terms.level is Level.FULL
        return cls(classes, classes if is_full else frozenset(), is_full)

    def shows(self, data_class: DataClass | str) -> bool:
        """Whether a column of this class may be shown on the card."""
        return data_class in self.classes

    def opens(self, data_class: DataClass | str) -> bool:
        """Whether what only the opened file shows of this class may be shown."""
        return data_class in self.in_file


@dataclass(frozen=True, slots=True)
class Colleague:
    """A user as others see one."""

    id: UUID
    name_en: str
    name_ar: str
    team_id: UUID | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An agency or a team, by its name."""

    id: UUID
    name_en: str
    name_ar: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that is open in an emergency, and until when."""

    glass_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works."""

    office_id: UUID | None
    team_id: UUID | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a file: by place (no basis), or by a permit on a basis, perhaps until an end."""

    principal: str
    basis: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can see a file, and by what; or, denied, could if nobody had said no."""

    user: Colleague
    agency: Agency
    kind: str
    ways: tuple[Way, ...]
    is_denied: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that decides. `fact` and `what` are codes of wall.explain(); `counts` says whether it holds now."""

    fact: str
    what: str
    place: str
    starts: datetime | None
    until: datetime | None
    counts: bool


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event of a file's trail, with names resolved. `action` and `outcome` are codes."""

    at: datetime
    who: Colleague | None
    agency: Body | None
    action: str
    outcome: str
    reason: str

    @property
    def outcome_words(self) -> str:
        return str(Outcome(self.outcome).label)


def sights(who: Who, root_ids: Iterable[UUID]) -> dict[UUID, Sight]:
    """What `who` sees of each root, by the wall and within the classes of the roles held; unseen roots are absent."""
    with connection.cursor() as cursor:
        cursor.execute("select root, classes, in_file, is_full from wall.sights(%s)", [list(root_ids)])
        rows = cursor.fetchall()
    held = who.classes
    made: dict[tuple[tuple[str, ...], tuple[str, ...], bool], Sight] = {}  # most roots are seen alike
    found: dict[UUID, Sight] = {}
    for root, classes, in_file, full in rows:
        key = (tuple(classes), tuple(in_file), full)
        if key not in made:
            made[key] = Sight(held.intersection(classes), held.intersection(in_file), full)
        found[root] = made[key]
    return found


def stands_on(who: Who, root_id: UUID) -> bool:
    """Whether it is a file on which `who` works: by place, or by a permit from work inside the agency. No share."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.stands_on(%s)", [root_id])
        return bool(cursor.fetchone()[0])


def worked_on(who: Who, root_ids: Collection[UUID]) -> set[UUID]:
    """Those among these files on which `who` works."""
    with connection.cursor() as cursor:
        cursor.execute("select root from unnest(%s::uuid[]) as root where wall.stands_on(root)", [list(root_ids)])
        return {root for (root,) in cursor.fetchall()}


def supervises(who: Who, root_id: UUID) -> bool:
    """Whether `who` supervises this file, sealed or not. Who is kept out of it supervises nothing of it."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.supervises(%s)", [root_id])
        return bool(cursor.fetchone()[0])


def trail_of(who: Who, root_id: UUID, *, limit: int = TRAIL_PAGE) -> list[TrailLine]:
    """Who did and who opened what in this file, newest first. The wall shows it to those whose own file it is."""
    if not who.may(Permission.TRAIL_READ):
        raise Forbidden(Permission.TRAIL_READ)
    events = _EVENTS.rows(root=root_id)[:limit]
    people = names_of(who, {actor for _, actor, *_ in events})
    agencies = _agencies({agency for _, _, agency, *_ in events if agency})
    return [
        TrailLine(at, people.get(actor), agencies.get(agency), action, outcome, reason)
        for at, actor, agency, action, outcome, reason in events
    ]


_EVENTS = Worded(
    lambda: (
        Event.objects.filter(root_id=given("root"))
        .order_by("-id")
        .values_list("at", "actor", "agency", "action", "outcome", "reason")[:TRAIL_PAGE]
    )
)
_AGENCIES = Worded(lambda: Agency.objects.filter(pk__among=given("ids")).values_list("pk", "name_en", "name_ar"))


def _agencies(ids: set[UUID]) -> dict[UUID, Body]:
    return {row[0]: Body(*row) for row in _AGENCIES.rows(ids=list(ids))} if ids else {}


def _working(who: Who) -> QuerySet[RoleAssignment]:
    """The roles in force with which people of one's own agency work on files, no cover; a team's first."""
    moment = clock.now()
    return (
        RoleAssignment.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
            starts_at__lte=moment,
            agency_id=who.agency_id,
            role__in=WORKING,
            covers__isnull=True,
            user__is_active=True,
            user__kind=User.Kind.PERSON,
        )
        .select_related("user")
        .order_by(F("team_id").asc(nulls_last=True), "user__display_en", "user_id")
    )


def colleagues(who: Who) -> list[Colleague]:
    """The people of one's own agency to whom a file can be given."""
    found = {role.user_id: _colleague(role.user, role.team_id) for role in reversed(list(_working(who)))}
    return sorted(found.values(), key=lambda one: (one.name_en, one.id))


def place_of_work(who: Who, user_id: UUID) -> Place | None:
    """Where a colleague of one's own agency works; None where the user works on no files here."""
    role = _working(who).filter(user_id=user_id).first()
    return Place(role.office_id, role.team_id) if role else None


def other_agencies(who: Who) -> list[Agency]:
    """The agencies one may share with."""
    return list(Agency.objects.filter(is_active=True).exclude(pk=who.agency_id).order_by("name_en"))


def teams_of(who: Who) -> list[Team]:
    """The teams of one's own agency."""
    return _TEAMS.records(agency=who.agency_id)


_TEAMS = WordedRecords(lambda: Team.objects.filter(office__agency_id=given("agency")).order_by("name_en"))


def names_of(who: Who, user_ids: Iterable[UUID | None]) -> dict[UUID, Colleague]:
    """Users by id, for saying who did something. Names of staff are no secret among those who work here."""
    ids = {user_id for user_id in user_ids if user_id}
    own = Colleague(who.user_id, who.name_en, who.name_ar, agency_id=who.agency_id)
    others = list(ids - {own.id})
    found = _NAMES.rows(ids=others) if others else []
    named = [own, *(Colleague(pk, en, ar, agency_id=agency) for pk, en, ar, agency in found)]
    return {one.id: one for one in named if one.id in ids}


_NAMES = Worded(
    lambda: User.objects.filter(pk__among=given("ids")).values_list("pk", "display_en", "display_ar", "agency_id")
)


def users_of(who: Who) -> list[Colleague]:
    """Everybody of one's own agency, whether they still work here or not."""
    found = User.objects.filter(agency_id=who.agency_id, kind=User.Kind.PERSON).order_by("display_en", "pk")
    return [_colleague(user) for user in found]


def receivers(who: Who, *, principal: str) -> list[UUID]:
    """Whom to tell when something is shared with a principal: the user, else the supervisors of that agency."""
    kind, _, key = principal.partition(":")
    if kind == "u":
        return [UUID(key)]
    with connection.cursor() as cursor:
        cursor.execute("select wall.agency_of(%s)", [principal])
        agency = cursor.fetchone()[0]
    moment = clock.now()
    held = RoleAssignment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, role="supervisor", agency_id=agency
    )
    return list(held.filter(user__is_active=True).order_by("user_id").values_list("user_id", flat=True).distinct())


def grants_on(who: Who, root_id: UUID) -> list[Grant]:
    """What was granted on one's own file, newest first; empty where one was granted it oneself."""
    rows = Grant.objects.raw("select * from wall.grants_on(%s) order by created_at desc, id", [root_id])
    return list(rows)


def glass_on(who: Who, root_id: UUID) -> Opening | None:
    """The emergency opening by which alone `who` sees this file now; None where there is none, or a better way."""
    permits = _GLASS.rows(root=root_id, user=f"u:{who.user_id}")
    if not permits or permits[0][1] is None:
        return None
    basis, until = permits[0]
    with connection.cursor() as cursor:
        cursor.execute("select wall.by_glass(%s)", [root_id])
        return Opening(UUID(basis), until) if cursor.fetchone()[0] else None


_GLASS = Worded(
    lambda: (
        Grant.objects.filter(root_id=given("root"), basis_kind=GLASS, principal=given("user"))
        .order_by("pk")
        .values_list("basis_id", "expires_at")[:1]
    )
)


def guardians(who: Who, *, office_id: UUID | None, with_officer: bool = True) -> list[UUID]:
    """Who answers for a file of one's own agency: supervisors of the agency and of its office, and the officer.

    `who` is not among them: nobody watches over oneself.
    """
    moment = clock.now()
    chief = Q(role=Supervisor.code, team__isnull=True) & (Q(office__isnull=True) | Q(office_id=office_id))
    rows = RoleAssignment.objects.filter(
        chief | Q(role=DataProtectionOfficer.code) if with_officer else chief,
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        starts_at__lte=moment,
        agency_id=who.agency_id,
        user__agency_id=who.agency_id,
        user__is_active=True,
    )
    return sorted(set(rows.exclude(user_id=who.user_id).values_list("user_id", flat=True)))


def roots_granted(who: Who, *, before: tuple[datetime, UUID] | None = None) -> Iterator[tuple[datetime, UUID]]:
    """The roots given to `who` on a basis, each with the time of its newest live permit, newest first.

    `before` starts after that entry. Read by the hundred, as far as they are taken: some are given thousands.
    """
    at, root = before or (None, None)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(GRANTED, {"at": at, "root": root, "inside": list(INSIDE), "many": GRANTED_AT_ONCE})
            rows: list[tuple[datetime, UUID, bool]] = cursor.fetchall()
        for at, root, is_newest in rows:
            if is_newest:
                yield at, root
        if len(rows) < GRANTED_AT_ONCE:
            return


def seers_of(who: Who, root_id: UUID) -> list[Seer]:
    """Everybody who can see one's own file, as the wall has it; those who are denied for supervisors alone."""
    if not who.may(Permission.TRAIL_READ):
        raise Forbidden(Permission.TRAIL_READ)
    with connection.cursor() as cursor:
        cursor.execute("select person, principal, basis, until, is_denied from wall.seers(%s)", [root_id])
        rows = cursor.fetchall()
    ways: dict[UUID, list[Way]] = {}
    for person, principal, basis, until, _denied in rows:
        ways.setdefault(person, []).append(Way(principal, basis, until))
    denied = {person for person, *_, is_denied in rows if is_denied}
    users = User.objects.select_related("agency").filter(pk__in=ways).order_by("display_en", "id")
    return [Seer(_colleague(user), user.agency, user.kind, tuple(ways[user.pk]), user.pk in denied) for user in users]


def seeing_colleagues(who: Who, root_id: UUID) -> list[Colleague]:
    """The people of one's own agency who work on a file of theirs, as far as `who` is told: to give them work on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct person from wall.seers(%s) where not is_denied and basis = any(%s)",
            [root_id, ["", *INSIDE]],
        )
        found = [person for (person,) in cursor.fetchall()]
    return [one for one in colleagues(who) if one.id in set(found)]


def why_seen(who: Who, root_id: UUID, *, user_id: UUID) -> list[Fact]:
    """Everything that decides whether a user sees a file; for its supervisors. Raises Missing for everybody else."""
    if not who.may(Permission.ACCESS_EXPLAIN):
        raise Forbidden(Permission.ACCESS_EXPLAIN)
    with transaction.atomic():
        return [Fact(*row) for row in call("select * from wall.why(%s, %s)", root_id, user_id)]


def staff(who: Who) -> list[Colleague]:
    """Everybody of one's own agency, those who are shut out among them."""
    users = User.objects.filter(agency_id=who.agency_id, kind=User.Kind.PERSON).order_by("display_en", "id")
    return [_colleague(user) for user in users]


def _colleague(user: User, team_id: UUID | None = None) -> Colleague:
    return Colleague(
        id=user.pk, name_en=user.display_en, name_ar=user.display_ar, team_id=team_id, agency_id=user.agency_id
    )
