"""`jiwar worker`: does what was put aside, in front of a database that is there and migrated."""

import click

from jiwar.site import checks, database
from jiwar.site import worker as working


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, and end.")
@click.option("--beside", type=int, default=0, hidden=True)
def worker(*, once: bool, beside: int) -> None:
    """Do jobs until a signal ends it: notices, what runs by night. Several may run at once."""
    database.start()
    checks.refuse_unsafe()
    working.work(wait=not once, parent=beside)
