"""Finding and showing persons: as far as the wall, the classes and the keys let through."""

import pytest

from jiwar.areas.cases import queries as case_queries
from jiwar.areas.people import queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.queries import PersonFile
from jiwar.areas.people.words import GivenName, Likeness, Meeting, Residence, Script
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from tests import make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def found(who: Who, word: str) -> set[str]:
    with standing(who):
        return {one.card.code for one in queries.people_found(who, name=word)}


def file_of(who: Who, person: Person) -> PersonFile:
    with standing(who):
        return queries.person_file(who, person.pk)


class TestFinding:
    def test_not_by_a_name_that_was_not_shared(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(DataClass.STATUS))
        assert found(world.carine, "سلمى") == set()
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
        assert len(found(world.carine, "سلمى")) == 1

    @pytest.mark.parametrize("word", ["سلمى", "Salma", "SALMA", " salma ", "al-khatib", "عبد الرحمن"])
    def test_by_any_word_of_a_name_in_either_script(self, world: World, word: str) -> None:
        person = make.person(world.amal)
        assert found(world.amal, word) == {person.code}

    @pytest.mark.parametrize(
        "name",
        [
            "خطيب",
            "Khateeb",
            "salmaa",
            "sulma",
            "سلما",
            "khatib salma",
            "al khatib",
            "Alkhateeb, Salma",
            "Abdul-Rahman",
            "عبدالرحمان",
        ],
    )
    def test_by_another_spelling_order_or_script(self, world: World, name: str) -> None:
        person = make.person(world.amal)
        assert found(world.amal, name) == {person.code}

    @pytest.mark.parametrize(
        "word", ["", " ", "S", "%", "'; drop table", "Björn", "خالد", "١٢٣", "x" * 5000, "🙂", "\u200f"]
    )
    def test_by_nothing_else(self, world: World, word: str) -> None:
        make.person(world.amal)
        assert found(world.amal, word) == set()

    def test_a_receiver_finds_whom_identity_was_shared_of(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(DataClass.NARRATIVE))
        assert found(world.carine, "salma") == set()
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
        assert len(found(world.carine, "salma")) == 1

    @pytest.mark.parametrize("name", ["elias", "farah", "ghada"])
    def test_roles_that_see_no_file_are_forbidden(self, world: World, name: str) -> None:
        with pytest.raises(Forbidden):
            found(world.named(name), "salma")

    def test_recent_ones_newest_first(self, world: World) -> None:
        made = [make.person(world.amal).code for _ in range(3)]
        with standing(world.amal):
            assert [card.code for card in queries.recent_people(world.amal, limit=2)] == made[:0:-1]


class TestShowing:
    @pytest.mark.parametrize(("language", "name"), [("ar", "سلمى"), ("en", "Salma"), ("fr", "Salma")])
    def test_the_first_name_in_the_script_of_the_page(self, world: World, language: str, name: str) -> None:
        person = make.person(world.amal)
        with standing(world.amal):
            assert queries.person_card(world.amal, person.pk).first(language) == name

    @pytest.mark.parametrize("language", ["ar", "en"])
    def test_else_in_the_one_it_was_given_in(self, world: World, language: str) -> None:
        person = make.person(world.amal, names=(GivenName(Script.ARABIC, "ليلى"),))
        with standing(world.amal):
            assert queries.person_card(world.amal, person.pk).first(language) == "ليلى"

    def test_the_age_is_reckoned_from_the_year(self, world: World) -> None:
        person = make.person(world.amal, birth_year=clock.today().year - 30)
        with standing(world.amal):
            assert queries.person_card(world.amal, person.pk).age == 30

    @pytest.mark.parametrize(
        ("classes", "named", "status"),
        [
            ({DataClass.IDENTITY}, True, None),
            ({DataClass.STATUS}, False, Residence.MIGRANT),
            ({DataClass.IDENTITY, DataClass.STATUS}, True, Residence.MIGRANT),
        ],
    )
    def test_a_receiver_reads_the_classes_that_were_named(
        self, world: World, classes: set[DataClass], named: bool, status: Residence | None
    ) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(*classes))
        file = file_of(world.carine, Person(pk=case.person_id))
        assert (bool(file.names), bool(file.card.firsts), bool(file.card.safe_contact)) == (named, named, named)
        assert (file.residence, file.is_own) == (status, False)

    def test_a_summary_opens_a_card_and_no_file(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY, level=Level.SUMMARY))
        with standing(world.carine):
            assert queries.person_card(world.carine, case.person_id).first("ar") == "سلمى"
        with pytest.raises(Missing):
            file_of(world.carine, Person(pk=case.person_id))

    def test_a_list_costs_as_many_queries_however_long(
        self, world: World, django_assert_max_num_queries: pytest.FixtureRequest
    ) -> None:
        for _ in range(12):
            make.person(world.amal)
        with standing(world.amal), django_assert_max_num_queries(6):  # type: ignore[operator]
            assert len(queries.recent_people(world.amal)) == 12


class TestSafeContact:
    """What was agreed about reaching somebody stands where that one is about to be reached, and in no list."""

    def test_it_stands_on_a_card_that_stands_alone(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal):
            case_card = case_queries.case_card(world.amal, case.pk)
            alone = [
                queries.person_card(world.amal, case.person_id),
                queries.person_file(world.amal, case.person_id).card,
                case_card.person,
            ]
        assert {card.safe_contact for card in alone if card} == {"بعد السادسة"}
        assert len(alone) == 3

    def test_no_list_tells_it(self, world: World) -> None:
        case = make.case(world.amal)
        with standing(world.amal):
            told = [
                *queries.recent_people(world.amal),
                *(one.card for one in queries.people_found(world.amal, name="salma")),
                *queries.cards(world.amal, [case.person_id]).values(),
                *(row.person for row in case_queries.my_cases(world.amal).rows),
                *(row.person for row in case_queries.cases_of(world.amal, case.person_id)),
            ]
        assert [bool(card and card.firsts) for card in told] == [True] * 5
        assert {card.safe_contact for card in told if card} == {""}


def test_each_part_says_how_it_was_met_and_a_code_finds_its_file(world: World) -> None:
    person = make.person(world.amal, names=(GivenName(Script.ARABIC, "سلمى", "العكايلة"),))
    with standing(world.amal):
        met = {part.asked: part for part in queries.people_found(world.amal, name="Zeinab Salma Akayleh")[0].parts}
        by_code = queries.people_found(world.amal, name=person.code.lower().replace("-", " "))
    assert met["Zeinab"].is_missing
    assert (met["Salma"].recorded, met["Salma"].meeting) == ("سلمى", Meeting.OTHER_SCRIPT)
    assert [(one.id, one.likeness, one.parts[0].meeting) for one in by_code] == [
        (person.pk, Likeness.MATCH, Meeting.CODE)
    ]
    with standing(world.carine):
        assert queries.people_found(world.carine, name=person.code) == []
