"""What somebody tries to do, as plain values. Who may, and what follows, is said in verbs.py."""

from dataclasses import dataclass, field
from uuid import UUID

from proofs.worlds.facts import Holds, Micros, To


@dataclass(frozen=True, slots=True)
class Deed:
    """Something tried by `actor`; None is the operator, over the owner's connection."""

    actor: UUID | None


@dataclass(frozen=True, slots=True)
class Register(Deed):
    """Write down a person, with names and search tokens, for an agency (which should be one's own)."""

    file: UUID
    agency: UUID
    names: tuple[UUID, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenCase(Deed):
    """Open a case; the person follows it, or is forgotten. Notes and holds of the first day come along."""

    file: UUID
    agency: UUID
    person: UUID
    team: UUID
    owner: UUID | None
    status: str
    notes: tuple[UUID, ...] = ()
    holds: tuple[UUID, ...] = ()
    follows: bool = True


@dataclass(frozen=True, slots=True)
class WriteNote(Deed):
    file: UUID
    note: UUID


@dataclass(frozen=True, slots=True)
class PlainMove(Deed):
    """Give a case to another team by a plain UPDATE, past the verb."""

    file: UUID
    team: UUID


@dataclass(frozen=True, slots=True)
class Give(Deed):
    """A grant, with the keys that go with it."""

    file: UUID
    to: To
    classes: frozenset[str]
    basis: str
    ref: str
    is_full: bool
    release: bool
    ends: Micros | None


@dataclass(frozen=True, slots=True)
class End(Deed):
    """End what rests on a basis. With consent: the person has withdrawn it."""

    basis: str
    ref: str


@dataclass(frozen=True, slots=True)
class Deny(Deed):
    """Declare a conflict of interest of a user."""

    file: UUID
    user: UUID
    ref: str


@dataclass(frozen=True, slots=True)
class Lift(Deed):
    """Take a conflict of interest back; without a user, a seal, which this verb does not do."""

    user: UUID | None
    ref: str


@dataclass(frozen=True, slots=True)
class RuleConflict(Deed):
    """Judge a conflict that no supervisor of the case may judge."""

    file: UUID
    user: UUID
    ruling: str


@dataclass(frozen=True, slots=True)
class HandOver(Deed):
    """Move a case by the verb. `behind` is by how much the version is missed that the actor has seen."""

    file: UUID
    team: UUID
    owner: UUID | None
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Follow(Deed):
    """Say who works with a person because of a case: the whole set."""

    file: UUID
    ref: str
    to: tuple[To, ...]


@dataclass(frozen=True, slots=True)
class Sweep(Deed):
    """Remove what has run out."""


@dataclass(frozen=True, slots=True)
class EraseKeys(Deed):
    file: UUID


@dataclass(frozen=True, slots=True)
class DropKeys(Deed):
    file: UUID
    agency: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class AddKey(Deed):
    """Slip an agency a key of a file."""

    file: UUID
    agency: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class Rewrap(Deed):
    """Write new bytes into the wrapped keys of a file."""

    file: UUID


@dataclass(frozen=True, slots=True)
class SetActive(Deed):
    user: UUID
    active: bool


@dataclass(frozen=True, slots=True)
class EndRole(Deed):
    role: UUID
    at: Micros


@dataclass(frozen=True, slots=True)
class GiveRole(Deed):
    """A role that one administrator gives alone; `role` is how it will be known."""

    role: UUID
    user: UUID
    holds: Holds
    office: UUID | None
    team: UUID | None
    ends: Micros | None


@dataclass(frozen=True, slots=True)
class ProposeRole(Deed):
    """A powerful role, proposed; `proposal` is how the proposal will be known."""

    proposal: UUID
    user: UUID
    holds: Holds
    office: UUID | None
    team: UUID | None
    ends: Micros | None


@dataclass(frozen=True, slots=True)
class ConfirmRole(Deed):
    proposal: UUID
    role: UUID


@dataclass(frozen=True, slots=True)
class DeclineRole(Deed):
    proposal: UUID


@dataclass(frozen=True, slots=True)
class GiveCover(Deed):
    """`coverer` covers for whoever holds `absent`; the cover will be known as `role`."""

    role: UUID
    absent: UUID
    coverer: UUID
    starts: Micros
    ends: Micros


@dataclass(frozen=True, slots=True)
class EndCover(Deed):
    role: UUID


@dataclass(frozen=True, slots=True)
class ReviewRole(Deed):
    role: UUID
    ends_it: bool


@dataclass(frozen=True, slots=True)
class Tell(Deed):
    """An event about a file."""

    event: UUID
    file: UUID | None


@dataclass(frozen=True, slots=True)
class AgencyBecomes(Deed):
    """The operator closes an agency, or it changes its kind."""

    agency: UUID
    kind: str
    active: bool


@dataclass(frozen=True, slots=True)
class TimePasses(Deed):
    """The clock moves, and nothing else: grants and roles stand elsewhere to it. Nobody does that, no trigger fires."""

    grants: dict[tuple[UUID, str, str, str], Micros] = field(default_factory=dict)
    roles: dict[UUID, tuple[Micros, Micros | None]] = field(default_factory=dict)
    role_proposals: dict[UUID, Micros] = field(default_factory=dict)


# Emergencies and seals


@dataclass(frozen=True, slots=True)
class BreakGlass(Deed):
    """Open a case by its code in an emergency, with a reason."""

    glass: UUID
    file: UUID
    category: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CloseGlass(Deed):
    glass: UUID


@dataclass(frozen=True, slots=True)
class ReviewGlass(Deed):
    glass: UUID
    verdict: str


@dataclass(frozen=True, slots=True)
class ProposeSeal(Deed):
    proposal: UUID
    file: UUID
    lifts: bool


@dataclass(frozen=True, slots=True)
class DecideSeal(Deed):
    proposal: UUID
    confirms: bool


@dataclass(frozen=True, slots=True)
class GlassesAge(Deed):
    """The clock moves for emergency openings: when each was opened."""

    opened: dict[UUID, Micros] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChooseWord(Deed):
    """Choose a second word: a shadow, in a house of its own."""

    shadow: UUID
    house: UUID
    office: UUID
    team: UUID
    jobs: UUID


@dataclass(frozen=True, slots=True)
class MakeFeed(Deed):
    """Make the address of one's calendar, in place of the one before."""

    feed: UUID


@dataclass(frozen=True, slots=True)
class KeepView(Deed):
    """Keep a view of a list."""

    view: UUID


@dataclass(frozen=True, slots=True)
class MakeToken(Deed):
    """Make a token for the system of a partner, in one's own agency or in another."""

    token: UUID
    agency: UUID
    ends: Micros


@dataclass(frozen=True, slots=True)
class EndToken(Deed):
    """End a token, of one's own or another's."""

    token: UUID


@dataclass(frozen=True, slots=True)
class Arrive(Deed):
    """Sign in: by the password, or forced and by the second word."""

    alarm: UUID
    forced: bool


@dataclass(frozen=True, slots=True)
class AcceptAlarm(Deed):
    """Say that one looks after somebody who was forced."""

    alarm: UUID
