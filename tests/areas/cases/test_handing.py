"""A caseload goes over in one transaction, one event for each case; what changed meanwhile stays and is told."""

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.actions import Handing
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Risk
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def to(who: Who, *made: Case) -> list[Handing]:
    return [Handing(case.pk, case.version, who.user_id) for case in made]


def owners(*made: Case) -> list[object]:
    ids = [case.pk for case in made]
    found = dict(keeper.rows("select id, owner_id from public.cases_case where id = any(%s)", [ids]))
    return [found[pk] for pk in ids]


def refused(who: Who, world: World, handings: list[Handing]) -> str:
    with pytest.raises(Refused) as no:
        actions.hand_caseload(who, user_id=world.amal.user_id, handings=handings)
    return no.value.reason.code


def test_the_caseload_shows_codes_and_risk_the_greatest_first(world: World) -> None:
    low, urgent, none = (make.case(world.amal) for _ in range(3))
    make.closed_case(world.amal)
    actions.judge_risk(world.amal, low.pk, risk=Risk.LOW, reason="رأيت ذلك", version=low.version)
    actions.judge_risk(world.amal, urgent.pk, risk=Risk.URGENT, reason="رأيت ذلك", version=urgent.version)
    with standing(world.bashir):
        found = queries.caseload(world.bashir, world.amal.user_id)
        assert [card.id for card in found] == [urgent.pk, low.pk, none.pk]
        assert queries.caseload_sizes(world.bashir) == {world.amal.user_id: 3}


def test_each_case_goes_to_its_new_worker_with_its_own_event(world: World) -> None:
    first, second = make.case(world.amal), make.case(world.amal)
    before = len(keeper.events())
    handings = [*to(world.huda, first), *to(world.bashir, second)]
    handed = actions.hand_caseload(world.bashir, user_id=world.amal.user_id, handings=handings)
    assert (handed.done, handed.stale, handed.kept) == ([first.pk, second.pk], [], [])
    assert owners(first, second) == [world.huda.user_id, world.bashir.user_id]
    told = [(event.action, event.root_id) for event in keeper.events()[before:]]
    assert told == [("assign_case", first.pk), ("assign_case", second.pk), ("hand_caseload", None)]
    assert keeper.last_event().subject_id == world.amal.user_id


def test_the_file_moves_to_the_team_and_out_of_the_former_workers_sight(world: World) -> None:
    case = make.case(world.amal)
    actions.hand_caseload(world.bashir, user_id=world.amal.user_id, handings=to(world.huda, case))
    with standing(world.amal), pytest.raises(Missing):
        queries.case_card(world.amal, case.pk)
    with standing(world.huda):
        assert queries.case_card(world.huda, case.pk).person is not None


def test_what_changed_meanwhile_stays_and_the_rest_goes(world: World) -> None:
    stale, good = make.case(world.amal), make.case(world.amal)
    handings = to(world.huda, stale, good)
    actions.note_case(world.amal, stale.pk, text="meanwhile")
    handed = actions.hand_caseload(world.bashir, user_id=world.amal.user_id, handings=handings)
    assert (handed.done, handed.stale) == ([good.pk], [stale.pk])
    assert owners(stale, good) == [world.amal.user_id, world.huda.user_id]


def test_what_is_somebody_elses_by_now_stays(world: World) -> None:
    mine, other = make.case(world.amal), make.case(world.huda)
    handings = to(world.bashir, mine, other)
    handed = actions.hand_caseload(world.bashir, user_id=world.amal.user_id, handings=handings)
    assert (handed.done, handed.stale) == ([mine.pk], [other.pk])
    assert owners(other) == [world.huda.user_id]


def test_what_was_closed_or_sealed_meanwhile_stays(world: World) -> None:
    closed, sealed = make.closed_case(world.amal), make.case(world.amal)
    handings = to(world.huda, closed, sealed)
    make.seal(world, sealed)
    handed = actions.hand_caseload(world.bashir, user_id=world.amal.user_id, handings=handings)
    assert (handed.done, handed.stale, handed.kept) == ([], [sealed.pk], [closed.pk])


def test_refused_as_a_whole_where_it_leads_nowhere(world: World) -> None:
    case = make.case(world.amal)
    assert refused(world.bashir, world, []) == "nothing_to_hand"
    assert refused(world.bashir, world, to(world.amal, case)) == "same_worker"
    for name in ("farah", "elias", "carine"):
        assert refused(world.bashir, world, to(world.named(name), case)) == "not_a_colleague"
    assert owners(case) == [world.amal.user_id]


@pytest.mark.parametrize("name", ["amal", "huda", "elias", "farah", "ghada"])
def test_by_supervisors_alone(world: World, name: str) -> None:
    case = make.case(world.amal)
    with pytest.raises(Forbidden):
        actions.hand_caseload(world.named(name), user_id=world.amal.user_id, handings=to(world.huda, case))
    with standing(world.named(name)), pytest.raises(Forbidden):
        queries.caseload(world.named(name), world.amal.user_id)
    with standing(world.named(name)), pytest.raises(Forbidden):
        queries.caseload_sizes(world.named(name))


def test_a_supervisor_of_another_agency_hands_nothing(world: World) -> None:
    case = make.case(world.amal)
    handed = actions.hand_caseload(world.dina, user_id=world.amal.user_id, handings=to(world.dima, case))
    assert handed.done == []
    assert owners(case) == [world.amal.user_id]
