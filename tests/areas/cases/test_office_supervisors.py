"""A supervisor of an office: sees who the people of its cases are, seals them, and nothing of other offices."""

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.people.queries import person_card, person_file
from jiwar.areas.people.words import Erasure
from jiwar.ground.access import installing
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Team
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base.errors import Missing, Refused
from tests import make, people
from tests.people import BOTH_SIDES, World

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def supervisor_of(who: Who, username: str) -> Who:
    """Somebody who supervises the office in which `who` works."""
    team = Team.objects.select_related("office__agency").get(pk=next(iter(who.team_ids)))
    with installing.installing():
        user = installing.add_user(team.office.agency, Account(username, Titles(username, username), "x" * 20))
        installing.add_role(user, Supervisor, office=team.office)
    return who_for(user, door=Door.CLI)


def test_the_person_of_a_case_of_the_office_is_seen(world: World) -> None:
    case = make.case(world.amal)
    rana = supervisor_of(world.amal, "rana")
    with standing(rana):
        assert queries.case_card(rana, case.pk).person is not None
        assert person_file(rana, case.person_id).names


def test_somebody_just_registered_is_seen(world: World) -> None:
    person = make.person(world.amal)
    rana = supervisor_of(world.amal, "rana")
    with standing(rana):
        assert person_card(rana, person.pk).firsts


def test_another_office_is_not(world: World) -> None:
    case = make.case(world.amal)
    rana = supervisor_of(world.carine, "rana")
    with standing(rana), pytest.raises(Missing):
        queries.case_card(rana, case.pk)


def test_it_seals_and_lifts(world: World) -> None:
    case = make.case(world.amal)
    rana = supervisor_of(world.amal, "rana")
    make.seal(world, case, by=rana)
    with standing(world.amal), pytest.raises(Missing):
        person_card(world.amal, case.person_id)
    make.unseal(world, case, by=rana)
    with standing(world.amal):
        assert person_card(world.amal, case.person_id).firsts


def test_a_seal_covers_every_case_of_the_person_and_goes_from_all_at_once(world: World) -> None:
    first = make.case(world.amal)
    second = make.case(world.amal, of=first.person_id)
    make.seal(world, first)
    with standing(world.amal), pytest.raises(Missing):
        queries.case_card(world.amal, second.pk)
    make.unseal(world, first)
    with standing(world.amal):
        assert queries.case_card(world.amal, second.pk).person is not None


def test_an_open_case_in_another_office_stops_the_erasure(world: World) -> None:
    """It is out of the eraser's sight, and would stay open with nobody behind it."""
    rana = supervisor_of(world.amal, "rana")
    here = make.closed_case(world.amal)
    there = make.case(world.amal, of=here.person_id, mine=False, team_id=world.teams["amman"].pk)
    with standing(rana), pytest.raises(Missing):
        queries.case_card(rana, there.pk)
    with pytest.raises(Refused) as refused:
        actions.erase_file(rana, here.person_id, reason=Erasure.ASKED, version=1)
    assert refused.value.reason.code == "has_open_cases"
