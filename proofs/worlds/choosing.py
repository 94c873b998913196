"""Which stories tell most: those in which as many circumstances as possible decide, and verbs end in many ways.

Asked of the rules alone, so it costs no query. Mutants are hunted in the stories that tell most, in that order.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from proofs.worlds import deciding
from proofs.worlds.asking import Tally
from proofs.worlds.deeds import BreakGlass, DecideSeal, Deed, ReviewGlass
from proofs.worlds.emergencies import DAY
from proofs.worlds.facts import Holds, World
from proofs.worlds.forcing import judge
from proofs.worlds.spec import Reader
from proofs.worlds.telling import Story, story

CANDIDATES = 48


def _any_release_releases(world: World) -> None:
    for file, permits in world.permits.items():
        world.permits[file] = tuple(replace(p, basis="court_order") if p.release else p for p in permits)


def _changed_roles(old: Holds, new: Holds) -> Callable[[World], None]:
    def change(world: World) -> None:
        for key, role in world.roles.items():
            world.roles[key] = replace(role, holds=new) if role.holds == old else role

    return change


def _closed_agencies_go_on(world: World) -> None:
    for agency in world.agencies.values():
        world.agencies[agency.id] = replace(agency, active=True)


def _the_moment_is_in(world: World) -> None:
    for file, permits in world.permits.items():
        world.permits[file] = tuple(replace(p, ends=1) if p.ends == 0 else p for p in permits)


def _the_moment_is_in_roles(world: World) -> None:
    for key, role in world.roles.items():
        world.roles[key] = replace(role, ends=1) if role.ends == 0 else role


def _the_moment_is_out_of_roles(world: World) -> None:
    for key, role in world.roles.items():
        world.roles[key] = replace(role, starts=1) if role.starts == 0 and role.ends is None else role


FINER: dict[str, Callable[[World], None]] = {
    "a release on no basis that releases": _any_release_releases,
    "a researcher who does not work": _changed_roles(Holds.RESEARCHER, Holds.WORKER),
    "an officer who works": _changed_roles(Holds.DATA_PROTECTION, Holds.RESEARCHER),
    "an administrator who works": _changed_roles(Holds.ADMINISTRATOR, Holds.RESEARCHER),
    "a grant that ends this moment": _the_moment_is_in,
    "a role that ends this moment": _the_moment_is_in_roles,
    "a role that begins this moment": _the_moment_is_out_of_roles,
    "a closed agency": _closed_agencies_go_on,
}
"""Circumstances told apart more finely than in the figures."""


def telling_stories(seed: str, count: int = CANDIDATES, *, candidates: int = CANDIDATES) -> list[Story]:
    """The `count` stories of a seed that tell most, each new one chosen for what those before it leave out."""
    pool = [story(f"{seed}/{number}") for number in range(candidates)]
    told = {number: _tells(one) for number, one in enumerate(pool)}
    chosen: list[int] = []
    seen: dict[str, int] = {}
    for _ in range(min(count, len(pool))):
        rest = [number for number in told if number not in chosen]
        best = max(rest, key=lambda number: sum(1 / (1 + seen.get(what, 0)) for what in told[number]))
        chosen.append(best)
        for what in told[best]:
            seen[what] = seen.get(what, 0) + 1
    return [pool[number] for number in chosen]


def _kind(deed: Deed, world: World) -> str:
    """What is done; of decisions and judgements also which, by whom, and what else is denied at that moment."""
    name = type(deed).__name__
    if deed.actor is None or not isinstance(deed, DecideSeal | ReviewGlass | BreakGlass):
        return name
    me = Reader(world, world.users[deed.actor])
    if isinstance(deed, BreakGlass):
        return f"{name} {sorted({g.opened == -DAY for g in world.glasses.values() if g.user == deed.actor})}"
    if isinstance(deed, ReviewGlass):
        glass = world.glasses[deed.glass]
        return f"{name} {deed.verdict} {_by(me, glass.user)} {me.judges(world.files[glass.case])}"
    proposal = world.proposals[deed.proposal]
    denied = {(denial.user is None, denial.ref == str(proposal.case)) for denial in world.all_denials()}
    judges = me.judges(world.files[proposal.case])
    return f"{name} {deed.confirms} {proposal.lifts} {_by(me, proposal.by)} {judges} {sorted(denied)}"


def _by(me: Reader, who: UUID) -> str:
    return "oneself" if me.user.id == who else "an officer" if me.stands_apart else "another"


def _tells(one: Story) -> frozenset[str]:
    """What happens in a story: how each kind of deed ends, and which circumstances decide in the end."""
    world, tally = one.beginning.copy(), Tally()
    ends: Iterable[str] = {
        f"{_kind(deed, world)} {judge(deed, world).code}" for chapter in one.chapters for deed in chapter
    }
    deciding.count(world, tally)
    deciding.count(world, tally, FINER)
    return frozenset(ends) | {what for what, count in tally.deciding.items() if count}
