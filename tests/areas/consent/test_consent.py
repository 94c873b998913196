"""What persons agree to and refuse: written down, read, kept without its day after an erasure."""

from datetime import date, timedelta

import pytest

from jiwar.areas.consent import actions, queries
from jiwar.areas.consent.models import Statement, StatementHistory
from jiwar.areas.consent.words import About, Said
from jiwar.areas.people import actions as people_actions
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
DATA = About.DATA_PROCESSING
THEN = date(2026, 1, 2)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def salma(world: World) -> Person:
    return make.person(world.bashir)


def state(who: Who, person: Person, *, given: bool = True, said_on: date | None = THEN) -> None:
    actions.state_consent(who, person.pk, about=DATA, given=given, said_on=said_on)


def said(who: Who, *persons: Person) -> dict[str, tuple[Said, ...]]:
    with standing(who):
        found = queries.consents_of(who, person_ids=[person.pk for person in persons])
    return {person.code: found[person.pk] for person in persons if person.pk in found}


def test_the_last_word_holds_and_the_first_is_in_the_history(world: World, salma: Person) -> None:
    assert said(world.bashir, salma) == {}
    state(world.bashir, salma)
    state(world.bashir, salma, given=False, said_on=None)
    assert said(world.bashir, salma) == {salma.code: (Said(DATA, given=False),)}
    kept = "select pgh_action, given, said_on from public.consent_statementhistory order by pgh_id"
    assert keeper.rows(kept) == [("state_consent", True, THEN), ("state_consent", False, None)]


def test_nobody_has_said_tomorrow(world: World, salma: Person) -> None:
    with pytest.raises(Refused) as refused:
        state(world.bashir, salma, said_on=clock.today() + timedelta(days=1))
    assert (refused.value.reason.code, refused.value.reason.field) == ("not_yet_said", "said_on")
    state(world.bashir, salma, said_on=clock.today())


def test_many_are_written_at_once_with_an_event_for_each(world: World, salma: Person) -> None:
    nadia, omar = make.person(world.bashir), make.person(world.bashir)
    state(world.bashir, salma)
    state(world.bashir, nadia)
    actions.state_consents(world.bashir, statements={salma.pk: True, nadia.pk: False, omar.pk: True})
    assert said(world.bashir, salma, nadia, omar) == {
        salma.code: (Said(DATA, given=True, said_on=THEN),),
        nadia.code: (Said(DATA, given=False),),
        omar.code: (Said(DATA, given=True),),
    }
    events = [one.root_id for one in keeper.events("state_consents")]
    assert events == [salma.pk, nadia.pk, omar.pk, None]


def test_one_that_is_not_ones_own_stops_all(world: World, salma: Person) -> None:
    other = make.person(world.dina)
    with pytest.raises(Missing):
        actions.state_consents(world.bashir, statements={salma.pk: True, other.pk: True})
    assert said(world.bashir, salma) == {}


def test_who_may_not_does_not(world: World, salma: Person) -> None:
    with pytest.raises(Forbidden):
        state(world.elias, salma)
    with pytest.raises(Missing):
        state(world.dina, salma)
    with standing(world.elias), pytest.raises(Forbidden):
        queries.consents_of(world.elias, person_ids=[salma.pk])


def test_a_receiver_neither_reads_nor_writes_it(world: World, salma: Person) -> None:
    state(world.bashir, salma)
    case = make.case(world.bashir, of=salma, mine=False, team_id=world.teams["irbid"].pk)
    assert said(world.carine, salma) == {}
    make.share(world.bashir, case, world.carine)
    assert said(world.carine, salma) == {}
    with standing(world.carine):
        assert Person.objects.filter(pk=salma.pk).exists()
        assert (Statement.objects.count(), StatementHistory.objects.count()) == (0, 0)
    assert keeper.rows("select count(*) from public.consent_statement") == [(1,)]
    with pytest.raises(Missing):
        state(world.carine, salma)


def test_of_somebody_who_was_erased_no_day_is_left(world: World, salma: Person) -> None:
    state(world.bashir, salma)
    people_actions.erase_person(world.bashir, salma.pk, reason=Erasure.ASKED, version=1)
    for table in ("consent_statement", "consent_statementhistory"):
        assert keeper.rows(f"select distinct given, said_on from public.{table}") == [(True, None)]
    with pytest.raises(Missing):
        state(world.bashir, salma)
