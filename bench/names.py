"""Names found across scripts, in memory: our keys and score beside rapidfuzz's token_sort, recall per set.

    make bench-names DATA=../shared/data/names [ARGS="--peer 40"]

Every person who shares a key is a candidate, 200 of them by rarity are scored; where the best is weak, keys one letter
away are asked too. Names only, no birth date, no database: what a table, a wall and a cut of rows cost is measured
elsewhere. Intervals are Wilson's, 95 %. Sets: R_ are real names in two scripts, S_ are generated.
"""

import argparse
import gzip
import heapq
import json
import math
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from jiwar.lib.names import Comparison, Part, compare, parse
from jiwar.lib.names.scoring import joined, weight

SCORED = 200
WEAK = 0.75
LETTERS = "Abcdfghjklmnrstwyz"
type Search = Callable[[str], list[str]]


class Register:
    """Names under their keys."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.ids = [row["id"] for row in rows]
        self.parts = [parse(row["name"]) for row in rows]
        self.under: defaultdict[str, list[int]] = defaultdict(list)
        for at, parts in enumerate(self.parts):
            for key in {key for part in parts for key in part.keys} | _joined(parts):
                self.under[key].append(at)

    def candidates(self, asked: tuple[Part, ...], widen: Callable[[Part], Iterable[str]]) -> list[int]:
        """Whoever shares a key with the query, the rarest shared keys first: SCORED at most."""
        summed: defaultdict[int, float] = defaultdict(float)
        for part in asked:
            worth = weight(part)
            for at in {at for key in widen(part) for at in self.under.get(key, ())}:
                summed[at] += worth
        for key in _joined(asked):
            for at in self.under.get(key, ()):
                summed[at] += 8
        return heapq.nlargest(SCORED, summed, key=lambda at: (summed[at], -len(self.parts[at])))

    def near(self, part: Part) -> set[str]:
        """Keys of the register one letter away."""
        return {new for key in part.keys[:2] if len(key) > 2 for new in _neighbours(key) if new in self.under}

    def search(self, name: str) -> list[str]:
        """The ids of the ten best, the best first."""
        asked = parse(name)
        scored = self._scored(asked, self.candidates(asked, lambda part: part.keys))
        if not scored or max(one.share for one in scored.values()) < WEAK:
            near = {part: self.near(part) | set(part.keys) for part in asked}
            scored |= self._scored(asked, self.candidates(asked, near.__getitem__))
        best = heapq.nlargest(10, scored, key=lambda at: (scored[at].bits, -len(self.parts[at])))
        return [self.ids[at] for at in best]

    def _scored(self, asked: tuple[Part, ...], rows: list[int]) -> dict[int, Comparison]:
        return {at: compare(asked, self.parts[at]) for at in rows}


def _joined(parts: tuple[Part, ...]) -> set[str]:
    return {key for one, then in pairwise(parts) for key in joined(one, then)}


def _neighbours(key: str) -> set[str]:
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    gone = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + new + right[1:] for left, right in cuts if right for new in LETTERS}
    return gone | swapped | changed | {left + new + right for left, right in cuts for new in LETTERS}


def peer(rows: list[dict[str, Any]]) -> Search:
    """The same search by rapidfuzz over the names as they are written."""
    names = [row["name"].casefold() for row in rows]

    def search(name: str) -> list[str]:
        found = process.extract(name.casefold(), names, scorer=fuzz.token_sort_ratio, limit=10)
        return [rows[at]["id"] for _, _, at in found]

    return search


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z, share = 1.96, hits / of
    middle, wide = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - wide) / (1 + z * z / of), (middle + wide) / (1 + z * z / of)


def measure(label: str, search: Search, queries: list[dict[str, Any]]) -> None:
    """Print how often the right person is first and among ten, for each set, and how long a search takes."""
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    times = []
    for query in queries:
        begun = time.perf_counter()
        ids = search(query["name"])
        times.append(1000 * (time.perf_counter() - begun))
        rank = ids.index(query["truth"]) + 1 if query["truth"] in ids else 0
        for name in (query["set"], "REAL" if query["set"].startswith("R_") else "GENERATED"):
            ranks[name].append(rank)
    print(f"\n{label}: p50 {statistics.median(times):.0f} ms, p95 {sorted(times)[int(0.95 * len(times))]:.0f} ms")
    for name, found in sorted(ranks.items()):
        shown = []
        for deepest in (1, 10):
            hits = sum(1 for rank in found if 0 < rank <= deepest)
            low, high = wilson(hits, len(found))
            shown.append(f"@{deepest} {hits / len(found):.3f} [{low:.3f}, {high:.3f}]")
        print(f"  {name:14} n={len(found):<5} {'   '.join(shown)}")


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("data", type=Path)
    given.add_argument("--peer", type=int, default=40, help="queries of each set asked of rapidfuzz, 0 for none")
    told = given.parse_args()
    for file in sorted((told.data / "bench").glob("bench_*.json.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            bench = json.load(opened)
        begun = time.perf_counter()
        register = Register(bench["reg"])
        built = time.perf_counter() - begun
        print(f"{file.name}: {len(bench['reg'])} persons, {len(bench['q'])} queries, built in {built:.0f} s")
        measure("jiwar, keys and score", register.search, bench["q"])
        by_set: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for query in bench["q"]:
            by_set[query["set"]].append(query)
        drawn = random.Random(5)
        some = [one for all_ in by_set.values() for one in drawn.sample(all_, min(told.peer, len(all_)))]
        if some:
            measure("rapidfuzz token_sort_ratio on raw names, a sample", peer(bench["reg"]), some)
            measure("jiwar on the same sample", register.search, some)


if __name__ == "__main__":
    main()
