"""The rules of doing, continued: emergency openings, and seals by two."""

from dataclasses import replace

from proofs.worlds import deeds
from proofs.worlds.facts import Denial, File, Glass, Permit, Proposal, Reach, Sort, To, World
from proofs.worlds.guarding import deny, judge
from proofs.worlds.spec import OWN_CLASSES
from proofs.worlds.verbs import DONE, FAULT, NOT_HELD, Code, Outcome, reader, remove

__all__ = ["judge"]

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
CATEGORIES = frozenset({"life", "medical", "unreachable", "deadline", "other"})
VERDICTS = frozenset({"justified", "not_justified", "follow_up"})


@judge.register
def _(deed: deeds.BreakGlass, world: World) -> Outcome:
    """A case of one's own agency that one does not see, by those who work on files; never what is denied."""
    me, case = reader(world, deed), world.files[deed.file]
    if not me.works:
        return NOT_HELD
    if not 1 <= deed.minutes <= 60 or deed.category not in CATEGORIES:
        return FAULT
    if any(g.user == me.user.id and not g.verdict and g.opened <= -DAY for g in world.glasses.values()):
        return Outcome(Code.SUSPENDED)
    if case.person is None or case.agency != me.user.agency:
        return NOT_HELD
    person = world.files[case.person]
    if me.is_denied(case) or me.is_denied(person):
        return NOT_HELD
    if me.may_see(case):
        return Outcome(Code.ALREADY)
    ends = deed.minutes * MINUTE
    for file in (case, person):
        opened = Permit(
            file.id, To(Reach.USER, me.user.id), OWN_CLASSES - {"public_stat"}, "glass", str(deed.glass), ends=ends
        )
        world.permits[file.id] = (*world.permits.get(file.id, ()), opened)
    world.glasses[deed.glass] = Glass(deed.glass, case.id, case.agency, me.user.id, 0, ends)
    return DONE


@judge.register
def _(deed: deeds.CloseGlass, world: World) -> Outcome:
    me, glass = reader(world, deed), world.glasses[deed.glass]
    if glass.user != me.user.id and not me.judges(world.files[glass.case]):
        return NOT_HELD
    _close(world, glass)
    return DONE


def _close(world: World, glass: Glass) -> None:
    remove(world, lambda permit: permit.basis == "glass" and permit.ref == str(glass.id))
    if glass.ends > 0:
        world.glasses[glass.id] = replace(world.glasses[glass.id], is_closed=True)


@judge.register
def _(deed: deeds.ReviewGlass, world: World) -> Outcome:
    """By somebody else, once; what needs follow-up is judged again. What is not justified is closed at once."""
    me, glass = reader(world, deed), world.glasses[deed.glass]
    if glass.user == me.user.id or not me.judges(world.files[glass.case]):
        return NOT_HELD
    if deed.verdict not in VERDICTS:
        return FAULT
    if glass.verdict not in ("", "follow_up"):
        return NOT_HELD
    world.glasses[glass.id] = replace(glass, verdict=deed.verdict)
    if deed.verdict == "not_justified":
        _close(world, glass)
    return DONE


@judge.register
def _(deed: deeds.ProposeSeal, world: World) -> Outcome:
    """A supervisor who stands on the file proposes to seal it; one of a sealed file, to lift the seal."""
    me, file = reader(world, deed), world.files[deed.file]
    if not me.supervises(file) or not (_is_sealed(world, file) if deed.lifts else me.stands_on(file)):
        return NOT_HELD
    if any((p.case, p.lifts, p.decision) == (file.id, deed.lifts, "") for p in world.proposals.values()):
        return Outcome(Code.ALREADY)
    if file.sort == Sort.PERSON:
        return NOT_HELD
    world.proposals[deed.proposal] = Proposal(deed.proposal, file.id, file.agency, deed.lifts, me.user.id)
    return DONE


def _is_sealed(world: World, file: File) -> bool:
    return any(denial.user is None for denial in world.denials.get(file.id, ()))


@judge.register
def _(deed: deeds.DecideSeal, world: World) -> Outcome:
    """Confirmed by another than who proposed; rejected by them, or withdrawn. The seal covers case and person."""
    me, proposal = reader(world, deed), world.proposals[deed.proposal]
    case, mine = world.files[proposal.case], proposal.by == me.user.id
    may = me.judges(case) and not mine if deed.confirms else me.judges(case) or mine
    if proposal.decision or not may:
        return NOT_HELD
    if deed.confirms:
        _apply(world, proposal, case)
    decision = "confirmed" if deed.confirms else "withdrawn" if mine else "rejected"
    world.proposals[proposal.id] = replace(proposal, decision=decision)
    return DONE


def _apply(world: World, proposal: Proposal, case: File) -> None:
    if not proposal.lifts:
        for file in (case.id, case.person):
            if file:
                deny(world, Denial(file, None, str(case.id)))
        return
    for file, denials in world.denials.items():
        world.denials[file] = tuple(d for d in denials if (d.user, d.ref) != (None, str(case.id)))


@judge.register
def _(deed: deeds.GlassesAge, world: World) -> Outcome:
    for glass, opened in deed.opened.items():
        ends = min(world.glasses[glass].ends, opened + 60 * MINUTE)
        world.glasses[glass] = replace(world.glasses[glass], opened=opened, ends=ends)
    return DONE
