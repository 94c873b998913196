"""`jiwar check`: whether it is safe to serve, without serving."""

import click

from jiwar.site import checks


@click.command()
def check() -> None:
    """Say what makes it unsafe to serve; exit code 1 where anything does."""
    checks.refuse_unsafe()
    click.echo("It is safe to serve.")
