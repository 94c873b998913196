"""A whole name in one cell: which script, and where the first name ends."""

from dataclasses import dataclass

from jiwar.doors.exchange.understanding.cells import NotUnderstood
from jiwar.lib.names import normal
from jiwar.lib.names.words import ROLES, Role

JOINS = frozenset({Role.SERVANT, Role.FATHER, Role.PARTICLE, Role.TITLE})
"""Words that are no first name without the one behind them: عبد, أبو, ابن, الشيخ."""
LONGEST_FIRST, LONGEST_REST = 100, 200


@dataclass(frozen=True, slots=True)
class Parts:
    """First name and the rest, and whether they are written in Arabic letters."""

    first: str
    rest: str
    arabic: bool


def parted(text: str) -> Parts:
    """A whole name in its parts. Raises NotUnderstood where it has no letter, or is longer than any name."""
    words = text.split()
    end = 0
    while end < len(words) - 1 and ROLES.get(normal.fold(words[end])) in JOINS:
        end += 1
    return checked(" ".join(words[: end + 1]), " ".join(words[end + 1 :]))


def checked(first: str, rest: str) -> Parts:
    """Parts that came apart. Raises NotUnderstood."""
    whole = f"{first} {rest}"
    if not any(letter.isalpha() for letter in first):
        raise NotUnderstood("name_unreadable")
    if len(first) > LONGEST_FIRST or len(rest) > LONGEST_REST:
        raise NotUnderstood("name_too_long")
    return Parts(first, rest, is_arabic(whole))


def is_arabic(text: str) -> bool:
    """Whether most letters are Arabic; without any letter too."""
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    return arabic * 2 >= sum(letter.isalpha() for letter in text)
