"""`jiwar case …`: the verbs of a case at the command line, with the same permissions, rules and trail as a page.

Whoever types signs in like on the web: `--as USER`, the password asked for or in JIWAR_PASSWORD. Texts (a note, a
summary) are read from standard input, so that they stand in no list of processes and no shell history.
"""

import sys
from datetime import datetime
from uuid import UUID

import click

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.words import CONTACTS, ENDINGS, Occasion, Outcome, Programme
from jiwar.ground.access.models import User
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.site.cli.signed import signed_in


@click.group()
def case() -> None:
    """Open, note, assign, close and reopen cases."""


@case.command("list")
@signed_in
def list_cases(who: Who) -> None:
    """The open cases in sight, last changed first; no names."""
    with standing(who):
        rows = queries.agency_cases(who).rows + queries.granted_cases(who).rows
    for row in rows:
        words = [row.id, row.code, row.programme.label if row.programme else "-", row.status.label, f"v{row.version}"]
        click.echo("\t".join(str(word) for word in words))


@case.command("open")
@click.option("--person", "person_id", type=click.UUID, required=True)
@click.option("--programme", type=click.Choice(Programme.values), required=True)
@click.option("--owner", help="who is responsible: a user; without it the case waits in the team")
@signed_in
def open_case(who: Who, person_id: UUID, programme: str, owner: str | None) -> None:
    """Open a case for a person."""
    made = actions.open_case(
        who, person_id=person_id, programme=Programme(programme), owner_id=_user(owner) if owner else None
    )
    click.echo(f"{made.pk}\t{made.code}")


@case.command("note")
@click.argument("case_id", type=click.UUID)
@click.option("--occasion", type=click.Choice(CONTACTS), default=Occasion.NOTE.value, show_default=True)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="on which it happened, as 2026-11-25; today without it")
@signed_in
def note_case(who: Who, case_id: UUID, occasion: str, day: datetime | None) -> None:
    """Add the note that is read from standard input."""
    happened_on = day.date() if day else None
    made = actions.note_case(who, case_id, text=_text(), occasion=Occasion(occasion), happened_on=happened_on)
    click.echo(made.pk)


@case.command("assign")
@click.argument("case_id", type=click.UUID)
@click.option("--owner", required=True, help="who is responsible from now on: a user")
@click.option("--version", type=int, required=True, help="the version you have seen: see `jiwar case list`")
@signed_in
def assign_case(who: Who, case_id: UUID, owner: str, version: int) -> None:
    """Make somebody else responsible."""
    actions.assign_case(who, case_id, owner_id=_user(owner), version=version)


@case.command("close")
@click.argument("case_id", type=click.UUID)
@click.option("--outcome", type=click.Choice([one.value for one in ENDINGS]), required=True)
@click.option("--version", type=int, required=True, help="the version you have seen: see `jiwar case list`")
@signed_in
def close_case(who: Who, case_id: UUID, outcome: str, version: int) -> None:
    """Close a case; the summary is read from standard input."""
    actions.close_case(who, case_id, outcome=Outcome(outcome), summary=_text(), version=version)


@case.command("reopen")
@click.argument("case_id", type=click.UUID)
@click.option("--version", type=int, required=True, help="the version you have seen")
@signed_in
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
