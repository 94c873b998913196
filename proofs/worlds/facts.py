"""What is the case in a world. Nothing here decides anything.

A *file* is what the wall calls a root: the record of a person, or a case. Times are microseconds from the moment
in which a question is asked: 0 is that very moment, -1 just before it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

type Micros = int


class Holds(StrEnum):
    """The roles somebody may hold."""

    WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    RESEARCHER = "researcher"
    POLICY = "policy_officer"
    ADMINISTRATOR = "administrator"
    DATA_PROTECTION = "data_protection_officer"
    SYSTEM = "system"


class Sort(StrEnum):
    """The two sorts of files."""

    PERSON = "person"
    CASE = "case"


class Reach(StrEnum):
    """To whom something may be granted: one letter, as the wall writes it."""

    AGENCY = "a"
    OFFICE = "o"
    TEAM = "t"
    USER = "u"
    SUPERVISORS = "so"
    """of an office; lent by work inside alone, never granted"""


@dataclass(frozen=True, slots=True)
class Agency:
    id: UUID
    kind: str
    active: bool = True
    world: UUID | None = None
    """The world of a shadow, where it is one's agency."""


@dataclass(frozen=True, slots=True)
class Office:
    id: UUID
    agency: UUID


@dataclass(frozen=True, slots=True)
class Team:
    id: UUID
    office: UUID


@dataclass(frozen=True, slots=True)
class User:
    id: UUID
    agency: UUID
    active: bool = True
    is_system: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role held at a place (team, office or the whole agency) for a period."""

    id: UUID
    user: UUID
    holds: Holds
    agency: UUID
    office: UUID | None
    team: UUID | None
    starts: Micros
    ends: Micros | None
    covers: UUID | None = None
    """Whose absence it covers."""


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """A powerful role that waits for a second person."""

    id: UUID
    agency: UUID
    user: UUID
    holds: Holds
    office: UUID | None
    team: UUID | None
    ends: Micros | None
    by: UUID
    runs_out: Micros
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class To:
    """Whom a permit names."""

    reach: Reach
    id: UUID

    def __str__(self) -> str:
        return f"{self.reach}:{self.id}"


@dataclass(frozen=True, slots=True)
class File:
    """A person's record (no owner, team or office) or a case."""

    id: UUID
    sort: Sort
    agency: UUID
    owner: UUID | None = None
    team: UUID | None = None
    office: UUID | None = None
    person: UUID | None = None
    status: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Permit:
    """Access of somebody to a file: granted on a basis, or `inside` the agency because of the work on a case."""

    file: UUID
    to: To
    classes: frozenset[str]
    basis: str
    ref: str
    is_full: bool = True
    release: bool = False
    ends: Micros | None = None

    @property
    def key(self) -> tuple[UUID, str, str, str]:
        return (self.file, str(self.to), self.basis, self.ref)


@dataclass(frozen=True, slots=True)
class Denial:
    """A conflict of interest of one user, or a seal for everybody (no user)."""

    file: UUID
    user: UUID | None
    ref: str
    by: UUID | None = field(default=None, compare=False)
    ruling: str = field(default="", compare=False)
    """What the data-protection officer found."""


@dataclass(frozen=True, slots=True)
class Glass:
    """An emergency opening of a case; its permits carry its id as their reference."""

    id: UUID
    case: UUID
    agency: UUID
    user: UUID
    opened: Micros
    ends: Micros
    verdict: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """To seal a case, or to lift its seal: waiting, or decided."""

    id: UUID
    case: UUID
    agency: UUID
    lifts: bool
    by: UUID
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody was forced to sign in; office is where that person works."""

    id: UUID
    agency: UUID
    user: UUID
    office: UUID | None
    taken_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeyHeld:
    """A data key of a file, wrapped for an agency."""

    file: UUID
    kind: str
    agency: UUID


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trail."""

    id: UUID
    actor: UUID | None
    agency: UUID | None
    file: UUID | None
    forced: UUID | None = None
    """whose alarm it tells of"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that hangs on a file: a name, a token, a note, a hold, or the history of anything."""

    table: str
    key: str
    file: UUID


@dataclass(frozen=True, slots=True)
class Token:
    """By which the system of a partner works as somebody, until an end; lent to a shadow, it opens nothing."""

    id: UUID
    user: UUID
    ends: Micros
    lent: bool = False


@dataclass(slots=True)
class World:
    """Everything that is the case. Deeds replace the frozen values in it."""

    agencies: dict[UUID, Agency] = field(default_factory=dict)
    offices: dict[UUID, Office] = field(default_factory=dict)
    teams: dict[UUID, Team] = field(default_factory=dict)
    users: dict[UUID, User] = field(default_factory=dict)
    roles: dict[UUID, Role] = field(default_factory=dict)
    role_proposals: dict[UUID, RoleProposal] = field(default_factory=dict)
    files: dict[UUID, File] = field(default_factory=dict)
    permits: dict[UUID, tuple[Permit, ...]] = field(default_factory=dict)
    denials: dict[UUID, tuple[Denial, ...]] = field(default_factory=dict)
    keys: set[KeyHeld] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    glasses: dict[UUID, Glass] = field(default_factory=dict)
    proposals: dict[UUID, Proposal] = field(default_factory=dict)
    shadows: dict[UUID, UUID] = field(default_factory=dict)
    """Whose shadow is who."""
    alarms: dict[UUID, Alarm] = field(default_factory=dict)
    feeds: dict[UUID, UUID] = field(default_factory=dict)
    """Whose calendar asks by which address."""
    views: dict[UUID, UUID] = field(default_factory=dict)
    """Which view of a list is kept by whom."""
    tokens: dict[UUID, Token] = field(default_factory=dict)
    ended: dict[UUID, tuple[Permit, ...]] = field(default_factory=dict)
    """Grants that are no more: kept to count where their end decides."""
    before: dict[UUID, File] = field(default_factory=dict)
    """Files as they were before the first hand-over, for the same reason."""

    def agency_of(self, to: To) -> UUID | None:
        """The agency to which somebody belongs; None where nobody of that name exists."""
        match to.reach:
            case Reach.AGENCY:
                return to.id if to.id in self.agencies else None
            case Reach.OFFICE:
                return self.offices[to.id].agency if to.id in self.offices else None
            case Reach.TEAM:
                return self.offices[self.teams[to.id].office].agency if to.id in self.teams else None
            case Reach.USER:
                return self.users[to.id].agency if to.id in self.users else None
            case Reach.SUPERVISORS:
                return None

    def same_world(self, one: UUID, other: UUID) -> bool:
        """Whether the people of two agencies know of each other."""
        return self.agencies[one].world == self.agencies[other].world

    def all_permits(self) -> list[Permit]:
        return [permit for permits in self.permits.values() for permit in permits]

    def all_denials(self) -> list[Denial]:
        return [denial for denials in self.denials.values() for denial in denials]

    def copy(self) -> "World":
        """The same facts, apart from what happens to them from now on."""
        return World(**{name: _copied(getattr(self, name)) for name in self.__slots__})


def _copied[T: (dict[UUID, object], set[KeyHeld], list[Event])](facts: T) -> T:
    return facts.copy()
