"""`make prove-signin`: nobody learns who has an account, nobody guesses for long, no request breaks a page (S7).

    python -m proofs.signin [--attempts 60] [--requests 600] [--seed 1] [--full] [--write]

Full size (`--full`): 2,000 attempts of each kind, 20,000 malformed requests. Runs in a home of its own under
the folder for temporary files. Controls: a sign-in that spares unknown names the hash must be told apart, so must one
that spares whoever knows the password the hash of the second word, and pages that take credentials as they come must
break.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="jiwar-signin-"))
for variable in [name for name in os.environ if name.startswith(("JIWAR_", "DATABASE_"))]:
    del os.environ[variable]
os.environ |= {"JIWAR_HOME": str(HOME), "JIWAR_MODE": "test", "DJANGO_SETTINGS_MODULE": "jiwar.site.settings"}

import django

django.setup()

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict

import psycopg
from django.conf import settings
from django.db import connections
from django.test.utils import setup_test_environment
from psycopg.conninfo import make_conninfo

from jiwar.doors.desk.decoys import furnish
from jiwar.ground.access import installing
from jiwar.ground.access.classes import AgencyKind
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import User
from jiwar.ground.access.roles import CaseWorker, DataProtectionOfficer, Supervisor
from jiwar.ground.access.signing.duress import choose_second_word
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, who_for
from jiwar.ground.vault import kms
from jiwar.site import database, migrating
from proofs import evidence
from proofs.signin import likeness, locking, malformed
from proofs.signin.likeness import Attempt, Likeness


def main() -> int:
    options = _options()
    try:
        _prepare()
        results, holds = _prove(options.attempts, options.requests, options.seed)
    finally:
        connections.close_all()
        database.stop()
        shutil.rmtree(HOME, ignore_errors=True)
    if options.write:
        command = (
            f"python -m proofs.signin --attempts {options.attempts} --requests {options.requests} --seed {options.seed}"
        )
        print(evidence.write("signin", figure="S7", command=command, seed=options.seed, results=results))
    return 0 if holds else 1


def _prepare() -> None:
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    migrating.prepare()
    migrating.migrate(verbosity=0)
    setup_test_environment()
    logging.disable(logging.CRITICAL)
    with installing.installing():
        agency = installing.add_agency("moa", AgencyKind.MINISTRY, Titles("Ministry", "الوزارة"))
        team = installing.add_team(installing.add_office(agency, Titles("Office", "مكتب")), Titles("Team", "فريق"))
        for name in ("amal", "huda"):
            account = Account(name, Titles(name, name), locking.PASSWORD)
            installing.add_role(installing.add_user(agency, account), CaseWorker, team=team)
        for name, role in (("bashir", Supervisor), ("ghada", DataProtectionOfficer)):
            account = Account(name, Titles(name, name), locking.PASSWORD)
            installing.add_role(installing.add_user(agency, account), role)
    amal = who_for(User.objects.get(username="amal"), door=Door.WEB)
    with standing(amal):
        furnish(choose_second_word(amal, word=likeness.WORD))


def _prove(attempts: int, requests: int, seed: int) -> tuple[dict[str, object], bool]:
    with psycopg.connect(make_conninfo(database.admin_dsn(), dbname=database.NAME), autocommit=True) as admin:
        alike, told = _alike(admin, likeness.WRONG, likeness.telling, attempts)
        quiet, heard = _alike(admin, likeness.RIGHT, likeness.sparing, attempts)
        locked = locking.outcomes(admin)
        for claim, held in locked.items():
            print(f"  {'held' if held else 'BROKEN'}: {claim}")
        admin.execute("truncate access_attempt")
    answered = malformed.tried(n=requests, seed=seed)
    broken = sum(count for status, count in answered.items() if status >= malformed.BROKEN)
    print(f"  {requests} malformed requests to {len(malformed.addresses())} addresses: {broken} broke a page")
    with malformed.breaking():
        control = malformed.tried(n=max(requests // 20, 400), seed=seed, only="passkey")
    noticed = control[malformed.BROKEN]
    print(f"  control, credentials taken as they come: {noticed} broke; {'caught' if noticed else 'MISSED'}")
    holds = (
        alike.holds
        and quiet.holds
        and not told.holds
        and not heard.holds
        and all(locked.values())
        and broken == 0
        and noticed > 0
    )
    print("  the proof holds" if holds else "  THE PROOF FAILS", flush=True)
    results: dict[str, object] = {
        "likeness": {**asdict(alike), "allowed": round(alike.allowed, 4)},
        "control_likeness": asdict(told),
        "forced": {**asdict(quiet), "allowed": round(quiet.allowed, 4)},
        "control_forced": asdict(heard),
        "locking": locked,
        "malformed": {str(status): count for status, count in sorted(answered.items())},
        "control_malformed": noticed,
    }
    return results, holds


def _alike(
    admin: psycopg.Connection,
    kinds: tuple[Attempt, Attempt],
    control: Callable[[], AbstractContextManager[None]],
    attempts: int,
) -> tuple[Likeness, Likeness]:
    """Two kinds of attempt, and what the control makes of them."""
    alike = likeness.measure(admin, kinds, n=attempts)
    names = " and ".join(f"{kind.username}/{kind.password}" for kind in kinds)
    print(f"S7: {attempts} attempts each of {names}: medians {alike.one_ms} and {alike.other_ms} ms")
    print(f"  a guess by time is right {alike.guess:.3f} of the time, allowed {alike.allowed:.3f} beside 0.5")
    print(f"  {alike.differences} answers differ")
    with control():
        told = likeness.measure(admin, kinds, n=max(30, attempts // 20))
    caught = "MISSED" if told.holds else "caught"
    print(f"  control, one of them spared a hash: guessed {told.guess:.3f}; {caught}")
    return alike, told


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.signin")
    parser.add_argument("--attempts", type=int, default=60, help="wrong attempts with each kind of name")
    parser.add_argument("--requests", type=int, default=600, help="malformed requests")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="2,000 attempts and 20,000 requests")
    parser.add_argument("--write", action="store_true", help="write docs/evidence/signin.json")
    options = parser.parse_args()
    if options.full:
        options.attempts, options.requests = 2000, 20_000
    return options


if __name__ == "__main__":
    sys.exit(main())
