"""Learns what each Arabic letter is written as in Latin letters, from pairs of words that may be given on.

Which Latin letters belong to which Arabic one is guessed by a first table, then learned in three rounds: every pair is
laid beside each other in the cheapest way (Viterbi), the ways are counted, and the counts are the next table.
"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from jiwar.lib.names import spelling

type Pair = tuple[tuple[str, ...], str, float]
"""Letters, spelling, and how much the pair counts."""
type Table = dict[str, dict[str, float]]
type Cost = Callable[[str, str], float]

ROUNDS, DRAWN, LONGEST, SEEN = 3, 6_000, 14, 3.0
NEVER = 1e9
VOWELS = frozenset("aeiouy")
FIRST: dict[str, str] = {
    **dict(zip("حدرطلمنگچصهپ", ["h", "d", "r", "t", "l", "m", "n", "g", "ch", "s", "h", "p"], strict=True)),
    "ب": "b p",
    "ت": "t",
    "ث": "th t s",
    "ج": "j g dj dg c",
    "خ": "kh k h",
    "ذ": "dh d z th",
    "ز": "z s",
    "ژ": "j zh",
    "س": "s c ss",
    "ش": "sh ch s sch",
    "ض": "d dh z",
    "ظ": "z dh d",
    "غ": "gh g",
    "ف": "f v ph",
    "ق": "q k g c",
    "ك": "k c q ck",
    "و": "w v o u ou oo",
    "ي": "y i ee ie e",
}


def learn(pairs: Iterable[Pair]) -> Table:
    """What each letter becomes, and how surprising that is, in bits."""
    known = [pair for pair in pairs if len(pair[1]) <= LONGEST]
    drawn = random.Random(1)
    cost: Cost = guessed
    table: Table = {}
    for turn in range(ROUNDS):
        last = turn == ROUNDS - 1
        counts: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for letters, latin, counted in known if last else drawn.sample(known, min(DRAWN, len(known))):
            for letter, chunk in laid(letters, latin, cost):
                counts[letter][chunk] += counted
        table = {letter: _bits(found, SEEN if last else SEEN / 2) for letter, found in sorted(counts.items())}
        cost = _told(table)
    return table


def _bits(found: Mapping[str, float], least: float) -> dict[str, float]:
    total = sum(found.values())
    return {chunk: round(-math.log2(seen / total), 1) for chunk, seen in sorted(found.items()) if seen >= least}


def _told(table: Table) -> Cost:
    def cost(letter: str, chunk: str) -> float:
        unseen = spelling.UNSEEN + spelling.UNSEEN_LETTER * len(chunk)
        return table.get(letter, {}).get(chunk, unseen)

    return cost


def guessed(letter: str, chunk: str) -> float:
    """The first table, by hand: the consonants of a letter with any vowels behind them."""
    bare = letter.strip("^$-")
    if not chunk:
        return 2.0 if bare in "اعويه" else 7.0
    if bare in "اعٱوي" and VOWELS.issuperset(chunk):
        return 1 + 0.3 * len(chunk)
    for sound in FIRST.get(bare, "").split():
        if chunk == 2 * sound or (chunk.startswith(sound) and VOWELS.issuperset(chunk[len(sound) :])):
            return 1 + 0.4 * (len(chunk) - len(sound))
    return 8.0 + len(chunk)


def laid(letters: tuple[str, ...], latin: str, cost: Cost) -> list[tuple[str, str]]:
    """Each letter with what it is written as, in the cheapest way."""
    ways: dict[int, tuple[float, list[tuple[str, str]]]] = {0: (0.0, [])}
    for letter in letters:
        here: dict[int, tuple[float, list[tuple[str, str]]]] = {}
        for at, (spent, way) in ways.items():
            for then in range(at, min(len(latin), at + spelling.CHUNK) + 1):
                chunk = latin[at:then]
                dear = spent + cost(letter, chunk)
                if dear < here.get(then, (NEVER, []))[0]:
                    here[then] = (dear, [*way, (letter, chunk)])
        ways = here
    return ways.get(len(latin), (NEVER, []))[1]
