"""Assigning: the case, its team and the sight of the person move together."""

from uuid import UUID, uuid4

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Status
from jiwar.areas.people.models import Person
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def seen_by(who: Who, case: Case) -> tuple[bool, bool]:
    """Whether somebody sees the case, and the person."""
    with standing(who):
        return (
            Case.objects.filter(pk=case.pk).exists(),
            Person.objects.filter(pk=case.person_id).exists(),
        )


def stored(case: Case) -> tuple[str, UUID | None, UUID, int]:
    found = keeper.rows("select status, owner_id, team_id, version from public.cases_case where id = %s", [case.pk])
    return found[0]


class TestAssigning:
    def test_a_case_that_waited_is_open_with_its_worker(self, world: World) -> None:
        case = make.case(world.amal, mine=False)
        actions.assign_case(world.amal, case.pk, owner_id=world.amal.user_id, version=case.version)
        assert stored(case)[:3] == (Status.ACTIVE, world.amal.user_id, world.teams["irbid"].pk)

    def test_it_moves_to_the_team_of_its_worker(self, world: World) -> None:
        case = make.case(world.amal)
        actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert stored(case)[:3] == (Status.ACTIVE, world.huda.user_id, world.teams["amman"].pk)

    def test_out_of_the_former_teams_sight_the_person_too(self, world: World) -> None:
        case = make.case(world.amal)
        assert (seen_by(world.amal, case), seen_by(world.huda, case)) == ((True, True), (False, False))
        actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert (seen_by(world.amal, case), seen_by(world.huda, case)) == ((False, False), (True, True))

    def test_another_case_keeps_the_person_in_sight(self, world: World) -> None:
        person = make.person(world.amal)
        case, _other = make.case(world.amal, of=person), make.case(world.amal, of=person)
        actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert seen_by(world.amal, case) == (False, True)

    def test_a_waiting_case_goes_to_another_team_in_one_step(self, world: World) -> None:
        case = make.case(world.amal, mine=False)
        actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert stored(case)[:3] == (Status.ACTIVE, world.huda.user_id, world.teams["amman"].pk)
        assert seen_by(world.huda, case) == (True, True)

    @pytest.mark.parametrize("mine", [True, False])
    def test_what_comes_back_is_what_is_stored(self, world: World, mine: bool) -> None:
        case = make.case(world.amal, mine=mine)
        now = actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert (now.status, now.owner_id, now.team_id, now.version) == stored(case)

    def test_to_whom_it_belongs_already_changes_nothing(self, world: World) -> None:
        case = make.case(world.amal)
        actions.assign_case(world.amal, case.pk, owner_id=world.amal.user_id, version=case.version)
        assert stored(case)[3] == case.version

    def test_a_supervisor_assigns_what_waits_anywhere(self, world: World) -> None:
        case = make.case(world.huda, mine=False)
        actions.assign_case(world.bashir, case.pk, owner_id=world.amal.user_id, version=case.version)
        assert seen_by(world.amal, case) == (True, True)

    def test_a_supervisor_as_worker_leaves_it_in_its_team(self, world: World) -> None:
        case = make.case(world.amal)
        actions.assign_case(world.amal, case.pk, owner_id=world.bashir.user_id, version=case.version)
        assert stored(case)[1:3] == (world.bashir.user_id, world.teams["irbid"].pk)


class TestWhyNot:
    def test_refused_for_a_closed_case(self, world: World) -> None:
        case = make.closed_case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert refused.value.reason.code == "case_closed"

    @pytest.mark.parametrize("name", ["carine", "elias", "farah", "ghada"])
    def test_refused_for_somebody_who_works_on_no_files_here(self, world: World, name: str) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.assign_case(world.amal, case.pk, owner_id=world.named(name).user_id, version=case.version)
        assert refused.value.reason.code == "not_a_colleague"

    def test_nobody_is_no_colleague(self, world: World) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused):
            actions.assign_case(world.amal, case.pk, owner_id=uuid4(), version=case.version)

    @pytest.mark.parametrize("mine", [True, False])
    def test_stale_where_somebody_was_first_and_nothing_moved(self, world: World, mine: bool) -> None:
        case = make.case(world.amal, mine=mine)
        actions.note_case(world.bashir, case.pk, text="meanwhile")
        before = stored(case)
        with pytest.raises(Stale) as stale:
            actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        assert stored(case) == before
        assert seen_by(world.amal, case) == (True, True)
        assert getattr(stale.value.current, "version", None) == case.version + 1
        assert keeper.last_event()[:2] == ("assign_case", "stale")

    def test_whoever_handed_it_over_finds_it_missing_afterwards(self, world: World) -> None:
        case = make.case(world.amal)
        actions.assign_case(world.amal, case.pk, owner_id=world.huda.user_id, version=case.version)
        with standing(world.amal):
            assert case.pk not in [row.id for row in queries.agency_cases(world.amal).rows]
