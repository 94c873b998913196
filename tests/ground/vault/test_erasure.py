"""After erasure nothing opens again, whoever held a key and whatever was copied before."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from jiwar.ground.access.classes import DataClass
from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.keyring import NoKey, add_wraps, erase, ring
from jiwar.ground.vault.kms import FileKms
from jiwar.ground.vault.models import Kind
from tests.ground.vault.world import BOTH_SIDES, World, acting, found, held, own_keys, read, register, share

pytestmark = BOTH_SIDES


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    return own_keys(tmp_path, monkeypatch)


@pytest.fixture
def world() -> World:
    return found()


def test_what_was_sealed_is_noise_to_everybody(world: World) -> None:
    """`person` keeps the ciphertext in memory, as a copy or an old dump of its table would."""
    with acting(world.amal):
        person, other = register(world.amal), register(world.amal)
        share(person, world, DataClass.IDENTITY, DataClass.NARRATIVE)
    assert read(world.amal, person) == read(world.carine, person) == "أمل"
    assert len(held(person.pk)) == len(Kind) + 2
    with acting(world.bashir):
        erase(person.pk)
    assert held(person.pk) == set()
    agency_keys.unwrapped.cache_clear()
    for user in (world.amal, world.bashir, world.carine, world.system, world.system_of_b):
        assert read(user, person) is None
        assert read(user, person, "residence") is None
    assert read(world.amal, other) == "أمل"


def test_control_with_its_wraps_kept_the_same_ciphertext_opens(world: World) -> None:
    """What the test above would say if the wraps were only hidden: the bytes are intact, the keys make the noise."""
    with acting(world.amal):
        person = register(world.amal)
        kept = ring(world.a, [person.pk])
    with acting(world.bashir):
        erase(person.pk)
    assert kept.open(person, "safe_contact") == "أمل"


def test_nobody_is_entitled_or_seals_again(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.bashir):
        erase(person.pk)
    with acting(world.amal):
        with pytest.raises(NoKey):
            ring(world.a, [person.pk]).seal(person, "safe_contact", "again")
        with pytest.raises(NoKey):
            add_wraps(person.pk, world.a, world.b, [Kind.IDENTITY])


def test_erasing_twice_is_harmless(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.bashir):
        erase(person.pk)
        erase(person.pk)
    assert held(person.pk) == set()


def test_the_history_of_an_erased_record_is_noise_too(world: World) -> None:
    """History keeps the ciphertext of every version; the keys that opened it are the ones destroyed."""
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.bashir):
        erase(person.pk)
    with acting(world.bashir), connection.cursor() as cursor:
        cursor.execute("select safe_contact from people_personhistory where id = %s", [person.pk])
        kept = [bytes(row[0]) for row in cursor]
    assert kept == [bytes(person.safe_contact)]
    assert read(world.bashir, person) is None


def test_another_agency_cannot_erase(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY)
    with pytest.raises(DatabaseError, match="supervisors erase"), acting(world.carine):
        erase(person.pk)
    assert read(world.amal, person) == "أمل"
