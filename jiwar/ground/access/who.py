"""Who acts: made by a door, passed first to every action and query.

`Who` says what somebody may do in code. It opens nothing at the wall: the database derives principals for itself
from the same assignments.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from uuid import UUID, uuid4

from django.db.models import Q

from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.models import RoleAssignment, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import ROLES, Reach, Role
from jiwar.ground.access.scopes import Bounds
from jiwar.ground.base import clock, requests
from jiwar.ground.base.worded import Worded, given


class Door(StrEnum):
    """Through which door somebody came."""

    WEB = "web"
    CLI = "cli"
    API = "api"
    IMPORT = "import"
    JOB = "job"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role at one place."""

    role: type[Role]
    agency_id: UUID
    office_id: UUID | None = None
    team_id: UUID | None = None
    covers_id: UUID | None = None
    """The colleague whose absence is covered, where that is why it is held."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, with the roles held at this moment."""

    user_id: UUID
    agency_id: UUID
    name_en: str
    name_ar: str
    door: Door
    roles: tuple[HeldRole, ...] = ()
    language: str = "ar"
    request_id: UUID = field(default_factory=uuid4)
    bounds: Bounds | None = None
    """How far a token lets its user reach; None for whoever signed in."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything the roles held allow, within the bounds of a token."""
        allowed = _permissions(tuple(held.role for held in self.roles))
        return allowed & self.bounds.permissions if self.bounds else allowed

    @property
    def classes(self) -> frozenset[DataClass]:
        """The classes of columns the roles held may read at all, within the bounds of a token."""
        readable = _classes(tuple(held.role for held in self.roles))
        return readable & self.bounds.classes if self.bounds else readable

    @property
    def team_ids(self) -> frozenset[UUID]:
        """The teams in which work is done; not those where an absence is covered."""
        return frozenset(held.team_id for held in self.roles if held.team_id and not held.covers_id)

    @property
    def seen_team_ids(self) -> frozenset[UUID]:
        """The teams whose files are in sight: one's own, and those where an absence is covered now."""
        return frozenset(held.team_id for held in self.roles if held.team_id)

    @property
    def covered_ids(self) -> frozenset[UUID]:
        """The colleagues whose absence is covered now."""
        return frozenset(held.covers_id for held in self.roles if held.covers_id)

    @property
    def supervises(self) -> bool:
        """Whether any role held is a supervisor's."""
        return any(held.role.reach is Reach.SUPERVISE for held in self.roles)

    @property
    def reaches_agency(self) -> bool:
        """Whether any role held reaches every file of the agency, denials apart."""
        return any(h.role.reach in (Reach.SUPERVISE, Reach.SYSTEM) and h.office_id is None for h in self.roles)

    def may(self, permission: Permission) -> bool:
        """Ask, where `@action` demands: for showing a button or not."""
        return permission in self.permissions


def who_for(user: User, *, door: Door) -> Who:
    """The `Who` of a user now. An inactive user holds no role."""
    return Who(
        user_id=user.pk,
        agency_id=user.agency_id,
        name_en=user.display_en,
        name_ar=user.display_ar,
        door=door,
        roles=without_mixing(_held(user)) if user.is_active else (),
        language=user.language,
        request_id=requests.current() or uuid4(),
    )


def without_mixing(held: Iterable[HeldRole]) -> tuple[HeldRole, ...]:
    """Whoever administers or guards the data of an agency works no case in it: those roles push out the others."""
    roles = tuple(held)
    apart = tuple(h for h in roles if h.role.reach in (Reach.ADMINISTER, Reach.PROTECT_DATA))
    return apart or roles


def _held(user: User) -> Iterable[HeldRole]:
    rows = _HELD.rows(user=user.pk, agency=user.agency_id, now=clock.now())
    return [HeldRole(ROLES[role], *place) for role, *place in rows]


_HELD = Worded(
    lambda: (
        RoleAssignment.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=given("now")),
            user_id=given("user"),
            agency_id=given("agency"),
            starts_at__lte=given("now"),
        )
        .order_by("role", "id")
        .values_list("role", "agency_id", "office_id", "team_id", "covers_id")
    )
)


@lru_cache(maxsize=256)
def _permissions(roles: tuple[type[Role], ...]) -> frozenset[Permission]:
    """What a set of roles allows: the same for everybody who holds them."""
    return frozenset(permission for role in roles for permission in role.permissions)


@lru_cache(maxsize=256)
def _classes(roles: tuple[type[Role], ...]) -> frozenset[DataClass]:
    return frozenset(data_class for role in roles for data_class in role.classes)
