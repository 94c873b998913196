"""Lists narrow by plain columns before the wall looks: nothing in sight may be lost by that, on no page."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import RANK, Case
from jiwar.areas.cases.queries import EVERYTHING, Narrowing, listing
from jiwar.areas.cases.words import Programme, Risk
from jiwar.areas.people.queries import people_found, recent_people
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
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "GRANTED_AT_ONCE", 3)
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


@pytest.mark.parametrize("after", ["x~y", "9~2026-01-01T00:00:00+00:00~x", "~~", "0~2026-01-01T00:00:00~x", "-1~x"])
def test_no_mark_of_ones_own_list_makes_an_error(world: World, after: str) -> None:
    make.case(world.amal)
    with standing(world.amal):
        assert queries.my_cases(world.amal, after=after).rows == []


@pytest.mark.usefixtures("small_pages")
def test_what_cannot_wait_comes_first_on_whatever_page(world: World) -> None:
    """Urgent, then what nobody has taken, high, not judged, medium, low; the last changed first among equals."""
    made = {risk: judged(world, risk) for risk in (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.URGENT)}
    waiting, unjudged, newer = make.case(world.amal, mine=False), make.case(world.amal), make.case(world.amal)
    order = [made[Risk.URGENT], waiting.pk, made[Risk.HIGH], newer.pk, unjudged.pk, made[Risk.MEDIUM], made[Risk.LOW]]
    assert listed(world.amal) == order
    assert listed(world.bashir) == order
    assert listed(world.huda) == []


NARROWED = [
    (Narrowing(risk=Risk.URGENT), {"urgent"}),
    (Narrowing(risk=Risk.HIGH), {"high"}),
    (Narrowing(risk=Risk.MEDIUM), {"medium"}),
    (Narrowing(risk=Risk.LOW), {"low"}),
    (Narrowing(risk=""), {"unjudged", "waiting"}),
    (Narrowing(waiting=True), {"waiting"}),
    (Narrowing(programme=Programme.GENERAL), {"urgent", "high", "medium", "low", "unjudged", "waiting"}),
    (Narrowing(programme=Programme.ELDERLY), set()),
    (Narrowing(risk="", waiting=True), {"waiting"}),
    (Narrowing(risk=Risk.HIGH, waiting=True), set()),
    (Narrowing(still=True), set()),
    (EVERYTHING, {"urgent", "high", "medium", "low", "unjudged", "waiting"}),
]


@pytest.mark.parametrize(("only", "shown"), NARROWED)
def test_a_list_is_narrowed(world: World, only: Narrowing, shown: set[str]) -> None:
    known = {judged(world, risk): risk.value for risk in Risk}
    known |= {make.case(world.amal).pk: "unjudged", make.case(world.amal, mine=False).pk: "waiting"}
    make.closed_case(world.amal)
    for who in (world.amal, world.bashir):
        with standing(who):
            assert {known[row.id] for row in queries.agency_cases(who, only=only).rows} == shown


def test_what_was_not_changed_for_two_weeks_is_found(world: World) -> None:
    still, worked = make.case(world.amal), make.case(world.amal)
    with clock.frozen(clock.now() + timedelta(days=14, minutes=1)):
        actions.note_case(world.amal, worked.pk, text="x")
        with standing(world.amal):
            rows = queries.my_cases(world.amal, only=Narrowing(still=True)).rows
            tiles = queries.pressing_cases(world.amal, user_id=world.amal.user_id)
    assert [row.id for row in rows] == [still.pk]
    assert [(tile.key, tile.count) for tile in tiles] == [("unjudged", 2), ("still", 1)]


def test_a_tile_counts_the_list_that_it_opens_and_nothing_out_of_sight(world: World) -> None:
    for risk in (Risk.URGENT, Risk.URGENT, Risk.LOW):
        judged(world, risk)
    make.case(world.amal, mine=False)
    make.case(world.huda)
    for who, place in ((world.amal, {"user_id": world.amal.user_id}), (world.amal, {}), (world.bashir, {})):
        with standing(who):
            tiles = queries.pressing_cases(who, **place)
            load = queries.my_cases if place else queries.agency_cases
            assert tiles
            for tile in tiles:
                assert tile.count == len(load(who, only=tile.narrowing).rows)
                assert not tile.more
    with standing(world.dima):
        assert queries.pressing_cases(world.dima) == []


def test_a_tile_counts_no_further_than_is_of_use(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNTED_TO", 1)
    judged(world, Risk.URGENT), judged(world, Risk.URGENT)
    with standing(world.amal):
        [tile] = queries.pressing_cases(world.amal, user_id=world.amal.user_id)
    assert (tile.count, tile.more) == (1, True)


def test_the_order_of_the_list_is_that_of_an_index(world: World) -> None:
    """Otherwise a long list is sorted anew for every page."""
    with standing(world.bashir), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off")
        rows = Case.objects.annotate(rank=RANK).filter(agency_id=world.bashir.agency_id)
        plan = rows.order_by("rank", "-updated_at", "id")[:10].explain()
    assert "case_agency_idx" in plan
    assert "Sort" not in plan


def judged(world: World, risk: Risk) -> UUID:
    case = make.case(world.amal)
    return actions.judge_risk(world.amal, case.pk, risk=risk, reason="رأيت ذلك", version=case.version).pk


def listed(who: Who) -> list[UUID]:
    """Every page of what somebody reaches, in order."""
    found: list[UUID] = []
    after = ""
    with standing(who):
        while True:
            page = queries.agency_cases(who, after=after)
            found += [row.id for row in page.rows]
            if not (after := page.next):
                return found


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
            assert (len(recent_people(who)), len(people_found(who, name="سلمى"))) == (recent, found), who.name_en


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
