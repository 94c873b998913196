"""`jiwar figures`: counts over all agencies, for whoever holds a role that reads them."""

import click

from jiwar.areas.cases import queries
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.site.cli.signed import signed_in


@click.command()
@signed_in
def figures(who: Who) -> None:
    """Cases by programme and status; counts below five are not told."""
    with standing(who):
        rows = queries.case_figures(who)
    for row in rows:
        click.echo(f"{row.programme.label}\t{row.status.label}\t{'<5' if row.count is None else row.count}")
