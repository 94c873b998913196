"""The rules of doing, continued: roles given, proposed and confirmed, absences covered, roles reviewed."""

from dataclasses import replace
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.emergencies import judge
from proofs.worlds.facts import Holds, Micros, Role, RoleProposal, World
from proofs.worlds.guarding import ALONE, cover_lasts, cut, goes_on_watched
from proofs.worlds.spec import Reader
from proofs.worlds.verbs import DONE, FAULT, NOT_HELD, Outcome, reader

__all__ = ["judge"]

DAY: Micros = 86_400_000_000
LONGEST_COVER = FORESEEN = 92 * DAY
PROPOSED_FOR = 14 * DAY
LEFT_LATELY = 90 * DAY
EVERYWHERE = frozenset({Holds.WORKER, Holds.SUPERVISOR, Holds.ADMINISTRATOR, Holds.DATA_PROTECTION})
BEYOND = {
    "ministry": frozenset({Holds.RESEARCHER, Holds.POLICY}),
    "un": frozenset({Holds.RESEARCHER, Holds.POLICY}),
    "ngo": frozenset({Holds.RESEARCHER}),
}
"""Which roles an agency may hold beyond those that every agency holds."""
PLACED = frozenset({Holds.WORKER, Holds.SUPERVISOR})
"""Roles that may be held at an office or a team."""
COVERING = frozenset({Holds.WORKER, Holds.SUPERVISOR})


def _administers(me: Reader, agency: UUID) -> bool:
    return me.user.agency == agency and any(role.holds == Holds.ADMINISTRATOR for role in me.roles)


def _watches(me: Reader, agency: UUID) -> bool:
    return me.user.agency == agency and me.stands_apart


def _supervises(me: Reader, role: Role) -> bool:
    """Whoever supervises the agency or the office; no job."""
    if me.user.agency != role.agency or me.is_system:
        return False
    return me.supervises_agency or role.office in me.supervised_offices


def fits(world: World, user: UUID, holds: Holds, office: UUID | None, team: UUID | None) -> bool:
    """A person who is let in, what the agency may hold, a place of that agency where the role has one."""
    person = world.users[user]
    agency = world.agencies[person.agency]
    if person.is_system or not person.active or not agency.active:
        return False
    if holds not in EVERYWHERE | BEYOND.get(agency.kind, frozenset()):
        return False
    if holds not in PLACED:
        return office is None and team is None
    own_office = office is None or world.offices[office].agency == agency.id
    return own_office and (team is None or world.teams[team].office == office)


def _takes_two(world: World, deed: deeds.GiveRole | deeds.ProposeRole) -> bool:
    """Powerful roles, and work at a team not held lately, lest one who gives alone opens a team to a friend."""
    if deed.holds not in ALONE:
        return True
    held = (role for role in world.roles.values() if role.user == deed.user and role.team and not role.covers)
    lately = (role.team for role in held if role.ends is None or role.ends > -LEFT_LATELY)
    return deed.team is not None and deed.team not in set(lately)


def _put(world: World, role: Role) -> Outcome:
    if role.ends is not None and role.ends <= role.starts:
        return FAULT
    world.roles[role.id] = role
    return DONE


@judge.register
def _(deed: deeds.GiveRole, world: World) -> Outcome:
    me, agency = reader(world, deed), world.users[deed.user].agency
    if not _administers(me, agency) or me.user.id == deed.user:
        return NOT_HELD
    if not fits(world, deed.user, deed.holds, deed.office, deed.team):
        return NOT_HELD
    if _takes_two(world, deed):
        return FAULT
    return _put(world, Role(deed.role, deed.user, deed.holds, agency, deed.office, deed.team, 0, deed.ends))


@judge.register
def _(deed: deeds.ProposeRole, world: World) -> Outcome:
    me, agency = reader(world, deed), world.users[deed.user].agency
    if not _administers(me, agency) or me.user.id == deed.user:
        return NOT_HELD
    if not fits(world, deed.user, deed.holds, deed.office, deed.team):
        return NOT_HELD
    if not _takes_two(world, deed) or (deed.ends is not None and deed.ends <= 0):
        return FAULT
    world.role_proposals[deed.proposal] = RoleProposal(
        deed.proposal, agency, deed.user, deed.holds, deed.office, deed.team, deed.ends, me.user.id, PROPOSED_FOR
    )
    return DONE


@judge.register
def _(deed: deeds.ConfirmRole, world: World) -> Outcome:
    """A second person: neither who proposed nor whom it is for, while it stands and the proposer still keeps people."""
    me, asked = reader(world, deed), world.role_proposals.get(deed.proposal)
    if asked is None or not _watches(me, asked.agency) or me.user.id in {asked.by, asked.user}:
        return NOT_HELD
    if not asked.is_open or asked.runs_out <= 0 or (asked.ends is not None and asked.ends <= 0):
        return NOT_HELD
    if not _administers(Reader(world, world.users[asked.by]), asked.agency):
        return NOT_HELD
    if not fits(world, asked.user, asked.holds, asked.office, asked.team):
        return NOT_HELD
    world.role_proposals[asked.id] = replace(asked, is_open=False)
    return _put(world, Role(deed.role, asked.user, asked.holds, asked.agency, asked.office, asked.team, 0, asked.ends))


@judge.register
def _(deed: deeds.DeclineRole, world: World) -> Outcome:
    me, asked = reader(world, deed), world.role_proposals.get(deed.proposal)
    if asked is None or not _watches(me, asked.agency) or me.user.id == asked.user or not asked.is_open:
        return NOT_HELD
    world.role_proposals[asked.id] = replace(asked, is_open=False)
    return DONE


@judge.register
def _(deed: deeds.GiveCover, world: World) -> Outcome:
    """Somebody who works on files covers for a case worker at that worker's team, for at most 92 days."""
    me, absent, begins = reader(world, deed), world.roles.get(deed.absent), max(deed.starts, 0)
    if absent is None or not _supervises(me, absent) or not _can_be_covered(absent, begins):
        return NOT_HELD
    if deed.coverer == absent.user or not _may_cover(world, deed.coverer, absent.agency):
        return NOT_HELD
    if not begins < deed.ends <= begins + LONGEST_COVER or begins > FORESEEN:
        return FAULT
    cover = Role(
        deed.role, deed.coverer, Holds.WORKER, absent.agency, absent.office, absent.team, begins, deed.ends, absent.user
    )
    lasts = cover_lasts(world, cover)
    return _put(world, cover if lasts is None else replace(cover, ends=min(deed.ends, lasts)))


def _can_be_covered(role: Role, begins: Micros) -> bool:
    lasts = role.ends is None or role.ends > begins
    return role.holds == Holds.WORKER and role.team is not None and role.covers is None and lasts


def _may_cover(world: World, user: UUID, agency: UUID) -> bool:
    coverer = world.users[user]
    if coverer.agency != agency or coverer.is_system or not coverer.active:
        return False
    held = [role for role in world.roles.values() if role.user == user and role.agency == agency]
    return any(
        role.holds in COVERING and role.covers is None and role.starts <= 0 and (role.ends is None or role.ends > 0)
        for role in held
    )


@judge.register
def _(deed: deeds.EndCover, world: World) -> Outcome:
    me, cover = reader(world, deed), world.roles.get(deed.role)
    if cover is None or cover.covers is None or not (_supervises(me, cover) or cover.user == me.user.id):
        return NOT_HELD
    cut(world, cover, 0)
    return DONE


@judge.register
def _(deed: deeds.ReviewRole, world: World) -> Outcome:
    me, role = reader(world, deed), world.roles.get(deed.role)
    if role is None or not _watches(me, role.agency) or role.user == me.user.id or role.holds == Holds.SYSTEM:
        return NOT_HELD
    if role.ends is not None and role.ends <= 0:
        return NOT_HELD
    if deed.ends_it and not goes_on_watched(world, me.user.id, role.user, role.id, 0):
        return FAULT
    if deed.ends_it:
        cut(world, role, 0)
    return DONE
