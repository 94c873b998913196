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

from bench import name_spelling
from jiwar.lib.names import keys, scoring, spelling, tables

WHERE = Path(__file__).parents[1] / "jiwar/lib/names/data"
SOURCE = (
    "token_pairs: names of Wikidata (CC0-1.0) and Google's transliteration pairs (Apache-2.0); made by "
    "`python -m bench.name_tables`"
)


OFTEN, ABSURD = 15, 4.0
"""Seen so often a pair is believed without a key in common; with so many bits of surprise a letter it is not."""


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


def fits(here: keys.Part, there: keys.Part, seen: int) -> bool:
    """Whether a spelling that follows no rule is likely one of the same name: near it, or often seen and not absurd."""
    if near(here, there):
        return True
    dear = spelling.surprise(here.letters, there.latin) / max(1, len(there.latin))
    return seen >= OFTEN and len(there.latin) > 2 and dear < ABSURD


def spelt(data: Path) -> Iterator[name_spelling.Pair]:
    """Pairs from which spellings are learned: those that meet on a key, frequent ones counted more, but not by far."""
    for arabic, latin, seen, _ in pairs(data):
        here, there = one(arabic), one(latin)
        if here and there and here.arabic and there.latin and not here.keyset.isdisjoint(there.keyset):
            yield here.letters, there.latin, min(seen, 50) ** 0.5


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
        if not meet and (seen >= 3 or twice) and fits(here, there, seen):
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
    write("spelling.json", {**head, "letters": name_spelling.learn(spelt(data))})
    tables.spellings.cache_clear()
    spelling._letter.cache_clear()
    lexicon, counts = build(data)
    write("lexicon.json", {**head, "keys": lexicon})
    total = counts.total()
    often = {key: count for key, count in counts.items() if count * 2**tables.RAREST_BITS > total}
    write("rarity.json", {**head, "total": total, "counts": often})


if __name__ == "__main__":
    main()
