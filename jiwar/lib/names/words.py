"""Words of a name and what each is for: particles go, عبد and الدين join their neighbour, joined or apart."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from jiwar.lib.names import normal

MOST_WORDS = 24
LONGEST_WORD = 40
"""Longer is no name; what is beyond is not compared, so that nobody slows a search down by pasting a page."""


class Role(Enum):
    """What a word is for in a name."""

    PLAIN = auto()
    PARTICLE = auto()
    SERVANT = auto()
    SUFFIX = auto()
    """الدين or الله, which belongs to the word before it."""
    FATHER = auto()
    TITLE = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """`written` as typed, `head` folded, `tail` the second half of a compound such as عبد + الله."""

    written: str
    head: str
    tail: str = ""
    role: Role = Role.PLAIN

    @property
    def arabic(self) -> bool:
        """Whether it is written in Arabic script."""
        return normal.is_arabic(self.head)


_SETS: tuple[tuple[Role, str], ...] = (
    (
        Role.PARTICLE,
        "بن ابن بنت ال ولد اوغلو بني bin ibn ben bint binti bte binte bt b al el ul ad ar as ash at az an il",
    ),
    (Role.PARTICLE, "ould wald uld oglu ogly bani beni ath dh adh ur us ed er es ez en esh walad wad ud"),
    (
        Role.SERVANT,
        "عبد عبيد abd abdul abdel abdal abdur abdus abed abdoul abdil abdol ubayd obaid ubaid abder abdes abdar",
    ),
    (Role.SUFFIX, "الدين الله din deen eddin eddine uddin aldin aldeen eldin eldeen udin allah ullah"),
    (Role.FATHER, "ابو ابي ابا abu abou abi aba abo"),
    (Role.TITLE, "الشيخ شيخ سيد السيد الدكتور دكتور حاج الحاج الحاجه ملا مولوي haji hajj hajji mullah maulavi mawlawi"),
    (Role.TITLE, "sayyid sayed syed seyed sheikh shaykh shaikh dr mr mrs ms eng"),
    (Role.PARTICLE, "ام um umm oum om"),
)
ROLES = {word: role for role, listed in _SETS for word in listed.split()}

_SERVANT_AR = re.compile("^(عبد|عبيد)(ال.{2,}|ل.{3,}|اله|لله)$")
_FAITH_AR = re.compile("^(.{2,})(الدين|الله)$")
_SERVANT_LA = re.compile(
    r"^(abd|ubayd|ubaid|obaid)(?:[aeiou]{0,2}l|[aeou]{1,2}(?=([rsnzdt])\2)|[aeou]{1,2}(?=sh))(.{3,})$"
)
_GOD_LA = re.compile(r"^(abd|ubayd|ubaid|obaid|ob[ae]id)[aeiou]{1,2}l+[ai]?h?[ai]?$")
_FAITH_LA = re.compile(r"^(.{3,}?)(?:[aeiou]l?-?d+|ld)(?:i|ee|ie)ne?$")
GOD, FAITH, SERVANT = "allah", "din", "abd"


def _read(written: str) -> Word:
    head = normal.fold(written)[:LONGEST_WORD]
    role = ROLES.get(head)
    if role is not None:
        return Word(written, head, role=role)
    halves = _halves_arabic(head) if normal.is_arabic(head) else _halves_latin(head)
    return Word(written, *halves)


def _halves_arabic(head: str) -> tuple[str, str]:
    found = _SERVANT_AR.match(head) or _FAITH_AR.match(head)
    if found is None:
        return head, ""
    return found[1], f"ا{found[2]}" if found[2].startswith("ل") else found[2]  # عبدلرحمن, عبدلله


def _halves_latin(head: str) -> tuple[str, str]:
    if found := _GOD_LA.match(head):
        return _servant(found[1]), GOD
    if found := _SERVANT_LA.match(head):
        return _servant(found[1]), found[3]
    if found := _FAITH_LA.match(head):
        return found[1], FAITH
    return head, ""


def _servant(head: str) -> str:
    """Abdul, Abder and Abdes are one word before another; Arabic stays as it is."""
    if normal.is_arabic(head):
        return head
    return SERVANT if head.startswith("abd") or head == "abed" else "ubayd"


def words(name: str) -> tuple[Word, ...]:
    """What of `name` is compared, in its order. Empty only where it has no letter and no digit."""
    read = [word for word in map(_read, normal.split(name)[:MOST_WORDS]) if word.head]
    kept: list[Word] = []
    at = 0
    while at < len(read):
        at = _take(read, at, kept)
    return tuple(kept) or tuple(replace(word, role=Role.PLAIN) for word in read)


def _take(read: list[Word], at: int, kept: list[Word]) -> int:
    word = read[at]
    if word.role is Role.PARTICLE:
        return at + 1
    if word.role is Role.SERVANT:
        then = at + 1
        if then + 1 < len(read) and read[then].role is Role.PARTICLE:
            then += 1  # Abd al Rahman
        if then < len(read) and read[then].role in {Role.PLAIN, Role.SUFFIX} and not read[then].tail:
            written = " ".join(one.written for one in read[at : then + 1])
            kept.append(Word(written, _servant(word.head), read[then].head))
            return then + 1
    if word.role is Role.SUFFIX and kept and not kept[-1].tail and kept[-1].role is Role.PLAIN:
        kept[-1] = replace(kept[-1], written=f"{kept[-1].written} {word.written}", tail=word.head)
        return at + 1
    kept.append(word)
    return at + 1
