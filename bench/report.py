"""The run of `bench.ground`: a world, the measures, a table, the verdicts."""

import argparse
import json
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from bench import lists, pages, writes
from bench.generate import connect, generate
from bench.lists import ADDED_MS, FACTOR, Found, Listing
from jiwar.areas.cases import queries as cases
from jiwar.areas.people import queries as people
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.vault import kms
from jiwar.site import database, migrating
from proofs import evidence

SMALL, FULL = 20_000, 200_000
WORD = "سلمى"
PAGE_COLUMNS = (
    "python_cpu_ms", "python_cpu_to_empty_view", "python_cpu_to_empty_view_without_middleware", "database_cpu_ms",
    "wall_ms", "bare_sql_ms", "statements",
)  # fmt: skip


def run(*, is_kept: bool) -> int:
    """Everything; returns the exit status. The home of the settings is removed afterwards unless it `is_kept`."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside it cleans up too
    with world(options.cases, options.seed, is_kept=is_kept) as seconds:
        found = [lists.measure(one, rounds=options.rounds) for one in _listings()]
        results: dict[str, object] = {
            "measured": datetime.now(UTC).isoformat(timespec="seconds"),
            "cases": options.cases,
            "rounds": options.rounds,
            "world_made_in_s": round(seconds),
            "lists": {one.name: one.figures() for one in found},
            "pages": pages.measure("worker.5", "supervisor.1", rounds=options.rounds),
            "writes": writes.measure("worker.6", chunks=max(options.rounds // 10, 5)),
        }
    verdicts = _verdicts(found, options.cases)
    results["targets"] = verdicts
    _tell(found, results)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.write:
        command = f"python -m bench.ground --cases {options.cases} --rounds {options.rounds} --seed {options.seed}"
        print(evidence.write("ground", figure="S8", command=command, seed=options.seed, results=results))
    return 0 if all(verdicts.values()) else 1


@contextmanager
def world(size: int, seed: int, *, is_kept: bool) -> Iterator[float]:
    """The generated world, and the seconds it took; 0 where it was there already."""
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns where it finds none
    migrating.prepare()
    try:
        seconds = 0.0
        if not _holds(size):
            with psycopg.connect(database.admin_dsn(), autocommit=True) as admin:
                admin.execute("drop database jiwar with (force)")
            migrating.prepare()
            migrating.migrate(verbosity=0)
            with connect() as db:
                seconds = generate(size, seed=seed, db=db)
        yield seconds
    finally:
        connections.close_all()
        database.stop()
        if not is_kept:
            shutil.rmtree(settings.JIWAR.home, ignore_errors=True)


def _holds(size: int) -> bool:
    with connect() as db:
        if db.execute("select to_regclass('cases_case')").fetchone() == (None,):
            return False
        return db.execute("select count(*) from cases_case").fetchone() == (size,)


def _listings() -> list[Listing]:
    workers = [_who(f"worker.{n}") for n in range(3, 30, 4)]
    supervisor, offices, focal = [_who("supervisor.1")], [_who("office.1"), _who("office.2")], [_who("focal.2")]
    return [
        Listing("worker", workers, cases.my_cases),
        Listing("team", workers, lambda who: cases.team_cases(who, min(who.team_ids))),
        Listing("agency", supervisor, cases.agency_cases),
        Listing("granted to me", focal, cases.granted_cases),
        Listing("agency, by an office's supervisor", offices, cases.agency_cases, is_s8=False),
        Listing("closed, by a worker", workers, cases.closed_cases, is_s8=False),
        Listing("recent people, by a worker", workers, people.recent_people, is_s8=False),
        Listing("people by a common word", workers, lambda who: people.people_found(who, name=WORD), is_s8=False),
    ]


def _who(username: str) -> Who:
    return who_for(User.objects.get(username=username), door=Door.WEB)


def _verdicts(found: list[Found], size: int) -> dict[str, bool]:
    limit = f"the wall adds at most {ADDED_MS:.0f} ms or {FACTOR}x"
    verdicts = {f"S8 {one.name}: {limit}": one.listed.within for one in found if one.is_s8}
    if size >= FULL:
        verdicts["S8 lists read no big table from end to end"] = not any(one.scanned for one in found if one.is_s8)
    return verdicts


def _tell(found: list[Found], results: Mapping[str, Any]) -> None:
    print(f"\n{results['cases']} cases. Medians in ms; behind the wall / without it\n")
    print(f"{'list':<36}{'rows':>5}{'list itself':>22}{'whole page, entering':>24}{'query()':>9}{'CPU':>7}  statements")
    for one in found:
        listed, page = (f"{p.walled:.2f} / {p.bare:.2f}" for p in (one.listed, one.page))
        spent = f"{one.function.wall:>9.1f}{one.function.cpu:>7.1f}"
        scanned = f"  reads all of {', '.join(one.scanned)}" if one.scanned else ""
        print(f"{one.name:<36}{one.rows:>5}{listed:>22}{page:>24}{spent}  {one.queries:>4}{scanned}")
    heads = ("Python CPU", "x empty", "x naked", "DB CPU", "wall", "bare SQL", "statements")
    print(f"\n{'page':<32}" + "".join(f"{head:>12}" for head in heads))
    for name, page in results["pages"].items():
        print(f"{name:<32}" + "".join(f"{page.get(column, ''):>12}" for column in PAGE_COLUMNS))
    notes = results["writes"]
    print(
        f"\nnotes a second: {notes['note_case_per_second']} by the action, {notes['bare_insert_per_second']} as bare "
        f"inserts: factor {notes['factor']}; {notes['of_it_asking_who_works_on_the_file_ms']} of "
        f"{notes['note_case_ms']} ms ask who works on the file\n"
    )
    for what, holds in results["targets"].items():
        print(f"{'reached' if holds else 'MISSED '}  {what}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ground", description="What the wall and the trail cost.")
    parser.add_argument("--cases", type=int, default=FULL)
    parser.add_argument("--small", dest="cases", action="store_const", const=SMALL, help=f"{SMALL} cases")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", metavar="FILE", help="also write the results there")
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/ground.json")
    return parser.parse_args()
