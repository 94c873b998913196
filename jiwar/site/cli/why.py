"""`jiwar why ID USER`: why somebody sees a file or does not. For the operator, over the owner's connection.

ID is the id of a case or a person, or the code of a case. Nothing of the file itself is told.
"""

from typing import Any
from uuid import UUID

import click
from django.db import connections, transaction
from django.utils import translation

from jiwar.ground.access.explaining import explained
from jiwar.ground.access.models import User
from jiwar.ground.access.queries import Fact

OWNER = "owner"


@click.command()
@click.argument("file")
@click.argument("username")
@click.option("--language", type=click.Choice(["ar", "en"]), default="en")
def why(file: str, username: str, language: str) -> None:
    """Say which relation, share, denial, role or agency decides."""
    user = User.objects.filter(username=username.strip().lower()).first()
    if user is None:
        raise click.ClickException(f"There is no user {username}.")
    roots = _roots(file)
    if not roots:
        raise click.ClickException(f"No case has the code {file}.")
    with translation.override(language):
        for root in roots:
            answer = explained(_facts(root, user.pk))
            click.echo(f"{username} {'sees' if answer.sees else 'does not see'} {root}:")
            for line in answer.lines:
                click.echo(f"  {line}")


def _roots(file: str) -> list[UUID]:
    try:
        return [UUID(file)]
    except ValueError:
        return [row[0] for row in _asked("select wall.cases_called(%s)", file.strip().upper())]


def _facts(root: UUID, user_id: UUID) -> list[Fact]:
    return [Fact(*row) for row in _asked("select * from wall.explain(%s, %s)", root, user_id)]


def _asked(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
