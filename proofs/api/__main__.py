"""`make prove-api`: requests made from the API's own description, right and wrong ones, and bytes that are none (S6).

The real application answers, as the role that serves, on a clone of the tests' migrated template. By default 1,000
requests; ARGS="--full" sends 100,000, ARGS="--write" keeps the figures in docs/evidence/api.json.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from secrets import randbelow

# Before the settings are imported: the server, the keys and the mode of the tests.
os.environ["JIWAR_MODE"] = "test"
os.environ["JIWAR_HOME"] = os.environ.get("JIWAR_TEST_HOME") or str(Path(__file__).parents[2] / "var" / "test")
os.environ["DJANGO_SETTINGS_MODULE"] = "jiwar.site.settings"

import django

django.setup()

from django.conf import settings

from proofs import evidence
from proofs.api.hammering import Result, broken_on_purpose, hammer, quietly
from proofs.api.scene import set_scene
from tests import databases

FULL, SMALL, CONTROL = 100_000, 1_000, 400


def main() -> int:
    """0 where nothing broke, and what was broken on purpose was noticed."""
    options = _options()
    wanted = FULL if options.full else options.requests
    print(f"S6: {wanted} requests, seed {options.seed}")
    began = time.monotonic()
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # WhiteNoise warns where it finds none
    with databases.server(), databases.clone(), quietly():
        scene = set_scene()
        claim = hammer(scene, requests=wanted, seed=options.seed)
        with broken_on_purpose():
            control = hammer(scene, requests=CONTROL, seed=options.seed)
    seconds = round(time.monotonic() - began, 1)
    results = {**claim.figures(), "control: failures found": len(control.failures), "seconds": seconds}
    for name, value in results.items():
        print(f"  {name:<32} {value}")
    _tell(claim)
    holds = not claim.failures and bool(control.failures) and claim.sent >= wanted and claim.done > 0
    print("Nothing broke." if holds else "IT BREAKS, or what was broken on purpose was not noticed.")
    if options.write:
        command = f'make prove-api ARGS="{"--full " if options.full else ""}--seed {options.seed}"'
        evidence.write("api", figure="S6", command=command, seed=options.seed, results=results)
    return 0 if holds else 1


def _tell(result: Result) -> None:
    for failure in result.failures[:10]:
        print(f"  BROKEN  {failure}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make prove-api", description="Shows S6.")
    parser.add_argument("--full", action="store_true", help=f"{FULL} requests")
    parser.add_argument("--requests", type=int, default=SMALL)
    parser.add_argument("--seed", type=int, default=randbelow(10**6), help="by default another one each time")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/evidence/api.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
