"""The end of a story: calendars are given addresses, words are chosen, people are forced, absences are covered.

Drawn by a chance of its own, so that what is told before does not change with it.
"""

from collections.abc import Iterator
from random import Random
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.deeds import Deed
from proofs.worlds.facts import Holds, Reach, Sort, To, User, World
from proofs.worlds.forcing import judge, watchers
from proofs.worlds.making import DAY, new_id
from proofs.worlds.spec import WORKING, Reader

CHOOSERS = 3


def forced(world: World) -> tuple[Deed, ...]:
    """Some choose a word, somebody chooses a new one, some are forced; files in shadows, and grants across worlds.

    Among those who choose is one who covers a colleague, where there is one: the shadow must not.
    """
    told = []
    for deed in _deeds(Random(f"duress {min(world.users, default='')}"), world):
        judge(deed, world)
        told.append(deed)
    return tuple(told)


def stood_in(world: World) -> tuple[Deed, ...]:
    """In each agency somebody who works on no file is to cover, then somebody who does; both then register a person."""
    told = []
    for deed in _covers(Random(f"covers {min(world.users, default='')}"), world):
        judge(deed, world)
        told.append(deed)
    return tuple(told)


def _covers(rng: Random, world: World) -> Iterator[Deed]:
    for agency in sorted(world.agencies):
        here = sorted((u for u in world.users.values() if u.agency == agency and u.active and not u.is_system),
                      key=lambda user: user.id)  # fmt: skip
        readers = [Reader(world, user) for user in here]
        absent = [role for one in readers for role in one.roles if role.holds == Holds.WORKER and role.team]
        leads = [one.user.id for one in readers if one.supervises_agency]
        if not absent or not leads:
            continue
        role = rng.choice(absent)
        others = [one for one in readers if one.user.id != role.user]
        idle = [one.user.id for one in others if one.roles and not any(r.holds in WORKING for r in one.roles)]
        able = [one.user.id for one in others if any(r.holds in WORKING and not r.covers for r in one.roles)]
        for coverer in [*rng.sample(idle, min(1, len(idle))), *rng.sample(able, min(1, len(able)))]:
            yield deeds.GiveCover(rng.choice(leads), new_id(rng), role.id, coverer, 0, 7 * DAY)
            yield deeds.Register(coverer, new_id(rng), agency, (new_id(rng),), (rng.getrandbits(60),))


def _deeds(rng: Random, world: World) -> Iterator[Deed]:
    people = sorted((u for u in world.users.values() if not u.is_system), key=lambda user: user.id)
    able = [user for user in people if Reader(world, user).works]
    first = rng.choice(able or people)
    covers = {role.user for role in world.roles.values() if role.covers}
    covering = [user for user in people if user.id in covers and user.active]
    some = [first, *rng.sample(people, CHOOSERS - 1), *rng.sample(covering, min(1, len(covering)))]
    yield from (deeds.MakeFeed(user.id, new_id(rng)) for user in list(world.users.values()))
    yield from (deeds.KeepView(user.id, new_id(rng)) for user in [*some, *some])
    yield from _tokens(rng, world, list(world.users.values()))
    for user in [*some, first]:
        yield deeds.ChooseWord(user.id, *(new_id(rng) for _ in range(5)))
        if shadow := world.shadows.get(user.id):
            yield deeds.MakeFeed(shadow, new_id(rng))
            yield deeds.KeepView(shadow, new_id(rng))
            yield from _tokens(rng, world, [world.users[shadow]])
    yield deeds.ChooseWord(next(u.id for u in world.users.values() if u.is_system), *(new_id(rng) for _ in range(5)))
    for user in [*some, rng.choice(people)]:
        yield from (deeds.Arrive(user.id, new_id(rng), forced=word) for word in (True, False))
    if shadow := world.shadows.get(first.id):
        yield deeds.Arrive(shadow, new_id(rng), forced=False)
        yield from _works(rng, world, world.users[shadow], first)
    for alarm in list(world.alarms.values()):
        able_ids = watchers(world, alarm)
        tried = [alarm.user, rng.choice(sorted(world.users)), next(u.id for u in world.users.values() if u.is_system)]
        jobs = [u.id for u in world.users.values() if u.is_system and u.agency == alarm.agency]
        for actor in [*tried, *jobs, *rng.sample(able_ids, min(2, len(able_ids)))]:
            yield deeds.AcceptAlarm(actor, alarm.id)


def _tokens(rng: Random, world: World, users: list[User]) -> Iterator[Deed]:
    """Good for a month, over for a day, over in this very moment; in another agency; ended by oneself or by others."""
    agencies = sorted(world.agencies)
    for user in users:
        for ends in (30 * DAY, rng.choice((0, 1, -DAY))):
            yield deeds.MakeToken(user.id, new_id(rng), user.agency, ends)
        yield deeds.MakeToken(user.id, new_id(rng), rng.choice(agencies), DAY)
    for token in rng.sample(sorted(world.tokens), min(3, len(world.tokens))):
        yield deeds.EndToken(rng.choice([world.tokens[token].user, rng.choice(sorted(world.users))]), token)


def _works(rng: Random, world: World, shadow: User, real: User) -> Iterator[Deed]:
    """The shadow registers somebody, opens a case and shares it; and a file of the person is shared with the shadow."""
    person, case = new_id(rng), new_id(rng)
    yield deeds.Register(shadow.id, person, shadow.agency, (new_id(rng),), (rng.getrandbits(60),))
    teams = [t.id for t in world.teams.values() if world.offices[t.office].agency == shadow.agency]
    if person in world.files and teams:
        yield deeds.OpenCase(shadow.id, case, shadow.agency, person, teams[0], shadow.id, "active", (new_id(rng),))
    own = [f.id for f in world.files.values() if f.sort == Sort.CASE and Reader(world, real).stands_on(f)]
    for actor, file, to in [
        *((shadow.id, file, To(Reach.AGENCY, real.agency)) for file in (case, person) if file in world.files),
        *((real.id, file, To(Reach.USER, shadow.id)) for file in own[:2]),
    ]:
        yield _grant(rng, actor, file, to)


def _grant(rng: Random, actor: UUID, file: UUID, to: To) -> Deed:
    ref = f"across-{rng.getrandbits(24)}"
    return deeds.Give(actor, file, to, frozenset({"service"}), "consent", ref, is_full=True, release=False, ends=None)
