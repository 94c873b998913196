"""Run the proof of the wall: rules, dropped rules, attacks, opened doors; print what came of each."""

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jiwar.site import database
from proofs import evidence
from proofs.wall import catalogue, scripts, world
from proofs.wall.injection import Report, Target
from tests import databases

CLONE = f"jiwar_test_wall_{os.getpid()}"


def main(arguments: list[str]) -> int:
    """0 where the wall stands and every control fails as it must."""
    parser = argparse.ArgumentParser(prog="make prove-wall", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/evidence/wall.json")
    write = parser.parse_args(arguments).write
    began = time.monotonic()
    with databases.server(), databases.clone():
        name = str(connections["default"].settings_dict["NAME"])
        connections.close_all()
        rules = _rules(name)
        attacks = _attacks(name)
    results = {**rules, **attacks, "seconds": round(time.monotonic() - began, 1)}
    _print_table(results)
    if write:
        path = evidence.write("wall", figure="S4, S5", command="make prove-wall", seed=0, results=results)
        print(f"Written to {path.relative_to(evidence.ROOT)}")
    stands = not any(results[key] for key in ("rules_broken", "dropped_unnoticed", "attacks_succeeded", "doors_unused"))
    print("The wall stands." if stands else "THE WALL DOES NOT STAND.")
    return 0 if stands else 1


def _rules(name: str) -> dict[str, object]:
    """S4: what the catalogue says of the real wall, and whether it notices each rule that is dropped."""
    broken: list[str] = []
    unnoticed: list[str] = []
    with psycopg.connect(_admin(name)) as db:
        for rule, rows in catalogue.breaches(db).items():
            broken += [f"{rule}: {row}" for row in rows]
        for mutant, statements in scripts.dropped().items():
            with db.transaction(force_rollback=True):
                db.execute(statements.replace("{database}", name))
                noticed = catalogue.breaches(db)
            print(f"  dropped  {'noticed ' if noticed else 'UNNOTICED'}  {mutant}: {next(iter(noticed), '')}")
            unnoticed += [] if noticed else [mutant]
    return {
        "rules": len(scripts.rules()) + 1,
        "rules_broken": broken,
        "control: rules dropped": len(scripts.dropped()),
        "dropped_unnoticed": unnoticed,
    }


def _attacks(name: str) -> dict[str, object]:
    """S5: injected queries against the real wall, and against walls with one door opened."""
    with psycopg.connect(_admin(name)) as db:
        world.build(db)
    reports: list[Report] = []
    succeeded: list[str] = []
    for attack, report in _reports(name):
        reports.append(report)
        print(f"  attack   {'held    ' if report.held else 'SUCCEEDED'}  {attack.by}: {attack.name} ({report.says})")
        succeeded += [] if report.held else [f"{attack.name}: {report.says}"]
    doors = _doors(name)
    return {
        "attacks": len(reports),
        "attacks_succeeded": succeeded,
        "foreign_rows": sum(report.rows for report in reports),
        "control: doors opened": len(doors),
        "control: foreign rows with an unsigned context": doors["unsigned context"].rows,
        "control: foreign rows through all doors": sum(report.rows for report in doors.values()),
        "doors_unused": [door for door, report in doors.items() if report.held],
    }


def _reports(name: str) -> Iterator[tuple[scripts.Attack, Report]]:
    """Attack by attack; a clone in which an attack wrote nothing serves the next one too."""
    waiting = scripts.attacks()
    while waiting:
        with _target(name) as target:
            while waiting and target.untouched:
                attack = waiting.pop(0)
                yield attack, target.run(attack)


def _doors(name: str) -> dict[str, Report]:
    by_name = {attack.name: attack for attack in scripts.attacks()}
    reports = {}
    for door in scripts.opened():
        with _target(name, door.sql) as target:
            report = reports[door.name] = target.run(by_name[door.attack])
        print(f"  door     {'UNUSED  ' if report.held else 'came in '}  {door.name}: {door.attack} ({report.says})")
    return reports


@contextmanager
def _target(name: str, opening: LiteralString | None = None) -> Iterator[Target]:
    """A clone of the world, with one door opened perhaps."""
    with psycopg.connect(database.admin_dsn(), autocommit=True) as admin:
        drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(CLONE))
        admin.execute(drop)
        database.create(admin, CLONE, template=name)
        database.secure(CLONE)
        try:
            with psycopg.connect(_admin(CLONE), autocommit=True) as superuser:
                superuser.execute(opening or "select")
                yield Target(app=_app(CLONE), superuser=superuser)
        finally:
            admin.execute(drop)


def _admin(name: str) -> str:
    return make_conninfo(database.admin_dsn(), dbname=name)


def _app(name: str) -> str:
    served = settings.DATABASES["default"]
    parts = {"host": served["HOST"], "port": served["PORT"], "user": served["USER"], "password": served["PASSWORD"]}
    return make_conninfo(**{key: str(value) for key, value in parts.items() if value}, dbname=name)


def _print_table(results: dict[str, object]) -> None:
    print()
    for key, value in results.items():
        shown = f"{len(value)}" if isinstance(value, list) else str(value)
        print(f"  {key.replace('_', ' '):<48} {shown:>8}")
        for line in value if isinstance(value, list) else []:
            print(f"      {line}")
