"""Under what a name is kept and looked for: its keys, pairs of them, and each with the year of birth."""

from collections.abc import Sequence
from itertools import combinations, product

from jiwar.lib.names import tables
from jiwar.lib.names.keys import Part

YEAR_BITS = 6.0
"""What the same year of birth adds: about one in sixty."""
LETTERS = "Abcdfghjklmnrstwyz"
"""The alphabet of keys."""
SHORTEST, LONGEST = 3, 12
"""Shorter keys have no neighbours, as nearly every name is near to them; nor have longer ones, which are no names."""
KEYS_OF_A_PART = 4
"""So many keys of a part go into pairs."""


def elements(parts: Sequence[Part], birth_year: int | None = None) -> dict[str, float]:
    """Each element with its worth in bits; rarer ones are worth more. Titles make none of their own."""
    keys = [part.keys for part in parts if not part.title] or [part.keys for part in parts]
    single = {key: tables.bits((key,)) for one in keys for key in one}
    found = dict(single)
    for one, other in combinations(keys, 2):
        for pair in product(one[:KEYS_OF_A_PART], other[:KEYS_OF_A_PART]):
            found[" ".join(sorted(pair))] = sum(single[key] for key in pair)
    if birth_year is not None:
        found |= {f"{key} {birth_year}": worth + YEAR_BITS for key, worth in single.items()}
    return found


def neighbours(key: str) -> set[str]:
    """Keys one letter away, and not the key itself."""
    if not SHORTEST <= len(key) <= LONGEST:
        return set()
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    gone = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + new + right[1:] for left, right in cuts if right for new in LETTERS}
    more = {left + new + right for left, right in cuts for new in LETTERS}
    return (gone | swapped | changed | more) - {key}
