"""Bring a database up to the code: the one sequence that `jiwar migrate`, the demo and the tests share."""

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from jiwar.site import database

OWNER = "owner"


def prepare(*, durable: bool = True) -> None:
    """Start the embedded server, make roles and database, and let Django's connections know their passwords."""
    database.start(durable=durable)
    database.prepare()
    for alias, role in database.ALIASES.items():
        connections[alias].close()
        connections[alias].settings_dict.update(database.django_database(role))


def pending() -> list[str]:
    """The migrations that the database lacks, as `app.name`; asked over the application's connection."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, backwards in plan if not backwards]


def migrate(*, verbosity: int = 1) -> None:
    """Migrate as the owner, hand the wall the application's key, and set what every migration may have changed.

    Safe to repeat. `walling.finish()` must follow every migration: Django's schema editor knows neither the
    privileges of the application nor that history is written by functions of their owner.
    """
    call_command("migrate", database=OWNER, verbosity=verbosity, interactive=False)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select wall.set_app_key(%s)", [settings.WALL_APP_KEY.hex()])
        cursor.execute("select walling.finish()")
    connections[OWNER].close()
