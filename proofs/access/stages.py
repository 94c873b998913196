"""Stages on clones of the tests' database, and the hunt of many mutants on as many of them as there are processors."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from os import cpu_count

import django
import psycopg
from django.conf import settings
from django.db import connections

from jiwar.site import database
from proofs.worlds.choosing import telling_stories
from proofs.worlds.hunting import Hunt, hunt
from proofs.worlds.mutants import Mutant
from proofs.worlds.stage import Stage
from tests import databases


@contextmanager
def stage() -> Iterator[Stage]:
    """A stage on the database to which Django's connections lead."""
    name = str(connections["default"].settings_dict["NAME"])
    connections.close_all()
    with psycopg.connect(database.admin_dsn(), dbname=name) as db:
        db.execute("set jit = off")
        db.commit()
        yield Stage(db, settings.WALL_APP_KEY)


def hunt_all(mutants: list[Mutant], seed: int) -> list[Hunt]:
    """Every mutant hunted in the same stories, on every processor, each process with a database of its own."""
    count = cpu_count() or 1
    connections.close_all()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        parts = list(pool.map(_hunt, [mutants[part::count] for part in range(count)], [seed] * count))
    return [one for part in parts for one in part]


def _hunt(mutants: list[Mutant], seed: int) -> list[Hunt]:
    found = []
    with databases.clone(), stage() as prepared:
        for one in hunt(prepared, mutants, telling_stories(f"mutants {seed}")):
            print(f"  {'noticed' if one.killed else 'SURVIVED'} {one.how:32} {one.mutant.breaks}", flush=True)
            found.append(one)
    return found
