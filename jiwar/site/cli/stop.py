"""`jiwar stop`: works however broken the settings are."""

import click

from jiwar.site import database, server


@click.command()
def stop() -> None:
    """Stop the web server and the embedded PostgreSQL, and wait until both are down."""
    ran = server.stop(database.home())
    database.stop()
    click.echo("Jiwar has stopped." if ran else "Jiwar was not running.")
