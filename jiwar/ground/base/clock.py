"""What time it is. Everybody asks here, so that a test can hold the clock still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

AMMAN = ZoneInfo("Asia/Amman")

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _held.get() or timezone.now()


def today() -> date:
    """The day it is in Amman, where the work is done."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Amman on which a moment lies."""
    return moment.astimezone(AMMAN).date()


def start_of(day: date) -> datetime:
    """The first moment of a day in Amman."""
    return datetime.combine(day, time.min, AMMAN)


def end_of(day: date) -> datetime:
    """The first moment after a day in Amman; the last day of all calendars has none, and ends where it begins."""
    return start_of(day + timedelta(days=1) if day < date.max else day)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """For tests: hold Jiwar's clock at `at` (aware). The database keeps its own time."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _held.set(at)
    try:
        yield
    finally:
        _held.reset(token)
