"""A small agency that writes: four workers of one team, cases of their own and one that they share."""

from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo

from jiwar.areas.cases.actions import open_case
from jiwar.areas.cases.words import Programme
from jiwar.areas.people.actions import register_person
from jiwar.areas.people.words import GivenName, Particulars, Script
from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.roles import CaseWorker
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.site import database

WRITERS = 4
CASES_EACH = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """One worker and the cases to write notes in; the last of them is shared with the others."""

    who: Who
    cases: tuple[UUID, ...]


def build(name: str) -> list[Desk]:
    """A new agency of that name with its workers and their cases, all through the product's own actions."""
    with installing.installing():
        agency = installing.add_agency(name, AgencyKind.NGO, Titles(name, name))
        team = installing.add_team(installing.add_office(agency, Titles(name, name)), Titles(name, name))
        users = []
        for number in range(WRITERS):
            account = Account(f"{name}-{number}", Titles(name, name), password=f"nobody signs in as {number}")
            users.append(installing.add_user(agency, account))
            installing.add_role(users[-1], CaseWorker, team=team)
    workers = [who_for(user, door=Door.WEB) for user in users]
    common = _case(workers[0])
    return [Desk(who, (*(_case(who) for _ in range(CASES_EACH)), common)) for who in workers]


def superuser() -> psycopg.Connection:
    """A connection to the application's database that sees everything: for judging, never for writing."""
    return psycopg.connect(make_conninfo(database.admin_dsn(), dbname=database.NAME), autocommit=True)


def _case(who: Who) -> UUID:
    names = [GivenName(Script.LATIN, "Nobody", "Example")]
    person = register_person(who, names=names, particulars=Particulars())
    return open_case(who, person_id=person.pk, programme=Programme.GENERAL, owner_id=who.user_id).pk
