"""`jiwar`: the product's command line.

A command's module is loaded when it is called, after Django is ready where the module needs it; so
`jiwar database stop` works however broken the settings are, and no module imports models too early.
"""

import os
import sys
from importlib import import_module

import click
import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from jiwar.site.trouble import Trouble

COMMANDS = "jiwar.site.cli."
WITHOUT_DJANGO = {
    "database": "database:database",
    "messages": "messages:messages",
    "stop": "stop:stop",
}
"""Commands that need no models, and no settings that make sense."""

WITH_DJANGO = {
    "case": "cases:case",
    "check": "check:check",
    "demo": "demo:demo",
    "docs": "docs:docs",
    "export": "leaving:export_file",
    "figures": "figures:figures",
    "import": "exchange:import_file",
    "jobs": "jobs:jobs",
    "keys": "keys:keys",
    "let-in": "letting:let_in",
    "manage": "operate:manage",
    "migrate": "operate:migrate",
    "provider": "provider:provider",
    "serve": "server:serve",
    "sweep": "sweep:sweep",
    "why": "why:why",
    "worker": "worker:worker",
}
"""Commands whose modules import models."""

CANNOT = (Trouble, ImproperlyConfigured)
"""What stands in the way is known, and the message says what to do about it."""


class LazyGroup(click.Group):
    """The commands of the two tables above, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(WITHOUT_DJANGO | WITH_DJANGO)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        where = (WITHOUT_DJANGO | WITH_DJANGO).get(cmd_name)
        if where is None:
            return None
        if cmd_name == "demo":
            os.environ.setdefault("JIWAR_MODE", "demo")  # also where DATABASE_URL would mean production
        if cmd_name in WITH_DJANGO:
            django.setup()
        module, _, name = where.partition(":")
        command = getattr(import_module(COMMANDS + module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{where} is not a command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jiwar", message="jiwar %(version)s")
def commands() -> None:
    """Jiwar: protection case management in English and Arabic."""


def main() -> None:
    """Entry point: what went wrong is said in one line, without a traceback, where the cause is known."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiwar.site.settings")
    try:
        commands(prog_name="jiwar")
    except CANNOT as error:
        click.echo(f"jiwar: {error}", err=True)
        sys.exit(1)
    except (psycopg.OperationalError, OperationalError) as error:
        click.echo(f"jiwar: the database does not answer ({error}). Start it: jiwar database start", err=True)
        sys.exit(1)
