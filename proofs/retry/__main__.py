"""`make prove-retry`: web workers killed in the middle of requests, which partners send again (R2).

    python -m proofs.retry [--kills 20] [--seed 1] [--full] [--write]

Full size: 500 kills. A real web server with its workers, in a home of its own under the folder for temporary files,
everything durable. The control sends the same without an Idempotency-Key, and must make something twice.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from secrets import randbelow

HOME = Path(tempfile.mkdtemp(prefix="jiwar-retry-"))
for variable in [name for name in os.environ if name.startswith(("JIWAR_", "DATABASE_"))]:
    del os.environ[variable]
(HOME / "said").mkdir()
os.environ |= {"JIWAR_HOME": str(HOME), "JIWAR_MODE": "demo", "DJANGO_SETTINGS_MODULE": "jiwar.site.settings"}

import django

django.setup()

from django.conf import settings
from django.db import connections

from jiwar.ground.access.actions import open_token
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.staff.actions import accept_conduct
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.vault import kms
from jiwar.site import database, migrating
from proofs import evidence
from proofs.canary.places import served
from proofs.crash.world import Desk, build, superuser
from proofs.retry.judging import Verdict, judge
from proofs.retry.killing import Aim, Kills, kill_once, telling
from proofs.retry.partners import Partner, writing

FULL, SMALL = 500, 20
CONTROL_KILLS = 60
"""At most so many kills in which the control may make something twice."""
TOKENS_EACH = 2


def main() -> int:
    """0 where everything that was answered is there exactly once, and the control made something twice."""
    options = _options()
    kills = FULL if options.full else options.kills
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside it cleans up too
    try:
        kms.ensure(settings.JIWAR.keys_path, demo=True)
        migrating.prepare()
        migrating.migrate(verbosity=0)
        with served(HOME) as port:
            claim = _prove("keyed", port, kills=kills, seed=options.seed)
            control = _prove("unkeyed", port, kills=CONTROL_KILLS, seed=options.seed)
    finally:
        connections.close_all()
        database.stop()
        shutil.rmtree(HOME, ignore_errors=True)
    print(_word(claim[1].kept, "everything that was answered is there exactly once"))
    print(_word(control[1].doubled > 0, "the control made something twice"))
    results = {
        "seconds": round(time.monotonic() - began),
        "claim": _figures(claim),
        "control_no_key": _figures(control),
    }
    if options.write:
        command = f"python -m proofs.retry --kills {kills} --seed {options.seed}"
        print(evidence.write("retry", figure="R2", command=command, seed=options.seed, results=results))
    return 0 if claim[1].kept and control[1].doubled else 1


def _prove(name: str, port: int, *, kills: int, seed: int) -> tuple[Kills, Verdict]:
    """So many kills under partners who write; without key only until something was made twice."""
    is_keyed = name == "keyed"
    print(f"R2: {'' if is_keyed else 'at most '}{kills} times kill -9 of every web worker, {name}", flush=True)
    desks, done = build(name), Kills()
    aim = Aim(random.Random(seed), after_a_commit=0.5 if is_keyed else 1)
    partners = _partners(desks, port, is_keyed=is_keyed, seed=seed)
    with superuser() as db, telling(db), writing(partners):
        for number in range(kills):
            kill_once(db, HOME, partners, aim, done)
            if not is_keyed and number % 5 == 4 and judge(desks, partners).doubled:
                break
    verdict = judge(desks, partners)
    for figure, value in {**asdict(done), **asdict(verdict)}.items():
        print(f"    {figure.replace('_', ' '):<40}{value:>10.4g}")
    return done, verdict


def _partners(desks: list[Desk], port: int, *, is_keyed: bool, seed: int) -> list[Partner]:
    found: list[Partner] = []
    for desk in desks:
        accept_conduct(desk.who, version=conduct().version)
        for _ in range(TOKENS_EACH):
            made = open_token(desk.who, purpose=TokenPurpose.OWN_SYSTEM, scopes=[Scope.CASES_WRITE], days=30)
            found.append(Partner(desk, made.secret, port, len(found), is_keyed=is_keyed, seed=seed))
    return found


def _figures(proved: tuple[Kills, Verdict]) -> dict[str, object]:
    kills, verdict = proved
    return {"kills": kills.at_any_moment + kills.after_a_commit, **asdict(kills), **asdict(verdict)}


def _word(holds: bool, what: str) -> str:  # noqa: FBT001
    return f"{'holds ' if holds else 'BROKEN'}  {what}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.retry", description="Shows R2.")
    parser.add_argument("--kills", type=int, default=SMALL, help=f"of every worker (full: {FULL})")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=randbelow(10**6), help="by default another one each time")
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/retry.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
