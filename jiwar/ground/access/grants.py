"""Giving and ending access: thin hands over the definer functions of the wall, for use inside actions.

The database checks for itself (own file, basis, firewall); what it refuses comes back as one of our errors.
Key wraps come with a grant here, and go with it in the database, by the trigger on case_access.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.classes import Basis, DataClass, Level, Purpose
from jiwar.ground.base.errors import Missing, Reason, Refused
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

FIREWALL = Reason(
    "firewall",
    _("Police, labour and border agencies never receive status, place or shelter without a named release."),
)
NOT_HELD, FIREWALLED = "WA003", "WA004"
NO_WORDS: Mapping[str, Reason] = {}
PERSONAL = frozenset({DataClass.IDENTITY, DataClass.STATUS, DataClass.PLACE})
"""What stands on the record of the person, not of the case."""
KEYS: dict[Kind, frozenset[DataClass]] = {
    Kind.IDENTITY: frozenset({DataClass.IDENTITY}),
    Kind.NARRATIVE: frozenset({DataClass.NARRATIVE}),
    Kind.GUARDED: frozenset({DataClass.STATUS, DataClass.PLACE}),
}
"""Which classes each data key seals; wall.is_needed() has the same table."""


@dataclass(frozen=True, slots=True)
class To:
    """Somebody to whom access is given. `principal` is how the wall writes it."""

    principal: str

    @classmethod
    def agency(cls, agency_id: UUID) -> "To":
        return cls(f"a:{agency_id}")

    @classmethod
    def office(cls, office_id: UUID) -> "To":
        return cls(f"o:{office_id}")

    @classmethod
    def team(cls, team_id: UUID) -> "To":
        return cls(f"t:{team_id}")

    @classmethod
    def user(cls, user_id: UUID) -> "To":
        return cls(f"u:{user_id}")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted, why, and until when. `release` lets firewalled classes through to an enforcing agency."""

    classes: frozenset[DataClass]
    basis: Basis
    basis_id: str
    purpose: Purpose
    level: Level = Level.FULL
    until: datetime | None = None
    release: bool = False

    @property
    def tells_without_file(self) -> bool:
        """A summary that is to tell what happened: the wall does not make one."""
        return self.level is Level.SUMMARY and DataClass.NARRATIVE in self.classes


@contextmanager
def refusals(words: Mapping[str, Reason] = NO_WORDS) -> Iterator[None]:
    """The database's refusals in our words. The savepoint of the action takes back what was begun."""
    try:
        yield
    except DatabaseError as error:
        state = (error.__cause__.sqlstate if isinstance(error.__cause__, psycopg.Error) else None) or ""
        if state in words:
            raise Refused(words[state]) from error
        if state == NOT_HELD:
            raise Missing from error
        if state == FIREWALLED:
            raise Refused(FIREWALL) from error
        raise


def call(statement: str, *values: Any, words: Mapping[str, Reason] = NO_WORDS) -> list[tuple[Any, ...]]:
    """A verb of the wall, for the actions of an area. `words` says for a state of the database why it refuses.

    Raises Missing for what is not held.
    """
    with refusals(words), connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def key_kinds(classes: Iterable[DataClass]) -> list[Kind]:
    """Which data keys a set of classes needs."""
    given = frozenset(classes)
    return [kind for kind, sealed in KEYS.items() if given & sealed]


def give(root_id: UUID, to: To, terms: Terms, *, from_agency: UUID) -> UUID:
    """Give access to a root on a basis, with the keys it needs; returns the id of the permit.

    Raises Missing where the file is not one's own or nobody is behind `to`, Refused at the firewall.
    """
    made = call(
        "select wall.give(%s, %s, %s, %s::text[], %s, %s, %s, %s, %s), wall.agency_of(%s)",
        root_id, to.principal, terms.level, [str(c) for c in terms.classes], terms.purpose, terms.basis,
        terms.basis_id, terms.release, terms.until, to.principal,
    )  # fmt: skip
    permit, agency = made[0]
    if isinstance(agency, UUID) and agency != from_agency:
        keyring.add_wraps(root_id, from_agency=from_agency, to_agency=agency, kinds=key_kinds(terms.classes))
    if not isinstance(permit, UUID):
        raise Missing
    return permit


def end(*, basis: Basis, basis_id: str) -> set[tuple[UUID, To]]:
    """End everything of the agency that rests on one basis; returns on which roots something ended, and for whom."""
    rows = call("select root, was_for from wall.end_grants(%s, %s)", basis, basis_id)
    return {(root, To(principal)) for root, principal in rows}


def set_inside(root_id: UUID, *, case_id: UUID, principals: Sequence[To]) -> None:
    """Who inside the agency sees this root because of a case: the whole set, replaced at once."""
    call("select wall.set_inside(%s, 'case', %s, %s)", root_id, str(case_id), [to.principal for to in principals])


def deny(root_id: UUID, *, user_id: UUID, basis_id: str) -> None:
    """A conflict of interest: from now on this user reads nothing of the root, whatever was granted."""
    call("select wall.deny(%s, %s, %s)", root_id, user_id, basis_id)


def lift(*, basis_id: str, user_id: UUID) -> int:
    """Take back a user's conflict of interest set for one file; returns on how many roots. Never one's own."""
    return int(str(call("select wall.lift('conflict', %s, %s)", basis_id, user_id)[0][0]))


def hand_over(root_id: UUID, *, owner_id: UUID | None, team_id: UUID, version: int) -> bool:
    """Move a root to another owner or team; False where it no longer has `version`."""
    return bool(call("select wall.hand_over(%s, %s, %s, %s)", root_id, owner_id, team_id, version)[0][0])


def sweep() -> int:
    """Remove expired permits of the system user's agency, and the wraps that go with them."""
    return int(str(call("select wall.sweep()")[0][0]))


def erase_keys(root_id: UUID) -> None:
    """Destroy every key of a root, whoever holds it; its agency's supervisors. Raises Missing for everybody else."""
    with refusals():
        keyring.erase(root_id)


def set_active(user_id: UUID, *, active: bool) -> None:
    """Let a user in or shut a user out at the wall; the administrator's."""
    call("select wall.set_active(%s, %s)", user_id, active)


def end_role(assignment_id: UUID, *, at: datetime) -> None:
    """End a role; the administrator's."""
    call("select wall.end_role(%s, %s)", assignment_id, at)


def exists(root_id: UUID, to: To, *, basis: Basis, basis_id: str) -> bool:
    """Whether this was granted already on this basis; asked of the database, which sees what the caller may not."""
    return bool(call("select wall.granted(%s, %s, %s, %s)", root_id, to.principal, basis, basis_id)[0][0])
