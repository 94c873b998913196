"""What is done by night on people, as the system user."""

from uuid import UUID

import pytest

from jiwar.areas.people import models, queries
from jiwar.areas.people.actions import erase_person, rotate_finding_keys
from jiwar.areas.people.jobs import rotate_keys_of_finding
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden
from tests import make
from tests.people import BOTH_SIDES, World, gather

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def known_by_old_rules(world: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody written down when the rules of spelling were others: nobody who asks by today's finds her."""
    with monkeypatch.context() as then:
        then.setattr(models, "KEYS_VERSION", 0)
        then.setattr(models, "elements_of", lambda _names, _year: {"as it was": 1.0})
        return make.person(world.amal)


def found(who: Who, name: str = "Salma") -> list[UUID]:
    with standing(who):
        return [one.id for one in queries.people_found(who, name=name)]


def test_whoever_was_known_by_old_rules_is_found_again_in_the_morning(world: World, known_by_old_rules: Person) -> None:
    elsewhere = make.person(world.carine)
    assert found(world.amal) == []
    told: list[tuple[int, int]] = []
    with standing(world.system):
        rotate_keys_of_finding.work(world.system, None, lambda *done: told.append(done))
    assert told == [(1, 1)], "those of one agency, and nobody twice"
    assert found(world.amal) == [known_by_old_rules.pk]
    assert found(world.carine) == [elsewhere.pk]


def test_an_erased_record_is_not_made_findable_again(world: World, known_by_old_rules: Person) -> None:
    erase_person(world.bashir, known_by_old_rules.pk, reason=Erasure.MISTAKE, version=known_by_old_rules.version)
    assert rotate_finding_keys(world.system, limit=10) == 0


@pytest.mark.parametrize("name", ["amal", "bashir", "farah", "ghada"])
def test_nobody_but_the_system_does_it(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        rotate_finding_keys(getattr(world, name), limit=10)
