"""Under what a name is kept and looked for: its keys, pairs of them, and each with the year of birth."""

from collections.abc import Sequence
from itertools import combinations, islice, pairwise, product

from jiwar.lib.names import tables
from jiwar.lib.names.keys import Part
from jiwar.lib.names.scoring import joined

YEAR_BITS = 6.0
"""What the same year of birth adds: about one in sixty."""
LETTERS = "Abcdfghjklmnrstwyz"
"""The alphabet of keys."""
SHORTEST, LONGEST = 3, 12
"""Shorter keys have no neighbours, as nearly every name is near to them; nor have longer ones, which are no names."""
KEYS_OF_A_PART = 2
"""So many keys of a part go into pairs."""
MOST, MOST_SINGLE, MOST_DATED = 34, 14, 6
"""So many elements of one name at most, of them so many single keys; and so many more with the year of birth."""


def elements(parts: Sequence[Part], birth_year: int | None = None) -> dict[str, float]:
    """Each element with its worth in bits; rarer ones are worth more. Titles make none of their own.

    At most MOST of them: the likeliest key of every part first, then two neighbours written as one word, then pairs,
    those of early parts first. With the year of birth there are MOST_DATED more, and none of the others is gone.
    """
    keys = [part.keys for part in parts if not part.title] or [part.keys for part in parts]
    ranked = [key for rank in range(max(map(len, keys), default=0)) for one in keys for key in one[rank : rank + 1]]
    single = {key: tables.bits((key,)) for key in ranked}
    found = dict(islice(single.items(), MOST_SINGLE))
    for whole in (key for one, then in pairwise(parts) for key in joined(one, then)[:1]):
        found.setdefault(whole, tables.bits((whole,)))
    pairs = (
        pair
        for one, other in sorted(combinations(range(len(keys)), 2), key=sum)
        for pair in product(keys[one][:KEYS_OF_A_PART], keys[other][:KEYS_OF_A_PART])
    )
    found |= {
        " ".join(sorted(pair)): sum(single[key] for key in pair) for pair in islice(pairs, max(0, MOST - len(found)))
    }
    return found if birth_year is None else found | _dated(single, birth_year)


def _dated(single: dict[str, float], year: int) -> dict[str, float]:
    return {f"{key} {year}": worth + YEAR_BITS for key, worth in islice(single.items(), MOST_DATED)}


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
