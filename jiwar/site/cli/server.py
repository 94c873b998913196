"""`jiwar serve`: the web server, in front of a database that is there and migrated."""

import click
from django.conf import settings

from jiwar.site import assets, checks, database, posting, server


@click.command()
def serve() -> None:
    """Serve on JIWAR_LISTEN until a signal ends it; migrate first with `jiwar migrate`."""
    with server.held(settings.JIWAR.home, settings.JIWAR.listen) as lock:
        database.start()
        checks.refuse_unsafe()
        assets.gather()
        ready = f"Jiwar serves on {settings.JIWAR.listen}"
        server.serve(lock, settings.JIWAR.listen, lambda: click.echo(ready), posting.start)
