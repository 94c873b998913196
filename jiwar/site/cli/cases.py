"""`jiwar case …`: the verbs of a case at the command line, with the same permissions, rules and trail as a page.

Whoever types signs in like on the web: `--as USER`, the password asked for or in JIWAR_PASSWORD. Texts (a note, a
summary) are read from standard input, so that they stand in no list of processes and no shell history.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import click
from django.utils import translation

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.words import Outcome, Programme
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import who_with_password
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused, Stale

EXITS: dict[type[JiwarError], int] = {Refused: 3, Forbidden: 4, Missing: 5, Stale: 6}


@click.group()
def case() -> None:
    """Open, note, assign, close and reopen cases."""


def _signed_in(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command its `Who`, speak the user's language, and answer the error family with a sentence."""

    @click.option("--as", "username", required=True, help="who acts: a user of Jiwar")
    @click.option("--language", type=click.Choice(["ar", "en"]), help="instead of the user's own")
    @wraps(command)
    def run(username: str, language: str | None, **options: Any) -> None:
        password = os.environ.get("JIWAR_PASSWORD") or click.prompt("Password", hide_input=True, err=True)
        who = who_with_password(username=username, password=password)
        if who is None:
            raise click.ClickException("User and password do not match.")
        with translation.override(language or who.language):
            try:
                command(who, **options)
            except JiwarError as error:
                click.echo(str(error), err=True)
                raise click.exceptions.Exit(EXITS[type(error)]) from None

    return run


@case.command("list")
@_signed_in
def list_cases(who: Who) -> None:
    """The open cases in sight, last changed first; no names."""
    with standing(who):
        rows = queries.agency_cases(who).rows + queries.granted_cases(who).rows
    for row in rows:
        words = [row.id, row.code, row.programme.label, row.status.label, f"v{row.version}"]
        click.echo("\t".join(str(word) for word in words))


@case.command("open")
@click.option("--person", "person_id", type=click.UUID, required=True)
@click.option("--programme", type=click.Choice(Programme.values), required=True)
@click.option("--owner", help="who is responsible: a user; without it the case waits in the team")
@_signed_in
def open_case(who: Who, person_id: UUID, programme: str, owner: str | None) -> None:
    """Open a case for a person."""
    made = actions.open_case(
        who, person_id=person_id, programme=Programme(programme), owner_id=_user(owner) if owner else None
    )
    click.echo(f"{made.pk}\t{made.code}")


@case.command("note")
@click.argument("case_id", type=click.UUID)
@_signed_in
def note_case(who: Who, case_id: UUID) -> None:
    """Add the note that is read from standard input."""
    click.echo(actions.note_case(who, case_id, text=_text()).pk)


@case.command("assign")
@click.argument("case_id", type=click.UUID)
@click.option("--owner", required=True, help="who is responsible from now on: a user")
@click.option("--version", type=int, required=True, help="the version you have seen: see `jiwar case list`")
@_signed_in
def assign_case(who: Who, case_id: UUID, owner: str, version: int) -> None:
    """Make somebody else responsible."""
    actions.assign_case(who, case_id, owner_id=_user(owner), version=version)


@case.command("close")
@click.argument("case_id", type=click.UUID)
@click.option("--outcome", type=click.Choice(Outcome.values), required=True)
@click.option("--version", type=int, required=True, help="the version you have seen: see `jiwar case list`")
@_signed_in
def close_case(who: Who, case_id: UUID, outcome: str, version: int) -> None:
    """Close a case; the summary is read from standard input."""
    actions.close_case(who, case_id, outcome=Outcome(outcome), summary=_text(), version=version)


@case.command("reopen")
@click.argument("case_id", type=click.UUID)
@click.option("--version", type=int, required=True, help="the version you have seen")
@_signed_in
def reopen_case(who: Who, case_id: UUID, version: int) -> None:
    """Open a closed case again; the reason is read from standard input."""
    actions.reopen_case(who, case_id, reason=_text(), version=version)


def _text() -> str:
    return sys.stdin.read().strip()


def _user(username: str) -> UUID:
    found = User.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise click.ClickException(f"There is no user {username}.")
    return found
