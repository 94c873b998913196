"""False identities and side doors: whoever stands there after each attempt must be nobody, or be refused.

These are tried once in every world, with the files of that world behind the wall.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg

from proofs.worlds.asking import Mismatch, Tally
from proofs.worlds.facts import World
from proofs.worlds.spec import Reader
from proofs.worlds.stage import Stage

HOLDING = "select wall.verified_principals() <> '{}'"
STANDING = f"{HOLDING} or wall.actor() is not null"
SEEN = "select count(*)::int from cases_case"
REFUSED = {"42501", "WA001", "WA002", "WA003", "22P02"}
"""No right, not announced, not entered, not held, not a user's id."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The people of one world between whom identities are stolen."""

    stage: Stage
    thief: UUID
    victim: UUID
    agency: UUID
    file: UUID

    def setting(self, value: str) -> None:
        self.stage.db.execute("select set_config('wall.seal', %s, true)", [value])

    def shown(self) -> str:
        """What the application sees of its own seal."""
        return str(self.stage.one("select current_setting('wall.seal', true)"))

    def enter(self, token: str) -> None:
        self.stage.db.execute("select wall.enter(%s)", [token])


def _forged(gate: Gate) -> None:
    gate.enter(gate.stage.token(gate.victim, key=b"not the key"))


def _swapped(gate: Gate) -> None:
    if gate.thief == gate.victim:
        return  # everybody who works here sees this file: it would be one's own token
    gate.enter(str(gate.victim) + gate.stage.token(gate.thief)[36:])


def _too_old(gate: Gate) -> None:
    gate.enter(gate.stage.token(gate.victim, good_for=-2))


def _too_long(gate: Gate) -> None:
    gate.enter(gate.stage.token(gate.victim, good_for=90))


def _prolonged(gate: Gate) -> None:
    *said, expiry, mac = gate.stage.token(gate.victim, good_for=-2).split(".")
    gate.enter(".".join((*said, str(int(expiry) + 30), mac)))


def _on_the_way_in(gate: Gate) -> None:
    """Whoever has not proved yet who they are is known by name, stands for nothing and sees no file."""
    gate.enter(gate.stage.token(gate.victim, mode="signing"))
    if not gate.stage.one(HOLDING) and not gate.stage.one(SEEN):
        gate.stage.db.execute("select wall.leave()")


def _raised(gate: Gate) -> None:
    """A token for the way in, read as one that is in."""
    user, _, *rest = gate.stage.token(gate.victim, mode="signing").split(".")
    gate.enter(".".join((user, "full", *rest)))


def _without_mac(gate: Gate) -> None:
    gate.enter(gate.stage.token(gate.victim).rpartition(".")[0])


def _unsigned(gate: Gate) -> None:
    gate.setting(f"{gate.victim} {gate.agency} * a:{gate.agency} s:{gate.agency} u:{gate.victim}|{'0' * 64}")


def _bare(gate: Gate) -> None:
    gate.setting(f"{gate.victim} {gate.agency} * a:{gate.agency} s:{gate.agency} u:{gate.victim}")


def _widened(gate: Gate) -> None:
    """One's own true seal, with a principal more."""
    gate.stage.become(gate.thief)
    message, _, mac = gate.shown().rpartition("|")
    gate.setting(f"{message} s:{gate.agency}|{mac}")


def _of_before(gate: Gate) -> None:
    """A true seal of an earlier transaction."""
    gate.setting(gate.stage.former_seal)


def _announced(gate: Gate) -> None:
    """An announcement that reads like a seal, put in its place: sealed by the database, for something else."""
    gate.stage.db.execute("select wall.announce(%s)", [f"{gate.victim} {gate.agency} * s:{gate.agency}"])
    gate.stage.db.execute("select set_config('wall.seal', current_setting('wall.action', true), true)")


def _left(gate: Gate) -> None:
    gate.stage.become(gate.victim)
    gate.stage.db.execute("select wall.leave()")


IDENTITIES: dict[str, Callable[[Gate], None]] = {
    "a token made without the key": _forged,
    "the token of another user": _swapped,
    "a token that ran out": _too_old,
    "a token good for too long": _too_long,
    "a token made longer": _prolonged,
    "a token without its MAC": _without_mac,
    "a token for the way in": _on_the_way_in,
    "a token for the way in, raised": _raised,
    "a seal with a made-up MAC": _unsigned,
    "a seal without a MAC": _bare,
    "one's own seal with a principal more": _widened,
    "a seal of an earlier transaction": _of_before,
    "an announcement in the place of the seal": _announced,
    "after leaving": _left,
}

SIDE_DOORS = {
    "a permit written directly": "insert into case_access (id, root_id, principal, level, classes, purpose, basis_kind,"
    " basis_id, release, denied, created_at) values (gen_random_uuid(), '{file}', 'u:{thief}', 'full', '{{}}', '',"
    " 'case', 'x', false, false, now())",
    "a permit made longer": "update case_access set expires_at = null",
    "a denial removed": "delete from case_access",
    "arrays written": "update cases_case set scope = array['u:{thief}'] where id = '{file}'",
    "an agency changed": "update access_user set agency_id = '{agency}' where id = '{thief}'",
    "a role written": "insert into access_roleassignment (id, user_id, role, agency_id, starts_at) values"
    " (gen_random_uuid(), '{thief}', 'supervisor', '{agency}', now())",
    "a key deleted": "delete from vault_keywrap",
    "the first key of an agency": "insert into vault_agencykey (agency_id, version, wrapped)"
    " values (gen_random_uuid(), 1, '')",
    "an event rewritten": "update audit_event set actor = null",
    "an event of somebody else": "insert into audit_event (actor, action, outcome, door, reason)"
    " values ('{victim}', 'x', 'done', 'cli', '')",
    "a permit put by the wall's own hand": "select wall.put('{file}', 'u:{thief}', 'full', '{{}}', '', 'case', 'x',"
    " false, false, null)",
    "the principals of somebody": "select wall.principals_of('{victim}')",
    "all roots": "select wall.roots(array['{file}'::uuid])",
    "a case moved by the wall's own hand": "select wall.move('{file}', null, null, 1)",
}
"""Statements that the application has no right to, tried by somebody who works here."""

UNANNOUNCED = {
    "a row": "insert into people_findingkeys (person_id, keys_version, tokens)"
    " select id, 1, '{{7}}' from people_person",
    "a grant": "select wall.give('{own}', 'u:{thief}', 'full', array['service'], 'protection',"
    " 'consent', 'y', false, null)",
}
"""What is one's right, without announcing an action."""


def try_all(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    """Every false identity, every side door. Nothing where nobody in this world works on a file."""
    pairs = ((reader, file) for reader in _readers(world) for file in world.files.values() if file.person)
    victim, file = next(((r.user, f) for r, f in pairs if r.stands_on(f)), (None, None))
    if victim is None or file is None:
        return
    thief = next((r.user for r in _readers(world) if r.works and not r.may_see(file)), victim)
    gate = Gate(stage, thief.id, victim.id, victim.agency, file.id)
    for name, attempt in IDENTITIES.items():
        yield from _became_somebody(gate, name, attempt, tally)
    names = {"file": file.id, "own": file.id, "thief": thief.id, "victim": victim.id, "agency": victim.agency}
    for name, statement in SIDE_DOORS.items():
        stage.become(thief.id)
        yield from _let_in(stage, name, statement.format(**names), tally)
    for name, statement in UNANNOUNCED.items():
        stage.become(victim.id, announced=False)
        yield from _let_in(stage, f"{name} unannounced", statement.format(**names), tally)
    stage.become(victim.id)
    stage.last_seal = gate.shown()


def _readers(world: World) -> list[Reader]:
    return [Reader(world, user) for user in world.users.values()]


def _became_somebody(gate: Gate, name: str, attempt: Callable[[Gate], None], tally: Tally) -> Iterator[Mismatch]:
    stage = gate.stage
    stage.become(None)
    tally.note("false identity", 1, 0)
    try:
        with stage.db.transaction(force_rollback=True):
            attempt(gate)
            if stage.one(STANDING) or stage.one(SEEN):
                yield Mismatch("false identity", "nobody", "somebody", gate.victim, name)
    except psycopg.Error as error:
        if error.sqlstate not in REFUSED:
            yield Mismatch("false identity", "refused", str(error), gate.victim, name)


def _let_in(stage: Stage, name: str, statement: str, tally: Tally) -> Iterator[Mismatch]:
    tally.note("side door", 1, 0)
    try:
        with stage.db.transaction(force_rollback=True):
            stage.db.execute(statement.encode())
            yield Mismatch("side door", "refused", "done", None, name)
    except psycopg.Error as error:
        if error.sqlstate not in REFUSED:
            yield Mismatch("side door", "refused", str(error), None, name)
