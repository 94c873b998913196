"""Cases from another system: opened many at once by the rules of one, and read again as they came."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import CaseRecord, Number, Opening, Outcome, Programme, Trafficking
from jiwar.areas.people.models import Person
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from tests import make, people
from tests.areas.cases.test_facts import INCIDENT, INTAKE, NATIONAL, PERPETRATOR, SUPPORT, TRAFFICKING
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def full(person: Person, **given: Any) -> Opening:
    """A case with something in every group."""
    usual: dict[str, Any] = {
        "person_id": person.pk,
        "programme": Programme.TRAFFICKING,
        "trafficking": TRAFFICKING,
        "intake": INTAKE,
        "support": SUPPORT,
        "incidents": (INCIDENT, replace(INCIDENT, city="جرش")),
        "perpetrators": (PERPETRATOR,),
        "numbers": (NATIONAL,),
        "notes": ("سطر\nثانٍ", "another"),
    }
    return Opening(**(usual | given))


def records(who: Who, cases: list[Case]) -> list[CaseRecord]:
    with standing(who):
        found = queries.case_records(who, case_ids=[case.pk for case in cases])
    return [found[case.pk] for case in cases]


class TestOpening:
    def test_everything_is_read_again_as_it_came(self, world: World) -> None:
        came = full(make.person(world.amal))
        (record,) = records(world.amal, actions.open_cases(world.amal, openings=[came], owner_id=world.amal.user_id))
        for name in ("person_id", "programme", "trafficking", "intake", "support", "incidents", "perpetrators"):
            assert getattr(record, name) == getattr(came, name)
        assert (record.numbers, record.notes, record.status) == (came.numbers, came.notes, "FollowUp")
        assert (record.closed, record.closed_on, record.summary) == (None, None, "")

    @pytest.mark.parametrize(
        ("outcome", "status"), [(Outcome.RECORDED, "Closed"), (Outcome.TRANSFERRED, "ClosedReferred")]
    )
    def test_what_came_closed_is_closed(self, world: World, outcome: Outcome, status: str) -> None:
        day = clock.today() - timedelta(days=400)
        came = full(make.person(world.amal), closed=outcome, closed_on=day, summary="انتهت")
        (case,) = actions.open_cases(world.amal, openings=[came])
        (record,) = records(world.amal, [case])
        assert (record.status, record.closed, record.closed_on, record.summary) == (status, outcome, day, "انتهت")
        assert case.opened_on <= day

    def test_one_event_for_each_case(self, world: World) -> None:
        person = make.person(world.amal)
        made = actions.open_cases(world.amal, openings=[Opening(person.pk, Programme.GENERAL)] * 3)
        with standing(world.bashir):
            events = Event.objects.filter(action="open_cases", root_id__in=[case.pk for case in made])
            assert events.count() == 3

    def test_the_cases_come_to_whom_they_are_for(self, world: World) -> None:
        person = make.person(world.bashir)
        opening = Opening(person.pk, Programme.GENERAL, incidents=(INCIDENT,))
        (case,) = actions.open_cases(world.bashir, openings=[opening], owner_id=world.huda.user_id)
        (one,) = [make.case(world.bashir, of=person, owner_id=world.huda.user_id)]
        with standing(world.huda):
            mine = {row.pk: row for row in Case.objects.all()}
            assert {row.owner_id for row in mine.values()} == {world.huda.user_id}
            assert set(mine) == {case.pk, one.pk}
            assert (mine[case.pk].version, mine[case.pk].team_id) == (case.version, one.team_id)
            assert Person.objects.filter(pk=person.pk).exists()
            assert queries.facts_of(world.huda, case.pk).incidents[0].facts == INCIDENT

    def test_out_of_a_team_that_one_does_not_see_it_is_handed_over(self, world: World) -> None:
        person = make.person(world.amal)
        (case,) = actions.open_cases(
            world.amal, openings=[full(person)], team_id=world.teams["amman"].pk, owner_id=world.huda.user_id
        )
        assert records(world.huda, [case])[0].numbers == (NATIONAL,)
        with standing(world.amal):
            assert not Case.objects.filter(pk=case.pk).exists()

    def test_many_cost_as_many_statements_as_few(self, world: World) -> None:
        person = make.person(world.amal)

        def cost(count: int, start: int) -> int:
            numbers = [Number("partner", str(start + n)) for n in range(count)]
            openings = [full(person, numbers=(number,)) for number in numbers]
            with CaptureQueriesContext(connection) as captured:
                actions.open_cases(world.amal, openings=openings, owner_id=world.amal.user_id)
            return len(captured)

        cost(1, 0)
        assert cost(2, 100) == cost(20, 200)


class TestRefusing:
    def test_one_that_does_not_fit_takes_all_back(self, world: World) -> None:
        person = make.person(world.amal)
        good = Opening(person.pk, Programme.GENERAL)
        bad = {
            "fact_misfits": replace(good, trafficking=Trafficking(trafficking_status="Invented")),
            "text_missing": replace(good, notes=(" ",)),
            "closing_in_the_future": replace(
                good, closed=Outcome.RECORDED, closed_on=clock.today() + timedelta(days=1), summary="x"
            ),
            "system_unknown": replace(good, numbers=(Number("NO", "1"),)),
            "number_taken": replace(good, numbers=(NATIONAL, NATIONAL)),
        }
        with pytest.raises(Refused):  # the same number for two of them
            actions.open_cases(world.amal, openings=[replace(good, numbers=(NATIONAL,))] * 2)
        for code, one in bad.items():
            with pytest.raises(Refused) as refused:
                actions.open_cases(world.amal, openings=[good, one])
            assert refused.value.reason.code == code
        with standing(world.bashir):
            assert Case.objects.count() == 0

    def test_somebody_who_is_not_there(self, world: World) -> None:
        foreign = make.person(world.dima)
        for pk in (uuid4(), foreign.pk):
            with pytest.raises(Missing):
                actions.open_cases(world.amal, openings=[Opening(pk, Programme.GENERAL)])

    def test_somebody_who_opens_no_cases(self, world: World) -> None:
        with pytest.raises(Forbidden):
            actions.open_cases(world.elias, openings=[Opening(uuid4(), Programme.GENERAL)])

    def test_nobody_who_works_no_cases_gets_one(self, world: World) -> None:
        person = make.person(world.amal)
        for owner in (world.elias, world.dima):
            with pytest.raises(Refused) as refused:
                actions.open_cases(world.amal, openings=[Opening(person.pk, Programme.GENERAL)], owner_id=owner.user_id)
            assert refused.value.reason.code == "not_a_colleague"


class TestEnding:
    def test_nobody_who_closes_a_case_says_that_it_came_closed(self, world: World) -> None:
        case = make.case(world.amal)
        told: dict[str, Any] = {"outcome": Outcome.RECORDED, "summary": "x", "version": case.version}
        with pytest.raises(Refused) as refused:
            actions.close_case(world.amal, case.pk, **told)
        assert refused.value.reason.code == "came_closed"
        with pytest.raises(Refused) as refused:
            actions.propose_closing(world.amal, case.pk, **told, closes_on=clock.today() + timedelta(days=1))
        assert refused.value.reason.code == "came_closed"
