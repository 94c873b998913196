"""`jiwar let-in`: the operator's one-time link, where no two people of the agency can make one yet."""

import click
from django.conf import settings

from jiwar.ground.access import installing
from jiwar.site.trouble import Trouble


@click.command("let-in")
@click.argument("username")
def let_in(username: str) -> None:
    """Print a link by which USERNAME sets up how to sign in, once, within a day. What opened before goes with it."""
    token = installing.let_in(username)
    if token is None:
        raise Trouble(f"nobody who works here is called {username}")
    host = settings.JIWAR.hosts[0] if settings.JIWAR.hosts else "…"
    click.echo(f"https://{host}/welcome#{token}" if settings.JIWAR.is_production else f"/welcome#{token}")
