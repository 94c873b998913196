"""Working days of Jordan: Sunday to Thursday, holidays that are certain; what is only computed moves nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.ground.work import calendar
from jiwar.ground.work.rules import (
    FURTHEST,
    LONGEST_REST,
    Every,
    WorkingDays,
    days_from,
    next_due,
    why_not_drop,
    why_not_plan,
    why_not_postpone,
)

FRIDAY_SATURDAY = frozenset({4, 5})
PLAIN = WorkingDays(FRIDAY_SATURDAY)
TODAY = date(2026, 11, 26)  # a Thursday

days = st.dates(date(2024, 6, 1), date(2040, 1, 1))
weeks = st.builds(
    WorkingDays,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 1)), max_size=12),
)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 26), 1, date(2026, 11, 29)),  # Thursday, then Sunday
        (date(2026, 11, 27), 0, date(2026, 11, 29)),  # what arrives on a Friday begins on Sunday
        (date(2026, 11, 27), 1, date(2026, 11, 29)),
        (date(2026, 11, 28), 3, date(2026, 12, 1)),
        (date(2026, 11, 29), 5, date(2026, 12, 6)),
    ],
)
def test_days_are_counted_without_friday_and_saturday(start: date, count: int, end: date) -> None:
    assert PLAIN.after(start, count) == end


def test_a_certain_holiday_is_no_working_day() -> None:
    assert not calendar.working_days().works_on(date(2027, 5, 25))
    assert calendar.working_days().after(date(2027, 5, 24), 1) == date(2027, 5, 26)


def test_a_holiday_that_is_only_computed_moves_no_deadline_and_is_told() -> None:
    first, last = date(2027, 3, 7), date(2027, 3, 13)
    possible = [one for one in calendar.holidays_between(first, last) if not one.is_certain]
    assert [one.name_en for one in possible] == ["Eid al-Fitr"] * 4
    sunday_to_thursday = [day for day in days_from(first, last) if day.weekday() not in FRIDAY_SATURDAY]
    assert [day for day in days_from(first, last) if calendar.working_days().works_on(day)] == sunday_to_thursday


def test_what_was_announced_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"date": "2027-03-09", "en": "Eid al-Fitr", "ar": "عيد الفطر", "verified": True}
    monkeypatch.setattr(calendar, "_file", lambda: {**original, "announced": [row]})
    _forget()
    assert not calendar.working_days().works_on(date(2027, 3, 9))
    [told] = list(calendar.holidays_between(date(2027, 3, 9), date(2027, 3, 9)))
    assert told.is_certain
    monkeypatch.undo()
    _forget()


original = calendar._file()


def _forget() -> None:
    calendar._all.cache_clear()
    calendar.working_days.cache_clear()


def test_every_line_of_the_file_names_its_source_in_both_languages() -> None:
    assert original["weekend"]["source"]
    for row in (*original["holidays"], *original["announced"]):
        assert row["source"]
        assert row["en"]
        assert row["ar"]
        assert isinstance(row["verified"], bool)


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        WorkingDays(frozenset(range(7)))


@given(week=weeks, start=days, count=st.integers(0, 40))
def test_so_many_working_days_lie_between(week: WorkingDays, start: date, count: int) -> None:
    end = week.after(start, count)
    assert week.works_on(end)
    assert end >= start
    if count:
        assert week.between(start, end) == count
    assert week.between(end, start) == -week.between(start, end)


@given(week=weeks, day=days)
def test_the_nearest_working_days_are_the_nearest(week: WorkingDays, day: date) -> None:
    before, after = week.at_latest(day), week.at_earliest(day)
    assert before <= day <= after
    assert week.works_on(before)
    assert week.works_on(after)
    between = list(days_from(before + timedelta(1), after - timedelta(1)))
    assert not any(week.works_on(one) for one in between if one != day)


@given(due=days, late=st.integers(-30, 400), every=st.sampled_from(list(Every)))
def test_what_comes_again_is_due_on_a_working_day_after_today(due: date, late: int, every: Every) -> None:
    today = due + timedelta(days=late)
    again = next_due(due_on=due, every=every, today=today, days=PLAIN)
    if every is Every.NEVER:
        assert again is None
        return
    assert again is not None
    assert again > max(due, today)
    assert PLAIN.works_on(again)


def test_the_last_day_of_a_month_stays_the_last_day() -> None:
    every_day = WorkingDays(frozenset())
    for today, again in ((date(2026, 1, 31), date(2026, 2, 28)), (date(2026, 2, 28), date(2026, 3, 31))):
        assert next_due(due_on=date(2026, 1, 31), every=Every.MONTH, today=today, days=every_day) == again


@pytest.mark.parametrize(
    ("due", "why"),
    [
        (TODAY, None),
        (TODAY - timedelta(1), "due_in_the_past"),
        (TODAY + timedelta(FURTHEST), None),
        (TODAY + timedelta(FURTHEST + 1), "due_too_far"),
    ],
)
def test_when_a_task_may_be_due(due: date, why: str | None) -> None:
    assert why_not_plan(due_on=due, today=TODAY) == why


@pytest.mark.parametrize(
    ("until", "reason", "why"),
    [
        (TODAY, "she travels", "rest_in_the_past"),
        (TODAY + timedelta(1), "she travels", None),
        (TODAY + timedelta(1), "  ab  ", "reason_missing"),
        (TODAY + timedelta(LONGEST_REST), "she travels", None),
        (TODAY + timedelta(LONGEST_REST + 1), "she travels", "rest_too_long"),
    ],
)
def test_when_a_task_may_rest(until: date, reason: str, why: str | None) -> None:
    assert why_not_postpone(until=until, today=TODAY, reason=reason) == why


@pytest.mark.parametrize(("reason", "why"), [("moved", None), ("  ab  ", "reason_missing"), ("", "reason_missing")])
def test_what_is_dropped_says_why(reason: str, why: str | None) -> None:
    assert why_not_drop(reason=reason) == why
