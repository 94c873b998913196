"""Keys of a name's parts: two spellings of one name share at least one, whatever the script."""

import re
from dataclasses import dataclass
from functools import lru_cache

from jiwar.lib.names import normal, skeleton, spelling, tables
from jiwar.lib.names.words import Role, Word, words

KEYS_VERSION = 2
"""Raised by every change after which a stored key would be computed otherwise: the index is then built anew."""

TITLE_SHARE = 0.1
"""The share of its weight that a title (الشيخ, Dr) keeps."""

_ARTICLE = re.compile(r"^[aeu]l(?:l?)([^aeiouy].{2,}|[aeiouy].{3,})$")
_NO_ARTICLE = re.compile("^ال[ياو].")
"""May be no article at all: اليكساندر is Alexander, while اليمني is Yemeni."""
_SUN = re.compile(r"^[ae]([rsntdz])\1(.{2,})$")
_GOD = re.compile(r"^(.{2,})[aeiou]ll?ah?$")
_GODS = frozenset({"الله", "اله", "لله", "allah", "ullah"})
_FAITHS = frozenset({"الدين", "din", "deen", "eddin", "eddine", "uddin", "aldin", "aldeen", "eldin", "eldeen", "udin"})
_ROUGH = str.maketrans(
    {
        **dict(zip("اويحبپتطجدرزسصضظفقكگلمنه", "auihbbttjdrzssdzfkkglmnh", strict=True)),
        "خ": "kh",
        "ش": "sh",
        "ث": "th",
        "ذ": "dh",
        "غ": "gh",
        "ع": "",
        "چ": "ch",
        "ژ": "j",
        "ٱ": "a",
        "o": "u",
        "e": "i",
        "y": "i",
        "w": "u",
        "v": "f",
        "p": "b",
        "q": "k",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name: as `written`, `folded` for equality, its `keys`, and a `rough` romanisation for closeness.

    What comparing needs again and again is reckoned once: its `bits`, pairs of letters, the letters that sound. A part
    equals itself alone, which makes looking it up cheap.
    """

    written: str
    folded: str
    arabic: bool
    keys: tuple[str, ...]
    rough: str
    title: bool = False
    bits: float = 0.0
    keyset: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    letters: tuple[str, ...] = ()
    latin: str = ""


def parse(name: str) -> tuple[Part, ...]:
    """The parts of a name that are compared. Any text is taken; only one without letter and digit gives none."""
    return tuple(_part(word) for word in words(name))


@lru_cache(maxsize=65_536)
def _part(word: Word) -> Part:
    folded, keys, rough = word.head + word.tail, _keys(word), _rough(word)
    title = word.role is Role.TITLE
    return Part(
        word.written,
        folded,
        word.arabic,
        keys,
        rough,
        title,
        tables.bits(keys) * (TITLE_SHARE if title else 1.0),
        frozenset(keys),
        pairs_of(f"^{rough}$"),
        spelling.letters(word.head, _heard(word)) if word.arabic else (),
        "" if word.arabic else word.head + _heard(word),
    )


def _heard(word: Word) -> str:
    """The second half of a compound as it is heard, so that Abdullah and Abd Allah, Saif ud-Din and Saifuddin agree."""
    tail = word.tail
    if tail in _GODS:
        return "له" if word.arabic else "lah"
    if tail in _FAITHS:
        return "دين" if word.arabic else "din"
    return tail[2:] if word.arabic and tail.startswith("ال") else tail


def pairs_of(text: str) -> frozenset[str]:
    """Its pairs of neighbouring letters."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _keys(word: Word) -> tuple[str, ...]:
    if word.role is Role.FATHER:
        return ("Ab",)
    if word.head in _GODS:
        return ("Alh",)
    if word.tail:
        fronts = _skeletons(word.head) or [""]
        return tuple(dict.fromkeys(front + back for front in fronts for back in _tail(word.tail)))[: skeleton.MOST]
    found = _skeletons(word.head)
    if not word.arabic:
        found += _fused(word.head)
    elif _NO_ARTICLE.match(word.head):
        found += skeleton.of_arabic(f"{normal.KEPT_HAMZA}{word.head[1:]}")[:2]
    if not found:
        found = [skeleton.VOWEL if word.head.isascii() or word.arabic else word.head]
    return tuple(dict.fromkeys([*found, *tables.usual(word.head)]))


def _skeletons(text: str) -> list[str]:
    return skeleton.of_latin(text) if text.isascii() else skeleton.of_arabic(text)


def _tail(tail: str) -> list[str]:
    if tail in _GODS:
        return ["lh"]
    if tail in _FAITHS:
        return ["dn"]
    return _skeletons(tail) or [skeleton.VOWEL]


def _fused(head: str) -> list[str]:
    """Readings of a fused word.

    A fused article (Alkhatib, Arrahman) is another reading and no cut: Ali and Alma begin with it too.
    """
    if found := _GOD.match(head):  # Saifullah, Asadollah
        return [one + "lh" for one in skeleton.of_latin(found[1])[:4]]
    if found := _SUN.match(head):
        return [one for one in skeleton.of_latin(found[1] + found[2])[:4] if len(one) > 1]
    if found := _ARTICLE.match(head):
        return [one for one in skeleton.of_latin(found[1])[:4] if len(one) > 1]
    return []


def _rough(word: Word) -> str:
    text = word.head + word.tail
    if word.arabic and text.startswith("ال") and len(text) >= 4:
        text = text[2:]
    text = text.replace("ou", "u").replace("oo", "u").replace("ee", "i").translate(_ROUGH)
    return re.sub(r"(.)\1+", r"\1", text).removesuffix("h")
