"""Many are registered at once, and handed on: by the same rules as one, with an event for each."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from jiwar.areas.people import actions, queries
from jiwar.areas.people.actions import registering, why_not_register
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import (
    Details,
    GivenName,
    Newcomer,
    Particulars,
    PersonRecord,
    Phone,
    PhoneKind,
    Residence,
    Script,
)
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Refused
from tests import keeper, make, people
from tests.areas.people.test_details import EVERYTHING
from tests.people import World

pytestmark = people.BOTH_SIDES
SALMA = Newcomer(
    names=(
        GivenName(Script.ARABIC, "سلمى", "الخطيب", "عبد الرحمن"),
        GivenName(Script.LATIN, "Salma", "Al-Khatib", "Abdulrahman"),
    ),
    particulars=make.particulars(birth_year=1991),
    details=EVERYTHING,
    phones=(Phone(PhoneKind.MOBILE, "0790000017", "صباحًا"), Phone(PhoneKind.HOME, "027000000", never_call=True)),
)
PLAIN = Newcomer((GivenName(Script.LATIN, "Nadia"),))


@pytest.fixture
def world() -> World:
    return people.gather()


def register(who: Who, *newcomers: Newcomer) -> list[Person]:
    return actions.register_people(who, newcomers=newcomers)


def records(who: Who, *made: Person) -> dict[str, PersonRecord]:
    with standing(who):
        found = queries.people_records(who, person_ids=[person.pk for person in made])
    return {person.code: found[person.pk] for person in made if person.pk in found}


def test_what_is_handed_on_is_what_came(world: World) -> None:
    salma, nadia = register(world.amal, SALMA, PLAIN)
    found = records(world.amal, salma, nadia)
    assert found[salma.code] == PersonRecord(SALMA.names, SALMA.particulars, EVERYTHING, SALMA.phones)
    assert found[nadia.code] == PersonRecord(PLAIN.names, Particulars(), Details(), ())


def test_each_is_in_sight_and_found_as_if_registered_alone(world: World) -> None:
    salma, nadia = register(world.amal, SALMA, PLAIN)
    with standing(world.bashir):
        assert {one.code for one in queries.recent_people(world.bashir)} == {salma.code, nadia.code}
        assert [one.card.code for one in queries.people_found(world.bashir, name="عبد الرحمن")] == [salma.code]
        assert [one.code for one in queries.people_by_phone(world.bashir, number="+962790000017")] == [salma.code]
    with standing(world.huda):
        assert queries.recent_people(world.huda) == []
    assert (
        actions.correct_person(world.amal, nadia.pk, names=PLAIN.names, particulars=Particulars(), version=1).version
        == 2
    )


def test_there_is_one_event_for_each_and_one_for_all(world: World) -> None:
    made = register(world.amal, SALMA, PLAIN)
    events = keeper.events("register_people")
    assert [(one.outcome, one.root_id) for one in events] == [*(("done", one.pk) for one in made), ("done", None)]
    records(world.amal, *made)
    assert {one.root_id for one in keeper.events("people_records")} == {one.pk for one in made}


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    counted = []
    for count in (2, registering.AT_ONCE):
        with standing(world.amal), CaptureQueriesContext(connection) as asked:
            register(world.amal, *[SALMA] * count)
        counted.append(len(asked))
    assert counted[0] == counted[1] > 0


def test_more_than_fit_at_once(world: World) -> None:
    made = register(world.amal, *[PLAIN] * (registering.AT_ONCE + 1))
    assert len({person.code for person in made}) == len({person.pk for person in made}) == registering.AT_ONCE + 1
    assert register(world.amal) == []


def test_a_code_that_is_taken_is_thrown_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.person(world.amal).code
    thrown = iter([taken, "P-222222"])
    monkeypatch.setattr(registering, "new_code", lambda _prefix: next(thrown))
    assert register(world.amal, PLAIN)[0].code == "P-222222"


def test_a_code_that_is_always_taken_is_not_swallowed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make.person(world.amal).code
    monkeypatch.setattr(registering, "new_code", lambda _prefix: taken)
    with pytest.raises(IntegrityError):
        register(world.amal, PLAIN)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (replace(PLAIN, names=()), "no_name"),
        (replace(PLAIN, names=PLAIN.names * 2), "two_names"),
        (replace(PLAIN, particulars=Particulars(birth_year=1066)), "birth_year"),
        (replace(PLAIN, details=Details(birth_date=date(1066, 1, 1))), "birth_date"),
        (replace(PLAIN, details=Details(marital_status="Maybe")), "strange_detail"),
        (replace(PLAIN, phones=(Phone(PhoneKind.HOME, ""),)), "no_number"),
    ],
)
def test_one_that_is_refused_is_told_beforehand_and_refuses_all(world: World, wrong: Newcomer, why: str) -> None:
    reason = why_not_register(wrong)
    assert reason is not None
    assert reason.code == why
    with pytest.raises(Refused) as refused:
        register(world.amal, PLAIN, wrong)
    assert refused.value.reason.code == why
    assert not keeper.rows("select 1 from public.people_person union all select 1 from public.vault_keywrap")
    assert why_not_register(PLAIN) is None


def test_the_year_of_birth_follows_the_day(world: World) -> None:
    told = replace(PLAIN, particulars=Particulars(birth_year=1980), details=Details(birth_date=date(1991, 3, 1)))
    register(world.amal, told)
    assert keeper.rows("select birth_year, birth_year_estimated from public.people_person") == [(1991, False)]


def test_who_may_not_does_neither(world: World) -> None:
    made = register(world.amal, SALMA)
    with pytest.raises(Forbidden):
        register(world.elias, PLAIN)
    with standing(world.elias), pytest.raises(Forbidden):
        queries.people_records(world.elias, person_ids=[made[0].pk])


def test_nothing_is_handed_on_of_what_is_not_ones_own(world: World) -> None:
    [salma] = register(world.amal, SALMA)
    assert records(world.huda, salma) == records(world.dima, salma) == {}
    case = make.case(world.amal, of=salma)
    make.share(world.amal, case, world.carine)
    assert records(world.carine, salma) == {}, "shared is not one's own"
    assert records(world.amal, salma)[salma.code].particulars.residence == Residence.MIGRANT
    assert not [one for one in keeper.events("people_records") if one.actor != world.amal.user_id]
