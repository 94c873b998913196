"""`jiwar demo`: everything at once, with made-up people, for whoever wants to see Jiwar."""

import time

import click
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from jiwar.ground.vault import kms
from jiwar.site import assets, checks, database, migrating, posting, server, worker
from jiwar.site import demo as people


@click.command()
def demo() -> None:
    """Start everything with made-up people and serve it here; Ctrl-C or `jiwar stop` ends it.

    Uses the embedded PostgreSQL, or the server that DATABASE_URL names, on which it may create roles.
    """
    began = time.monotonic()
    jiwar = settings.JIWAR
    if jiwar.is_production:
        raise ImproperlyConfigured("A demo does not touch a production database. Unset JIWAR_MODE, or set it to demo.")
    with server.held(jiwar.home, jiwar.listen) as lock:
        try:
            _get_ready()
            with worker.beside():
                server.serve(lock, jiwar.listen, lambda: click.echo(_welcome(time.monotonic() - began)), posting.start)
        finally:
            database.stop()
    click.echo("Jiwar has stopped. Everything is kept: `make demo` goes on from here.")


def _name(listen: str) -> str:
    """The same address by the name for which browsers make passkeys: a bare number is none."""
    host, _, port = listen.rpartition(":")
    return f"localhost:{port}" if host == "127.0.0.1" else listen


def _get_ready() -> None:
    """The database migrated and filled, the styles gathered; quick where that was done before."""
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    migrating.prepare()
    if pending := migrating.pending():
        click.echo(f"Preparing the database ({len(pending)} steps) …")
        migrating.migrate(verbosity=0)
    people.load()
    checks.refuse_unsafe()
    assets.gather()
    connections.close_all()


def _welcome(seconds: float) -> str:
    width = max(len(user.username) for user in people.USERS)
    users = [f"  {user.username:<{width}}  {user.does.en}\n  {'':<{width}}  {user.does.ar}" for user in people.USERS]
    return "\n".join(
        [
            "",
            f"Jiwar is ready after {seconds:.1f} s: open http://{_name(settings.JIWAR.listen)}",
            "",
            f"Sign in as one of these, each with the password {people.password()}",
            *users,
            "",
            "All people and cases in it are made up. Stop it with Ctrl-C, or in another terminal: make stop",
            "",
        ]
    )
