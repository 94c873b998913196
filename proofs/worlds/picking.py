"""Picking somebody or something of a world at random: mostly those who may, and a few files on which much meets."""

from collections.abc import Callable, Iterable
from random import Random
from uuid import UUID

from proofs.worlds.facts import File, Reach, Sort, To, User, World
from proofs.worlds.making import new_id
from proofs.worlds.spec import Reader

HABIT = 0.75
"""How often a deed is tried by somebody who may."""


class NothingToDo(Exception):
    """There is nothing yet that this deed could be about."""


class Chooser:
    """Picks of one world, which changes meanwhile."""

    def __init__(self, rng: Random, world: World) -> None:
        self.rng, self.world = rng, world

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def anybody(self) -> User:
        return self.rng.choice(list(self.world.users.values()))

    def one_of(self, able: Callable[[Reader], bool]) -> UUID:
        """Mostly somebody who may, else anybody; never always the same door that is pushed."""
        if self.chance(HABIT):
            users = [user for user in self.world.users.values() if able(Reader(self.world, user))]
            if users:
                return self.rng.choice(users).id
        return self.anybody().id

    def some[T](self, things: Iterable[T]) -> T:
        """One of these."""
        known = list(things)
        if not known:
            raise NothingToDo
        return self.rng.choice(known)

    def file(self, sort: Sort | None = None) -> File:
        return self.some(file for file in self.world.files.values() if sort in (None, file.sort))

    def hot_file(self) -> File:
        """Mostly one of a few files, so that much meets on them."""
        files = list(self.world.files.values())
        return self.some(files[:2] + files[-2:] if self.chance(0.6) else files)

    def team_in(self, agency: UUID) -> UUID:
        """Mostly a team of the agency."""
        teams = list(self.world.teams.values())
        own = [t for t in teams if self.world.offices[t.office].agency == agency]
        return self.rng.choice(own if self.chance(0.9) else teams).id

    def user_in(self, agency: UUID) -> UUID:
        users = list(self.world.users.values())
        own = [user for user in users if user.agency == agency]
        return self.rng.choice(own if self.chance(0.9) else users).id

    def somebody(self) -> To:
        """An addressee of any kind; sometimes one who does not exist."""
        reach = self.rng.choice((Reach.AGENCY, Reach.OFFICE, Reach.TEAM, Reach.USER))
        known = {
            Reach.AGENCY: list(self.world.agencies),
            Reach.OFFICE: list(self.world.offices),
            Reach.TEAM: list(self.world.teams),
            Reach.USER: list(self.world.users),
        }[reach]
        return To(reach, new_id(self.rng) if self.chance(0.03) else self.rng.choice(known))
