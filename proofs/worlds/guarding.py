"""The rules of doing, continued: denials, keys, people, the trail, and what the operator and time do."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.facts import Denial, Event, Holds, KeyHeld, Micros, Role, World
from proofs.worlds.spec import APART, INSIDE, WORKING, Reader
from proofs.worlds.verbs import (
    BARRED,
    DONE,
    FAULT,
    NOT_HELD,
    Code,
    Outcome,
    case_of,
    end_tokens,
    judge,
    prune,
    reader,
    remove,
)

__all__ = ["deny", "judge"]

SECOND: Micros = 1_000_000
LONG_AGO: Micros = -(10**18)
ALONE = frozenset({Holds.WORKER, Holds.RESEARCHER})
"""Roles that one administrator gives alone; every other needs a second person."""
LIFTING = ("mistaken", "unfounded")
RULINGS = (*LIFTING, "founded", "unclear")

# Denials


@judge.register
def _(deed: deeds.Deny, world: World) -> Outcome:
    if not reader(world, deed).stands_on(world.files[deed.file]) or case_of(world, deed.file, deed.ref) is None:
        return NOT_HELD
    deny(world, Denial(deed.file, deed.user, deed.ref, deed.actor))
    return DONE


def deny(world: World, denial: Denial) -> None:
    there = world.denials.get(denial.file, ())
    world.denials[denial.file] = there if denial in there else (*there, denial)


@judge.register
def _(deed: deeds.Lift, world: World) -> Outcome:
    """A conflict, by a supervisor of the file, and nobody one's own. A seal is lifted by two."""
    me = reader(world, deed)
    if deed.user is None:
        return FAULT
    if deed.user == me.user.id:
        return NOT_HELD
    lifted = [
        denial
        for denial in world.all_denials()
        if denial.user == deed.user and denial.ref == deed.ref and me.supervises(world.files[denial.file])
    ]
    for denial in lifted:
        world.denials[denial.file] = tuple(d for d in world.denials[denial.file] if d != denial)
        if denial.user:
            prune(world, denial.file, world.users[denial.user].agency)
    return Outcome(Code.DONE, len(lifted))


def is_stranded(world: World, denial: Denial) -> bool:
    """Whether every supervisor of the case is kept out of it, so that nobody there may judge the conflict."""
    case = world.files[UUID(denial.ref)]
    people = [user for user in world.users.values() if not user.is_system]
    return denial.user is not None and not any(Reader(world, user).supervises(case) for user in people)


def stranded(me: Reader, case: UUID, user: UUID) -> list[Denial]:
    """What the officer of the agency is told of a conflict on a case: never one's own, nor one that one declared."""
    world = me.world
    said = [d for d in world.all_denials() if (d.ref, d.user) == (str(case), user) and is_stranded(world, d)]
    told = [d for d in said if me.guards(world.files[case].agency) and me.user.id not in (d.user, d.by)]
    return said if told else []


@judge.register
def _(deed: deeds.RuleConflict, world: World) -> Outcome:
    """Lifts it, or keeps it with what was found; on the case and on its person alike."""
    found = stranded(reader(world, deed), deed.file, deed.user)
    if not found:
        return NOT_HELD
    if deed.ruling not in RULINGS:
        return FAULT
    for denial in found:
        others = tuple(d for d in world.denials[denial.file] if d != denial)
        kept = () if deed.ruling in LIFTING else (replace(denial, ruling=deed.ruling),)
        world.denials[denial.file] = others + kept
    return DONE


# Keys


@judge.register
def _(deed: deeds.EraseKeys, world: World) -> Outcome:
    me, file = reader(world, deed), world.files[deed.file]
    if not (me.stands_on(file) and me.supervises(file)):
        return NOT_HELD
    if any(world.files[key.file].person == deed.file for key in world.keys if key.file in world.files):
        return NOT_HELD
    gone = {key for key in world.keys if key.file == deed.file}
    world.keys -= gone
    remove(world, lambda permit: permit.file == deed.file and permit.basis not in INSIDE)
    return Outcome(Code.DONE, len(gone))


@judge.register
def _(deed: deeds.DropKeys, world: World) -> Outcome:
    me, file = reader(world, deed), world.files[deed.file]
    if not me.stands_on(file) or deed.agency == me.user.agency:
        return NOT_HELD
    gone = world.keys & {KeyHeld(deed.file, deed.kind, deed.agency)}
    world.keys -= gone
    return Outcome(Code.DONE, len(gone))


@judge.register
def _(deed: deeds.AddKey, world: World) -> Outcome:
    if not reader(world, deed).stands_on(world.files[deed.file]):
        return BARRED
    world.keys.add(KeyHeld(deed.file, deed.kind, deed.agency))
    return DONE


@judge.register
def _(deed: deeds.Rewrap, world: World) -> Outcome:
    me = reader(world, deed)
    own = [key for key in world.keys if key.file == deed.file and key.agency == me.user.agency]
    return Outcome(Code.DONE, len(own) if me.is_system else 0)


# People and the trail


def _administers(world: World, deed: deeds.Deed, agency: UUID, whose: UUID) -> bool:
    """Administrators keep the users and roles of their agency, never their own, and never those of its jobs."""
    me = reader(world, deed)
    return (
        me.user.agency == agency
        and me.user.id != whose
        and not world.users[whose].is_system
        and any(role.holds == Holds.ADMINISTRATOR for role in me.roles)
    )


@judge.register
def _(deed: deeds.SetActive, world: World) -> Outcome:
    """Whoever is let in again holds what one person may give, and nothing that takes two."""
    user = world.users[deed.user]
    if user.is_system or not _administers(world, deed, user.agency, user.id):
        return NOT_HELD
    if not deed.active and not goes_on_watched(world, deed.actor, user.id, None, 0):
        return FAULT
    if deed.active and not user.active:
        for role in [one for one in world.roles.values() if one.user == user.id and one.holds not in ALONE]:
            if role.ends is None or role.ends > 0:
                cut(world, role, 0)
    world.users[user.id] = replace(user, active=deed.active)
    end_tokens(world, user.id)
    return DONE


@judge.register
def _(deed: deeds.EndRole, world: World) -> Outcome:
    """A role is ended earlier, never made longer: an administrator appoints nobody."""
    role = world.roles[deed.role]
    if world.users[role.user].is_system or not _administers(world, deed, role.agency, role.user):
        return NOT_HELD
    if not goes_on_watched(world, deed.actor, role.user, role.id, max(deed.at, 0)):
        return FAULT
    cut(world, role, deed.at)
    return DONE


def goes_on_watched(world: World, actor: UUID | None, whose: UUID, ended: UUID | None, at: Micros) -> bool:
    """Somebody besides the actor still watches over access once this role, or without one this user, is gone."""
    agency = world.users[whose].agency
    held = [r for u in world.users.values() if u.agency == agency for r in Reader(world, u).roles if r.holds in APART]
    lost = {role.id for role in held if role.user == whose and ended in {None, role.id}}
    left = [role for role in held if role.id not in lost and role.user != actor]
    return not lost or any(role.ends is None or role.ends > at for role in left)


def cut(world: World, role: Role, at: Micros) -> None:
    """A role ends earlier, never later, nor before it was held for a second; covers that rest on it end with it."""
    _shorten(world, role, at)
    for cover in [one for one in world.roles.values() if one.covers and role.user in (one.user, one.covers)]:
        _shorten(world, cover, cover_lasts(world, cover))


def _shorten(world: World, role: Role, at: Micros | None) -> None:
    if at is None:
        return
    end = max(at, role.starts + SECOND)
    world.roles[role.id] = replace(role, ends=end if role.ends is None else min(end, role.ends))


def cover_lasts(world: World, cover: Role) -> Micros | None:
    """No longer than the absent one works at that team, or than whoever covers works at all."""
    plain = [one for one in world.roles.values() if not one.covers and one.agency == world.users[one.user].agency]
    covered = [r for r in plain if r.user == cover.covers and r.holds == Holds.WORKER and r.team == cover.team]
    covering = [r for r in plain if r.user == cover.user and r.holds in WORKING]
    ends = [end for end in (_latest(covered), _latest(covering)) if end is not None]
    return min(ends) if ends else None


def _latest(roles: Sequence[Role]) -> Micros | None:
    """When the last of them ends; None for never."""
    if any(role.ends is None for role in roles):
        return None
    return max((role.ends for role in roles if role.ends is not None), default=LONG_AGO)


@judge.register
def _(deed: deeds.Tell, world: World) -> Outcome:
    """Something done: by somebody, and in a file only where that one sees it."""
    if deed.actor is None or (deed.file and not reader(world, deed).may_see(world.files[deed.file])):
        return BARRED
    agency = world.users[deed.actor].agency
    world.events.append(Event(deed.event, deed.actor, agency, deed.file))
    return DONE


@judge.register
def _(deed: deeds.AgencyBecomes, world: World) -> Outcome:
    world.agencies[deed.agency] = replace(world.agencies[deed.agency], kind=deed.kind, active=deed.active)
    return DONE


@judge.register
def _(deed: deeds.TimePasses, world: World) -> Outcome:
    for file, permits in world.permits.items():
        world.permits[file] = tuple(replace(p, ends=deed.grants.get(p.key, p.ends)) for p in permits)
    for role, (starts, ends) in deed.roles.items():
        world.roles[role] = replace(world.roles[role], starts=starts, ends=ends)
    for asked, runs_out in deed.role_proposals.items():
        world.role_proposals[asked] = replace(world.role_proposals[asked], runs_out=runs_out)
    return DONE
