"""Which circumstances decided: the same question to the rules, in a world where one circumstance is taken away.

An answer about an expired grant says nothing if the same user sees the file anyway. So it is counted how often the
answer (which classes of which file) would be another without the circumstance.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from proofs.worlds.asking import Tally
from proofs.worlds.facts import File, Role, World
from proofs.worlds.spec import APART, Reader


def _nothing_expires(world: World) -> None:
    for file, permits in world.permits.items():
        world.permits[file] = tuple(replace(permit, ends=None) for permit in permits)


def _no_conflicts(world: World) -> None:
    for file, denials in world.denials.items():
        world.denials[file] = tuple(denial for denial in denials if denial.user is None)


def _no_glass(world: World) -> None:
    for file, permits in world.permits.items():
        world.permits[file] = tuple(permit for permit in permits if permit.basis != "glass")


def _no_seals(world: World) -> None:
    for file, denials in world.denials.items():
        world.denials[file] = tuple(denial for denial in denials if denial.user)


def _nothing_ended(world: World) -> None:
    for file, permits in world.ended.items():
        world.permits[file] = world.permits.get(file, ()) + permits


def _no_firewall(world: World) -> None:
    for agency in world.agencies.values():
        world.agencies[agency.id] = replace(agency, kind="ngo")


def _roles_for_ever(world: World) -> None:
    for role in world.roles.values():
        world.roles[role.id] = replace(role, starts=-1, ends=None)


def _roles_may_mix(world: World) -> None:
    world.roles = {key: role for key, role in world.roles.items() if role.holds not in APART}


def _nothing_handed_over(world: World) -> None:
    world.files = world.files | world.before


def _everybody_active(world: World) -> None:
    for user in world.users.values():
        world.users[user.id] = replace(user, active=True)
    for agency in world.agencies.values():
        world.agencies[agency.id] = replace(agency, active=True)


def _roles_anywhere(world: World) -> None:
    def moved(role: Role) -> Role:
        return replace(role, agency=world.users[role.user].agency)

    world.roles = {key: moved(role) for key, role in world.roles.items()}


WITHOUT: dict[str, Callable[[World], None]] = {
    "expiry": _nothing_expires,
    "conflict of interest": _no_conflicts,
    "seal": _no_seals,
    "emergency opening": _no_glass,
    "withdrawal or end": _nothing_ended,
    "firewall": _no_firewall,
    "period of a role": _roles_for_ever,
    "administrator or officer who works": _roles_may_mix,
    "hand-over": _nothing_handed_over,
    "inactive user or agency": _everybody_active,
    "role of a former agency": _roles_anywhere,
}


def count(world: World, tally: Tally, circumstances: Mapping[str, Callable[[World], None]] = WITHOUT) -> None:
    """Count for each circumstance in how many pairs of user and file it decides."""
    answers = _answers(world)
    for circumstance, taken_away in circumstances.items():
        other = world.copy()
        taken_away(other)
        tally.deciding[circumstance] += sum(a != b for a, b in zip(answers, _answers(other), strict=True))


def _answers(world: World) -> list[frozenset[str]]:
    readers = [Reader(world, user) for user in world.users.values()]
    files: list[File] = list(world.files.values())
    return [reader.classes(file) for reader in readers for file in files]
