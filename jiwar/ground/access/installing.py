"""What the operator of a deployment does, over the owner's connection: agencies, offices, teams, users, roles.

Not for serving: the application's role has no right to these tables. Every change is announced and leaves history,
with no actor (the operator is nobody inside).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from jiwar.ground.access import wall
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.models import Agency, Invitation, InvitationKind, Office, RoleAssignment, Team, User
from jiwar.ground.access.roles import Role, System
from jiwar.ground.access.signing import inviting
from jiwar.ground.access.signing.passwords import set_password
from jiwar.ground.base import clock
from jiwar.ground.vault import agency_keys

OWNER = "owner"
OPERATORS_LINK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Titles:
    """A name in both languages."""

    en: str
    ar: str


@dataclass(frozen=True, slots=True)
class Account:
    """How a user signs in, is called and written to."""

    username: str
    name: Titles
    password: str
    email: str = ""
    language: str = "ar"


@contextmanager
def installing() -> Iterator[None]:
    """One transaction of the operator, announced."""
    with transaction.atomic(using=OWNER), wall.announcing("install", using=OWNER):
        yield


def add_agency(code: str, kind: AgencyKind, name: Titles) -> Agency:
    """A new controller, with its first key and its system user for jobs."""
    agency = Agency(code=code, kind=kind, name_en=name.en, name_ar=name.ar)
    agency.save(using=OWNER, force_insert=True)
    agency_keys.found(agency.pk, using=OWNER)
    system = User(
        username=f"system.{code}", display_en=f"Jobs of {name.en}", display_ar=f"مهام {name.ar}", agency=agency,
        kind=User.Kind.SYSTEM,
    )  # fmt: skip
    system.set_unusable_password()
    system.save(using=OWNER, force_insert=True)
    add_role(system, System)
    return agency


def add_office(agency: Agency, name: Titles, *, governorate: str = "") -> Office:
    """A place of an agency."""
    office = Office(agency=agency, name_en=name.en, name_ar=name.ar, governorate=governorate)
    office.save(using=OWNER, force_insert=True)
    return office


def add_team(office: Office, name: Titles) -> Team:
    """A team of an office."""
    team = Team(office=office, name_en=name.en, name_ar=name.ar)
    team.save(using=OWNER, force_insert=True)
    return team


def add_user(agency: Agency, account: Account) -> User:
    """Somebody who works there; without a role nothing is seen."""
    user = User(
        username=account.username.strip().lower(),
        display_en=account.name.en,
        display_ar=account.name.ar,
        email=account.email,
        language=account.language,
        agency=agency,
    )
    user.set_unusable_password()
    user.save(using=OWNER, force_insert=True)
    set_password(user.pk, account.password, using=OWNER)
    return user


def let_in(username: str) -> str | None:
    """A link of the operator for somebody who works here, good without a code; None where there is nobody."""
    user = User.objects.using(OWNER).filter(username=username.strip().lower(), kind=User.Kind.PERSON).first()
    if user is None:
        return None
    token = inviting.new_token()
    with installing():
        older = Invitation.objects.using(OWNER).filter(user=user, used_at=None, withdrawn_at=None)
        older.update(withdrawn_at=clock.now())
        Invitation(
            kind=InvitationKind.RESET,
            agency_id=user.agency_id,
            user=user,
            token_hash=inviting.kept(token),
            expires_at=clock.now() + OPERATORS_LINK,
        ).save(using=OWNER, force_insert=True)
    return token


def add_role(user: User, role: type[Role], *, office: Office | None = None, team: Team | None = None) -> RoleAssignment:
    """A role from now on, at the team, else the office, else the whole agency."""
    assignment = RoleAssignment(
        user=user, role=role.code, agency_id=user.agency_id, office=team.office if team else office, team=team
    )
    assignment.save(using=OWNER, force_insert=True)
    return assignment
