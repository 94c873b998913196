"""Finding, registering and correcting through the pages."""

import pytest

from jiwar.areas.people.models import Person
from jiwar.ground.access.wall import standing
from tests import make
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES
SALMA = {
    "first_arab": "سلمى",
    "rest_arab": "عبد الرحمن  الخطيب",
    "first_latn": "",
    "rest_latn": "",
    "sex": "female",
    "birth_year": "١٩٩٨",
    "language": "ar",
    "safe_contact": "بعد السادسة",
    "residence": "unknown",
}


@pytest.fixture
def world() -> World:
    return gather()


def test_a_person_is_looked_for_then_registered_then_found(world: World) -> None:
    client = signed_in(world.amal)
    text = client.post("/people", {"word": "سلمى"}).content.decode()
    assert "Nobody among your files" in text
    answer = client.post("/people/new", SALMA)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/people/")
    text = client.post("/people", {"word": "\u202bسلمى\u202c"}).content.decode()
    assert answer["Location"] in text
    assert "الخطيب" not in text


def test_the_searched_word_never_stands_in_an_address(world: World) -> None:
    make.person(world.amal)
    client = signed_in(world.amal)
    assert "Salma" in client.get("/people?word=سلمى").content.decode(), "listed as recent"
    assert "Perhaps one of these" not in client.get("/people?word=سلمى").content.decode()
    assert client.post("/people", {"word": " "}).status_code == 422


def test_nobody_of_another_agency_is_found(world: World) -> None:
    make.person(world.amal)
    text = signed_in(world.dima).post("/people", {"word": "سلمى"}).content.decode()
    assert "Nobody among your files" in text


def test_a_name_is_wanted_and_a_possible_year(world: World) -> None:
    client = signed_in(world.amal)
    answer = client.post("/people/new", {**SALMA, "first_arab": ""})
    assert answer.status_code == 409
    assert 'href="#id_first_arab"' in answer.content.decode()
    answer = client.post("/people/new", {**SALMA, "birth_year": "1066"})
    assert answer.status_code == 409
    assert "Nobody living was born in that year" in answer.content.decode()
    assert client.post("/people/new", {}).status_code == 422


def test_a_correction_starts_from_what_is_stored(world: World) -> None:
    person = make.person(world.amal)
    client, path = signed_in(world.amal), f"/people/{person.pk}/correct"
    text = client.get(path).content.decode()
    for stored in ("Abdulrahman Al-Khatib", "بعد السادسة", 'value="1990"', 'name="version" value="1"'):
        assert stored in text
    assert client.post(path, {**SALMA, "version": 1}).status_code == 303
    with standing(world.amal):
        assert Person.objects.get(pk=person.pk).birth_year == 1998


def test_two_corrections_at_once_lose_no_word(world: World) -> None:
    person = make.person(world.amal)
    path = f"/people/{person.pk}/correct"
    signed_in(world.bashir).post(path, {**SALMA, "version": 1})
    answer = signed_in(world.amal).post(path, {**SALMA, "safe_contact": "قبل الظهر", "version": 1})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "This was changed while you were writing" in text
    assert "بعد السادسة" in text
    assert "قبل الظهر" in text
    assert 'name="version" value="2"' in text


def test_who_may_not_is_told_so(world: World) -> None:
    person = make.person(world.amal)
    for name in ("farah", "elias"):
        client = signed_in(world.named(name))
        for path in ("/people", "/people/new", f"/people/{person.pk}/correct"):
            assert client.get(path).status_code == 403
