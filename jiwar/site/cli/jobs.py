"""`jiwar jobs`: what was given up, for whoever runs this deployment; codes and no words."""

from uuid import UUID

import click

from jiwar.ground.access import installing
from jiwar.ground.jobs import operating
from jiwar.site.trouble import Trouble


@click.command()
@click.option("--again", type=click.UUID, help="Have one that was given up done once more.")
def jobs(*, again: UUID | None) -> None:
    """List the jobs that were given up, in all agencies; or have one done again."""
    with installing.installing():
        if again:
            if not operating.retry_for_operator(again):
                raise Trouble(f"no job {again} was given up")
            click.echo("It waits to be done again.")
            return
        lost = operating.given_up_anywhere()
    for one in lost:
        click.echo(
            f"{one.id}\t{one.agency.code}\t{one.name}\t{one.failed}\t{one.trouble}\t{one.ended_at:%Y-%m-%dT%H:%M}"
        )
    click.echo(f"{len(lost)} jobs were given up.", err=True)
