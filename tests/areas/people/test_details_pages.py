"""Details and telephones on their pages: what was typed comes back, and a second save loses nothing."""

from dataclasses import replace

import pytest
from django.conf import settings

from jiwar.areas.people import actions, queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Details, Phone, PhoneKind
from jiwar.ground.access.wall import standing
from tests import make
from tests.areas.people.test_details import EVERYTHING
from tests.areas.people.test_views import Filled
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES
MOBILE, HOME = Phone(PhoneKind.MOBILE, "079 000 0017", "صباحًا فقط"), Phone(PhoneKind.HOME, "02 7000000", "", True)


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def salma(world: World) -> Person:
    return make.person(world.amal)


def stated(world: World, person: Person, details: Details = EVERYTHING) -> Person:
    return actions.state_details(world.amal, person.pk, details=details, version=1)


def details_of(world: World, person: Person) -> Details:
    with standing(world.amal):
        return queries.details_of(world.amal, person.pk)


class TestDetails:
    def test_saved_as_it_was_opened_nothing_changes(self, world: World, salma: Person) -> None:
        """Two-letter codes of a file are not in the lists: they are offered all the same, and kept."""
        stated(world, salma)
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        opened = Filled(client.get(path).content.decode()).values
        assert (opened["citizenship_1"], opened["secondary_language"]) == ("JO", "ar")
        assert client.post(path, opened).status_code == 303
        assert details_of(world, salma) == EVERYTHING

    def test_one_field_is_changed_with_arabic_digits(self, world: World, salma: Person) -> None:
        stated(world, salma)
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        opened = Filled(client.get(path).content.decode()).values
        sent = opened | {
            "number_of_children": "٣",
            "mailing_latitude": "٣١٫٥",
            "citizenship_2": "EGY",
            "birth_date": "",
        }
        assert client.post(path, sent).status_code == 303
        assert details_of(world, salma) == replace(
            EVERYTHING, number_of_children=3, mailing_latitude=31.5, citizenship=("BGD", "JO", "EGY"), birth_date=None
        )

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"birth_date": "31/2/1999"}, "Birthdate"),
            ({"number_of_children": "many"}, "Number of Children"),
            ({"mailing_longitude": "east"}, "Longitude"),
            ({"gender": "Nobody"}, "Gender"),
            ({"citizenship_0": "ZZZ"}, "Citizenship"),
            ({"title": "x" * 501}, "Title"),
        ],
    )
    def test_bad_input_names_its_field_and_keeps_what_was_typed(
        self, world: World, salma: Person, wrong: dict[str, str], says: str
    ) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        opened = Filled(client.get(path).content.decode()).values
        typed = {"salutation": "<Dr> & ﷺ", "email": "not an address", "mailing_street": "٧ شارع", "deceased": "no"}
        answer = client.post(path, {**opened, **typed, **wrong})
        text = answer.content.decode()
        shown = Filled(text).values
        assert answer.status_code == 422
        assert says in text.partition('class="errors')[2].partition("</ul>")[0], "in the summary on top"
        assert f'href="#id_{next(iter(wrong))}"' in text
        kept = {**typed, **wrong}
        chosen = {name for name in wrong if name in ("gender", "citizenship_0")}
        assert {name: shown.get(name) for name in kept if name not in chosen} == {
            name: value for name, value in kept.items() if name not in chosen
        }
        assert details_of(world, salma) == Details()

    def test_a_rule_that_says_no_leads_to_its_field(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        opened = Filled(client.get(path).content.decode()).values
        for name, value in (("birth_date", "1/1/1800"), ("mailing_latitude", "91")):
            answer = client.post(path, {**opened, name: value, "title": "kept"})
            assert answer.status_code == 409
            assert f'href="#id_{name}"' in answer.content.decode()
            assert Filled(answer.content.decode()).values["title"] == "kept"

    def test_a_second_save_shows_both_and_undoes_nothing_of_the_first(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        opened = Filled(client.get(path).content.decode()).values
        stated(world, salma, replace(EVERYTHING, citizenship=("BGD",)))
        answer = client.post(path, {**opened, "title": "ممرضة"})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "This was changed while you were writing" in text
        assert "ممرضة" in text
        assert "Bangladesh" in text
        shown = Filled(text).values
        assert (shown["version"], shown["marital_status"], shown["citizenship_0"]) == ("2", "Widowed", "BGD")
        assert client.post(path, shown).status_code == 303
        kept = details_of(world, salma)
        assert kept == replace(EVERYTHING, citizenship=("BGD",), title="ممرضة")

    def test_countries_are_named_in_the_language_of_the_page(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/details"
        assert ">Philippines<" in client.get(path).content.decode()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
        assert ">الفلبين<" in client.get(path).content.decode()

    def test_the_opened_record_tells_them_and_the_cover_does_not(self, world: World, salma: Person) -> None:
        stated(world, salma)
        client = signed_in(world.amal)
        opened, cover = (client.get(f"/people/{salma.pk}{end}").content.decode() for end in ("/file", ""))
        for word in ("Bangladesh", "Widowed", "salma@example.org", "شارع الثلاثين 7", "28 Feb 1991"):
            assert word in opened
            assert word not in cover

    def test_a_receiver_is_not_told_the_gender(self, world: World, salma: Person) -> None:
        stated(world, salma)
        make.share(world.amal, make.case(world.amal, of=salma), world.carine)
        text = signed_in(world.carine).get(f"/people/{salma.pk}/file").content.decode()
        assert "salma@example.org" in text
        assert "ransgender" not in text
        assert "شارع" not in text


class TestTelephones:
    def test_rows_are_added_changed_and_taken_out(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/phones"
        opened = Filled(client.get(path).content.decode()).values
        assert [name for name in opened if name.startswith("number_")] == ["number_0", "number_1"]
        sent = {**opened, "number_0": "079 000 0017", "safe_when_0": "صباحًا فقط", "number_1": "02 7000000"}
        sent |= {"kind_1": "home", "never_call_1": "on"}
        assert client.post(path, sent).status_code == 303
        with standing(world.amal):
            assert queries.phones_of(world.amal, salma.pk) == (MOBILE, HOME)
        opened = Filled(client.get(path).content.decode()).values
        assert "number_3" in opened, "room for two more"
        assert client.post(path, {**opened, "number_0": "", "safe_when_0": ""}).status_code == 303
        with standing(world.amal):
            assert queries.phones_of(world.amal, salma.pk) == (HOME,)

    def test_a_warning_without_a_number_is_not_lost(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/phones"
        opened = Filled(client.get(path).content.decode()).values
        answer = client.post(path, {**opened, "safe_when_1": "never on Friday", "never_call_1": "on"})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_number_1"' in text
        shown = Filled(text).values
        assert (shown["safe_when_1"], shown["never_call_1"]) == ("never on Friday", "on")

    def test_a_second_save_shows_both(self, world: World, salma: Person) -> None:
        client, path = signed_in(world.amal), f"/people/{salma.pk}/phones"
        opened = Filled(client.get(path).content.decode()).values
        actions.state_phones(world.bashir, salma.pk, phones=[MOBILE], version=1)
        answer = client.post(path, {**opened, "number_1": "065000000"})
        text = answer.content.decode()
        assert answer.status_code == 409
        shown = Filled(text).values
        assert (shown["number_0"], shown["safe_when_0"], shown["number_1"]) == (
            MOBILE.number,
            MOBILE.safe_when,
            "065000000",
        )
        assert client.post(path, shown).status_code == 303
        with standing(world.amal):
            assert [one.number for one in queries.phones_of(world.amal, salma.pk)] == [MOBILE.number, "065000000"]

    def test_what_must_not_be_done_stands_before_the_number(self, world: World, salma: Person) -> None:
        actions.state_phones(world.amal, salma.pk, phones=[MOBILE, HOME], version=1)
        case = make.case(world.amal, of=salma)
        client = signed_in(world.amal)
        for path in (f"/people/{salma.pk}/file", f"/cases/{case.pk}/file"):
            text = client.get(path).content.decode()
            said = [text.index(word) for word in ("Call only", MOBILE.number, "Never call this number", HOME.number)]
            assert said == sorted(said)
        assert MOBILE.number not in client.get(f"/people/{salma.pk}").content.decode()

    def test_they_can_be_sent_without_any(self, world: World, salma: Person) -> None:
        assert signed_in(world.amal).post(f"/people/{salma.pk}/phones", {"version": 1}).status_code == 303


def test_who_may_not_is_told_so(world: World, salma: Person) -> None:
    make.share(world.amal, make.case(world.amal, of=salma), world.carine)
    for page in ("details", "phones"):
        assert signed_in(world.farah).get(f"/people/{salma.pk}/{page}").status_code == 403
        assert signed_in(world.carine).get(f"/people/{salma.pk}/{page}").status_code == 404


def test_names_between_are_asked_shown_and_found(world: World) -> None:
    client = signed_in(world.amal)
    sent = {"first_latn": "Salma", "middle_latn": "Omar Issa", "rest_latn": "Al-Khatib", "sex": "female"}
    answer = client.post("/people/new", {**sent, "language": "ar", "residence": "unknown"})
    assert answer.status_code == 303
    path = answer["Location"]
    assert "Salma Omar Issa Al-Khatib" in client.get(f"{path}/file").content.decode()
    assert Filled(client.get(f"{path}/correct").content.decode()).values["middle_latn"] == "Omar Issa"
    with standing(world.amal):
        assert len(queries.people_found(world.amal, name="Issa")) == 1
