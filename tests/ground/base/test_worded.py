"""A query that is worded once says what the queryset says: to everybody, with every value, behind the wall."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import FETCH_RAISE
from pytest_django import DjangoAssertNumQueries

from jiwar.areas.cases.models import Case
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.worded import Worded, WordedRecords, given
from tests import make, people
from tests.people import World

MINE = Worded(lambda: Case.objects.filter(owner_id=given("owner")).order_by("code").values_list("pk", "code", "status"))
CASES = WordedRecords(
    lambda: Case.objects.filter(pk__among=given("ids"), updated_at__lt=given("before")).order_by("pk")
)


@pytest.fixture
def world() -> World:
    return people.gather()


@people.BOTH_SIDES
class TestWorded:
    def test_it_says_what_the_queryset_says_each_time(self, world: World) -> None:
        make.case(world.amal)
        make.case(world.amal, mine=False)
        for who in (world.amal, world.bashir, world.amal):
            with standing(who):
                asked = Case.objects.filter(owner_id=who.user_id).order_by("code")
                assert MINE.rows(owner=who.user_id) == list(asked.values_list("pk", "code", "status"))

    def test_the_wall_decides_about_it_too(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal):
            assert [row[0] for row in MINE.rows(owner=world.amal.user_id)] == [case.pk]
        with standing(world.dima):
            assert MINE.rows(owner=world.amal.user_id) == []

    def test_records_are_whole(self, world: World) -> None:
        cases = sorted([make.case(world.amal), make.case(world.amal)], key=lambda case: case.pk)
        soon = clock.now() + timedelta(minutes=1)
        with standing(world.amal):
            found = CASES.records(ids=[uuid4(), *(case.pk for case in cases)], before=soon)
            assert [vars(case) | {"_state": 0} for case in found] == [
                vars(Case.objects.get(pk=case.pk)) | {"_state": 0} for case in cases
            ]
            assert {case._state.fetch_mode for case in found} == {FETCH_RAISE}
            assert CASES.records(ids=[], before=soon) == []
            assert CASES.records(ids=[case.pk for case in cases], before=soon - timedelta(days=1)) == []

    def test_a_list_is_one_statement_however_long(
        self, world: World, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with standing(world.amal), django_assert_num_queries(2):
            for ids in ([uuid4()], [uuid4() for _ in range(300)]):
                CASES.records(ids=ids, before=clock.now())

    @pytest.mark.parametrize("value", ["' or true --", "%s", "%(owner)s", "'; select 1; --"])
    def test_a_value_stays_a_value(self, world: World, value: str) -> None:
        coded = Worded(lambda: Case.objects.filter(code=given("code")).values_list("pk"))
        make.case(world.amal)
        with standing(world.amal):
            assert coded.rows(code=value) == []

    def test_among_works_in_a_queryset_as_well(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal):
            assert Case.objects.filter(pk__among=[case.pk]).exists()
            assert Case.objects.filter(team_id__among=[case.team_id, UUID(int=0)]).exists()
            assert not Case.objects.filter(team_id__among=[]).exists()

    def test_a_value_that_is_not_told_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            MINE.rows()
