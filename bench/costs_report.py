"""The run of `bench.costs`: a small world, the pages, a table, the verdicts."""

import argparse
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from bench import pages
from bench.report import world
from proofs import evidence

CASES = 2_000
EMPTY_MS, LIST_MS, CASE_MS = 0.7, 8.0, 12.0
"""An empty view, a list of fifty and the page of a case, as they were asked for; of these the ratios count."""
LIST_AT_MOST, CASE_AT_MOST = round(LIST_MS / EMPTY_MS, 1), round(CASE_MS / EMPTY_MS, 1)
GOALS = {
    pages.LIST: LIST_AT_MOST,
    pages.WHOLE_LIST: LIST_AT_MOST,
    pages.COVER: CASE_AT_MOST,
    pages.OPENED: CASE_AT_MOST,
}
WEIGHT = 40_000
"""Bytes of a page, compressed."""
COLUMNS = (
    ("CPU ms", "python_cpu_ms"),
    ("x empty", "python_cpu_to_empty_view_without_middleware"),
    ("x in house", "python_cpu_to_empty_view"),
    ("DB CPU", "database_cpu_ms"),
    ("statements", "statements"),
    ("bytes", "bytes"),
    ("compressed", "bytes_compressed"),
)

type Figures = Mapping[str, Mapping[str, object]]


def run(*, is_kept: bool) -> int:
    """Everything; returns the exit status: 1 where a goal is missed, or where the control reaches it."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside it cleans up too
    with world(options.cases, options.seed, is_kept=is_kept):
        found = pages.measure("worker.5", "supervisor.1", rounds=options.rounds)
        heavy = pages.control("worker.5", rounds=max(options.rounds // 10, 5))
    told = verdicts(found)
    misses = not reached(heavy, LIST_AT_MOST)
    _tell(found, told, heavy, misses=misses)
    if options.write:
        command = f"python -m bench.costs --cases {options.cases} --rounds {options.rounds} --seed {options.seed}"
        results: dict[str, object] = {
            "measured": datetime.now(UTC).isoformat(timespec="seconds"),
            "cases": options.cases,
            "rounds": options.rounds,
            "pages": found,
            "targets": told,
            "control": {"what": "a page that does the work of the list twenty times", "missed": misses, **heavy},
        }
        print(evidence.write("pages", figure="P1", command=command, seed=options.seed, results=results))
    return 0 if misses and all(told.values()) else 1


def verdicts(found: Figures) -> dict[str, bool]:
    """Each goal and whether it is reached."""
    cost = {f"{name}: at most {most:g} times an empty view": reached(found[name], most) for name, most in GOALS.items()}
    weighed = {name: page["bytes_compressed"] for name, page in found.items() if "bytes_compressed" in page}
    return cost | {f"{name}: at most {WEIGHT} bytes": _number(weight) <= WEIGHT for name, weight in weighed.items()}


def reached(page: Mapping[str, object], most: float) -> bool:
    """Whether a page costs no more than so many empty views without middleware."""
    return _number(page["python_cpu_to_empty_view_without_middleware"]) <= most


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(value)
    return value


def _tell(found: Figures, told: Mapping[str, bool], heavy: Mapping[str, object], *, misses: bool) -> None:
    print(f"\nPython CPU in ms, medians\n\n{'page':<32}" + "".join(f"{head:>12}" for head, _ in COLUMNS))
    for name, page in [*found.items(), ("control: the list, twenty times", heavy)]:
        print(f"{name:<32}" + "".join(f"{page.get(column, '')!s:>12}" for _, column in COLUMNS))
    print()
    for what, holds in told.items():
        print(f"{'reached' if holds else 'MISSED '}  {what}")
    print(f"{'missed, as it must' if misses else 'REACHED, and so the measure is broken'}: the control")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.costs", description="What a page costs.")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/pages.json")
    return parser.parse_args()
