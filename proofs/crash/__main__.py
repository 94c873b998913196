"""`make prove-crash`: the database killed while it is written to (R1), commits against the disk (R3).

    python -m proofs.crash [--rounds 2] [--commits 100] [--seed 1] [--json FILE] [--write]

Full size: --rounds 100 --commits 1000. Runs in a home of its own under the folder for temporary files, with the
server as in production: everything durable. Each figure has its control beside it, which must fail.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from secrets import randbelow

HOME = Path(tempfile.mkdtemp(prefix="jiwar-crash-"))
for variable in [name for name in os.environ if name.startswith(("JIWAR_", "DATABASE_"))]:
    del os.environ[variable]
os.environ |= {"JIWAR_HOME": str(HOME), "JIWAR_MODE": "test", "DJANGO_SETTINGS_MODULE": "jiwar.site.settings"}

import django

django.setup()

from django.conf import settings
from django.db import connections

from jiwar.ground.vault import kms
from jiwar.site import database, migrating
from proofs import evidence
from proofs.crash.killing import CONTROL_ROUNDS, READY_WITHIN, Run, acknowledge_early, kill_rounds
from proofs.crash.syncing import CannotWatch, Synced, sync_files, walwriter_of, watch
from proofs.crash.world import build, superuser


def main() -> int:
    options = _options()
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside it cleans up too
    try:
        kms.ensure(settings.JIWAR.keys_path, demo=True)
        migrating.prepare()
        migrating.migrate(verbosity=0)
        killed, is_r1 = _prove_kills(options.rounds, options.seed)
        synced, is_r3 = _prove_syncs(options.commits)
    finally:
        connections.close_all()
        database.stop()
        shutil.rmtree(HOME, ignore_errors=True)
    results: dict[str, object] = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began),
        "R1": killed,
        "R3": synced,
    }
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if options.write:
        command = f"python -m proofs.crash --rounds {options.rounds} --commits {options.commits} --seed {options.seed}"
        print(evidence.write("crash", figure="R1, R3", command=command, seed=options.seed, results=results))
    return 0 if is_r1 and is_r3 else 1


def _prove_kills(rounds: int, seed: int) -> tuple[dict[str, object], bool]:
    print(f"R1: {rounds} times kill -9 of the whole database under 4 writers, seed {seed}", flush=True)
    run = kill_rounds("real", rounds=rounds, seed=seed)
    _tell("durable", run)
    with superuser() as db:
        acknowledge_early(db, early=True)
    control = kill_rounds("control", rounds=CONTROL_ROUNDS, seed=seed, until_lost=True)
    with superuser() as db:
        acknowledge_early(db, early=False)
    _tell("control, synchronous_commit=off", control)
    caught = control.lost > 0
    print("  " + _word(run.kept, f"nothing lost, nothing half, ready within {READY_WITHIN:.0f} s"))
    print("  " + _word(caught, "the control lost acknowledged notes"), flush=True)
    return {"claim": run.figures(), "control_synchronous_commit_off": control.figures()}, run.kept and caught


def _tell(name: str, run: Run) -> None:
    print(f"  {name}:")
    for key, value in run.figures().items():
        print(f"    {key.replace('_', ' '):<24}{value:>10}")


def _prove_syncs(commits: int) -> tuple[dict[str, object], bool]:
    print(f"R3: {commits} commits of notes under strace")
    try:
        claim, control = _watched(commits, sync=True), _watched(commits, sync=False)
    except CannotWatch as error:
        print(f"  !!!!!!  R3 NOT SHOWN HERE: {error}", flush=True)
        return {"not_shown": str(error)}, True
    print(f"  durable:             {claim.after_sync} of {claim.commits} acknowledged after fdatasync of the WAL")
    print(f"  control, fsync=off:  {control.after_sync} of {control.commits}")
    kept = claim.commits == claim.after_sync == commits
    caught = control.commits == commits and control.after_sync == 0
    print("  " + _word(kept, "every commit"))
    print("  " + _word(caught, "the control was caught"))
    return {"claim": asdict(claim), "control_fsync_off": asdict(control)}, kept and caught


def _watched(commits: int, *, sync: bool) -> Synced:
    desk = build("synced" if sync else "unsynced")[0]
    with superuser() as db:
        sync_files(db, sync=sync)
        try:
            return watch(desk, commits=commits, folder=HOME / f"trace-{sync}", walwriter=walwriter_of(db))
        finally:
            sync_files(db, sync=True)


def _word(holds: bool, what: str) -> str:  # noqa: FBT001
    return f"{'holds ' if holds else 'BROKEN'}  {what}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.crash", description="Shows R1 and R3.")
    parser.add_argument("--rounds", type=int, default=2, help="kills of the whole database (full: 100)")
    parser.add_argument("--commits", type=int, default=100, help="commits watched by strace (full: 1000)")
    parser.add_argument("--seed", type=int, default=randbelow(10**6), help="by default another one each time")
    parser.add_argument("--json", metavar="FILE", help="also write the results there")
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/crash.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
