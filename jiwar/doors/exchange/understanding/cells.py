"""A cell as text, as a person would compare it; and what is raised where it says nothing that is known."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jiwar.lib.formats.tables import Cell
from jiwar.lib.names import normal

DATA = Path(__file__).parents[1] / "data"
EMPTY = frozenset({"", "-", "--", "---", "_", ".", "؟", "?", "لا يوجد", "n/a", "na", "none", "null"})
"""What people write where they have nothing to write."""

_SPACE = re.compile(r"\s+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x00])


class NotUnderstood(ValueError):
    """The code of why a cell says nothing that is known; it quotes nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text_of(cell: Cell) -> str:
    """What stands there, in one line, without what nobody sees."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime() | date():
            return cell.isoformat()
        case _:
            text = str(cell).strip()
            if text.isprintable() and "  " not in text:  # as nearly all are; marks of direction are not printable
                return text
            return _SPACE.sub(" ", text.translate(_MARKS)).strip()


def is_empty(cell: Cell) -> bool:
    """Whether nothing is said there."""
    return text_of(cell).casefold() in EMPTY


def plain(text: str) -> str:
    """With Latin digits."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """As it is compared: spelling of Arabic evened out, lower case, no marks, one space between words."""
    words = (normal.fold(word) for word in plain(text_of(text)).replace("_", " ").split())
    return " ".join(word for word in words if word)


def said(name: str) -> Any:
    """What a file of data/ says."""
    return _said(name)


@cache
def _said(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def by_word(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """From each word, folded, to what it is a word for; the first that claims a word has it."""
    found: dict[str, str] = {}
    for meaning, words in lists.items():
        for word in words:
            found.setdefault(folded(word), meaning)
    return found


@cache
def listed(name: str, key: str) -> Mapping[str, str]:
    """From each word of a list of data/, folded, to its meaning."""
    return by_word(said(name)[key])


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters were lost, added, changed or turned around between two words; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], most + 1)
