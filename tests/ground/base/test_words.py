"""Clock, codes, errors, and saving over what somebody else saved."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from jiwar.areas.cases.models import Case
from jiwar.ground.access import wall
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock, codes
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Reason, Refused, Stale
from jiwar.ground.base.fields import MomentField, TodayField
from jiwar.ground.base.routing import Router
from tests import make, people
from tests.people import World

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


class TestClock:
    def test_it_is_held_still(self) -> None:
        with clock.frozen(NOON):
            assert (clock.now(), clock.today()) == (NOON, date(2026, 11, 25))
        assert clock.now() != NOON

    def test_it_goes_on_as_before_after_holding_twice(self) -> None:
        with clock.frozen(NOON):
            with clock.frozen(NOON + timedelta(days=1)):
                assert clock.today() == date(2026, 11, 26)
            assert clock.now() == NOON

    def test_it_goes_on_after_a_failure(self) -> None:
        with pytest.raises(ZeroDivisionError), clock.frozen(NOON):
            raise ZeroDivisionError
        assert clock.now() != NOON

    @pytest.mark.parametrize(("hour", "day"), [(20, 25), (21, 26), (23, 26)])
    def test_the_day_is_ammans(self, hour: int, day: int) -> None:
        """Three hours before UTC, summer and winter."""
        with clock.frozen(datetime(2026, 11, 25, hour, tzinfo=UTC)):
            assert clock.today() == date(2026, 11, day)

    def test_a_moment_without_a_zone_is_none(self) -> None:
        with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
            pass

    @given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001
    def test_every_moment_has_one_day(self, moment: datetime) -> None:
        elsewhere = moment.replace(tzinfo=timezone(timedelta(hours=-7)))
        with clock.frozen(elsewhere):
            here = clock.today()
        with clock.frozen(elsewhere.astimezone(UTC)):
            assert clock.today() == here

    @pytest.mark.parametrize(("field", "value"), [(MomentField, NOON), (TodayField, NOON.date())])
    def test_columns_ask_it(self, field: type[models.Field], value: object) -> None:
        with clock.frozen(NOON):
            assert field().get_default() == value

    @pytest.mark.parametrize("field", [MomentField, TodayField])
    def test_to_migrations_they_are_djangos_own(self, field: type[models.Field]) -> None:
        _, path, _, options = field(null=True).deconstruct()
        assert (path.startswith("django.db.models."), options) == (True, {"null": True})


class TestCodes:
    @pytest.mark.parametrize("prefix", ["C", "P"])
    def test_they_are_read_over_the_telephone(self, prefix: str) -> None:
        for _ in range(300):
            head, tail = codes.new_code(prefix).split("-")
            assert (head, len(tail)) == (prefix, codes.LENGTH)
            assert not set(tail) & set("01OILU")
            assert tail == tail.upper()

    def test_they_tell_no_order(self) -> None:
        made = [codes.new_code("C") for _ in range(2000)]
        assert len(set(made)) > 1990
        assert made != sorted(made)


class TestErrors:
    @pytest.mark.parametrize(
        "error", [Refused(Reason("c", gettext_lazy("Say why."))), Forbidden("x.y"), Missing(), Stale(Case())]
    )
    def test_each_is_of_the_family_and_has_words(self, error: JiwarError) -> None:
        assert isinstance(error, JiwarError)
        assert str(error)

    def test_a_reason_is_worded_when_it_is_read(self) -> None:
        reason = Reason("held", gettext_lazy("Not yet: %(what)s."), {"what": "100%"})
        assert str(reason) == "Not yet: 100%."

    def test_a_reason_without_places_keeps_its_percent_signs(self) -> None:
        assert str(Reason("c", "100 % sure")) == "100 % sure"

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_missing_says_the_same_to_everybody(self, language: str) -> None:
        with override(language):
            assert str(Missing()) == str(Missing())

    @pytest.mark.parametrize("error", [Refused(Reason("code", "words of a person")), Stale(Case())])
    def test_what_a_log_would_show_is_a_code(self, error: JiwarError) -> None:
        assert "words" not in repr(error)


class TestRouting:
    @pytest.mark.parametrize(("alias", "migrates"), [("owner", True), ("default", False), ("second", False)])
    def test_only_the_owner_migrates(self, alias: str, migrates: bool) -> None:
        assert Router().allow_migrate(alias, "cases") is migrates

    def test_only_the_application_serves(self) -> None:
        assert {Router().db_for_read(Case), Router().db_for_write(Case)} == {"default"}


@people.BOTH_SIDES
class TestChange:
    @pytest.fixture
    def world(self) -> World:
        return people.gather()

    @pytest.fixture
    def case(self, world: World) -> Iterator[Case]:
        made = make.case(world.amal)
        with standing(world.amal), wall.announcing("test"):
            yield Case.objects.get(pk=made.pk)

    def test_the_row_and_the_object_change_alike(self, case: Case) -> None:
        case.change(version=1, risk="low")
        stored = Case.objects.get(pk=case.pk)
        assert (case.risk, case.version, case.updated_at) == (stored.risk, stored.version, stored.updated_at)
        assert (stored.risk, stored.version) == ("low", 2)

    @pytest.mark.parametrize("version", [0, 2, -1, 2**31 - 1])
    def test_another_version_is_stale_and_brings_the_row(self, case: Case, version: int) -> None:
        with pytest.raises(Stale) as stale:
            case.change(version=version, risk="low")
        assert stale.value.current == Case.objects.get(pk=case.pk)
        assert case.risk == ""

    def test_what_is_not_there_is_missing(self, case: Case) -> None:
        with pytest.raises(Missing):
            Case(pk=uuid4()).change(version=1, risk="low")

    def test_of_many_saves_with_one_version_one_wins(self, case: Case) -> None:
        case.change(version=1, risk="low")
        for risk in ("medium", "high"):
            with pytest.raises(Stale) as stale:
                Case.objects.get(pk=case.pk).change(version=1, risk=risk)
            assert getattr(stale.value.current, "risk", "") == "low"

    def test_inserting_never_writes_over_a_row(self, case: Case) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            case.insert()

    @pytest.mark.parametrize(("column", "first"), list(product(["scope", "timed", "denied"], ["'{}'"])))
    def test_the_arrays_of_the_wall_are_not_the_applications_to_write(
        self, case: Case, column: str, first: str
    ) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Case.objects.raw(f"update cases_case set {column} = {first} returning id")[0]
