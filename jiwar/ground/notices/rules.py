"""When somebody is written to. Plain values: moments are those of the place where the work is done."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

AT_ONCE, DIGEST, NEVER = "at_once", "digest", "never"
URGENT = "urgent"
OWN = "own"
WEEK = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours in which somebody is written to: on these days (0 is Monday), from `begins` until `ends`.

    They may reach past midnight: then they belong to the day on which they begin. Where both are the same, all day.
    """

    days: frozenset[int]
    begins: time
    ends: time

    def hold(self, at: datetime) -> bool:
        """Whether `at` lies in them."""
        clock, day = at.time(), at.weekday()
        if self.begins < self.ends:
            return day in self.days and self.begins <= clock < self.ends
        before = (day - 1) % WEEK
        return (day in self.days and clock >= self.begins) or (before in self.days and clock < self.ends)


ALWAYS = Hours(frozenset(range(WEEK)), time.min, time.min)


def next_in(hours: Hours, *, at: datetime) -> datetime:
    """The first moment from `at` on that lies in these hours; `at` itself where it does, or where they have no day."""
    if hours.hold(at) or not hours.days:
        return at
    starts = (datetime.combine(at.date() + timedelta(days=n), hours.begins, at.tzinfo) for n in range(WEEK + 1))
    return next(start for start in starts if start > at and start.weekday() in hours.days)


def mail_now(*, wish: str, is_urgent: bool, hours: Hours, at: datetime) -> str | datetime:
    """What becomes of a notice by mail: AT_ONCE, a later moment, DIGEST (it waits for that) or NEVER.

    What is urgent goes at once, whatever was chosen and whatever the hour.
    """
    if is_urgent:
        return AT_ONCE
    if wish != AT_ONCE:
        return wish
    then = next_in(hours, at=at)
    return AT_ONCE if then == at else then


def sms_now(*, wish: str, is_urgent: bool, has_phone: bool) -> bool:
    """A message to a telephone is for what is urgent alone, where somebody asked for it and gave a number."""
    return is_urgent and has_phone and wish == URGENT


def why_not_arrange(*, quiet: str, has_hours: bool, sms: str, has_phone: bool, sends_sms: bool) -> str | None:
    """Hours of one's own say both ends; nothing is sent to a telephone whose number is not known, or without a way."""
    if quiet == OWN and not has_hours:
        return "hours_missing"
    if sms == URGENT and not sends_sms:
        return "no_text_messages"
    return "phone_missing" if sms == URGENT and not has_phone else None
