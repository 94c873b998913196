"""How well a Latin spelling fits an Arabic word: what each Arabic letter tends to become, learned from free pairs.

Keys leave vowels out, so that سالم and سليم share one. Here the vowels count: `Salim` fits سليم better than سلم. The
table says in bits how surprising it is that a letter is written so; the cheapest way through the word is summed up.
"""

from functools import cache

from jiwar.lib.names import tables

CHUNK = 4
"""So many Latin letters at most stand for one Arabic letter, its short vowel with it."""
UNSEEN, UNSEEN_LETTER = 9.0, 1.5
"""Bits of what was never seen, and of each letter of it."""
FIRST, LONG = frozenset("اعويٱ"), frozenset("اوي")
"""Letters that are written otherwise at the beginning of a word, and those that may be long vowels."""
NEVER = 1e9


def letters(folded: str, heard: str = "") -> tuple[str, ...]:
    """The letters of a folded Arabic word without its article, and of what is `heard` behind it.

    Marked are those that stand first or last, and consonants before a consonant: there a short vowel is not written.
    """
    word = (folded[2:] if folded.startswith("ال") and len(folded) >= 4 else folded) + heard
    return tuple(_marked(word, at) for at in range(len(word)))


def _marked(word: str, at: int) -> str:
    letter, then = word[at], word[at + 1 : at + 2]
    if at == 0 and letter in FIRST:
        return f"^{letter}"
    if not then:
        return f"{letter}$"
    return letter if then in LONG or letter in LONG else f"{letter}-"


@cache
def _letter(letter: str) -> dict[str, float]:
    return tables.spellings().get(letter, {})


def surprise(arabic: tuple[str, ...], latin: str) -> float:
    """Bits of surprise that these letters are written so; about one and a half a letter where all is as usual."""
    end = len(latin)
    reached = {0: 0.0}
    for letter in arabic:
        usual = _letter(letter)
        here: dict[int, float] = {}
        least = min(reached.values(), default=NEVER) + BEAM
        for at, spent in reached.items():
            if spent > least:
                continue
            for then in range(at, min(end, at + CHUNK) + 1):
                cost = spent + usual.get(latin[at:then], UNSEEN + UNSEEN_LETTER * (then - at))
                if cost < here.get(then, NEVER):
                    here[then] = cost
        reached = here
    return reached.get(end, NEVER)


BEAM = 12.0
"""Ways so much dearer than the cheapest one are not followed."""
