"""`jiwar sweep`: what a schedule runs every few minutes. Safe to repeat, and to run twice at once."""

import click

from jiwar.ground.access.actions import sweep_grants
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, who_for
from jiwar.ground.notices import outbox


@click.command()
def sweep() -> None:
    """Remove expired permits with their keys, agency by agency, and send the notices that were left behind."""
    systems = User.objects.filter(kind=User.Kind.SYSTEM, is_active=True, agency__is_active=True).order_by("id")
    jobs = [who_for(user, door=Door.JOB) for user in systems]
    ended, sent = sum(map(sweep_grants, jobs)), sum(map(outbox.sweep, jobs))
    click.echo(f"{ended} expired permits removed, {sent} notices sent.")
