"""What the standard of case data asks about a person: stated, read, shown to nobody else, erased."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from jiwar.areas.people import actions, queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import FIELD_OF, HTCDS, NO_DETAILS, Details, Erasure, Phone, PhoneKind
from jiwar.ground.access.classes import Basis, DataClass, Level
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from jiwar.lib.formats.htcds import FIELDS
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
EVERYTHING = Details(
    salutation="السيدة",
    title="Nurse <b>",
    email="salma@example.org",
    identity_number="9901234567",
    birth_date=date(1991, 2, 28),
    gender="TransgenderFeminine",
    deceased=False,
    marital_status="Widowed",
    highest_level_of_education="BachelorsOrEquivalentLevel",
    number_of_children=0,
    primary_language="ben",
    secondary_language="ar",
    citizenship=("BGD", "JO"),
    mailing_city="إربد",
    mailing_country="JOR",
    mailing_state="إربد",
    mailing_street="شارع الثلاثين 7",
    mailing_postal_code="21110",
    mailing_longitude=35.85,
    mailing_latitude=32,
)
SEALED = ("السيدة", "Nurse", "salma@example.org", "9901234567", "1991-02-28", "Transgender", "إربد", "شارع", "35.85")


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def salma(world: World) -> Person:
    return make.person(world.amal)


def state(who: Who, person: Person, details: Details, version: int = 1) -> Person:
    return actions.state_details(who, person.pk, details=details, version=version)


def details_of(who: Who, person: Person) -> Details:
    with standing(who):
        return queries.details_of(who, person.pk)


def rows_of(*tables: str) -> str:
    return " ".join(str(row[0]) for table in tables for row in keeper.rows(f"select t::text from public.{table} t"))


class TestStating:
    def test_the_standard_and_the_details_are_one_list(self) -> None:
        asked = {name for name, field in FIELDS.items() if field.table == "person"}
        elsewhere = {"prs_FirstName", "prs_MiddleName", "prs_SecondName", "prs_HomePhone", "prs_MobilePhone"}
        assert set(HTCDS) == asked - elsewhere
        assert set(FIELD_OF) == {field.name for field in fields(Details)}

    def test_everything_is_read_as_it_was_stated(self, world: World, salma: Person) -> None:
        state(world.amal, salma, EVERYTHING)
        assert details_of(world.amal, salma) == EVERYTHING
        assert isinstance(details_of(world.amal, salma).mailing_latitude, int), "a whole number stays whole"

    @pytest.mark.parametrize("attribute", HTCDS.values())
    def test_one_that_is_changed_changes_alone(self, world: World, salma: Person, attribute: str) -> None:
        state(world.amal, salma, EVERYTHING)
        fewer = replace(EVERYTHING, **{attribute: getattr(NO_DETAILS, attribute)})
        assert fewer != EVERYTHING
        state(world.amal, salma, fewer, version=2)
        assert details_of(world.amal, salma) == fewer

    def test_nothing_that_says_who_or_where_stands_in_the_rows(self, world: World, salma: Person) -> None:
        state(world.amal, salma, EVERYTHING)
        text = rows_of("people_persondetails", "people_persondetailshistory")
        assert "BGD" in text, "the control: what statistics need is plain"
        for word in SEALED:
            assert word not in text
            assert word.encode().hex() not in text

    def test_the_year_of_birth_follows_the_day(self, world: World, salma: Person) -> None:
        state(world.amal, salma, Details(birth_date=date(1985, 5, 5)))
        with standing(world.amal):
            card = queries.person_card(world.amal, salma.pk)
        assert (card.birth_year, card.birth_year_estimated) == (1985, False)
        state(world.amal, salma, NO_DETAILS, version=2)
        assert keeper.rows("select birth_year from public.people_person") == [(1985,)]

    def test_a_year_beside_the_day_is_refused(self, world: World, salma: Person) -> None:
        state(world.amal, salma, Details(birth_date=date(1985, 5, 5)))
        with pytest.raises(Refused) as refused:
            actions.correct_person(
                world.amal, salma.pk, names=make.SALMA, particulars=make.particulars(birth_year=1986), version=2
            )
        assert (refused.value.reason.code, refused.value.reason.field) == ("other_birth_year", "birth_year")
        same = make.particulars(birth_year=1985)
        assert actions.correct_person(world.amal, salma.pk, names=make.SALMA, particulars=same, version=2).version == 3

    @pytest.mark.parametrize(
        ("strange", "field"),
        [
            ({"gender": "female"}, "gender"),
            ({"gender": "أنثى"}, "gender"),
            ({"citizenship": ("XXX",)}, "citizenship"),
            ({"citizenship": ("JOR", "JOR")}, "citizenship"),
            ({"primary_language": "Bengali"}, "primary_language"),
            ({"number_of_children": -1}, "number_of_children"),
            ({"number_of_children": 100}, "number_of_children"),
            ({"mailing_latitude": 90.5}, "mailing_latitude"),
            ({"mailing_longitude": -181.0}, "mailing_longitude"),
            ({"title": "x" * 501}, "title"),
        ],
    )
    def test_what_the_standard_does_not_take_is_refused(
        self, world: World, salma: Person, strange: dict[str, object], field: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            state(world.amal, salma, replace(EVERYTHING, **strange))  # type: ignore[arg-type]
        assert (refused.value.reason.code, refused.value.reason.field) == ("strange_detail", field)
        with override("ar"):
            assert FIELDS[FIELD_OF[field]].ar in str(refused.value)
        assert keeper.last_event()[:3] == ("state_details", "refused", "strange_detail")

    @pytest.mark.parametrize("day", [date(1800, 1, 1), clock.today() + timedelta(days=1)])
    def test_nobody_is_born_in_another_age(self, world: World, salma: Person, day: date) -> None:
        with pytest.raises(Refused) as refused:
            state(world.amal, salma, Details(birth_date=day))
        assert (refused.value.reason.code, refused.value.reason.field) == ("birth_date", "birth_date")

    def test_the_second_save_gets_both_versions(self, world: World, salma: Person) -> None:
        state(world.amal, salma, Details(title="one"))
        with pytest.raises(Stale) as stale:
            state(world.bashir, salma, Details(title="two"))
        assert isinstance(stale.value.current, Person)
        assert details_of(world.amal, salma).title == "one"

    def test_the_history_tells_who_stated_what(self, world: World, salma: Person) -> None:
        state(world.amal, salma, Details(marital_status="Single"))
        state(world.bashir, salma, Details(marital_status="Married"), version=2)
        kept = "select pgh_actor, pgh_action, marital_status from public.people_persondetailshistory order by pgh_id"
        assert keeper.rows(kept) == [
            (world.amal.user_id, "state_details", "Single"),
            (world.bashir.user_id, "state_details", "Married"),
        ]

    def test_who_may_not_does_not(self, world: World, salma: Person) -> None:
        with pytest.raises(Forbidden):
            state(world.elias, salma, EVERYTHING)
        for nobody in (world.dima, world.huda):
            with pytest.raises(Missing):
                state(nobody, salma, EVERYTHING)

    def test_a_receiver_does_not_state_them(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine)
        with pytest.raises(Missing):
            state(world.carine, Person(pk=case.person_id), EVERYTHING)


class TestSharing:
    @pytest.mark.parametrize(
        ("classes", "shown", "hidden"),
        [
            ({DataClass.IDENTITY}, set(), set(FIELD_OF)),
            ({DataClass.STATUS, DataClass.PLACE}, set(), set(FIELD_OF)),
            (
                {DataClass.IDENTITY, DataClass.SERVICE},
                {"email", "birth_date", "marital_status"},
                {"citizenship", "mailing_city", "gender"},
            ),
            ({DataClass.SERVICE, DataClass.STATUS}, {"citizenship"}, {"email", "mailing_city", "gender"}),
            ({DataClass.SERVICE, DataClass.PLACE}, {"mailing_city"}, {"email", "citizenship", "gender"}),
            (set(DataClass) - {DataClass.SHELTER, DataClass.PUBLIC_STAT}, {"email", "mailing_city"}, {"gender"}),
        ],
    )
    def test_a_grant_shows_what_its_classes_name(
        self, world: World, salma: Person, classes: set[DataClass], shown: set[str], hidden: set[str]
    ) -> None:
        state(world.amal, salma, EVERYTHING)
        case = make.case(world.amal, of=salma)
        make.share(world.amal, case, world.carine, make.terms(*classes))
        found = details_of(world.carine, salma)
        assert shown <= {name for name in FIELD_OF if getattr(found, name) == getattr(EVERYTHING, name)}
        assert all(getattr(found, name) == getattr(NO_DETAILS, name) for name in hidden)

    @pytest.mark.parametrize(
        ("level", "classes", "rows"),
        [
            (Level.SUMMARY, {DataClass.SERVICE, DataClass.IDENTITY}, (0, 0)),
            (Level.FULL, {DataClass.STATUS, DataClass.PLACE}, (0, 0)),
            (Level.FULL, {DataClass.SERVICE, DataClass.STATUS}, (1, 0)),
            (Level.FULL, {DataClass.IDENTITY}, (0, 1)),
        ],
    )
    def test_the_wall_shows_rows_only_with_the_full_record_and_never_former_ones(
        self, world: World, level: Level, classes: set[DataClass], rows: tuple[int, int]
    ) -> None:
        salma = make.person(world.amal)
        state(world.amal, salma, EVERYTHING)
        actions.state_phones(world.amal, salma.pk, phones=[Phone(PhoneKind.HOME, "0790000017")], version=2)
        case = make.case(world.amal, of=salma)
        make.share(world.amal, case, world.carine, make.terms(*classes, level=level))
        with standing(world.carine), connection.cursor() as cursor:
            cursor.execute(
                "select (select count(*) from people_person), (select count(*) from people_persondetails),"
                " (select count(*) from people_personphone), (select count(*) from people_persondetailshistory),"
                " (select count(*) from people_personphonehistory)"
            )
            assert cursor.fetchone() == (1, *rows, 0, 0)

    def test_the_police_read_no_place(self, world: World, salma: Person) -> None:
        state(world.amal, salma, EVERYTHING)
        case = make.case(world.amal, of=salma)
        make.share(world.amal, case, world.omar, make.terms(basis=Basis.PUBLIC_DUTY))
        found = details_of(world.omar, salma)
        assert found.email == EVERYTHING.email
        assert (found.mailing_city, found.gender, found.citizenship) == ("", "", ())

    def test_the_reading_is_recorded(self, world: World, salma: Person) -> None:
        details_of(world.amal, salma)
        assert keeper.last_event()[:2] == ("person_file", "read")
        with pytest.raises(Missing):
            details_of(world.dima, salma)


class TestErasing:
    @pytest.fixture
    def erased(self, world: World) -> Person:
        person = make.person(world.bashir)
        state(world.bashir, person, EVERYTHING)
        state(world.bashir, person, replace(EVERYTHING, marital_status="Married"), version=2)
        actions.erase_person(world.bashir, person.pk, reason=Erasure.ASKED, version=3)
        return person

    def test_no_plain_column_tells_of_somebody_who_was_erased(self, erased: Person) -> None:
        text = rows_of("people_persondetails", "people_persondetailshistory")
        for code in ("BGD", "JO", "Widowed", "Married", "Bachelors", "ben"):
            assert code not in text
        for table in ("people_persondetails", "people_persondetailshistory"):
            assert keeper.rows(f"select distinct deceased, number_of_children from public.{table}") == [(None, None)]

    def test_the_sealed_ones_open_for_nobody(self, world: World, erased: Person) -> None:
        assert not keeper.rows("select 1 from public.vault_keywrap where root_id = %s", [erased.pk])
