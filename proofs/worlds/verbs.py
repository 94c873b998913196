"""Who may do what with a file, and what is the case afterwards: the rules of doing, beside those of reading.

`judge` asks first and changes the world only where the deed is allowed. Files and grants are here; denials, keys and
people in guarding.py, which adds to the same function. Nothing of Jiwar is imported.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import singledispatch
from uuid import UUID

from proofs.worlds import deeds
from proofs.worlds.facts import File, KeyHeld, Permit, Reach, Sort, To, World
from proofs.worlds.spec import ENFORCING, FIREWALLED, KINDS, NEEDS, OWN_CLASSES, RELEASING, Reader

BASES = frozenset({"consent", "public_duty", "vital_interest", "court_order", "mandatory_report"})
GRANTABLE = frozenset({"service", "identity", "narrative", "status", "place"})


class Code(StrEnum):
    """What became of a deed."""

    DONE = "done"
    NOT_HELD = "not one's own"
    FAULT = "against the terms of the verb"
    FIREWALL = "against the enforcement firewall"
    CONTROLLER = "team or owner of another agency"
    BARRED = "out of one's sight"
    SUSPENDED = "an earlier opening waits for its review"
    ALREADY = "so already"
    KEPT_OUT = "a conflict of interest of whom it should belong to"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A code, and how many things were concerned where the verb says so."""

    code: Code
    count: int | None = None


DONE = Outcome(Code.DONE)
NOT_HELD = Outcome(Code.NOT_HELD)
BARRED = Outcome(Code.BARRED)
FAULT = Outcome(Code.FAULT)


@singledispatch
def judge(deed: deeds.Deed, world: World) -> Outcome:
    """What must become of a deed; `world` is changed accordingly."""
    raise NotImplementedError(deed)


def reader(world: World, deed: deeds.Deed) -> Reader:
    if deed.actor is None:
        raise ValueError("the operator is nobody inside")
    return Reader(world, world.users[deed.actor])


# Files come to be


@judge.register
def _(deed: deeds.Register, world: World) -> Outcome:
    me = reader(world, deed)
    if deed.agency != me.user.agency:
        return NOT_HELD
    if not me.has_content:
        return BARRED
    world.files[deed.file] = File(deed.file, Sort.PERSON, deed.agency)
    world.keys |= {KeyHeld(deed.file, kind, deed.agency) for kind in KINDS}
    workers = {To(Reach.USER, me.user.id), *(To(Reach.TEAM, team) for team in me.own_teams)}
    seen_by = sorted(_with_supervisors(world, workers), key=str)
    world.permits[deed.file] = tuple(_inside(deed.file, to, "registration", str(deed.file)) for to in seen_by)
    return DONE


@judge.register
def _(deed: deeds.OpenCase, world: World) -> Outcome:
    me, office = reader(world, deed), world.teams[deed.team].office
    case = File(
        deed.file, Sort.CASE, deed.agency, deed.owner, deed.team, office, person=deed.person, status=deed.status
    )
    if not _is_of_agency(world, case):
        return Outcome(Code.CONTROLLER)
    person = world.files.get(deed.person)
    if person is None or not me.stands_on(person) or person.agency != case.agency:
        return NOT_HELD
    if _owner_is_denied(world, case):
        return Outcome(Code.KEPT_OUT)
    if not me.may_write(case):
        return BARRED
    world.files[case.id] = case
    world.keys |= {KeyHeld(case.id, kind, case.agency) for kind in KINDS}
    if deed.follows:
        _follow(world, person.id, str(case.id), _workers(case))
    return DONE


def _is_of_agency(world: World, case: File) -> bool:
    """Team and owner belong to the agency that keeps the record."""
    office = world.offices[world.teams[case.team].office] if case.team else None
    return (office is None or office.agency == case.agency) and (
        case.owner is None or world.users[case.owner].agency == case.agency
    )


def _owner_is_denied(world: World, case: File) -> bool:
    return case.owner is not None and Reader(world, world.users[case.owner]).in_conflict(case)


def _workers(case: File) -> list[To]:
    team = [To(Reach.TEAM, case.team)] if case.team else []
    return team + ([To(Reach.USER, case.owner)] if case.owner else [])


def _inside(file: UUID, to: To, basis: str, ref: str) -> Permit:
    return Permit(file, to, OWN_CLASSES - {"public_stat"}, basis, ref)


def _follow(world: World, file: UUID, ref: str, to: Iterable[To]) -> None:
    """These see the file because of that case, and nobody else does; what the registration lent is over."""
    meant = _with_supervisors(world, to)
    kept = [p for p in world.permits.get(file, ()) if not _is_over(p, ref, meant)]
    held = {p.key for p in kept}
    new = [_inside(file, one, "case", ref) for one in sorted(meant, key=str)]
    world.permits[file] = tuple(kept + [p for p in new if p.key not in held])


def _with_supervisors(world: World, to: Iterable[To]) -> set[To]:
    """What a team works on, the supervisors of its office see too."""
    meant = set(to)
    return meant | {To(Reach.SUPERVISORS, world.teams[one.id].office) for one in meant if one.reach == Reach.TEAM}


def _is_over(permit: Permit, ref: str, meant: set[To]) -> bool:
    return permit.basis == "registration" or (permit.basis == "case" and permit.ref == ref and permit.to not in meant)


@judge.register
def _(deed: deeds.WriteNote, world: World) -> Outcome:
    return DONE if reader(world, deed).may_note(world.files[deed.file]) else BARRED


# Files change hands


@judge.register
def _(deed: deeds.PlainMove, world: World) -> Outcome:
    me, case = reader(world, deed), world.files[deed.file]
    if not me.may_write(case):
        return Outcome(Code.DONE, 0)
    moved = replace(case, team=deed.team, office=world.teams[deed.team].office)
    if not _is_of_agency(world, moved):
        return Outcome(Code.CONTROLLER)
    if not me.may_see(moved):
        return BARRED
    _move(world, moved)
    return Outcome(Code.DONE, 1)


@judge.register
def _(deed: deeds.HandOver, world: World) -> Outcome:
    me, case = reader(world, deed), world.files[deed.file]
    if not me.stands_on(case):
        return NOT_HELD
    if deed.behind or case.sort == Sort.PERSON:
        return Outcome(Code.DONE, 0)
    moved = replace(case, team=deed.team, office=world.teams[deed.team].office, owner=deed.owner)
    if not _is_of_agency(world, moved):
        return Outcome(Code.CONTROLLER)
    if moved.owner != case.owner and _owner_is_denied(world, moved):
        return Outcome(Code.KEPT_OUT)
    _move(world, replace(moved, version=case.version + 1))
    return Outcome(Code.DONE, 1)


def _move(world: World, moved: File) -> None:
    if world.files[moved.id].team != moved.team:
        world.before.setdefault(moved.id, world.files[moved.id])
    world.files[moved.id] = moved


@judge.register
def _(deed: deeds.Follow, world: World) -> Outcome:
    me, case = reader(world, deed), case_of(world, deed.file, deed.ref)
    if not me.stands_on(world.files[deed.file]) or case is None or not me.stands_on(case):
        return NOT_HELD
    if any(world.agency_of(to) != me.user.agency for to in deed.to):
        return NOT_HELD
    _follow(world, deed.file, deed.ref, deed.to)
    return DONE


def cases_of(world: World, file: UUID) -> list[File]:
    """The case itself, or the cases of that person."""
    return [case for case in world.files.values() if case.sort == Sort.CASE and file in (case.id, case.person)]


def case_of(world: World, file: UUID, ref: str) -> File | None:
    """The case because of which something is said of a file."""
    return next((case for case in cases_of(world, file) if str(case.id) == ref), None)


# Grants


@judge.register
def _(deed: deeds.Give, world: World) -> Outcome:
    me, file, agency = reader(world, deed), world.files[deed.file], world.agency_of(deed.to)
    if not me.stands_on(file) or agency is None or not world.same_world(agency, me.user.agency):
        return NOT_HELD
    if not _are_terms(deed):
        return FAULT
    if world.agencies[agency].kind in ENFORCING and deed.classes & FIREWALLED and not _is_release(deed):
        return Outcome(Code.FIREWALL)
    permit = Permit(deed.file, deed.to, deed.classes, deed.basis, deed.ref, deed.is_full, deed.release, deed.ends)
    remove(world, lambda old: old.key == permit.key and old.ends is not None and old.ends <= 0)
    if permit.key in {p.key for p in world.permits.get(deed.file, ())}:
        return FAULT
    world.permits[deed.file] = (*world.permits.get(deed.file, ()), permit)
    if agency != file.agency:
        held = {key.kind for key in world.keys if key.file == file.id and key.agency == file.agency}
        world.keys |= {KeyHeld(file.id, k, agency) for k in KINDS if k in held and NEEDS[k] & deed.classes}
    return DONE


def _are_terms(deed: deeds.Give) -> bool:
    """A basis named by a code, an end ahead, known classes; a summary tells no story."""
    return (
        deed.basis in BASES
        and re.fullmatch(r"\S{1,64}", deed.ref) is not None
        and (deed.ends is None or deed.ends > 0)
        and bool(deed.classes)
        and deed.classes <= GRANTABLE
        and (deed.is_full or "narrative" not in deed.classes)
    )


def _is_release(deed: deeds.Give) -> bool:
    return deed.release and deed.basis in RELEASING


@judge.register
def _(deed: deeds.End, world: World) -> Outcome:
    """Whoever stands on one file that rests on a basis ends it in the whole agency, sealed files included.

    What another agency named alike is another basis.
    """
    me = reader(world, deed)
    if deed.basis not in BASES:
        return FAULT

    def rests(permit: Permit) -> bool:
        own = world.files[permit.file].agency == me.user.agency
        return own and permit.basis == deed.basis and permit.ref == deed.ref

    if not any(rests(permit) and me.stands_on(world.files[permit.file]) for permit in world.all_permits()):
        return NOT_HELD
    return Outcome(Code.DONE, remove(world, rests))


def remove(world: World, goes: Callable[[Permit], bool]) -> int:
    """Permits leave, and with them the keys to which nobody of their agency is entitled any more."""
    gone = [permit for permit in world.all_permits() if goes(permit)]
    for permit in gone:
        world.permits[permit.file] = tuple(p for p in world.permits[permit.file] if p is not permit)
        world.ended[permit.file] = (*world.ended.get(permit.file, ()), permit)
    for permit in gone:
        prune(world, permit.file, world.agency_of(permit.to))
    return len(gone)


def prune(world: World, file: UUID, agency: UUID | None) -> None:
    if agency != world.files[file].agency:
        gone = [key for key in world.keys if (key.file, key.agency) == (file, agency) and not _is_entitled(world, key)]
        world.keys -= set(gone)


def end_tokens(world: World, user: UUID) -> None:
    """No system works as this user any more."""
    for token in [one for one in world.tokens.values() if one.user == user]:
        del world.tokens[token.id]


def _is_entitled(world: World, key: KeyHeld) -> bool:
    """Whether a grant that runs names somebody of the agency and a class that this key is needed for."""
    return any(
        (permit.ends is None or permit.ends > 0)
        and world.agency_of(permit.to) == key.agency
        and bool(permit.classes & NEEDS[key.kind])
        for permit in world.permits.get(key.file, ())
    )


@judge.register
def _(deed: deeds.Sweep, world: World) -> Outcome:
    me = reader(world, deed)
    if not me.is_system:
        return NOT_HELD

    def ran_out(permit: Permit) -> bool:
        own = world.files[permit.file].agency == me.user.agency
        return own and permit.ends is not None and permit.ends <= 0

    return Outcome(Code.DONE, remove(world, ran_out))
