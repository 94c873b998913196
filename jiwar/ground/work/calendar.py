"""The working days of Jordan, read from the file beside: weekend, holidays by either calendar, what was announced.

Nothing unverified moves a deadline: a holiday that is only computed is told as possible, and work is due as if it
were none, which is the earlier day.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hijridate import Gregorian, Hijri

from jiwar.ground.work.rules import WorkingDays

FILE = Path(__file__).parent / "data" / "working_days.json"
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEARS = range(2024, 2050)
"""For which years holidays are counted out; a deadline lies two years ahead at most."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which offices rest: certain, or computed and not yet announced."""

    day: date
    name_en: str
    name_ar: str
    is_certain: bool


@cache
def working_days() -> WorkingDays:
    """The days on which offices work, as far as it is certain."""
    weekend = _file()["weekend"]
    rest = frozenset(WEEK.index(name) for name in weekend["days"]) if weekend["verified"] else frozenset[int]()
    return WorkingDays(rest, frozenset(one.day for one in _all() if one.is_certain))


def holidays_between(first: date, last: date) -> list[Holiday]:
    """Holidays from the first day to the last, possible ones included, in order; of two on one day the certain one."""
    found: dict[date, Holiday] = {}
    for one in sorted(_all(), key=lambda one: one.is_certain):
        if first <= one.day <= last:
            found[one.day] = one
    return [found[day] for day in sorted(found)]


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def _all() -> tuple[Holiday, ...]:
    return (*_announced(), *(one for row in _file()["holidays"] for one in _yearly(row)))


def _announced() -> Iterator[Holiday]:
    for row in _file()["announced"]:
        yield Holiday(date.fromisoformat(row["date"]), row["en"], row["ar"], row["verified"])


def _yearly(row: dict[str, Any]) -> Iterator[Holiday]:
    """Every occurrence of one holiday; a computed day is never certain, whatever is said of its source."""
    is_certain = row["verified"] and row["calendar"] == "gregorian"
    for first in _firsts(row):
        for n in range(row["days"]):
            yield Holiday(first + timedelta(days=n), row["en"], row["ar"], is_certain)


def _firsts(row: dict[str, Any]) -> Iterator[date]:
    if row["calendar"] == "gregorian":
        yield from (date(year, row["month"], row["day"]) for year in YEARS)
        return
    years = range(Gregorian(YEARS[0], 1, 1).to_hijri().year, Gregorian(YEARS[-1], 12, 31).to_hijri().year + 1)
    for year in years:
        yield date.fromisoformat(Hijri(year, row["month"], row["day"]).to_gregorian().isoformat())
