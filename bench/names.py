"""Names found across scripts, in memory: keys, score and bands as the application uses them, recall for each set.

    make bench-names DATA=../shared/data/names [ARGS="--half report --peer 40 --write"]

Candidates are chosen as people's queries choose them: by the rarest elements of a name. 120 are compared; where none is
likely, keys one letter away are asked too. No database: what a table and a wall cost is measured elsewhere. Half of the
queries (by a hash of their name) is for tuning, half for reporting. Sets: R_ are real names in two scripts, names only;
S_ are generated, measured with and without birth and sex. Intervals are Wilson's, 95 %.
"""

import argparse
import gzip
import hashlib
import heapq
import json
import math
import random
import statistics
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from jiwar.areas.people import rules
from jiwar.lib.names import Band, Born, Likeness, Told, elements, liken, parse
from proofs import evidence

COMPARED = 120
"""As in people's queries."""
type Row = Mapping[str, Any]
type Search = Callable[[Row], list[str]]


def told(row: Row, *, with_birth: bool) -> Told:
    """What a row of the data tells of a person."""
    names = (parse(row["name"]),)
    if not with_birth:
        return Told(names)
    born = row.get("dob") or row
    if born.get("y") is None:
        return Told(names, sex=row["sex"] or "")
    return Told(names, Born(born["y"], born["m"], born["d"], estimated=born["est"]), row["sex"] or "")


@dataclass(slots=True)
class Cost:
    """Seconds of CPU for each search: choosing candidates and comparing them."""

    chosen: list[float] = field(default_factory=list)
    compared: list[float] = field(default_factory=list)
    reached: int = 0


class Register:
    """Persons under their elements."""

    def __init__(self, rows: list[Row]) -> None:
        self.ids = [row["id"] for row in rows]
        self.told = [told(row, with_birth=True) for row in rows]
        self.under: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self.cost = Cost()
        for at, one in enumerate(self.told):
            for element in elements(one.names[0], one.born.year if one.born else None):
                self.under[element].append(at)

    def candidates(self, asked: Mapping[str, float], without: str) -> list[int]:
        """Whoever shares elements with the query, the most bits first: COMPARED at most."""
        summed: defaultdict[int, float] = defaultdict(float)
        for element, worth in asked.items():
            for at in self.under.get(element, ()):
                summed[at] += worth
        best = heapq.nsmallest(COMPARED + 1, summed, key=lambda at: (-summed[at], at))
        return [at for at in best if self.ids[at] != without][:COMPARED]

    def best(self, asked: Told, *, without: str = "", most: int = 10) -> list[tuple[str, Likeness]]:
        """The likeliest persons, the best first; as if `without` were not in the register."""
        begun = time.process_time()
        parts, year = asked.names[0], asked.born.year if asked.born else None
        near = self.candidates(rules.telling(elements(parts, year)), without)
        chosen = time.process_time()
        scored = self._scored(asked, near)
        if not any(one.names.band is Band.MATCH for one in scored.values()):
            more = self.candidates(rules.near_elements(parts), without)
            scored |= self._scored(asked, [at for at in more if at not in scored])
        found = heapq.nsmallest(most, scored, key=lambda at: (-scored[at].bits, at))
        self.cost.chosen.append(chosen - begun)
        self.cost.compared.append(time.process_time() - chosen)
        return [(self.ids[at], scored[at]) for at in found]

    def _scored(self, asked: Told, rows: list[int]) -> dict[int, Likeness]:
        return {at: liken(asked, self.told[at], register=len(self.ids)) for at in rows}


def peer(rows: list[Row]) -> Search:
    """The same search by rapidfuzz over the names as they are written."""
    names = [row["name"].casefold() for row in rows]

    def search(query: Row) -> list[str]:
        found = process.extract(query["name"].casefold(), names, scorer=fuzz.token_sort_ratio, limit=10)
        return [rows[at]["id"] for _, _, at in found]

    return search


def half(query: Row) -> str:
    """For which purpose a query may be used: `tune` or `report`."""
    return "report" if hashlib.sha256(query["name"].encode()).digest()[0] % 2 else "tune"


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z, share = 1.96, hits / of
    middle, wide = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - wide) / (1 + z * z / of), (middle + wide) / (1 + z * z / of)


def share(hits: int, of: int) -> dict[str, float]:
    """A share with its interval, for the record."""
    low, high = wilson(hits, of) if of else (0.0, 1.0)
    return {"share": round(hits / max(of, 1), 3), "low": round(low, 3), "high": round(high, 3), "of": of}


def recall(label: str, search: Search, queries: list[Row]) -> dict[str, Any]:
    """How often the right person is first and among ten, for each set."""
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    for query in queries:
        ids = search(query)
        rank = ids.index(query["truth"]) + 1 if query["truth"] in ids else 0
        for name in (query["set"], "REAL" if query["set"].startswith("R_") else "GENERATED"):
            ranks[name].append(rank)
    print(f"\n{label}")
    kept: dict[str, Any] = {}
    for name, found in sorted(ranks.items()):
        kept[name] = {f"at_{most}": share(sum(0 < one <= most for one in found), len(found)) for most in (1, 10)}
        shown = "   ".join(
            f"@{most} {one['share']:.3f} [{one['low']:.3f}, {one['high']:.3f}]"
            for most, one in ((most, kept[name][f"at_{most}"]) for most in (1, 10))
        )
        print(f"  {name:14} n={len(found):<5} {shown}")
    return kept


def unknown(query: Row) -> bool:
    """Whether a query is asked as if that person were in no register; so for half of them."""
    return hashlib.sha256(query["name"].encode()).digest()[1] % 2 == 1


def likely(register: Register, queries: list[Row]) -> dict[str, Any]:
    """The band "likely" with birth and sex, where half of those asked for are not in the register."""
    seen = []
    for query in queries:
        asked = told(query, with_birth=True)
        for found, one in register.best(asked, without=query["truth"] if unknown(query) else "", most=1):
            if one.band is Band.MATCH:
                seen.append(found == query["truth"])
    there = sum(1 for query in queries if not unknown(query))
    kept = {
        "precision": share(sum(seen), len(seen)),
        "recall": share(sum(seen), there),
        "not_there": len(queries) - there,
    }
    print(f"\nlikely, with birth and sex, {len(queries) - there} of {len(queries)} not there: {kept}")
    return kept


def spent(cost: Cost) -> dict[str, float]:
    """Milliseconds of CPU a search, p50 and p95."""
    kept: dict[str, float] = {}
    for name, found in (("choosing", cost.chosen), ("comparing", cost.compared)):
        times = sorted(1000 * one for one in found)
        kept |= {f"{name}_p50_ms": round(statistics.median(times), 1)}
        kept |= {f"{name}_p95_ms": round(times[int(0.95 * len(times))], 1)}
    return kept


def measure(bench: Mapping[str, Any], queries: list[Row], *, sample: int) -> dict[str, Any]:
    """Everything, on one register."""
    register = Register(bench["reg"])

    def search(query: Row, *, with_birth: bool = False) -> list[str]:
        return [pk for pk, _ in register.best(told(query, with_birth=with_birth))]

    born = [query for query in queries if query["dob"]]
    results: dict[str, Any] = {"persons": len(bench["reg"]), "queries": len(queries)}
    results["names_only"] = recall("names only", search, queries)
    results["cpu"] = spent(register.cost)
    print(results["cpu"])
    with_birth = recall("with birth and sex", lambda query: search(query, with_birth=True), born)
    results["birth_and_sex"] = with_birth
    results["likely"] = likely(register, born)
    if sample:
        by_set: defaultdict[str, list[Row]] = defaultdict(list)
        for query in queries:
            by_set[query["set"]].append(query)
        drawn = random.Random(5)
        some = [one for found in by_set.values() for one in drawn.sample(found, min(sample, len(found)))]
        results["rapidfuzz_sample"] = recall("rapidfuzz token_sort_ratio, a sample", peer(bench["reg"]), some)
        results["jiwar_sample"] = recall("jiwar on the same sample", search, some)
    return results


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("data", type=Path)
    given.add_argument("--half", choices=["tune", "report", "all"], default="report", help="which queries are asked")
    given.add_argument("--peer", type=int, default=40, help="queries of each set asked of rapidfuzz, 0 for none")
    given.add_argument("--write", action="store_true", help="keep the results in docs/evidence/names.json")
    options = given.parse_args()
    for file in sorted((options.data / "bench").glob("bench_*.json.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as opened:
            bench = json.load(opened)
        queries = [query for query in bench["q"] if options.half in {"all", half(query)}]
        print(f"{file.name}: {len(bench['reg'])} persons, {len(queries)} queries of the half: {options.half}")
        results = {"half": options.half, "file": file.name} | measure(bench, queries, sample=options.peer)
        if options.write:
            command = f'make bench-names DATA={options.data} ARGS="--half {options.half} --peer {options.peer} --write"'
            print(evidence.write("names", figure="N1", command=command, seed=5, results=results))


if __name__ == "__main__":
    main()
