"""Days as people write them: both kinds of digits, the months' names of the Levant, of Egypt and in English, serials.

The day stands before the month, as it does in Jordan. Where only a year is written, a year is all that is known.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiwar.doors.exchange.understanding.cells import NotUnderstood, folded, listed, plain, text_of
from jiwar.lib.formats.tables import Cell

OLDEST = 120
"""Years, as in people/rules.py."""

_YEAR = re.compile(r"\d{4}")
_BIG_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/.\\ ]\s*(\d{1,2})\s*[-/.\\ ]\s*(\d{4})")
_SHORT = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}")
_NAMED = re.compile(r"(\d{1,2})\s*[-/., ]\s*([^\d]+?)\s*[-/., ]\s*(\d{4})")
_SERIAL = re.compile(r"\d{5}")
_AGE = re.compile(r"(\d{1,3})\s*(?:سنة|سنه|عام|عاما|سنوات|years?|yrs?|y)?", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)
"""From which a workbook counts days, the leap day of 1900 that never was left out."""


@dataclass(frozen=True, slots=True)
class Born:
    """A birthday, as far as it is known: without a day the year is an estimate."""

    year: int
    day: date | None = None


def born(cell: Cell, *, today: date) -> Born:
    """When somebody was born. Raises NotUnderstood."""
    text = plain(text_of(cell))
    if _YEAR.fullmatch(text):
        return _possible(Born(int(text)), today)
    day = _day(cell, text)
    return _possible(Born(day.year, day), today)


def born_of_age(cell: Cell, *, today: date) -> Born:
    """The year in which somebody of this age was born, about. Raises NotUnderstood."""
    found = _AGE.fullmatch(plain(text_of(cell)).removesuffix(".0"))
    if not found:
        raise NotUnderstood("age_unreadable")
    return _possible(Born(today.year - int(found[1])), today)


def _day(cell: Cell, text: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(text))
    if _SHORT.fullmatch(text):
        raise NotUnderstood("day_of_short_year")
    try:
        return _written(text)
    except ValueError:
        raise NotUnderstood("day_unreadable") from None


def _written(text: str) -> date:
    if found := _BIG_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _NAMED.fullmatch(text):
        month = listed("months", "months").get(folded(found[2]))
        if month:
            return date(int(found[3]), int(month), int(found[1]))
    raise NotUnderstood("day_unreadable")


def _possible(born: Born, today: date) -> Born:
    late = born.day > today if born.day else born.year > today.year
    if late or born.year < today.year - OLDEST:
        raise NotUnderstood("day_impossible")
    return born
