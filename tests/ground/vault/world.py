"""Two agencies with the people the vault meets: workers, a supervisor, and the system user that rotates keys.

No conftest, because that is loaded before Django is ready: each test module makes its fixtures from these.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from jiwar.areas.people.models import Person
from jiwar.ground.access import grants, installing, wall
from jiwar.ground.access.classes import AgencyKind, Basis, DataClass, Level, Purpose
from jiwar.ground.access.grants import Terms, To
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import User
from jiwar.ground.access.roles import CaseWorker, Supervisor
from jiwar.ground.vault import agency_keys, root
from jiwar.ground.vault.keyring import new_root_id, new_root_keys, ring
from jiwar.ground.vault.kms import FileKms

BOTH_SIDES = pytest.mark.django_db(transaction=True, databases=["default", "second", "owner"])
"""Commits as the application, sets the scene as the owner."""
NAME = Titles("name", "اسم")


@dataclass(frozen=True)
class World:
    """A ministry (Amal, her supervisor Bashir) and another agency (Carine), each with its system user."""

    amal: User
    bashir: User
    carine: User
    system: User
    system_of_b: User

    @property
    def a(self) -> UUID:
        return self.amal.agency_id

    @property
    def b(self) -> UUID:
        return self.carine.agency_id


def found() -> World:
    """The two agencies, as the operator installs them."""
    with installing.installing():
        ministry = installing.add_agency("moa", AgencyKind.MINISTRY, NAME)
        other = installing.add_agency("other", AgencyKind.UN, NAME)
        team = installing.add_team(installing.add_office(ministry, NAME), NAME)
        team_of_b = installing.add_team(installing.add_office(other, NAME), NAME)
        amal, bashir = (installing.add_user(ministry, Account(name, NAME, "")) for name in ("amal", "bashir"))
        carine = installing.add_user(other, Account("carine", NAME, ""))
        installing.add_role(amal, CaseWorker, team=team)
        installing.add_role(bashir, Supervisor)
        installing.add_role(carine, CaseWorker, team=team_of_b)
        systems = {u.agency_id: u for u in User.objects.using("owner").filter(kind=User.Kind.SYSTEM)}
    return World(amal, bashir, carine, systems[ministry.pk], systems[other.pk])


@contextmanager
def acting(user: User, *, undone: bool = False) -> Iterator[None]:
    """One transaction in which `user` does something; rolled back at its end where it is `undone`."""
    with transaction.atomic(durable=True):
        wall.enter(user.pk)
        with wall.announcing("test"):
            yield
        transaction.set_rollback(undone)


def own_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    """Root keys for one test, which it may rotate and forget."""
    made = FileKms.generate(folder / "root.json", demo=True)
    monkeypatch.setattr(root, "_file", lambda path: made)
    agency_keys.unwrapped.cache_clear()
    return made


def register(user: User, contact: str = "أمل", residence: str = "Irbid") -> Person:
    """A person of the user's agency, with two sealed columns, in the transaction that is open."""
    person = Person(id=new_root_id(), agency_id=user.agency_id, code=f"P-{uuid4().hex[:6]}")
    ring = new_root_keys(person.pk, user.agency_id)
    person.safe_contact = ring.seal(person, "safe_contact", contact)
    person.residence = ring.seal(person, "residence", residence)
    return person.insert()


def share(person: Person, world: World, *classes: DataClass) -> None:
    """Give the other agency access to these classes of a person, in the transaction that is open."""
    terms = Terms(frozenset(classes), Basis.CONSENT, "c-1", Purpose.PROTECTION, Level.FULL)
    grants.give(person.pk, To.agency(world.b), terms, from_agency=world.a)


def read(user: User, person: Person, column: str = "safe_contact") -> str | None:
    """What a user reads of a row that is already in hand: the wall is passed, the keys decide."""
    with acting(user):
        return ring(user.agency_id, [person.pk]).open(person, column)


def held(root_id: UUID) -> set[tuple[UUID, str]]:
    """Every wrap there is of a root, as only the keeper sees it."""
    with transaction.atomic("owner"), transaction.get_connection("owner").cursor() as cursor:
        cursor.execute("set local role jiwar_keeper")
        cursor.execute("select agency_id, kind from public.vault_keywrap where root_id = %s", [root_id])
        return set(cursor.fetchall())
