"""Working days and deadlines, on plain values: no Django, no rows, no clock."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
FURTHEST = 2 * 366
"""Days ahead that anything may be due: two years."""
LONGEST_REST = 60
"""Days by which a task may be put off at once; after that somebody should say again that it still waits."""
REASON_AT_LEAST = 5
"""Letters of a reason for putting off or dropping."""


class Every(StrEnum):
    """How often a task comes again once it is done."""

    NEVER = ""
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    QUARTER = "quarter"


STEPS: Mapping[Every, relativedelta] = {
    Every.WEEK: relativedelta(weeks=1),
    Every.TWO_WEEKS: relativedelta(weeks=2),
    Every.MONTH: relativedelta(months=1),
    Every.QUARTER: relativedelta(months=3),
}


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """On which days somebody works: weekdays of rest (Monday is 0) and holidays that are certain."""

    rest: frozenset[int]
    holidays: frozenset[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        if len(self.rest) > 6:
            raise ValueError("a week needs a working day")

    def works_on(self, day: date) -> bool:
        """Whether this is a working day."""
        return day.weekday() not in self.rest and day not in self.holidays

    def at_latest(self, day: date) -> date:
        """The day itself, or the last working day before it: what falls on a holiday is due before it."""
        while not self.works_on(day):
            day -= ONE_DAY
        return day

    def at_earliest(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.works_on(day):
            day += ONE_DAY
        return day

    def after(self, day: date, days: int) -> date:
        """The day that comes so many working days after `day`, which does not count itself.

        None (0) is `day` itself, or the next working day. Raises ValueError for a negative number.
        """
        if days < 0:
            raise ValueError("days are counted forwards")
        found = self.at_earliest(day)
        if days and found != day:  # a span that begins on a day of rest begins with the next working day
            days -= 1
        for _ in range(days):
            found = self.at_earliest(found + ONE_DAY)
        return found

    def between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and with `last`; negative if `last` comes before."""
        if last < first:
            return -self.between(last, first)
        return sum(1 for day in days_from(first + ONE_DAY, last) if self.works_on(day))


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for n in range((last - first).days + 1):
        yield first + n * ONE_DAY


def why_not_plan(*, due_on: date, today: date) -> str | None:
    """A task is due today or later, and not beyond what anybody plans."""
    if due_on < today:
        return "due_in_the_past"
    return "due_too_far" if (due_on - today).days > FURTHEST else None


def why_not_work_on(*, is_open: bool) -> str | None:
    """What is done or dropped stays so."""
    return None if is_open else "task_is_over"


def why_not_postpone(*, until: date, today: date, reason: str) -> str | None:
    """Putting off wants a later day, not too far, and a reason: a task that rests in silence is a task forgotten."""
    if until <= today:
        return "rest_in_the_past"
    if (until - today).days > LONGEST_REST:
        return "rest_too_long"
    return why_not_drop(reason=reason)


def why_not_drop(*, reason: str) -> str | None:
    """What leaves the list for good says why, as what leaves it for a while does."""
    return "reason_missing" if len(reason.strip()) < REASON_AT_LEAST else None


def next_due(*, due_on: date, every: Every, today: date, days: WorkingDays) -> date | None:
    """When a task that is done now is due again: counted from when it was due, never in the past.

    A day of rest moves it forward to the next working day. The rhythm keeps its day of the month: what was due on
    the 31st is due on the last day of a shorter month.
    """
    step = STEPS.get(every)
    if step is None:
        return None
    times = 1
    while due_on + step * times <= today:
        times += 1
    return days.at_earliest(due_on + step * times)


def why_not_keep(*, name: str, others: Collection[str], at_most: int) -> str | None:
    """A view has a name of its own among those somebody keeps, and they are few enough to be found again."""
    if not name.strip():
        return "view_unnamed"
    if name.strip().casefold() in {other.casefold() for other in others}:
        return "view_name_taken"
    return "too_many_views" if len(others) >= at_most else None
