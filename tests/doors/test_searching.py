"""The search of the top bar: codes lead to their file, names are looked for, and no address holds a word."""

import pytest

from jiwar.areas.people.words import GivenName, Script
from tests import make
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


@pytest.mark.parametrize("written", ["{}", " {} ", "c {1}", "c{1}", "\u200f{}"])
def test_a_code_leads_to_its_file_however_it_is_written(world: World, written: str) -> None:
    case = make.case(world.amal)
    answer = signed_in(world.amal).post("/search", {"word": written.format(case.code, case.code[2:].lower())})
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{case.pk}")


def test_the_code_of_a_person_leads_to_that_record(world: World) -> None:
    person = make.person(world.amal)
    answer = signed_in(world.amal).post("/search", {"word": person.code})
    assert answer["Location"] == f"/people/{person.pk}"


def test_a_file_out_of_sight_and_none_are_answered_alike(world: World) -> None:
    case, client = make.case(world.amal), signed_in(world.dima)
    answers = [client.post("/search", {"word": word}, follow=True) for word in (case.code, "C-222222")]
    assert {answer.redirect_chain[0] for answer in answers} == {("/people", 303)}
    assert all("No file that you work with goes by this code." in answer.content.decode() for answer in answers)


def test_a_name_is_sent_again_in_the_body_and_found(world: World) -> None:
    person = make.person(world.amal)
    answer = signed_in(world.amal).post("/search", {"word": "سلمى"}, follow=True)
    assert answer.redirect_chain == [("/people", 307), ("/people?found", 303)]
    assert f"/people/{person.pk}" in answer.content.decode()


def test_a_name_that_could_be_a_code_is_looked_for_among_the_names(world: World) -> None:
    make.person(world.amal, names=(GivenName(Script.LATIN, "Khattab"),))
    answer = signed_in(world.amal).post("/search", {"word": "Khattab"}, follow=True)
    assert answer.redirect_chain == [("/people", 307), ("/people?found", 303)]
    assert "Khattab" in answer.content.decode()


def test_what_was_found_can_be_asked_for_again_by_the_same_user_alone(world: World) -> None:
    make.person(world.amal)
    client = signed_in(world.amal)
    client.post("/people", {"word": "سلمى"})
    assert "Perhaps one of these" in client.get("/people?found").content.decode()
    assert "Perhaps one of these" not in client.get("/people").content.decode()
    client.post("/sign-out")
    again = signed_in(world.amal)
    assert "Perhaps one of these" not in again.get("/people?found").content.decode()


def test_whoever_sees_nobody_searches_for_nobody(world: World) -> None:
    for name in ("elias", "farah", "ghada"):
        client = signed_in(world.named(name))
        assert client.post("/search", {"word": "سلمى"}).status_code == 403
        assert 'role="search"' not in client.get("/").content.decode()
