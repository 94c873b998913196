"""`jiwar database …`: the embedded server, and the roles and database that Jiwar needs on any server."""

import click

from jiwar.site import database as source


@click.group()
def database() -> None:
    """Start, stop and prepare the database."""


@database.command()
def start() -> None:
    """Start the embedded PostgreSQL (nothing to do where DATABASE_URL is set)."""
    source.start()
    click.echo(_state())


@database.command()
def stop() -> None:
    """Stop the embedded PostgreSQL and wait until it is down."""
    source.stop()
    click.echo(_state())


@database.command()
def status() -> None:
    """Say which database is used and whether it runs; exit code 1 where it does not."""
    click.echo(_state())
    if not source.is_running():
        raise click.exceptions.Exit(1)


@database.command()
def prepare() -> None:
    """Make the roles, the database and its privileges; safe to repeat."""
    source.start()
    source.prepare()
    click.echo(f"The database {source.django_database('app')['NAME']} is ready for `jiwar migrate`.")


@database.command()
def sql() -> None:
    """Print what the administrator of a server runs in psql where Jiwar may not create roles."""
    click.echo(source.administrators_sql())


def _state() -> str:
    where = f"embedded, in {source.home()}" if source.is_embedded() else "the server of DATABASE_URL"
    return f"Database: {where}; {'running' if source.is_running() else 'not running'}."
