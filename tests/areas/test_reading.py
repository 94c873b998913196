"""Reading a file is recorded before anything of it leaves; where it cannot be recorded, nothing leaves."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import listing
from jiwar.areas.people import queries as people_queries
from jiwar.areas.people.words import GivenName, Script
from jiwar.ground.access.models import User
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.vault.keyring import Ring
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
STORY = "story-7f3a"
FILES: dict[str, Callable[[Who, UUID], object]] = {
    "case_file": queries.case_file,
    "person_file": people_queries.person_file,
}
both = pytest.mark.parametrize("name", FILES)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    person = make.person(world.amal, names=(GivenName(Script.LATIN, "Salma7f3a", "Khatib7f3a"),), safe_contact=STORY)
    made = make.case(world.amal, of=person)
    actions.note_case(world.amal, made.pk, text=STORY)
    return made


def file_id(name: str, case: Case) -> UUID:
    return case.pk if name == "case_file" else case.person_id


def read(who: Who, name: str, root_id: UUID) -> object:
    with standing(who):
        return FILES[name](who, root_id)


class TestRecorded:
    @both
    def test_who_read_which_file(self, world: World, case: Case, name: str) -> None:
        read(world.amal, name, file_id(name, case))
        assert keeper.last_event()[:6] == (
            name,
            "read",
            "",
            world.amal.user_id,
            world.amal.agency_id,
            file_id(name, case),
        )

    @both
    def test_before_anything_is_opened(
        self, world: World, case: Case, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def closed(*_: object) -> str:
            raise LookupError(_events_here()[-1])

        monkeypatch.setattr(Ring, "open", closed)
        with pytest.raises(LookupError, match=name):
            read(world.amal, name, file_id(name, case))

    @both
    def test_a_look_in_vain_too_and_alike_for_hidden_and_absent(self, world: World, case: Case, name: str) -> None:
        told = []
        for pk in (file_id(name, case), uuid4()):
            with standing(world.dima):
                with pytest.raises(Missing) as missing:
                    FILES[name](world.dima, pk)
                told.append(str(missing.value))
        assert told[0] == told[1]
        assert [event[:2] for event in keeper.events(name)] == [(name, "missing")] * 2

    @both
    @pytest.mark.parametrize("persona", ["elias", "farah", "ghada"])
    def test_roles_that_see_no_file_are_forbidden(self, world: World, case: Case, name: str, persona: str) -> None:
        with pytest.raises(Forbidden):
            read(world.named(persona), name, file_id(name, case))

    def test_a_card_is_not_a_reading(self, world: World, case: Case) -> None:
        before = len(keeper.events())
        with standing(world.amal):
            queries.case_card(world.amal, case.pk)
            people_queries.person_card(world.amal, case.person_id)
            queries.my_cases(world.amal)
        assert len(keeper.events()) == before

    def test_a_card_shows_no_more_than_the_first_name(self, world: World, case: Case) -> None:
        with standing(world.amal):
            card = queries.case_card(world.amal, case.pk)
        assert "Salma7f3a" in repr(card)
        assert "Khatib7f3a" not in repr(card)


class TestFailClosed:
    @both
    def test_nothing_comes_back(self, world: World, case: Case, name: str) -> None:
        with keeper.no_event_can_be_written(), pytest.raises(DatabaseError):
            read(world.amal, name, file_id(name, case))

    @pytest.mark.parametrize("address", ["case-file", "person-file"])
    def test_the_page_shows_nothing(self, world: World, case: Case, address: str) -> None:
        browser = people.signed_in(world.amal)
        browser.raise_request_exception = False
        root_id = case.pk if address == "case-file" else case.person_id
        whole = browser.get(reverse(address, args=[root_id])).content.decode()
        assert all(word in whole for word in (STORY, "Khatib7f3a"))
        with keeper.no_event_can_be_written():
            answer = browser.get(reverse(address, args=[root_id]))
        assert answer.status_code == 500
        for word in (STORY, "Salma7f3a", "Khatib7f3a", case.code):
            assert word not in answer.content.decode()

    def test_nothing_is_done_either(self, world: World, case: Case) -> None:
        with keeper.no_event_can_be_written(), pytest.raises(DatabaseError):
            actions.note_case(world.amal, case.pk, text="unseen")
        assert keeper.rows("select count(*) from public.cases_note") == [(1,)]


class TestLists:
    def test_pages_follow_each_other_without_gap_or_repetition(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "PAGE", 2)
        person = make.person(world.amal)
        made = [make.case(world.amal, of=person).pk for _ in range(5)]
        seen: list[UUID] = []
        mark = ""
        with standing(world.amal):
            while True:
                page = queries.my_cases(world.amal, after=mark)
                seen += [row.id for row in page.rows]
                if not (mark := page.next):
                    break
        assert seen == made[::-1]

    @pytest.mark.parametrize("supervised", ["bashir", "amal", "huda"])
    def test_the_agencys_list_reaches_as_far_as_the_wall(self, world: World, supervised: str) -> None:
        mine, theirs = make.case(world.amal).pk, make.case(world.huda).pk
        expected = {"bashir": {mine, theirs}, "amal": {mine}, "huda": {theirs}}[supervised]
        who = world.named(supervised)
        with standing(who):
            assert {row.id for row in queries.agency_cases(who).rows} == expected

    def test_a_list_of_another_team_is_empty(self, world: World) -> None:
        make.case(world.huda)
        with standing(world.amal):
            assert queries.team_cases(world.amal, world.teams["amman"].pk).rows == []

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=60) | st.builds("{}~{}".format, st.datetimes(), st.uuids()))
    @example("0001-01-01T00:00:00+14:00~" + str(UUID(int=0)))
    @example("9999-12-31T23:59:59.999999-14:00~" + str(UUID(int=0)))
    @example(f"{datetime(2026, 1, 1, tzinfo=UTC).isoformat()}~{UUID(int=0)}")
    @example("2026-01-01T00:00:00+00:00~\x00")
    @example("2026-01-01T00:00:00+23:59:59.999999~" + str(UUID(int=0)))
    def test_no_mark_however_forged_ends_in_an_error(self, forged: str) -> None:
        who = self.reader()
        with standing(who):
            assert queries.my_cases(who, after=forged).rows == []

    def reader(self) -> Who:
        if not User.objects.filter(username="amal").exists():
            people.gather()
        return people.again("amal")


def _events_here() -> list[str]:
    """The actions of the events that this transaction sees."""
    return list(Event.objects.order_by("id").values_list("action", flat=True))
