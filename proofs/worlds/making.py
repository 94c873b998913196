"""Random agencies with offices, teams and people: of every kind, and everybody in another position."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from proofs.worlds.facts import Agency, Holds, Micros, Office, Role, Team, User, World

KINDS = ("ministry", "un", "ngo", "clinic", "justice", "police", "labour", "border")
ENFORCING = ("police", "labour", "border")
DAY: Micros = 86_400_000_000

type Place = tuple[UUID | None, UUID | None]
"""Office and team; neither means the whole agency."""


def new_id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


class Maker:
    """Makes the people of one world."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.world = rng, World()

    def agency(self, kind: str) -> None:
        """An agency with one or two offices and teams, its system user, and people in all positions."""
        agency = Agency(new_id(self.rng), kind)
        self.world.agencies[agency.id] = agency
        for _ in range(self.rng.choice((1, 2))):
            office = Office(new_id(self.rng), agency.id)
            self.world.offices[office.id] = office
            for _ in range(self.rng.choice((1, 2))):
                team = Team(new_id(self.rng), office.id)
                self.world.teams[team.id] = team
        system = self.user(agency.id, is_system=True)
        self.role(system, Holds.SYSTEM, (None, None))
        self.role(self.user(agency.id), Holds.WORKER, self.team(agency.id))
        self.role(self.user(agency.id), Holds.SUPERVISOR, (None, None))
        if self.rng.random() < 0.5:
            self.role(self.user(agency.id), Holds.SUPERVISOR, self.office(agency.id))
        for position in self.rng.sample(POSITIONS, 3):
            position(self, self.user(agency.id))

    def user(self, agency: UUID, *, is_system: bool = False) -> User:
        user = User(new_id(self.rng), agency, is_system=is_system)
        self.world.users[user.id] = user
        return user

    def role(self, user: User, holds: Holds, place: Place, period: tuple[Micros, Micros | None] = (-DAY, None)) -> None:
        office, team = place
        agency = self.world.offices[office].agency if office else user.agency
        role = Role(new_id(self.rng), user.id, holds, agency, office, team, *period)
        self.world.roles[role.id] = role

    def office(self, agency: UUID) -> Place:
        return (self.rng.choice([o.id for o in self.world.offices.values() if o.agency == agency]), None)

    def team(self, agency: UUID) -> Place:
        team = self.rng.choice([t for t in self.world.teams.values() if self._keeper(t) == agency])
        return (team.office, team.id)

    def other_team(self, agency: UUID) -> Place:
        """A team of another agency, as somebody has it who has left that one."""
        others = [t for t in self.world.teams.values() if self._keeper(t) != agency]
        team = self.rng.choice(others or list(self.world.teams.values()))
        return (team.office, team.id)

    def _keeper(self, team: Team) -> UUID:
        return self.world.offices[team.office].agency


def _worker(maker: Maker, user: User) -> None:
    maker.role(user, Holds.WORKER, maker.team(user.agency))


def _worker_of_two_teams(maker: Maker, user: User) -> None:
    maker.role(user, Holds.WORKER, maker.team(user.agency))
    maker.role(user, Holds.WORKER, maker.team(user.agency))


def _worker_without_team(maker: Maker, user: User) -> None:
    maker.role(user, Holds.WORKER, maker.rng.choice((maker.office(user.agency), (None, None))))


def _supervisor_of_office(maker: Maker, user: User) -> None:
    maker.role(user, Holds.SUPERVISOR, maker.office(user.agency))


def _supervisor_of_team(maker: Maker, user: User) -> None:
    maker.role(user, Holds.SUPERVISOR, maker.team(user.agency))


def _administrator(maker: Maker, user: User) -> None:
    maker.role(user, Holds.ADMINISTRATOR, (None, None))


def _administrator_who_works(maker: Maker, user: User) -> None:
    maker.role(user, Holds.ADMINISTRATOR, (None, None))
    maker.role(user, maker.rng.choice((Holds.WORKER, Holds.SUPERVISOR)), maker.team(user.agency))


def _officer(maker: Maker, user: User) -> None:
    """A data-protection officer, perhaps one who works on files too, or who did until now."""
    begins = DAY if maker.rng.random() < 0.4 else -DAY
    maker.role(user, Holds.DATA_PROTECTION, (None, None), (begins, None))
    if begins > 0 or maker.rng.random() < 0.5:
        maker.role(user, Holds.SUPERVISOR, (None, None))


def _reader_of_figures(maker: Maker, user: User) -> None:
    maker.role(user, maker.rng.choice((Holds.RESEARCHER, Holds.POLICY)), (None, None))
    if maker.rng.random() < 0.3:
        maker.role(user, Holds.WORKER, maker.team(user.agency))


def _newcomer(maker: Maker, user: User) -> None:
    """A role that has not begun, one that begins this moment, or one that is over."""
    begins: tuple[Micros, Micros | None] = maker.rng.choice(((1, None), (DAY, None), (0, None), (-DAY, 0), (-DAY, -1)))
    holds = maker.rng.choice((Holds.WORKER, Holds.SUPERVISOR))
    maker.role(user, holds, maker.team(user.agency), begins)


def _one_who_came_from_elsewhere(maker: Maker, user: User) -> None:
    """Still holds a role of a former agency on paper."""
    holds = maker.rng.choice((Holds.WORKER, Holds.SUPERVISOR))
    maker.role(user, holds, maker.other_team(user.agency))
    if maker.rng.random() < 0.5:
        maker.role(user, Holds.WORKER, maker.team(user.agency))


def _misfit(maker: Maker, user: User) -> None:
    """A person who was given the system's role by mistake."""
    maker.role(user, Holds.SYSTEM, (None, None))


def _inactive(maker: Maker, user: User) -> None:
    maker.role(user, Holds.SUPERVISOR, (None, None))
    maker.world.users[user.id] = User(user.id, user.agency, active=False)


POSITIONS: tuple[Callable[[Maker, User], None], ...] = (
    _worker,
    _worker_of_two_teams,
    _worker_without_team,
    _supervisor_of_office,
    _supervisor_of_team,
    _administrator,
    _administrator_who_works,
    _officer,
    _reader_of_figures,
    _newcomer,
    _one_who_came_from_elsewhere,
    _misfit,
    _inactive,
)


def people(rng: Random) -> World:
    """Four agencies: one that enforces, a ministry, one of the civil or international kind, one at random."""
    maker = Maker(rng)
    for kind in ("ministry", rng.choice(("un", "ngo")), rng.choice(ENFORCING), rng.choice(KINDS)):
        maker.agency(kind)
    ministry = next(iter(maker.world.agencies))
    for holds in (Holds.ADMINISTRATOR, Holds.ADMINISTRATOR, Holds.DATA_PROTECTION):  # so that roles are given at all
        maker.role(maker.user(ministry), holds, (None, None))
    return maker.world
