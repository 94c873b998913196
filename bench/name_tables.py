"""Makes the tables that `jiwar/lib/names/data` ships, from the rows of the name data that may be given on.

    python -m bench.name_tables ../shared/data/names

Only rows of `token_pairs.csv` that stand in coling (Wikidata, CC0) or google (Apache-2.0) are read; a row whose only
source is anetac has no licence and is left out. The pairs are mined and 5-8 % of them misaligned, so that a spelling
enters the lexicon only if it is near its partner or was seen several times.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jiwar.lib.names import keys, scoring, tables

WHERE = Path(__file__).parents[1] / "jiwar/lib/names/data"
SOURCE = (
    "token_pairs: names of Wikidata (CC0-1.0) and Google's transliteration pairs (Apache-2.0); made by "
    "`python -m bench.name_tables`"
)


def pairs(data: Path) -> Iterator[tuple[str, str, int, bool]]:
    """Arabic, Latin, how often seen, and whether both free sources have it."""
    with (data / "token_pairs.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            sources = set(row["sources"].split("+"))
            if sources & {"coling", "google"}:
                yield row["arabic"], row["latin"], int(row["wikidata_count"] or 1), {"coling", "google"} <= sources


def one(text: str) -> keys.Part | None:
    """The part that a text is, if it is one alone."""
    parts = keys.parse(text)
    return parts[0] if len(parts) == 1 else None


def near(here: keys.Part, there: keys.Part) -> bool:
    """Whether two of their keys are one letter apart."""
    return any(scoring.one_edit(a, b) for a in here.keys for b in there.keys if min(len(a), len(b)) > 2)


def build(data: Path) -> tuple[dict[str, str], Counter[str]]:
    """The keys of spellings that follow no rule, two at most for each; and how often each key was seen."""
    lexicon: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for arabic, latin, seen, twice in pairs(data):
        here, there = one(arabic), one(latin)
        if here is None or there is None:
            continue
        for key in {*here.keys, *there.keys}:
            counts[key] += seen
        meet = not set(here.keys).isdisjoint(there.keys)
        if not meet and (seen >= 3 or twice) and near(here, there):
            kept = lexicon.setdefault(there.folded, [])
            if len(kept) < 2 and here.keys[0] not in kept:
                kept.append(here.keys[0])
    return {word: " ".join(found) for word, found in sorted(lexicon.items())}, counts


def write(name: str, table: dict[str, object]) -> None:
    """A table as it is shipped."""
    text = json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True)
    (WHERE / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(text.encode()) / 1000:.0f} kB")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    given.add_argument("data", type=Path)
    data = given.parse_args().data
    head: dict[str, object] = {"source": SOURCE, "licence": "CC0-1.0 AND Apache-2.0", "verified": "no"}
    write("lexicon.json", {**head, "keys": {}})
    tables._lexicon.cache_clear()
    lexicon, counts = build(data)
    write("lexicon.json", {**head, "keys": lexicon})
    total = counts.total()
    often = {key: count for key, count in counts.items() if count * 2**tables.RAREST_BITS > total}
    write("rarity.json", {**head, "total": total, "counts": often})


if __name__ == "__main__":
    main()
