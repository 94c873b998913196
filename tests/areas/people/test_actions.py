"""Registering, correcting and erasing a person."""

import pytest

from jiwar.areas.people import actions, queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.queries import PersonFile
from jiwar.areas.people.words import Erasure, GivenName, Residence, Script, Sex, SpokenLanguage
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
ARABIC, LATIN = Script.ARABIC, Script.LATIN
ODD = 'O\'Neil <b>%s</b> "ـ" \u200f١٢٣'


@pytest.fixture
def world() -> World:
    return people.gather()


def file_of(who: Who, person: Person) -> PersonFile:
    with standing(who):
        return queries.person_file(who, person.pk)


def found(who: Who, word: str) -> list[str]:
    with standing(who):
        return [one.card.code for one in queries.people_found(who, name=word)]


def correct(who: Who, person: Person, *names: GivenName, version: int = 1, **given: object) -> Person:
    return actions.correct_person(
        who, person.pk, names=names or make.SALMA, particulars=make.particulars(**given), version=version
    )


class TestRegistering:
    def test_everything_is_as_written(self, world: World) -> None:
        person = make.person(
            world.amal,
            birth_year=1988,
            birth_year_estimated=True,
            language=SpokenLanguage.SOMALI,
            safe_contact=ODD,
            residence=Residence.STATELESS,
        )
        file = file_of(world.amal, person)
        assert file.names == make.SALMA
        assert (file.card.sex, file.card.birth_year, file.card.birth_year_estimated) == (Sex.FEMALE, 1988, True)
        assert (file.card.language, file.card.safe_contact, file.residence) == (
            SpokenLanguage.SOMALI,
            ODD,
            Residence.STATELESS,
        )

    @pytest.mark.parametrize("name", [GivenName(ARABIC, "سلمى"), GivenName(LATIN, "Salma", ODD)])
    def test_a_name_in_one_script_is_enough(self, world: World, name: GivenName) -> None:
        assert file_of(world.amal, make.person(world.amal, names=(name,))).names == (name,)

    def test_space_around_a_name_is_not_kept(self, world: World) -> None:
        person = make.person(world.amal, names=(GivenName(LATIN, " Salma ", " Al-Khatib\n"),))
        assert file_of(world.amal, person).names == (GivenName(LATIN, "Salma", "Al-Khatib"),)

    def test_no_sealed_word_stands_in_the_row(self, world: World) -> None:
        make.person(world.amal, safe_contact=ODD)
        rows = keeper.rows(
            "select p::text from public.people_person p union all select n::text from public.people_personname n"
            " union all select t::text from public.people_findingkeys t"
        )
        text = " ".join(row[0] for row in rows)
        for word in ("سلمى", "Salma", "Khatib", ODD):
            assert word not in text
            assert word.encode().hex() not in text

    @pytest.mark.parametrize("names", [(), (GivenName(ARABIC, " ", "الخطيب"),)])
    def test_refused_without_a_first_name(self, world: World, names: tuple[GivenName, ...]) -> None:
        with pytest.raises(Refused) as refused:
            make.person(world.amal, names=names)
        assert (refused.value.reason.code, refused.value.reason.field) == ("no_name", "first_arab")
        assert not keeper.rows("select 1 from public.people_person")

    def test_refused_with_two_names_in_one_script(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            make.person(world.amal, names=(GivenName(LATIN, "A"), GivenName(LATIN, "B")))
        assert refused.value.reason.code == "two_names"

    @pytest.mark.parametrize("years", [-121, 1])
    def test_refused_where_nobody_living_was_born(self, world: World, years: int) -> None:
        with pytest.raises(Refused) as refused:
            make.person(world.amal, birth_year=clock.today().year + years)
        assert (refused.value.reason.code, refused.value.reason.field) == ("birth_year", "birth_year")

    def test_a_refusal_leaves_no_keys(self, world: World) -> None:
        with pytest.raises(Refused):
            make.person(world.amal, names=())
        assert not keeper.rows("select 1 from public.vault_keywrap")
        assert keeper.last_event()[:3] == ("register_person", "refused", "no_name")

    def test_the_team_sees_the_person_and_another_does_not(self, world: World) -> None:
        person = make.person(world.amal)
        assert found(world.bashir, "سلمى") == [person.code]
        assert (found(world.huda, "سلمى"), found(world.dima, "سلمى")) == ([], [])


class TestCorrecting:
    def test_the_new_words_replace_the_old(self, world: World) -> None:
        person = make.person(world.amal)
        name = GivenName(ARABIC, "سلوى", "الخطيب")
        correct(world.amal, person, name, safe_contact="أخرى", sex=Sex.UNKNOWN, birth_year=None)
        file = file_of(world.amal, person)
        assert (file.names, file.card.safe_contact, file.card.sex, file.card.birth_year) == (
            (name,),
            "أخرى",
            Sex.UNKNOWN,
            None,
        )

    def test_only_the_new_words_find_the_person(self, world: World) -> None:
        person = make.person(world.amal)
        correct(world.amal, person, GivenName(ARABIC, "هيفاء"))
        assert (found(world.amal, "هيفاء"), found(world.amal, "سلمى")) == ([person.code], [])

    def test_the_former_words_stay_in_the_history_sealed(self, world: World) -> None:
        person = make.person(world.amal)
        [(before,)] = keeper.rows("select safe_contact from public.people_person")
        correct(world.amal, person, safe_contact="أخرى")
        kept = keeper.rows("select safe_contact, pgh_action from public.people_personhistory order by pgh_id")
        assert [action for _, action in kept] == ["register_person", "correct_person"]
        assert bytes(kept[0][0]) == bytes(before) != bytes(kept[1][0])

    def test_the_second_save_gets_both_versions(self, world: World) -> None:
        person = make.person(world.amal)
        correct(world.amal, person, safe_contact="first")
        with pytest.raises(Stale) as stale:
            correct(world.bashir, person, safe_contact="second")
        assert isinstance(stale.value.current, Person)
        assert stale.value.current.version == 2
        assert file_of(world.amal, person).card.safe_contact == "first"
        assert keeper.last_event()[:2] == ("person_file", "read")
        assert keeper.events("correct_person")[-1].outcome == "stale"

    def test_a_stale_save_leaves_the_names_alone(self, world: World) -> None:
        person = make.person(world.amal)
        with pytest.raises(Stale):
            correct(world.amal, person, GivenName(ARABIC, "سلوى"), version=9)
        assert file_of(world.amal, person).names == make.SALMA

    def test_refused_without_a_first_name(self, world: World) -> None:
        person = make.person(world.amal)
        with pytest.raises(Refused) as refused:
            correct(world.amal, person, GivenName(ARABIC, "", "الخطيب"))
        assert refused.value.reason.code == "no_name"

    def test_a_receiver_does_not_correct_it(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine)
        with pytest.raises(Missing):
            correct(world.carine, Person(pk=case.person_id))

    def test_an_erased_record_is_missing(self, world: World) -> None:
        person = make.person(world.bashir)
        actions.erase_person(world.bashir, person.pk, reason=Erasure.COURT, version=1)
        with pytest.raises(Missing):
            correct(world.bashir, person, version=2)


class TestErasing:
    def test_why_it_was_erased_stays_beside_what_remains(self, world: World) -> None:
        person = make.person(world.bashir)
        actions.erase_person(world.bashir, person.pk, reason=Erasure.COURT, version=1)
        [(on, why, year)] = keeper.rows("select erased_on, erased_because, birth_year from public.people_person")
        assert (on, why, year) == (clock.today(), Erasure.COURT, None)

    def test_stale_where_it_was_corrected_meanwhile(self, world: World) -> None:
        person = make.person(world.bashir)
        correct(world.bashir, person)
        with pytest.raises(Stale):
            actions.erase_person(world.bashir, person.pk, reason=Erasure.COURT, version=1)
        assert file_of(world.bashir, person).names == make.SALMA

    def test_a_worker_is_not_allowed_to(self, world: World) -> None:
        assert not world.amal.may(actions.erase_person.permission)
