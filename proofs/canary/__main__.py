"""`make prove-canary`: words planted in every sealed column and every form, looked for everywhere (S9).

    python -m proofs.canary [--strings 200] [--seed 1] [--write]

Full size: --strings 1000. Runs in a home of its own under the folder for temporary files, with a real web server. Each
kind of place has a control beside it: a leak made on purpose, which the same search must find there.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="jiwar-canary-"))
for variable in [name for name in os.environ if name.startswith(("JIWAR_", "DATABASE_"))]:
    del os.environ[variable]
(HOME / "tmp").mkdir()
(HOME / "said").mkdir()
os.environ |= {
    "JIWAR_HOME": str(HOME),
    "JIWAR_MODE": "demo",
    "DJANGO_SETTINGS_MODULE": "jiwar.site.settings",
    "TMPDIR": str(HOME / "tmp"),
}
tempfile.tempdir = str(HOME / "tmp")

import django

django.setup()

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from psycopg.conninfo import make_conninfo

from jiwar.areas.people.models import Person
from jiwar.ground.access.wall import standing
from jiwar.ground.base.middleware import SERVER_ERROR
from jiwar.ground.base.pages import SEE_OTHER
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.vault import kms
from jiwar.ground.vault.keyring import ring
from jiwar.site import database, migrating
from proofs import evidence
from proofs.canary import leaks, places, sinks
from proofs.canary.asking import Here, Network, post, sign_in
from proofs.canary.planting import Stage, opened_again, plant_everywhere, set_stage
from proofs.canary.scenes import Heard, Play, play
from proofs.canary.sinks import Place
from proofs.canary.words import Mint, found_in
from tests import provider

BROKEN = (
    "select %s::uuid",
    "select %s::timestamptz",
    "select %s::int",
    "select %s::text[]",
    "select 1 / length(%s) * 0 / 0",
)
"""Statements that fail, and whose error repeats what they were given."""


def main() -> int:
    options = _options()
    began = time.monotonic()
    try:
        _prepare()
        results, holds = _prove(options.strings, options.seed)
    finally:
        connections.close_all()
        database.stop()
        shutil.rmtree(HOME, ignore_errors=True)
    results |= {"measured": datetime.now(UTC).isoformat(timespec="seconds"), "seconds": round(time.monotonic() - began)}
    if options.write:
        command = f"python -m proofs.canary --strings {options.strings} --seed {options.seed}"
        print(evidence.write("canary", figure="S9", command=command, seed=options.seed, results=results))
    return 0 if holds else 1


def _prepare() -> None:
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    migrating.prepare()
    migrating.migrate(verbosity=0)


def _prove(strings: int, seed: int) -> tuple[dict[str, object], bool]:
    sealed, typed, secrets = Mint("sealed", seed), Mint("typed", seed), Mint("secret", seed)
    stage = set_stage(sealed, secrets)
    planted = plant_everywhere(stage, strings)
    opened = len(opened_again(stage) & set(sealed.struck))
    odd = _odd_person(stage)
    print(f"S9: {sum(planted.values())} words in {len(planted)} sealed columns; {opened} open again with the keys")
    heard = _perform(stage, odd, typed, secrets)
    _break_statements(typed)
    print(f"  {len(typed.struck)} words typed, {len(secrets.struck)} passwords, {len(heard)} answers", flush=True)
    looked, found = _look(heard, [sealed, typed, secrets], secrets)
    for line in found:
        print(f"  FOUND {line}")
    caught = _control(stage, seed, odd)
    for what, was in caught.items():
        print(f"  {'caught' if was else 'MISSED'}: {what}")
    failed = [one for one in heard if one.scene == "failing" and one.answer.status == SERVER_ERROR]
    holds = not found and opened > 0 and len(failed) > 0 and all(caught.values())
    print("  " + ("found nowhere; every control was caught" if holds else "THE PROOF FAILS"), flush=True)
    results: dict[str, object] = {
        "planted": planted,
        "opened_again": opened,
        "typed": len(typed.struck),
        "passwords": len(secrets.struck),
        "answers": dict(sorted(Counter(str(one.answer.status) for one in heard).items())),
        "spellings": len(sealed.needles()),
        "looked_at": looked,
        "found": len(found),
        "controls": caught,
    }
    return results, holds


def _perform(stage: Stage, odd: str, typed: Mint, secrets: Mint) -> list[Heard]:
    """The same scenes over the network and in this process, then commands."""
    with provider.organisation() as here:
        here.subject, here.secret, here.access, here.code = (secrets.strike(plain=True)[:200] for _ in range(4))
        word = provider.provide(here)
        with places.served(HOME) as port:
            heard = _act(Play(Network(port), Network(port), stage, typed, secrets, here, word, odd))
        with places.overheard(HOME / "said" / "here.log"):
            heard += _act(Play(Here(), Here(), stage, typed, secrets, here, word, odd))
    for arguments, words, password in _commands(stage, secrets, word):
        places.run(HOME, *arguments, typed=words, password=password)
    return heard


def _act(given: Play) -> list[Heard]:
    if (answer := sign_in(given.worker, "amal", given.stage.passwords["amal"])).status != SEE_OTHER:
        raise RuntimeError(f"signing in was answered with {answer.status}")
    if (answer := post(given.worker, "/conduct", version=conduct().version, accepted="on")).status != SEE_OTHER:
        raise RuntimeError(f"the code of conduct was answered with {answer.status}: nothing behind it is seen")
    return list(play(given))


def _commands(stage: Stage, secrets: Mint, word: str) -> Iterator[tuple[list[str], str, str]]:
    right, case = stage.passwords["amal"], str(stage.open_case)
    yield ["migrate"], "", ""
    yield ["check"], "", ""
    yield ["manage", "check"], "", ""
    yield ["provider", "renew-secret", word], secrets.strike(plain=True) + "\n", ""
    yield ["provider", "show"], "", ""
    yield ["provider", "end", word], "", ""
    yield ["case", "list", "--as", "amal"], "", right
    yield ["case", "list", "--as", "amal"], "", secrets.strike(plain=True)
    yield ["case", "note", case, "--as", "amal"], stage.mint.strike(), right
    yield ["case", "note", str(stage.closed_case), "--as", "amal"], stage.mint.strike(), right
    yield ["worker", "--once"], "", ""
    yield ["jobs"], "", ""
    yield ["sweep"], "", ""
    yield ["case", "close", case, "--as", "amal", "--outcome", "died", "--version", "1"], stage.mint.strike(), right


def _break_statements(typed: Mint) -> None:
    """Errors of the database that name the value: its log must not."""
    for statement in BROKEN:
        try:
            with transaction.atomic(), connections["default"].cursor() as cursor:
                cursor.execute(statement, [typed.strike()])
        except DatabaseError:
            continue


def _odd_person(stage: Stage) -> str:
    """Somebody whose status in the country is a planted word."""
    with standing(stage.worker):
        for person in Person.objects.all():
            keys = ring(stage.worker.agency_id, [person.pk])
            if (keys.open(person, "residence") or "") in stage.mint.struck:
                return str(person.pk)
    raise LookupError("nobody has an odd status")


def _look(heard: list[Heard], mints: list[Mint], secrets: Mint) -> tuple[dict[str, str], list[str]]:
    """Search everything; what was looked at, and where something was found."""
    needles = [needle for mint in mints for needle in mint.needles()]
    looked: dict[str, list[int]] = {}
    found = []
    for place in [*_running(heard), *_stopped()]:
        count = looked.setdefault(place.kind, [0, 0])
        count[0], count[1] = count[0] + 1, count[1] + len(place.content)
        if hits := found_in(place.content, needles):
            found.append(f"{place.kind}: {place.name}: {hits[0]!r}")
    found += [
        f"{place.kind}: {place.name}: password {hits[0]!r}"
        for place in sinks.answers(heard, repeated=True)
        if (hits := found_in(place.content, secrets.needles()))
    ]
    return {kind: f"{places} places, {size:,} bytes" for kind, (places, size) in looked.items()}, found


def _running(heard: list[Heard]) -> Iterator[Place]:
    """Places that are there while the database runs."""
    yield from sinks.tables()
    yield from sinks.sessions()
    yield from sinks.cache()
    yield from sinks.answers(heard, repeated=False)


def _stopped() -> Iterator[Place]:
    """Files, once everything is written and the database is down."""
    with psycopg.connect(make_conninfo(database.admin_dsn(), dbname=database.NAME), autocommit=True) as admin:
        admin.execute("checkpoint")
    connections.close_all()
    database.stop()
    yield from sinks.data_files(HOME)
    yield from sinks.database_logs(HOME)
    yield from sinks.application_logs(HOME)
    yield from sinks.mails(HOME)
    yield from sinks.texts(HOME)
    yield from sinks.other_files(HOME)


def _control(stage: Stage, seed: int, odd: str) -> dict[str, bool]:
    """Make every leak; whether the search finds each in every kind of place where it leaked."""
    database.start()
    with places.overheard(HOME / "said" / "controls.log"):
        spilt = leaks.spill_all(stage, seed=seed, odd=odd)
    caught: dict[str, bool] = {}
    everywhere = [*_running([]), *_stopped()]
    for one in spilt:
        answers = [*sinks.answers(one.heard, repeated=False), *sinks.answers(one.heard, repeated=True)]
        kinds = [_finds(kind, one, [*everywhere, *answers]) for kind in one.leak.kinds]
        caught[one.leak.what] = all(kinds)
    return caught


def _finds(kind: str, one: leaks.Spilt, looked_at: Iterable[Place]) -> bool:
    needles = one.mint.needles()
    return any(
        place.kind == kind and one.leak.table in ("", place.name) and found_in(place.content, needles)
        for place in looked_at
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.canary")
    parser.add_argument("--strings", type=int, default=200, help="words to plant in sealed columns")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write docs/evidence/canary.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
