"""Deeds with roles, for a story: most by people who may, about things that are there."""

from collections import Counter
from collections.abc import Callable, Iterable
from random import Random
from typing import Protocol
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.deeds import Deed
from proofs.worlds.facts import Holds, Micros, Role, User, World
from proofs.worlds.guarding import ALONE
from proofs.worlds.making import DAY, new_id
from proofs.worlds.spec import APART, Reader
from proofs.worlds.staffing import LONGEST_COVER

ENDS: tuple[Micros | None, ...] = (None, None, DAY, 1, 0, -1)


class Telling(Protocol):
    """What a teller of stories has to offer."""

    rng: Random
    world: World

    def anybody(self) -> User: ...
    def one_of(self, able: Callable[[Reader], bool]) -> UUID: ...
    def some[T](self, things: Iterable[T]) -> T: ...
    def chance(self, share: float) -> bool: ...
    def user_in(self, agency: UUID) -> UUID: ...


def _keeps(one: Reader) -> bool:
    return any(role.holds == Holds.ADMINISTRATOR for role in one.roles)


def _keeper(tell: Telling, agency: UUID) -> UUID:
    return tell.one_of(lambda one: one.user.agency == agency and _keeps(one))


def _watcher(tell: Telling, agency: UUID) -> UUID:
    return tell.one_of(lambda one: one.user.agency == agency and one.stands_apart)


def _wanted(tell: Telling, agency: UUID, holds: Holds) -> tuple[UUID | None, UUID | None]:
    """A place that mostly fits."""
    offices = [o.id for o in tell.world.offices.values() if o.agency == agency or tell.chance(0.05)]
    if (holds not in (Holds.WORKER, Holds.SUPERVISOR) and tell.chance(0.9)) or not offices:
        return (None, None)
    office = tell.rng.choice([None, *offices])
    teams = [t.id for t in tell.world.teams.values() if t.office == office or tell.chance(0.1)]
    return (office, tell.rng.choice(teams) if teams and tell.chance(0.6) else None)


def _agency(tell: Telling) -> UUID:
    """Mostly an agency that has an administrator now."""
    readers = (Reader(tell.world, user) for user in tell.world.users.values())
    kept = {one.user.agency for one in readers if any(r.holds == Holds.ADMINISTRATOR for r in one.roles)}
    agencies = sorted(kept) if kept and tell.chance(0.9) else sorted(tell.world.agencies)
    return tell.rng.choice(agencies)


def _colleague(tell: Telling, agency: UUID, actor: UUID) -> UUID:
    """Mostly a person of the agency who is let in; sometimes one who is shut out, oneself, or anybody."""
    shut = sorted(u.id for u in tell.world.users.values() if u.agency == agency and not u.active and not u.is_system)
    if shut and tell.chance(0.15):
        return tell.rng.choice(shut)
    if tell.chance(0.2):
        return actor if tell.chance(0.5) else tell.anybody().id
    fit = [u.id for u in tell.world.users.values() if u.agency == agency and u.active and not u.is_system]
    return tell.rng.choice(sorted(fit)) if fit and tell.chance(0.8) else tell.user_in(agency)


def _visited(world: World) -> list[Role]:
    """Teams where somebody only stood in for a colleague."""
    own = {(role.user, role.team) for role in world.roles.values() if not role.covers}
    return [role for role in _at_teams(world) if role.covers and (role.user, role.team) not in own]


def _held(world: World) -> list[Role]:
    """Teams of somebody's own, mostly those that were left."""
    own = [role for role in _at_teams(world) if not role.covers]
    return [role for role in own if role.ends is not None and role.ends <= 0] or own


def _at_teams(world: World) -> list[Role]:
    return sorted((role for role in world.roles.values() if role.team), key=lambda role: role.id)


def give_role(tell: Telling) -> Deed:
    agency = _agency(tell)
    holds = tell.rng.choice(sorted(ALONE)) if tell.chance(0.75) else tell.rng.choice(list(Holds))
    actor = _keeper(tell, agency)
    user = _colleague(tell, agency, actor)
    office, team = _wanted(tell, agency, holds)
    known = _visited(tell.world) if tell.chance(0.4) else _held(tell.world)
    if known and tell.chance(0.5):  # back to a team of one's own takes one alone; where one only stood in, two
        role = tell.rng.choice(known)
        holds, user, office, team = Holds.WORKER, role.user, role.office, role.team
        actor = _keeper(tell, tell.world.users[user].agency)
    return deeds.GiveRole(actor, new_id(tell.rng), user, holds, office, team, tell.rng.choice(ENDS))


def propose_role(tell: Telling) -> Deed:
    agency = _agency(tell)
    powerful = [holds for holds in Holds if holds not in (*ALONE, Holds.SYSTEM)]
    holds = tell.rng.choice((*powerful, Holds.WORKER)) if tell.chance(0.85) else tell.rng.choice(list(Holds))
    actor = _keeper(tell, agency)
    user = _colleague(tell, agency, actor)
    if tell.chance(0.4):  # somebody who may decide on proposals, but not on this one
        user = tell.one_of(lambda one: one.user.agency == agency and one.stands_apart and one.user.id != actor)
    office, team = _wanted(tell, agency, holds)
    return deeds.ProposeRole(actor, new_id(tell.rng), user, holds, office, team, tell.rng.choice(ENDS[:4]))


def confirm_role(tell: Telling) -> Deed:
    """Mostly by a second person and while it stands; else by one who proposed, or whom it is for."""
    known = list(tell.world.role_proposals.values())
    standing = [one for one in known if one.is_open and one.runs_out > 0]
    asked = tell.some(standing if standing and tell.chance(0.8) else known)
    gone = [one for one in standing if not _keeps(Reader(tell.world, tell.world.users[one.by]))]
    if gone and tell.chance(0.7):
        asked = tell.rng.choice(gone)
    shut = [one for one in standing if not tell.world.users[one.user].active and one not in gone]
    if shut and tell.chance(0.7):
        asked = tell.rng.choice(shut)
    others = {asked.by, asked.user}
    actor = tell.one_of(lambda one: one.user.agency == asked.agency and one.stands_apart and one.user.id not in others)
    if tell.chance(0.3):
        actor = tell.rng.choice((asked.by, asked.user))
    return deeds.ConfirmRole(actor, asked.id, new_id(tell.rng))


def proposer_leaves(tell: Telling) -> Deed:
    """Whoever proposed a role keeps people no more, before it is confirmed."""
    asked = tell.some(one for one in tell.world.role_proposals.values() if one.is_open and one.runs_out > 0)
    held = tell.some(r for r in Reader(tell.world, tell.world.users[asked.by]).roles if r.holds == Holds.ADMINISTRATOR)
    actor = tell.one_of(
        lambda one: one.user.agency == asked.agency and one.stands_apart and one.user.id not in (asked.by, asked.user)
    )
    return deeds.ReviewRole(actor, held.id, ends_it=True)


def candidate_is_shut_out(tell: Telling) -> Deed:
    """Whom a role is proposed for is let in no more, before it is confirmed."""
    asked = tell.some(one for one in tell.world.role_proposals.values() if one.is_open and one.runs_out > 0)
    others = {asked.by, asked.user}
    actor = tell.one_of(lambda one: one.user.agency == asked.agency and one.stands_apart and one.user.id not in others)
    return deeds.SetActive(actor, asked.user, active=False)


def decline_role(tell: Telling) -> Deed:
    asked = tell.some(tell.world.role_proposals.values())
    return deeds.DeclineRole(_watcher(tell, asked.agency), asked.id)


def give_cover(tell: Telling) -> Deed:
    absent: Role = tell.some(
        r for r in tell.world.roles.values() if tell.chance(0.1) or (r.holds == Holds.WORKER and r.team)
    )
    leaders = [r for r in tell.world.roles.values() if r.holds == Holds.SUPERVISOR and r.team and not r.covers]
    if leaders and tell.chance(0.15):
        absent = tell.rng.choice(leaders)
    working = {r.user for r in tell.world.roles.values() if r.holds in (Holds.WORKER, Holds.SUPERVISOR)}
    colleagues = sorted(u for u in working if tell.world.users[u].agency == absent.agency and u != absent.user)
    coverer = tell.rng.choice(colleagues) if colleagues and tell.chance(0.8) else tell.anybody().id
    actor = tell.one_of(
        lambda one: (
            one.user.agency == absent.agency and (one.supervises_agency or absent.office in one.supervised_offices)
        )
    )
    starts = tell.rng.choice((-DAY, 0, 0, 1, DAY, LONGEST_COVER + 1))
    ends = tell.rng.choice((DAY * 7, DAY * 7, 1, 0, max(starts, 0) + LONGEST_COVER, max(starts, 0) + LONGEST_COVER + 1))
    return deeds.GiveCover(actor, new_id(tell.rng), absent.id, coverer, starts, ends)


def end_cover(tell: Telling) -> Deed:
    covers = [r for r in tell.world.roles.values() if r.covers]
    role = tell.some(covers if covers and tell.chance(0.8) else tell.world.roles.values())
    able = tell.one_of(
        lambda one: one.user.agency == role.agency and (one.supervises_agency or role.office in one.supervised_offices)
    )
    return deeds.EndCover(role.user if tell.chance(0.3) else able, role.id)


def watcher_goes(tell: Telling) -> Deed:
    """Who watches over access goes, where few are left: the last one stays beside whoever removes the others."""
    watching = [r for u in tell.world.users.values() for r in Reader(tell.world, u).roles if r.holds in APART]
    counts = Counter(role.agency for role in watching)
    least = min((count for count in counts.values() if count > 1), default=0)
    agency = min((one for one, count in counts.items() if count == least), default=None)
    actor = tell.one_of(lambda one: one.user.agency == agency and _keeps(one))
    role = tell.some(one for one in watching if one.agency == agency and one.user != actor)
    kinds: tuple[Deed, ...] = (
        deeds.EndRole(actor, role.id, tell.rng.choice((0, DAY))),
        deeds.EndRole(actor, role.id, DAY),
        deeds.SetActive(actor, role.user, active=False),
        deeds.ReviewRole(actor, role.id, ends_it=True),
    )
    return tell.rng.choice(kinds)


def review_role(tell: Telling) -> Deed:
    role = tell.some(tell.world.roles.values())
    covered = _covered_now(tell.world)
    if covered and tell.chance(0.4):
        role = tell.rng.choice(covered)
        return deeds.ReviewRole(_watcher(tell, role.agency), role.id, ends_it=True)
    actor = role.user if tell.chance(0.15) else _watcher(tell, role.agency)
    return deeds.ReviewRole(actor, role.id, ends_it=tell.chance(0.5))


def _covered_now(world: World) -> list[Role]:
    """Roles in force whose work somebody else does meanwhile, and for longer than this moment."""
    covers = {(one.covers, one.team) for one in world.roles.values() if one.covers and (one.ends or 0) > 0}
    own = [one for one in world.roles.values() if not one.covers and (one.user, one.team) in covers]
    return [one for one in own if one.starts <= 0 and (one.ends is None or one.ends > 0)]


FIRST = (*[give_role] * 3, *[propose_role] * 3, *[give_cover] * 3)
"""Before time passes."""
SECOND = (
    *[give_role] * 5, propose_role, proposer_leaves, candidate_is_shut_out, *[confirm_role] * 5, decline_role,
    *[give_cover] * 4, *[end_cover] * 2, *[review_role] * 3, *[watcher_goes] * 4,
)  # fmt: skip
"""Afterwards."""
