"""`jiwar messages …`: the Arabic catalogue."""

import click

from jiwar.site import catalogue

SHOWN = 30


@click.group()
def messages() -> None:
    """Gather, check and compile the words of the pages."""


@messages.command()
def make() -> None:
    """Bring the catalogue in step with code and templates."""
    empty = catalogue.update()
    click.echo(f"{catalogue.CATALOGUE}: {empty} without translation.")


@messages.command(name="compile")
def compile_() -> None:
    """Make the files that the pages read."""
    catalogue.compile_all()


@messages.command()
def check() -> None:
    """Say what is fuzzy, empty, missing or obsolete; exit code 1 where anything is."""
    found = list(catalogue.problems())
    for problem in found[:SHOWN]:
        click.echo(problem, err=True)
    if len(found) > SHOWN:
        click.echo(f"… and {len(found) - SHOWN} more", err=True)
    if found:
        raise click.ClickException(f"{len(found)} words are not in order. Gather new ones with: jiwar messages make")
    click.echo("Every word has its translation.")
