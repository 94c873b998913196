"""While every key above the data keys is changed, readers go on reading and none of them fails."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from django.db import connections

from jiwar.areas.people.models import Person
from jiwar.ground.vault.crypto import CannotOpen
from jiwar.ground.vault.keyring import ring
from jiwar.ground.vault.kms import FileKms
from jiwar.ground.vault.models import KeyWrap, Kind
from jiwar.ground.vault.rotation import new_agency_key, rewrap_agency, rewrap_agency_keys, rotate_root_key
from tests.ground.vault.world import BOTH_SIDES, World, acting, found, own_keys, register

pytestmark = BOTH_SIDES
PEOPLE, READERS, ROUNDS, BATCH = 30, 3, 3, 7


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    return own_keys(tmp_path, monkeypatch)


@pytest.fixture
def world() -> World:
    made = found()
    with acting(made.amal):
        for number in range(PEOPLE):
            register(made.amal, f"person {number}")
    return made


class Readers:
    """Some threads that read one list again and again, each over its own connection."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stop = Event()
        self.lists = 0
        self.failures: list[Exception] = []

    def read(self) -> None:
        try:
            while not self.stop.is_set():
                self._read_once()
        finally:
            connections.close_all()

    def _read_once(self) -> None:
        with acting(self.world.amal):
            people = list(Person.objects.all())
            opened = ring(self.world.a, [person.pk for person in people])
            try:
                names = {opened.open(person, "safe_contact") for person in people}
                assert names == {f"person {number}" for number in range(PEOPLE)}
            except (CannotOpen, AssertionError) as error:
                self.failures.append(error)
            self.lists += 1


@contextmanager
def reading(world: World) -> Iterator[Readers]:
    readers = Readers(world)
    with ThreadPoolExecutor(READERS) as pool:
        running: list[Future[None]] = [pool.submit(readers.read) for _ in range(READERS)]
        try:
            wait_for(lambda: readers.lists >= READERS)
            yield readers
        finally:
            readers.stop.set()
        for one in running:
            one.result()


def wait_for(condition: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(1_000):
        if condition():
            return
        pause.wait(0.01)
    raise TimeoutError("the readers did not read")


def test_no_reader_fails_while_agency_and_root_keys_change(world: World) -> None:
    with reading(world) as readers:
        for _ in range(ROUNDS):
            with acting(world.system):
                new_agency_key(world.a)
            rewrapped, left = 0, 1
            while left:
                with acting(world.system):
                    left = rewrap_agency(world.a, limit=BATCH)
                rewrapped += left
            assert rewrapped == len(Kind) * PEOPLE
            rotate_root_key()
            with acting(world.system):
                assert rewrap_agency_keys(world.a) > 0
        seen = readers.lists
        wait_for(lambda: readers.lists > seen + READERS)
    assert readers.failures == []


def test_control_a_rotation_in_the_wrong_order_makes_readers_fail(world: World) -> None:
    """The version is committed before the bytes: were the readers not reading meanwhile, nothing would be proven."""
    with reading(world) as readers:
        with acting(world.system):
            new_agency_key(world.a)
            KeyWrap.objects.update(agency_key_version=2)
        wait_for(lambda: bool(readers.failures))
        with acting(world.system):
            KeyWrap.objects.update(agency_key_version=1)
            rewrap_agency(world.a)
        seen = len(readers.failures)
    assert seen > 0
