"""Tell random stories to the rules and to the database until enough was decided; then lay mutants over the wall.

A difference ends the run with the seed, the deed and both answers. A mutant that no story tells apart from the rules
survives, and fails the run: then the proof would not have noticed that hole.
"""

import argparse
import time
from datetime import UTC, datetime
from random import Random

from django.conf import settings

from jiwar.ground.vault import kms
from proofs import evidence
from proofs.access import stages
from proofs.worlds import doors, mutants_doing, mutants_duress, mutants_emergencies, mutants_reading, mutants_roles
from proofs.worlds.asking import Tally
from proofs.worlds.hunting import Hunt
from proofs.worlds.running import Difference, differ
from proofs.worlds.shrinking import describe, shrink
from proofs.worlds.stage import Stage
from proofs.worlds.telling import Story, story
from tests import databases

SMALL, FULL = 10_000, 1_000_000
HUNTED = 24
"""Mutants of a small run, drawn by its seed; a full run hunts all."""
DOORS = {False: 2, True: 40}
"""Stories told to the application's own queries, in a small and in a full run."""
MUTANTS = (
    mutants_reading.MUTANTS + mutants_doing.MUTANTS + mutants_emergencies.MUTANTS + mutants_roles.MUTANTS
    + mutants_duress.MUTANTS
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """0 where both agree about everything and every mutant is noticed."""
    asked = _parser().parse_args(arguments)
    decisions = asked.decisions or (FULL if asked.full else SMALL)
    mutants = list(MUTANTS) if asked.full else Random(asked.seed).sample(MUTANTS, HUNTED)
    with databases.server(), databases.clone():
        with stages.stage() as stage:
            tally, seconds, difference = agree(stage, decisions, asked.seed)
            _print_tally(tally, seconds)
        hunts = [] if difference else stages.hunt_all(mutants, asked.seed)
        at_doors, differs = knock(DOORS[asked.full], asked.seed)
    survived = [one.mutant.breaks for one in hunts if not one.killed]
    for words in filter(None, (difference, differs)):
        print(f"THEY DIFFER, seed {asked.seed}\n{words}")
    if asked.write:
        command = " ".join(["make prove-access", *(f'ARGS="{" ".join(arguments)}"' for _ in arguments[:1])])
        results = _results(tally, seconds, hunts, differences=[difference, differs], at_doors=at_doors)
        path = evidence.write("access", figure="S1, S16", command=command, seed=asked.seed, results=results)
        print(f"Written to {path.relative_to(evidence.ROOT)}")
    print(f"{at_doors.decisions:,} answers of the application's own queries in {at_doors.worlds} worlds compared")
    lost = "".join(f"; SURVIVED: {one}" for one in survived)
    print(f"{len(hunts) - len(survived)} of {len(hunts)} mutants noticed{lost}")
    return 1 if difference or differs or survived else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make prove-access", description=__doc__)
    parser.add_argument(
        "--decisions", type=int, help=f"how many at least (otherwise {SMALL:,}, or {FULL:,} with --full)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help="a million decisions and all mutants")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/evidence/access.json")
    return parser


def agree(stage: Stage, decisions: int, seed: int) -> tuple[Tally, float, str]:
    """Stories until at least `decisions` were compared, or until the first difference, told as shortly as can be."""
    tally, began, number, difference = Tally(), time.monotonic(), 0, ""
    while tally.decisions < decisions and not difference:
        difference = _told(stage, story(f"{seed}/{number}"), tally)
        number += 1
    return tally, time.monotonic() - began, difference


def _told(stage: Stage, one: Story, tally: Tally) -> str:
    """The difference in a story, in words; empty where there is none."""

    def tell(shorter: Story, counted: Tally) -> Difference | None:
        with stage.world():
            return differ(stage, shorter, counted)

    found = tell(one, tally)
    return describe(*shrink(one, found, lambda shorter: tell(shorter, Tally()))) if found else ""


def knock(stories: int, seed: int) -> tuple[Tally, str]:
    """Stories at the doors of the application, until all are told or one differs."""
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    tally = Tally()
    for number in range(stories):
        with doors.stage_on_django() as stage:
            found = doors.differ_at_doors(stage, story(f"doors {seed}/{number}"), tally)
        if found:
            return tally, f"{found} in story {number} of the doors"
    return tally, ""


def _print_tally(tally: Tally, seconds: float) -> None:
    allowed = tally.allowed.total() / max(tally.decisions, 1)
    print(f"{tally.decisions:,} decisions in {tally.worlds} worlds, {allowed:.0%} allowed, {seconds:.0f} s")
    for kind, count in tally.asked.most_common():
        print(f"  {count:9,}  {tally.allowed[kind]:8,} yes  {kind}")
    print("  decided by: " + ", ".join(f"{what} {count:,}" for what, count in tally.deciding.most_common()))


def _results(
    tally: Tally, seconds: float, hunts: list[Hunt], *, differences: list[str], at_doors: Tally
) -> dict[str, object]:
    """The figures that are kept, the control beside them."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "worlds": tally.worlds,
        "decisions": tally.decisions,
        "allowed": tally.allowed.total(),
        "mismatches": sum(map(bool, differences)),
        "decisions_per_second": round(tally.decisions / seconds),
        "asked": dict(tally.asked),
        "deciding": dict(tally.deciding),
        "at_the_doors": {"worlds": at_doors.worlds, "answers": at_doors.decisions, "asked": dict(at_doors.asked)},
        "control": {
            "mutants": len(hunts),
            "noticed": sum(one.killed for one in hunts),
            "by": {one.mutant.breaks: one.how for one in hunts},
        },
    }
