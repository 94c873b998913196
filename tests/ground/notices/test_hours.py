"""In which hours somebody is written to, and what goes at once whatever the hour."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiwar.ground.base.clock import AMMAN
from jiwar.ground.notices import queries, rules
from jiwar.ground.notices.hours import office_hours
from jiwar.ground.notices.rules import ALWAYS, Hours
from jiwar.ground.notices.words import QuietWish

SUNDAY = datetime(2026, 11, 29, 11, 0, tzinfo=AMMAN)
EVENING, FRIDAY = SUNDAY.replace(hour=20), datetime(2026, 12, 4, 11, 0, tzinfo=AMMAN)


class TestHours:
    WEEK = Hours(frozenset({6, 0, 1, 2, 3}), time(8), time(15, 30))
    NIGHT = Hours(frozenset({6}), time(22), time(6))

    @pytest.mark.parametrize(
        ("hours", "at", "holds"),
        [
            (WEEK, SUNDAY, True),
            (WEEK, SUNDAY.replace(hour=8), True),
            (WEEK, SUNDAY.replace(hour=7, minute=59), False),
            (WEEK, SUNDAY.replace(hour=15, minute=30), False),
            (WEEK, EVENING, False),
            (WEEK, FRIDAY, False),
            (NIGHT, SUNDAY.replace(hour=23), True),
            (NIGHT, SUNDAY.replace(hour=5) + timedelta(days=1), True),
            (NIGHT, SUNDAY.replace(hour=5), False),
            (NIGHT, SUNDAY.replace(hour=23) + timedelta(days=1), False),
            (ALWAYS, FRIDAY, True),
        ],
    )
    def test_truth(self, hours: Hours, at: datetime, *, holds: bool) -> None:
        assert hours.hold(at) is holds

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        days=st.frozensets(st.integers(0, 6), min_size=1),
        begins=st.times(),
        ends=st.times(),
        at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  a place is added
    )
    def test_the_next_moment_is_the_first_that_lies_in_them(
        self, days: frozenset[int], begins: time, ends: time, at: datetime
    ) -> None:
        hours, now = Hours(days, begins, ends), at.replace(tzinfo=AMMAN)
        then = rules.next_in(hours, at=now)
        assert now <= then <= now + timedelta(days=8)
        assert hours.hold(then)
        assert then == now or not hours.hold(then - timedelta(microseconds=1)) or then.time() == begins

    def test_those_of_offices_are_data_and_say_that_nobody_verified_them(self) -> None:
        assert office_hours() == self.WEEK
        file = Path(queries.__file__).parent / "data" / "working_hours.json"
        told = json.loads(file.read_text(encoding="utf-8"))
        assert (told["verified"], bool(told["source"])) == (False, True)
        assert "15:30" in str(QuietWish.OFFICE.label)  # the words of the choice say the same

    @pytest.mark.parametrize("is_urgent", [True, False])
    @pytest.mark.parametrize("wish", [rules.AT_ONCE, rules.DIGEST, rules.NEVER])
    @pytest.mark.parametrize("at", [SUNDAY, EVENING, FRIDAY])
    def test_what_is_urgent_goes_at_once(self, *, is_urgent: bool, wish: str, at: datetime) -> None:
        goes = rules.mail_now(wish=wish, is_urgent=is_urgent, hours=self.WEEK, at=at)
        if is_urgent or (wish == rules.AT_ONCE and at == SUNDAY):
            assert goes == rules.AT_ONCE
        elif wish == rules.AT_ONCE:
            assert isinstance(goes, datetime)
        else:
            assert goes == wish
