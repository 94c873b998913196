"""The personas, by name, as the demo has them: what each may see is said in docs/house.md.

`gather()` installs them, committed; every test that asks for it gets them fresh. A persona is the `Who` of the
command line's door; `world.user(who)` is the row behind it, `signed_in` a browser in which that user signed in.
"""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Agency, RoleAssignment, Team, User
from jiwar.ground.access.roles import Administrator, CaseWorker, DataProtectionOfficer, Researcher, Role, Supervisor
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.vault import kms
from jiwar.site import database
from tests import databases

BOTH_SIDES = pytest.mark.django_db(transaction=True, databases=["default", "second", "owner"])
"""Commits as the application, sets the scene as the owner."""
PASSWORD = "open the blue door"

ROLES: dict[str, tuple[type[Role], str, str]] = {
    "amal": (CaseWorker, "moa", "irbid"),
    "huda": (CaseWorker, "moa", "amman"),
    "bashir": (Supervisor, "moa", ""),
    "elias": (Researcher, "moa", ""),
    "farah": (Administrator, "moa", ""),
    "ghada": (DataProtectionOfficer, "moa", ""),
    "carine": (CaseWorker, "iom", "mission"),
    "dima": (CaseWorker, "iom", "return"),
    "dina": (Supervisor, "iom", ""),
    "omar": (CaseWorker, "police", "unit"),
}
"""Each persona's role, agency and team. Omar works at the police: the firewall stands before him."""


@dataclass(frozen=True, slots=True)
class World:
    """Everybody who works here. `system` runs the jobs of the ministry."""

    amal: Who
    huda: Who
    bashir: Who
    elias: Who
    farah: Who
    ghada: Who
    carine: Who
    dima: Who
    dina: Who
    omar: Who
    system: Who
    teams: dict[str, Team]

    def named(self, name: str) -> Who:
        """A persona by name, for tests that run over several."""
        who: Who = getattr(self, name)
        return who

    def user(self, who: Who) -> User:
        """The row behind a persona, as it is now."""
        return User.objects.get(pk=who.user_id)


def gather() -> World:
    """Install agencies, offices, teams and everybody, as the operator does.

    The first time in a process; after that the same rows are put back into the emptied tables, which costs a tenth.
    """
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    keys = settings.JIWAR.keys_path.read_bytes()
    is_now = abs(clock.now() - timezone.now()) < timedelta(minutes=1)  # roles begin when the clock says
    can_keep = is_now and databases.REFERENCE is not None and database.is_embedded() and databases.nobody_is_there()
    if can_keep and keys in _KEPT:
        rows, teams = _KEPT[keys]
        databases.put_back(rows)
    else:
        teams = _install()
        if can_keep:
            _KEPT[keys] = databases.taken(except_for=databases.REFERENCE or set()), teams
    users = {user.username: user for user in User.objects.all()}
    return World(
        **{name: who_for(users[name], door=Door.CLI) for name in ROLES},
        system=who_for(users["system.moa"], door=Door.JOB),
        teams={name: copy(team) for name, team in teams.items()},
    )


_KEPT: dict[bytes, tuple[databases.Rows, dict[str, Team]]] = {}
"""What was installed, by the root keys under which it was."""


def _install() -> dict[str, Team]:
    with installing.installing():
        moa = installing.add_agency("moa", AgencyKind.MINISTRY, Titles("Ministry", "الوزارة"))
        iom = installing.add_agency("iom", AgencyKind.UN, Titles("IOM", "المنظمة الدولية للهجرة"))
        police = installing.add_agency("police", AgencyKind.POLICE, Titles("Police", "الشرطة"))
        teams = {
            name: _team(agency, name)
            for agency, name in (
                (moa, "irbid"), (moa, "amman"), (iom, "mission"), (iom, "return"), (police, "unit"),
            )
        }  # fmt: skip
        agencies = {agency.code: agency for agency in (moa, iom, police)}
        for name, (role, agency_code, team) in ROLES.items():
            _employ(name, role, agencies[agency_code], teams.get(team))
        _accept_conduct()
    return teams


def again(name: str, *, door: Door = Door.CLI) -> Who:
    """The `Who` of a persona made anew, with the roles held now."""
    return who_for(User.objects.get(username=name), door=door)


def signed_in(who: Who, *, language: str = "en") -> Client:
    """A browser in which this persona has signed in with the password."""
    client = Client(headers={"accept-language": language})
    username = User.objects.values_list("username", flat=True).get(pk=who.user_id)
    answer = client.post(reverse("sign-in"), {"username": username, "password": PASSWORD})
    assert answer.status_code == 303, answer.content.decode()
    return client


def add_role(user_id: UUID, role: type[Role], *, team: Team | None = None) -> RoleAssignment:
    """One more role for a user, from now on."""
    with installing.installing():
        return installing.add_role(User.objects.using(installing.OWNER).get(pk=user_id), role, team=team)


def _accept_conduct() -> None:
    """Everybody has accepted the code of conduct, so that its gate stands open."""
    with transaction.get_connection(installing.OWNER).cursor() as cursor:
        cursor.execute("set local role jiwar_keeper")
        cursor.execute(
            "insert into public.staff_conductacceptance (id, user_id, agency_id, version, accepted_at)"
            " select gen_random_uuid(), id, agency_id, %s, now() from public.access_user where kind = 'person'",
            [conduct().version],
        )
        cursor.execute("reset role")


def _team(agency: Agency, name: str) -> Team:
    office = installing.add_office(agency, Titles(f"Office of {name}", f"مكتب {name}"))
    return installing.add_team(office, Titles(f"Team of {name}", f"فريق {name}"))


def _employ(name: str, role: type[Role], agency: Agency, team: Team | None) -> None:
    account = Account(name, Titles(name.title(), name.title()), PASSWORD, email=f"{name}@jiwar.example", language="en")
    installing.add_role(installing.add_user(agency, account), role, team=team)
