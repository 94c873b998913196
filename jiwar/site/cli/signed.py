"""Signing in at the command line: the same user, password, permissions and trail as on the web."""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from django.utils import translation

from jiwar.ground.access.signing.entering import who_with_password
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused, Stale

EXITS: dict[type[JiwarError], int] = {Refused: 3, Forbidden: 4, Missing: 5, Stale: 6}


def signed_in(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command its `Who`, speak the user's language, and answer the error family with a sentence."""

    @click.option("--as", "username", required=True, help="who acts: a user of Jiwar")
    @click.option("--language", type=click.Choice(["ar", "en"]), help="instead of the user's own")
    @wraps(command)
    def run(username: str, language: str | None, **options: Any) -> None:
        password = os.environ.get("JIWAR_PASSWORD") or click.prompt("Password", hide_input=True, err=True)
        who = who_with_password(username=username, password=password, code=os.environ.get("JIWAR_CODE", ""))
        if isinstance(who, Turned):
            raise click.ClickException(f"Too many attempts. Wait {who.minutes} minutes.")
        if who is None:
            raise click.ClickException("User and password do not match.")
        with translation.override(language or who.language):
            try:
                command(who, **options)
            except JiwarError as error:
                click.echo(str(error), err=True)
                raise click.exceptions.Exit(EXITS[type(error)]) from None

    return run
