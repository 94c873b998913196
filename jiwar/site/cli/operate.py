"""`jiwar migrate` and `jiwar manage`."""

import click
from django.conf import settings
from django.core.management import execute_from_command_line

from jiwar.ground.vault import kms
from jiwar.site import migrating


@click.command()
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where all goes well.")
def migrate(*, quiet: bool) -> None:
    """Bring the database up to this version: roles, tables, the wall."""
    if not settings.JIWAR.is_production:
        kms.ensure(settings.JIWAR.keys_path, demo=True)
    migrating.prepare()
    migrating.migrate(verbosity=0 if quiet else 1)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, as in `jiwar manage check`."""
    execute_from_command_line(["jiwar manage", *arguments])
