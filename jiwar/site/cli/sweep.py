"""`jiwar sweep`: what a schedule runs every few minutes. Safe to repeat, and to run twice at once."""

import click

from jiwar.ground.access.actions import sweep_grants
from jiwar.ground.access.sessions import SessionStore
from jiwar.site import posting


@click.command()
def sweep() -> None:
    """Remove expired permits with their keys and ended sessions; send the notices that were left behind.

    `jiwar worker` does the same by itself; this is for a deployment in which none runs, or has run for a while.
    """
    SessionStore.clear_expired()
    ended, sent = sum(map(sweep_grants, posting.jobs())), posting.send_waiting()
    click.echo(f"{ended} expired permits removed, {sent} notices sent.")
