"""Finding, registering and correcting through the pages."""

from html.parser import HTMLParser

import pytest

from jiwar.areas.people import queries
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


class Filled(HTMLParser):
    """What a browser would send of a page's fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._choosing = self._writing = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._choosing = name
        elif tag == "option" and "selected" in given:
            self.values[self._choosing] = given["value"]
        elif tag == "textarea":
            self._writing = name
            self.values[name] = ""
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._writing = ""

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.values[self._writing] += data.removeprefix("\n")


@pytest.fixture
def world() -> World:
    return gather()


def test_a_person_is_looked_for_then_registered_then_found(world: World) -> None:
    client = signed_in(world.amal)
    text = client.post("/people", {"word": "سلمى"}, follow=True).content.decode()
    assert "Nobody among your files" in text
    answer = client.post("/people/new", SALMA)
    assert answer.status_code == 303
    assert answer["Location"].startswith("/people/")
    text = client.post("/people", {"word": "\u202bسلمى\u202c"}, follow=True).content.decode()
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
    text = signed_in(world.dima).post("/people", {"word": "سلمى"}, follow=True).content.decode()
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


def test_a_second_save_undoes_nothing_of_the_first(world: World) -> None:
    """Amal touched the contact alone: her second save keeps the year and name that Bashir corrected meanwhile."""
    person = make.person(world.amal)
    path = f"/people/{person.pk}/correct"
    amal = signed_in(world.amal)
    opened = Filled(amal.get(path).content.decode()).values
    signed_in(world.bashir).post(path, {**SALMA, "birth_year_estimated": "on", "version": 1})
    answer = amal.post(path, {**opened, "safe_contact": "قبل الظهر"})
    assert answer.status_code == 409
    shown = Filled(answer.content.decode()).values
    assert (shown["birth_year"], shown["initial-birth_year"]) == ("1998", "1998")
    assert shown["version"] == "2"
    assert "birth_year_estimated" in shown
    assert amal.post(path, {**shown, "safe_contact": "قبل الظهر"}).status_code == 303
    with standing(world.amal):
        kept = queries.person_file(world.amal, person.pk)
    assert (kept.card.birth_year, kept.card.birth_year_estimated) == (1998, True)
    assert kept.card.safe_contact == "قبل الظهر"
    assert [(name.script, name.first) for name in kept.names] == [("arab", SALMA["first_arab"])]


def test_who_may_not_is_told_so(world: World) -> None:
    person = make.person(world.amal)
    for name in ("farah", "elias"):
        client = signed_in(world.named(name))
        for path in ("/people", "/people/new", f"/people/{person.pk}/correct"):
            assert client.get(path).status_code == 403


class TestKnownAlready:
    """Nobody is added before a search: the page of registering makes it itself."""

    def test_whoever_is_likely_the_same_is_shown_before_anybody_is_added(self, world: World) -> None:
        known = make.person(world.amal)
        client = signed_in(world.amal)
        twice = SALMA | {"first_arab": "", "rest_arab": "", "first_latn": "Salmaa", "rest_latn": "Abdelrahman Khatib"}
        answer = client.post("/people/new", twice)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert f"/people/{known.pk}" in text
        assert "Salmaa" in text, "what was typed is there"
        with standing(world.amal):
            assert Person.objects.count() == 1
        sent = twice | {"apart": Filled(text).values.get("apart", f"{known.pk} ")}
        assert client.post("/people/new", sent).status_code == 303
        with standing(world.amal):
            assert Person.objects.count() == 2

    def test_to_have_looked_at_one_says_nothing_of_another(self, world: World) -> None:
        first, second = make.person(world.amal), make.person(world.amal)
        client = signed_in(world.amal)
        assert client.post("/people/new", SALMA | {"apart": str(first.pk)}).status_code == 409
        assert client.post("/people/new", SALMA | {"apart": f"{first.pk} {second.pk} "}).status_code == 303

    def test_whoever_is_out_of_sight_stands_in_nobodys_way(self, world: World) -> None:
        make.person(world.carine)
        assert signed_in(world.amal).post("/people/new", SALMA).status_code == 303
