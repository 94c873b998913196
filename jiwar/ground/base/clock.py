"""What time it is. Everybody asks here, so that a test can hold the clock still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

AMMAN = ZoneInfo("Asia/Amman")

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _held.get() or timezone.now()


def today() -> date:
    """The day it is in Amman, where the work is done."""
    return now().astimezone(AMMAN).date()


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
