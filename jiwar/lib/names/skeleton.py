"""One alphabet for both scripts: consonants without short vowels; what a letter may stand for is kept as alternatives.

The rules follow design/matching.md, "Keys", with additions (x, ph) that nobody has measured one by one.
"""

import re

Choices = list[tuple[str, ...]]
"""At each place the letters that may stand there; the empty one says that nothing may."""
MOST = 12
"""Alternatives of one word. Each is a row of the index; the first ones are the likeliest."""

_ARABIC: dict[str, tuple[str, ...]] = {
    **{one: (to,) for one, to in zip("بپتطجچژخدرزسشصفكگلمن", "bbttjcjkdrzscsfkglmn", strict=True)},
    "ث": ("t", "s"),
    "ذ": ("d", "z"),
    "ظ": ("z", "d"),
    "ض": ("d", "z"),
    "ق": ("k", "g"),
    "غ": ("g", "k"),
    "ح": ("h", ""),
    "ه": ("h", ""),
}
_LATIN: dict[str, tuple[str, ...]] = {
    **{one: (to,) for one, to in zip("bpdfjklmnrst", "bbdfjklmnrst", strict=True)},
    "sch": ("c",),
    "tch": ("c",),
    "tsh": ("c",),
    "dj": ("j",),
    "dg": ("j",),
    "sh": ("c",),
    "ch": ("c", "k"),
    "kh": ("k",),
    "gh": ("g", "k"),
    "th": ("t", "s"),
    "dh": ("d", "z"),
    "ph": ("f", "b"),
    "zh": ("j", "z"),
    "ts": ("ts", "s"),
    "ck": ("k",),
    "cq": ("k",),
    "c": ("k", "s"),
    "g": ("g", "j"),
    "q": ("k", "g"),
    "z": ("z", "d"),
    "x": ("ks", "h"),  # Somali writes ح as x
}
_SOUNDS = re.compile(r"sch|tch|tsh|dj|dg(?=[ei])|sh|ch|kh|gh|th|dh|ph|zh|ts|ck|cq|[a-z]")
_DOUBLES = re.compile(r"(.)\1+")
VOWEL = "A"
"""A vowel or ع at the beginning, of whatever colour."""


def of_arabic(word: str) -> list[str]:
    """Skeletons of one folded word in Arabic letters, the article gone; empty if no letter of it sounds."""
    bare = word[2:] if word.startswith("ال") and len(word) >= 4 else word
    bare = bare.replace("تش", "چ")
    return expand([choice for at in range(len(bare)) if (choice := _arabic_at(bare, at))])


def _arabic_at(word: str, at: int) -> tuple[str, ...]:
    letter, then = word[at], word[at + 1 : at + 2]
    if at == 0:
        first = {"ا": (VOWEL,), "ع": (VOWEL,), "ٱ": (VOWEL,), "ي": ("y",), "ح": ("h",), "ه": ("h",)}
        if letter == "و":
            return ("w", VOWEL) if then and then in "لر" else ("w",)
        if letter in first:
            return first[letter]
    if letter == "و":
        return ("", "w") if then == "ا" else ()
    if letter == "ه" and at == len(word) - 1:
        return ()
    return _ARABIC.get(letter, ())


def of_latin(word: str) -> list[str]:
    """Skeletons of one folded word in Latin letters; empty if it has vowels only within."""
    sounds = _SOUNDS.findall(_DOUBLES.sub(r"\1", word))
    return expand([choice for at in range(len(sounds)) if (choice := _latin_at(sounds, at))])


def _latin_at(sounds: list[str], at: int) -> tuple[str, ...]:
    sound = sounds[at]
    if sound in "aeiou":
        return _first_vowel(sounds) if at == 0 else ()
    if sound == "y":
        return ("y",) if at == 0 else ()
    if sound in "wv":
        if at == 0:
            return ("w",) if sound == "w" else ("f", "w")
        return ("", "w") if sound == "w" else ("f", "", "w")
    if sound == "h":
        if at == 0:
            return ("h",)
        return () if at == len(sounds) - 1 else ("h", "")
    return _LATIN.get(sound, ())


def _first_vowel(sounds: list[str]) -> tuple[str, ...]:
    first, rest = sounds[0], "".join(sounds[1:3])
    if first == "i" and rest[:1] in {"a", "e", "o", "u"}:
        return ("y",)
    if first in "ou" and (rest[:1] in {"a", "i"} or (rest[:1] in {"u", "o"} and rest[1:2] in {"a", "e", "i"})):
        return ("w",)
    return (VOWEL,)


def single(key: str) -> str:
    """Doubled letters made one."""
    return _DOUBLES.sub(r"\1", key)


def expand(choices: Choices) -> list[str]:
    """Every reading, at most MOST of them, doubles made one, the likeliest first."""
    readings = [""]
    for choice in choices:
        readings = [reading + one for reading in readings for one in choice][:MOST]
    return [one for one in dict.fromkeys(single(reading) for reading in readings) if one]
