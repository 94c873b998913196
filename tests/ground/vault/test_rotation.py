"""Every key can be changed; what was sealed before stays readable, what is sealed after uses the new key."""

from pathlib import Path

import pytest
from django.db import DatabaseError

from jiwar.areas.people.models import Person
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.models import User
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.crypto import CannotOpen, version_of
from jiwar.ground.vault.keyring import NoKey, ring
from jiwar.ground.vault.kms import FileKms
from jiwar.ground.vault.models import AgencyKey, KeyWrap, Kind
from jiwar.ground.vault.rotation import (
    StillNeeded,
    forget_old_root_keys,
    new_agency_key,
    rewrap_agency,
    rewrap_agency_keys,
    rotate_data_key,
    rotate_root_key,
)
from tests.ground.vault.world import BOTH_SIDES, World, acting, found, own_keys, read, register, share

pytestmark = BOTH_SIDES


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    return own_keys(tmp_path, monkeypatch)


@pytest.fixture
def world() -> World:
    return found()


def wraps_by_version(world: World) -> dict[int, int]:
    """How many wraps of the ministry are under which version of its key."""
    with acting(world.system):
        versions = list(KeyWrap.objects.values_list("agency_key_version", flat=True))
    return {version: versions.count(version) for version in set(versions)}


def test_a_new_root_key_takes_the_place_of_the_old_one(world: World, keys: FileKms) -> None:
    with acting(world.amal):
        person = register(world.amal)
    assert rotate_root_key() == 2
    assert read(world.amal, person) == "أمل"
    with acting(world.system):
        assert rewrap_agency_keys(world.a) == 1
        assert rewrap_agency_keys(world.a) == 0
    with acting(world.system_of_b):
        assert rewrap_agency_keys(world.b) == 1
        assert forget_old_root_keys() == [1]
    assert keys.versions == [2]
    assert read(world.amal, person) == "أمل"
    with acting(world.amal):
        assert version_of(bytes(AgencyKey.objects.get(agency_id=world.a).wrapped)) == 2


def test_control_a_root_key_forgotten_too_early_was_needed(world: World, keys: FileKms) -> None:
    with acting(world.amal):
        person = register(world.amal)
    rotate_root_key()
    keys.forget()
    with pytest.raises(CannotOpen):
        read(world.amal, person)


def test_a_root_key_that_is_needed_is_not_forgotten(world: World, keys: FileKms) -> None:
    with acting(world.amal):
        register(world.amal)
    rotate_root_key()
    with acting(world.system), pytest.raises(StillNeeded):
        forget_old_root_keys()
    with acting(world.system):
        rewrap_agency_keys(world.a)
    with pytest.raises(StillNeeded):
        forget_old_root_keys()  # nobody is entered, so nothing is seen
    assert keys.versions == [1, 2]


def test_the_retired_keys_of_an_agency_follow_the_root_key(world: World, keys: FileKms) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.system):
        new_agency_key(world.a)
    rotate_root_key()
    with acting(world.system):
        assert rewrap_agency_keys(world.a) == 2
    keys.forget()
    assert read(world.amal, person) == "أمل"


def test_a_new_agency_key_is_used_from_now_on(world: World) -> None:
    with acting(world.amal):
        old = register(world.amal)
    with acting(world.system):
        assert new_agency_key(world.a) == 2
    with acting(world.amal):
        new = register(world.amal)
        first, second = AgencyKey.objects.filter(agency_id=world.a).order_by("version")
        assert (first.version, second.version) == (1, 2)
        assert first.retired_at is not None
        assert second.retired_at is None
    assert wraps_by_version(world) == {1: 3, 2: 3}
    assert read(world.amal, old) == read(world.amal, new) == "أمل"


def test_wraps_follow_in_batches_that_may_stop_half_way(world: World) -> None:
    with acting(world.amal):
        people = [register(world.amal, f"person {number}") for number in range(5)]
    with acting(world.system):
        new_agency_key(world.a)
    with acting(world.system):
        assert rewrap_agency(world.a, limit=3) == 3
    with acting(world.system, undone=True):
        assert rewrap_agency(world.a, limit=3) == 3
    assert wraps_by_version(world) == {1: 12, 2: 3}
    assert [read(world.amal, person) for person in people] == [f"person {number}" for number in range(5)]
    done: list[int] = []
    while not done or done[-1]:
        with acting(world.system):
            done.append(rewrap_agency(world.a, limit=3))
    assert done == [3, 3, 3, 3, 0]
    assert wraps_by_version(world) == {2: 15}
    assert [read(world.amal, person) for person in people] == [f"person {number}" for number in range(5)]


def test_control_a_wrap_needs_the_key_its_version_names(world: World) -> None:
    """What a reader would meet if the version changed without the bytes, or before them."""
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.system):
        new_agency_key(world.a)
        KeyWrap.objects.update(agency_key_version=2)
    with pytest.raises(CannotOpen):
        read(world.amal, person)


def test_the_wraps_of_another_agency_stay_its_own(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY)
    with acting(world.system):
        new_agency_key(world.a)
        assert rewrap_agency(world.a) == 3
        assert rewrap_agency(world.b) == 0
    assert read(world.carine, person) == read(world.amal, person) == "أمل"


def test_a_worker_rotates_nothing(world: World) -> None:
    with acting(world.amal):
        register(world.amal)
    with pytest.raises(DatabaseError, match="row-level security"), acting(world.amal):
        new_agency_key(world.a)
    with acting(world.system):
        new_agency_key(world.a)
    rotate_root_key()
    for change in (rewrap_agency, rewrap_agency_keys):
        with pytest.raises(Missing), acting(world.amal):
            change(world.a)
    assert wraps_by_version(world) == {1: 3}


def test_a_new_data_key_seals_from_now_on_and_the_old_one_opens(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal, "before")
        share(person, world, DataClass.IDENTITY)
    before = person.safe_contact
    with acting(world.amal):
        assert rotate_data_key(person.pk, world.a, Kind.IDENTITY) == 2
        person.safe_contact = ring(world.a, [person.pk]).seal(person, "safe_contact", "after")
    assert (before[0], person.safe_contact[0]) == (1, 2)
    for user in (world.amal, world.carine):
        assert both(user, person, before) == ("before", "after")


def test_a_grant_after_the_change_opens_both(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal, "before")
        before = person.safe_contact
        rotate_data_key(person.pk, world.a, Kind.IDENTITY)
        person.safe_contact = ring(world.a, [person.pk]).seal(person, "safe_contact", "after")
        share(person, world, DataClass.IDENTITY)
    assert both(world.carine, person, before) == ("before", "after")


def both(user: User, person: Person, before: bytes) -> tuple[str | None, str | None]:
    """What a user reads of the column as it was and as it is."""
    after = person.safe_contact
    person.safe_contact = before
    old = read(user, person)
    person.safe_contact = after
    return old, read(user, person)


def test_who_holds_no_key_changes_none(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.carine), pytest.raises(NoKey):
        rotate_data_key(person.pk, world.b, Kind.IDENTITY)


def test_keys_in_memory_are_let_go_at_a_rotation(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    read(world.amal, person)
    assert agency_keys.unwrapped.cache_info().currsize == 1
    rotate_root_key()
    assert agency_keys.unwrapped.cache_info().currsize == 0
