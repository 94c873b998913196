"""One name against another, in bits (Fellegi and Sunter 1969), with one explanation for each part that was asked.

Agreement on a part is worth log2(1 / frequency), scaled by how close the spellings are. A part that one side lacks
costs nearly nothing, for names are given in part; what costs is a part left over on both sides.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from jiwar.lib.names import skeleton, tables
from jiwar.lib.names.keys import Part
from jiwar.lib.names.spelling import surprise

BOTH_LEFT, ONLY_ASKED = 1.5, 0.4
"""Bits taken for a part left over on both sides, or only in what was asked."""
RARE_BITS = 10.0
"""From so many bits on a part is called rare: about one bearer in a thousand."""
INVERTED, GAP, LEAD, TAIL, FIRST = 2.5, 0.8, 2.5, 0.1, 1.5
"""Bits for the order: two parts the other way round; a recorded part between, before and behind those found; and
added where the first name is the first on both sides. All are chosen on the tuning half of `make bench-names`.
"""
MOST_INVERTED = 2
SLIGHT, TYPICAL = 0.05, 1.1
"""What each bit of surprise at a spelling in the other script takes, beside those bits a letter that are typical."""
SPELT, USUAL = 0.25, 1.6
"""What each further bit takes beyond so many a letter, which are still usual."""
SAME_SCRIPT = 9.0
"""Bits that two spellings of one key in one script lose where no two letters of theirs agree."""
KEPT = 0.5
"""The share of its weight that a part keeps however its key is spelt."""
DISTANT = 0.2
"""Spellings less alike than this are not asked whether one letter parts them."""


class Code(StrEnum):
    """How a part that was asked for was found, the surest way first."""

    SAME = "same"
    OTHER_SCRIPT = "other_script"
    VARIANT = "variant"
    ONE_LETTER = "one_letter"
    INITIAL = "initial"
    JOINED = "joined"
    NOT_FOUND = "not_found"


SURE = frozenset({Code.SAME, Code.OTHER_SCRIPT, Code.VARIANT})
UNSURE = frozenset({Code.ONE_LETTER, Code.INITIAL})


class Band(StrEnum):
    """What a score says to whoever searches; the limits are those of data/thresholds.json."""

    MATCH = "match"
    POSSIBLE = "possible"
    NO = "no"


class Explanation(NamedTuple):
    """Why a part counts: what was `asked`, what is `recorded` (empty if not found), and whether few bear the name."""

    code: Code
    asked: str
    recorded: str
    bits: float
    rare: bool = False


class Comparison(NamedTuple):
    """`bits` rank the results of one search; `share` of what the query could score decides the band."""

    bits: float
    share: float
    band: Band
    parts: tuple[Explanation, ...]


def _alike(one: Part, other: Part) -> float:
    """Dice on pairs of letters, 0 to 1."""
    return 2 * len(one.pairs & other.pairs) / (len(one.pairs) + len(other.pairs))


def one_edit(one: str, other: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with its neighbour makes one the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


type Found = dict[int, tuple[int, Explanation]]
type Offer = tuple[float, int, int, int, Code]


@lru_cache(maxsize=262_144)
def meeting(asked: Part, recorded: Part) -> tuple[float, Code]:
    """What two parts say together, in bits, and the word for it."""
    most = min(asked.bits, recorded.bits)
    if asked.folded == recorded.folded:
        return most, Code.SAME
    across = asked.arabic != recorded.arabic
    if not asked.keyset.isdisjoint(recorded.keyset):
        least = KEPT * most
        return max(least, most - _unlike(asked, recorded)), Code.OTHER_SCRIPT if across else Code.VARIANT
    if initial(asked, recorded):
        same = asked.keys[0][:1] == recorded.keys[0][:1]
        return (0.3 * most, Code.INITIAL) if same else (0.0, Code.NOT_FOUND)
    alike = _alike(asked, recorded)
    if alike >= DISTANT and _one_letter(asked.keys, recorded.keys):
        return (0.3 + 0.4 * alike) * most, Code.ONE_LETTER
    return (0.7 * alike * most, Code.ONE_LETTER) if alike >= 0.6 else (0.0, Code.NOT_FOUND)


def initial(one: Part, other: Part) -> bool:
    """Whether one of them is a single letter."""
    return len(one.folded) == 1 or len(other.folded) == 1


def _one_letter(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(one_edit(a, b) for a in ours[:3] for b in theirs[:3] if len(a) > 1 and len(b) > 1)


def _unlike(one: Part, other: Part) -> float:
    """Bits lost by how far two spellings of one key are from each other."""
    if one.arabic == other.arabic:
        return SAME_SCRIPT * (1 - _alike(one, other))
    arabic, latin = (one, other) if one.arabic else (other, one)
    told = surprise(arabic.letters, latin.latin)
    return SLIGHT * (told - TYPICAL * len(latin.latin)) + SPELT * max(0.0, told - USUAL * len(latin.latin))


def weight(part: Part) -> float:
    """Bits that full agreement on this part is worth; a title weighs next to nothing."""
    return part.bits


def compare(asked: Sequence[Part], recorded: Sequence[Part]) -> Comparison:
    """One query name against one recorded name, parts in any order. An empty side agrees with nothing."""
    found: Found = {}
    taken: set[int] = set()
    offers = _offers(asked, recorded)
    _pair_up(asked, recorded, found, taken, [one for one in offers if one[4] in SURE])
    if len(found) < len(asked):
        _join(asked, recorded, found, taken)
        _pair_up(asked, recorded, found, taken, [one for one in offers if one[4] in UNSURE])
    parts = tuple(
        found[at][1] if at in found else Explanation(Code.NOT_FOUND, part.written, "", 0.0)
        for at, part in enumerate(asked)
    )
    agreed = sum(one.bits for one in parts) - _left_over(asked, recorded, found, taken)
    most = sum(part.bits for part in asked)
    share = min(1.0, max(0.0, agreed / most)) if most else 0.0
    return Comparison(agreed + _in_order(asked, recorded, found, taken), share, _band(share), parts)


def _left_over(asked: Sequence[Part], recorded: Sequence[Part], found: Found, taken: set[int]) -> float:
    """Bits taken for parts that the other side lacks; most where both lack one."""
    left_asked = sum(1 for at, part in enumerate(asked) if at not in found and not part.title)
    left_there = sum(1 for at, part in enumerate(recorded) if at not in taken and not part.title)
    both = min(left_asked, left_there)
    return both * BOTH_LEFT + (left_asked - both) * ONLY_ASKED


def _in_order(asked: Sequence[Part], recorded: Sequence[Part], found: Found, taken: set[int]) -> float:
    """Bits for the order of parts: it ranks those whose names agree, and says nothing about whether they do."""
    if not found:
        return 0.0
    order = [found[at][0] for at in sorted(found)]
    first, last = min(taken), max(taken)
    bits = -INVERTED * min(MOST_INVERTED, sum(1 for one, then in pairwise(order) if then < one))
    for at, part in enumerate(recorded):
        if at not in taken and not part.title:
            bits -= LEAD if at < first else GAP if at < last else TAIL
    starts = next((at for at, part in enumerate(asked) if not part.title), 0)
    if starts in found and found[starts][0] == next((at for at, part in enumerate(recorded) if not part.title), 0):
        bits += FIRST
    return bits


def _offers(asked: Sequence[Part], recorded: Sequence[Part]) -> list[Offer]:
    """Every two parts that meet, the best first; of equal ones those in the same place."""
    offers = []
    for here, part in enumerate(asked):
        for there, other in enumerate(recorded):
            if part.keyset.isdisjoint(other.keyset) and part.pairs.isdisjoint(other.pairs) and not initial(part, other):
                continue
            bits, code = meeting(part, other)
            if bits > 0:
                offers.append((bits, -abs(here - there), here, there, code))
    offers.sort(reverse=True)
    return offers


def _pair_up(
    asked: Sequence[Part], recorded: Sequence[Part], found: Found, taken: set[int], offers: list[Offer]
) -> None:
    """The best pair first, each part once."""
    for bits, _, here, there, code in offers:
        if here not in found and there not in taken:
            taken.add(there)
            found[here] = (there, _explain(code, asked[here], recorded[there].written, bits))


def _explain(code: Code, part: Part, recorded: str, bits: float) -> Explanation:
    rare = code in SURE and weight(part) >= RARE_BITS
    return Explanation(code, part.written, recorded, bits, rare)


@lru_cache(maxsize=65_536)
def joined(one: Part, then: Part) -> tuple[str, ...]:
    """Keys of two neighbouring parts written as one word, as Persian and South Asian names are."""
    return tuple(skeleton.single(first + second) for first in one.keys[:2] for second in then.keys[:2])


def _join(asked: Sequence[Part], recorded: Sequence[Part], found: Found, taken: set[int]) -> None:
    """Two words on one side that are one word on the other, among what is left."""
    free = [at for at in range(len(asked)) if at not in found]
    for there, whole in enumerate(recorded):
        if there in taken:
            continue
        for here, then in pairwise(free):
            if then == here + 1 and not whole.keyset.isdisjoint(joined(asked[here], asked[then])):
                taken.add(there)
                for at in (here, then):
                    found[at] = (there, _explain(Code.JOINED, asked[at], whole.written, 0.8 * asked[at].bits))
                free = [at for at in free if at not in found]
                break
    over = [at for at in range(len(recorded)) if at not in taken]
    for here in free:
        part = asked[here]
        for there, then in pairwise(over):
            if then == there + 1 and not part.keyset.isdisjoint(joined(recorded[there], recorded[then])):
                taken.update((there, then))
                both = f"{recorded[there].written} {recorded[then].written}"
                found[here] = (there, _explain(Code.JOINED, part, both, 0.8 * part.bits))
                over = [at for at in over if at not in taken]
                break


def _band(share: float) -> Band:
    limits = tables.thresholds()
    if share >= limits.match:
        return Band.MATCH
    return Band.POSSIBLE if share >= limits.possible else Band.NO
