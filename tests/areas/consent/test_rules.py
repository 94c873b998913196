"""The rules of statements on plain values."""

from datetime import date, timedelta

import pytest

from jiwar.areas.consent import rules

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(("days", "why"), [(-400, None), (0, None), (1, "not_yet_said")])
def test_what_was_said_was_said_by_today(days: int, why: str | None) -> None:
    assert rules.why_not_state(TODAY + timedelta(days=days), today=TODAY) == why


def test_the_day_need_not_be_known() -> None:
    assert rules.why_not_state(None, today=TODAY) is None
