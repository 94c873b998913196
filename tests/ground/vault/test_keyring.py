"""Who holds a key opens, who holds none sees that it is not theirs, and nothing opens in another place."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from jiwar.areas.cases.models import Note
from jiwar.areas.people.models import Person
from jiwar.ground.access import grants, wall
from jiwar.ground.access.classes import Basis, DataClass
from jiwar.ground.access.installing import installing
from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.crypto import CannotOpen
from jiwar.ground.vault.keyring import NoKey, Ring, add_wraps, drop_wraps, new_root_id, new_root_keys, ring
from jiwar.ground.vault.kms import FileKms
from jiwar.ground.vault.models import AgencyKey, KeyWrap, Kind
from jiwar.ground.vault.rotation import new_agency_key
from tests.ground.vault.world import BOTH_SIDES, World, acting, found, held, own_keys, read, register, share

pytestmark = BOTH_SIDES


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    return own_keys(tmp_path, monkeypatch)


@pytest.fixture
def world() -> World:
    return found()


def own(world: World) -> set[tuple[UUID, str]]:
    """The wraps that the keeping agency holds of each of its roots."""
    return {(world.a, str(kind)) for kind in Kind}


def test_a_name_does_not_bring_the_key_to_what_the_firewall_guards(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY)
    assert read(world.carine, person) == "أمل"
    assert read(world.carine, person, "residence") is None


def test_what_an_agency_sealed_it_opens_from_the_database(world: World) -> None:
    with acting(world.amal):
        register(world.amal, "0790000000", "")
    with acting(world.amal):
        person = Person.objects.get()
        opened = ring(world.a, [person.pk])
        assert (opened.open(person, "safe_contact"), opened.open(person, "residence")) == ("0790000000", "")


def test_the_ring_of_new_keys_opens_what_it_seals(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        assert ring(world.a, [person.pk]).open(person, "safe_contact") == "أمل"


def test_without_a_key_it_is_not_for_you(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    assert read(world.amal, person) == "أمل"
    assert read(world.carine, person) is None
    with acting(world.carine), pytest.raises(NoKey):
        ring(world.b, [person.pk]).seal(person, "safe_contact", "hers")


def test_a_column_in_which_nothing_was_sealed_is_empty(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    person.safe_contact = b""
    assert read(world.amal, person) == ""
    assert read(world.carine, person) is None


def test_a_grant_opens_the_kinds_it_names_and_no_other(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        note = Note(case_id=person.pk)  # any root: the keys ask for its id alone
        note.text = ring(world.a, [person.pk]).seal(note, "text", "قصة")
        share(person, world, DataClass.IDENTITY)
    with acting(world.carine):
        hers = ring(world.b, [person.pk])
        assert hers.open(person, "safe_contact") == "أمل"
        assert hers.open(note, "text") is None


def test_the_end_of_a_grant_closes_what_was_copied(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY)
    assert read(world.carine, person) == "أمل"
    with acting(world.amal):
        grants.end(basis=Basis.CONSENT, basis_id="c-1")
    assert read(world.carine, person) is None
    assert held(person.pk) == own(world)


def test_keys_can_be_dropped_before_the_grant_ends(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY, DataClass.NARRATIVE)
        drop_wraps(person.pk, world.b, [Kind.NARRATIVE])
    assert held(person.pk) - own(world) == {(world.b, "identity")}


def test_entitling_twice_is_harmless(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        share(person, world, DataClass.IDENTITY)
        add_wraps(person.pk, world.a, world.b, [Kind.IDENTITY])
        add_wraps(person.pk, world.a, world.b, [])
    assert read(world.carine, person) == "أمل"


def test_an_agency_cannot_share_what_it_cannot_open(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.carine), pytest.raises(NoKey):
        add_wraps(person.pk, world.b, world.b, [Kind.IDENTITY])


def test_ciphertext_moved_to_another_row_does_not_open(world: World) -> None:
    with acting(world.amal):
        one, other = register(world.amal, "one"), register(world.amal, "other")
    with acting(world.amal):
        Person.objects.filter(pk=one.pk).update(safe_contact=other.safe_contact)
    with acting(world.amal):
        person = Person.objects.get(pk=one.pk)
        with pytest.raises(CannotOpen):
            ring(world.a, [one.pk, other.pk]).open(person, "safe_contact")


def test_ciphertext_moved_to_another_column_does_not_open(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.amal):
        Person.objects.update(residence=F("safe_contact"))
        person = Person.objects.get()
        opened = ring(world.a, [person.pk])
        assert opened.open(person, "safe_contact") == "أمل"
        with pytest.raises(CannotOpen):
            opened.open(person, "residence")


def test_a_wrap_moved_to_another_root_does_not_open(world: World) -> None:
    with acting(world.amal):
        one, other = register(world.amal), register(world.amal)
    with acting(world.system):
        theirs = KeyWrap.objects.get(root_id=other.pk, kind=Kind.IDENTITY)
        KeyWrap.objects.filter(root_id=one.pk, kind=Kind.IDENTITY).update(wrapped=theirs.wrapped)
    with pytest.raises(CannotOpen):
        read(world.amal, one)
    assert read(world.amal, other) == "أمل"


def test_a_list_costs_one_query_however_long(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with acting(world.amal):
        people = [register(world.amal, f"person {number}") for number in range(50)]
    with acting(world.amal):
        with django_assert_num_queries(1):
            opened = ring(world.a, [person.pk for person in people])
            assert [opened.open(p, "safe_contact") for p in people] == [f"person {n}" for n in range(50)]
        with django_assert_num_queries(0):
            ring(world.a, [])


def test_a_ring_that_was_not_asked_for_a_root_says_so(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        for asked in (ring(world.a, []), ring(world.a, [person.pk], kinds=[Kind.NARRATIVE])):
            with pytest.raises(LookupError, match="not asked"):
                asked.open(person, "safe_contact")
        with pytest.raises(TypeError, match="not a sealed column"):
            ring(world.a, [person.pk]).open(person, "code")


def test_a_key_made_in_a_transaction_that_was_rolled_back_is_never_used(world: World) -> None:
    """A memory by agency and version alone would hand out the key that never was, and lose what it sealed."""
    with acting(world.system, undone=True):
        new_agency_key(world.a)
        agency_keys.current(world.a)
    with acting(world.system):
        new_agency_key(world.a)
    with acting(world.amal):
        person = register(world.amal)
    agency_keys.unwrapped.cache_clear()  # as in another process
    assert read(world.amal, person) == "أمل"


def test_the_operator_makes_the_first_key_of_an_agency_and_no_later_one(world: World) -> None:
    with acting(world.amal):
        assert set(AgencyKey.objects.values_list("agency_id", "version")) == {(world.a, 1), (world.b, 1)}
    statement = "insert into vault_agencykey (agency_id, version, wrapped) values (%s, 2, '')"
    with pytest.raises(DatabaseError, match="row-level security"), installing():
        transaction.get_connection("owner").cursor().execute(statement, [world.a])


def test_nobody_who_is_entered_makes_the_first_key_of_an_agency(world: World) -> None:
    """They would know it, whatever is wrapped under it later."""
    for user in (world.amal, world.bashir, world.system):
        with acting(user), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AgencyKey.objects.bulk_create([agency_keys.fresh(uuid4(), 1)])
        with acting(user), pytest.raises(LookupError, match="no key of agency"):
            agency_keys.current(uuid4())


def test_nobody_without_identity_sees_or_makes_keys(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with transaction.atomic():
        assert not AgencyKey.objects.exists()
        assert not KeyWrap.objects.exists()
        assert ring(world.a, [person.pk]).open(person, "safe_contact") is None
    with transaction.atomic(), wall.announcing("test"), pytest.raises(DatabaseError), transaction.atomic():
        AgencyKey.objects.bulk_create([agency_keys.fresh(uuid4(), 1)])


def test_no_key_is_written_without_an_announced_action(world: World) -> None:
    with transaction.atomic():
        wall.enter(world.amal.pk)
        with pytest.raises(DatabaseError, match="no announced action"), transaction.atomic():
            new_root_keys(new_root_id(), world.a)


def test_a_worker_cannot_destroy_keys(world: World) -> None:
    """Neither delete nor spoil them, whatever statement is slipped in; see rotation for who changes keys."""
    with acting(world.amal):
        person = register(world.amal)
        assert AgencyKey.objects.update(wrapped=b"") == 0
        assert KeyWrap.objects.update(wrapped=b"") == 0
        for statement in ("delete from vault_keywrap", "delete from vault_agencykey", "truncate vault_keywrap"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AgencyKey.objects.bulk_create([agency_keys.fresh(world.a, 2)])
        with pytest.raises(DatabaseError, match="supervisors erase"), transaction.atomic():
            connection.cursor().execute("select wall.erase_keys(%s)", [person.pk])
    assert read(world.amal, person) == "أمل"


def test_a_stranger_cannot_wrap_for_a_root_of_somebody_else(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
    with acting(world.carine), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        new_root_keys(person.pk, world.b)


def test_a_ring_hides_its_keys(world: World) -> None:
    with acting(world.amal):
        person = register(world.amal)
        held = ring(world.a, [person.pk])
    assert repr(held) == "<Ring of 3 keys>"
    assert str(Ring([], [], [])) == "<Ring of 0 keys>"
