"""Telephones: when they may be called, who has which, and what is left of them."""

from collections.abc import Sequence

import pytest

from jiwar.areas.people import actions, queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Erasure, Phone, PhoneKind
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
MOBILE = Phone(PhoneKind.MOBILE, "+962 79 000 0017", "صباحًا فقط")
HOME = Phone(PhoneKind.HOME, "02 700 0000", never_call=True)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def salma(world: World) -> Person:
    return make.person(world.amal)


def state(who: Who, person: Person, *phones: Phone, version: int = 1) -> Person:
    return actions.state_phones(who, person.pk, phones=phones, version=version)


def phones_of(who: Who, person: Person) -> Sequence[Phone]:
    with standing(who):
        return queries.phones_of(who, person.pk)


def found(who: Who, number: str) -> list[str]:
    with standing(who):
        return [card.code for card in queries.people_by_phone(who, number=number)]


def test_they_are_read_as_they_were_stated_in_their_order(world: World, salma: Person) -> None:
    state(world.amal, salma, HOME, MOBILE)
    assert phones_of(world.amal, salma) == (HOME, MOBILE)
    state(world.amal, salma, MOBILE, version=2)
    assert phones_of(world.amal, salma) == (MOBILE,)


def test_one_that_did_not_change_is_not_written(world: World, salma: Person) -> None:
    state(world.amal, salma, MOBILE, HOME)
    state(world.amal, salma, MOBILE, Phone(PhoneKind.HOME, "02 700 0001"), version=2)
    labels = "select pgh_label, place from public.people_personphonehistory order by pgh_id"
    assert keeper.rows(labels) == [("insert", 0), ("insert", 1), ("update", 1)]


def test_no_number_stands_in_the_rows(world: World, salma: Person) -> None:
    state(world.amal, salma, MOBILE)
    state(world.amal, salma, version=2)
    history = keeper.rows("select t::text from public.people_personphonehistory t")
    for word in (MOBILE.number, "0790000017", MOBILE.safe_when):
        assert all(word not in row and word.encode().hex() not in row for (row,) in history)
    assert len(history) == 2


@pytest.mark.parametrize("asked", ["0790000017", "00962790000017", "+962-79-000-0017", "٠٧٩٠٠٠٠٠١٧", "962 79 0000017"])
def test_a_number_finds_whose_it_is_however_it_is_written(world: World, salma: Person, asked: str) -> None:
    state(world.amal, salma, MOBILE)
    assert found(world.amal, asked) == [salma.code]
    assert found(world.amal, "0790000018") == []


def test_it_finds_nobody_out_of_sight(world: World, salma: Person) -> None:
    state(world.amal, salma, MOBILE)
    assert [found(who, MOBILE.number) for who in (world.huda, world.dima)] == [[], []]
    with standing(world.elias), pytest.raises(Forbidden):
        queries.people_by_phone(world.elias, number=MOBILE.number)


def test_it_finds_only_whose_full_name_may_be_read(world: World, salma: Person) -> None:
    state(world.amal, salma, MOBILE)
    case = make.case(world.amal, of=salma)
    make.share(world.amal, case, world.carine, make.terms(DataClass.STATUS))
    assert found(world.carine, MOBILE.number) == []
    assert phones_of(world.carine, salma) == ()
    make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
    assert found(world.carine, MOBILE.number) == [salma.code]
    assert phones_of(world.carine, salma) == (MOBILE,)


@pytest.mark.parametrize(
    ("phones", "why"),
    [
        ([Phone(PhoneKind.HOME, " ")], "no_number"),
        ([MOBILE] * 21, "too_many_phones"),
        ([Phone(PhoneKind.HOME, "1" * 501)], "long_phone"),
        ([Phone(PhoneKind.HOME, "1", "x" * 501)], "long_phone"),
    ],
)
def test_refused_and_says_why(world: World, salma: Person, phones: list[Phone], why: str) -> None:
    with pytest.raises(Refused) as refused:
        state(world.amal, salma, *phones)
    assert refused.value.reason.code == why
    assert keeper.last_event()[:3] == ("state_phones", "refused", why)


def test_the_second_save_gets_both_versions(world: World, salma: Person) -> None:
    state(world.amal, salma, MOBILE)
    with pytest.raises(Stale):
        state(world.bashir, salma, HOME)
    assert phones_of(world.amal, salma) == (MOBILE,)


def test_who_may_not_does_not(world: World, salma: Person) -> None:
    with pytest.raises(Forbidden):
        state(world.elias, salma, MOBILE)
    with pytest.raises(Missing):
        state(world.dima, salma, MOBILE)


def test_nothing_of_them_is_left_of_somebody_who_was_erased(world: World) -> None:
    person = make.person(world.bashir)
    state(world.bashir, person, HOME, MOBILE)
    actions.erase_person(world.bashir, person.pk, reason=Erasure.ASKED, version=2)
    assert not keeper.rows("select 1 from public.people_personphone")
    assert keeper.rows("select distinct kind, never_call from public.people_personphonehistory") == [("", False)]
    assert found(world.bashir, MOBILE.number) == []
