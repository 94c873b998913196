"""Lists narrow by plain columns before the wall looks: nothing in sight may be lost by that, on no page."""

from datetime import timedelta

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import reading
from jiwar.areas.people.queries import people_by_word, recent_people
from jiwar.ground.access import installing
from jiwar.ground.access import queries as access
from jiwar.ground.access.classes import Basis
from jiwar.ground.access.installing import Account, Titles
from jiwar.ground.access.models import Office
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base import clock
from tests import make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    monkeypatch.setattr(reading, "GRANTED_AT_ONCE", 3)
    monkeypatch.setattr(access, "GRANTED_AT_ONCE", 3)


def granted(who: Who) -> list[str]:
    """The codes of all pages, in order."""
    codes, after = [], ""
    with standing(who):
        while True:
            page = queries.granted_cases(who, after=after)
            codes += [row.code for row in page.rows]
            if not page.next:
                return codes
            after = page.next


@pytest.mark.usefixtures("small_pages")
def test_everything_shared_is_found_page_by_page_and_once(world: World) -> None:
    cases = [make.case(world.amal) for _ in range(5)]
    now = clock.now()
    for case in cases:
        make.share(world.amal, case, world.carine)
    make.share(world.amal, cases[1], world.carine, make.terms(until=now + timedelta(days=9)))
    ended = make.share(world.amal, cases[2], world.carine)
    actions.end_share(world.amal, cases[2].pk, basis=Basis(ended.basis), basis_id=ended.basis_id)
    order = [cases[n].code for n in (1, 4, 3, 2, 0)]
    assert granted(world.carine) == order
    assert granted(world.dima) == []


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("after", ["x", "2026-01-01T00:00:00~x", "2026-01-01T00:00:00+00:00~x", "~"])
def test_a_mark_that_was_tampered_with_shows_an_empty_page(world: World, after: str) -> None:
    make.share(world.amal, make.case(world.amal), world.carine)
    with standing(world.carine):
        assert queries.granted_cases(world.carine, after=after).rows == []


def test_a_list_holds_what_the_wall_shows(world: World) -> None:
    """For worker, colleague and supervisors of office and agency: the agency's cases and persons in sight."""
    mine, waiting = make.case(world.amal), make.case(world.amal, mine=False)
    closed, hers = make.closed_case(world.amal), make.case(world.huda)
    office = _office_supervisor(world)
    for who in (world.amal, world.huda, office, world.bashir):
        with standing(who):
            own = set(Case.objects.filter(agency_id=who.agency_id).values_list("code", flat=True))
            listed = [row.code for row in queries.agency_cases(who).rows + queries.closed_cases(who).rows]
            assert sorted(listed) == sorted(own)
            assert not queries.granted_cases(who).rows
    assert {case.code for case in (mine, waiting, closed)} == _seen(office)
    assert {case.code for case in (mine, waiting, closed, hers)} == _seen(world.bashir)


def test_people_are_found_by_whoever_sees_them(world: World) -> None:
    case = make.case(world.amal)
    make.share(world.amal, case, world.carine)
    for who, recent, found in (
        (world.amal, 1, 1), (world.bashir, 1, 1), (world.huda, 0, 0), (world.carine, 0, 1), (world.dima, 0, 0),
    ):  # fmt: skip
        with standing(who):
            assert (len(recent_people(who)), len(people_by_word(who, "سلمى"))) == (recent, found), who.name_en


def _seen(who: Who) -> set[str]:
    with standing(who):
        return set(Case.objects.values_list("code", flat=True))


def _office_supervisor(world: World) -> Who:
    """Somebody who supervises the office of Amal's team."""
    with installing.installing():
        office = Office.objects.select_related("agency").get(team__in=world.amal.team_ids)
        account = Account("office", Titles("Office", "مكتب"), password="open the green door")
        made = installing.add_user(office.agency, account)
        installing.add_role(made, Supervisor, office=office)
    return who_for(made, door=Door.CLI)
