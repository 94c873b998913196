"""A ring without a database: which key opens what, and that wraps and children are bound to where they stand."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from jiwar.areas.people.models import PersonName
from jiwar.ground.vault.agency_keys import Current, context_of, unwrapped
from jiwar.ground.vault.crypto import CannotOpen, Key
from jiwar.ground.vault.keyring import Ring
from jiwar.ground.vault.kms import FileKms
from jiwar.ground.vault.models import Kind
from jiwar.ground.vault.wraps import DataKey, Wrap
from tests.ground.vault.world import own_keys

PERSON, AGENCY, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
KEY = DataKey(PERSON, Kind.IDENTITY, 1, Key.fresh())


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    return own_keys(tmp_path, monkeypatch)


def name(script: str, first: str, *, by: Ring) -> PersonName:
    row = PersonName(person_id=PERSON, script=script)
    row.first, row.rest = by.seal(row, "first", first), by.seal(row, "rest", "")
    return row


def test_the_names_of_one_person_cannot_be_exchanged() -> None:
    """They share key, table and column: the row alone tells them apart."""
    ring = Ring([PERSON], Kind, [KEY])
    arabic, latin = name("arab", "أمل", by=ring), name("latn", "Amal", by=ring)
    assert (ring.open(arabic, "first"), ring.open(latin, "first")) == ("أمل", "Amal")
    arabic.first, latin.first = latin.first, arabic.first
    for row in (arabic, latin):
        with pytest.raises(CannotOpen):
            ring.open(row, "first")


def test_the_newest_key_seals_and_every_version_opens() -> None:
    newer = KEY._replace(version=2, key=Key.fresh())
    before = name("arab", "أمل", by=Ring([PERSON], Kind, [KEY]))
    ring = Ring([PERSON], Kind, [newer, KEY])
    after = name("arab", "أمل", by=ring)
    assert (before.first[0], after.first[0]) == (1, 2)
    assert ring.open(before, "first") == ring.open(after, "first") == "أمل"


LABELS: dict[str, dict[str, Any]] = {
    "another root": {"root_id": OTHER},
    "another kind": {"kind": "narrative"},
    "another version": {"key_version": 2},
    "another agency": {"agency_id": OTHER},
    "another version of the agency's key": {"agency_key_version": 5},
}


def wrapped(keys: FileKms, **labels: Any) -> Wrap:
    """The key wrapped for the agency's fourth key; with `labels`, relabelled, and the agency's key with it."""
    outer = Key.fresh()
    row = KEY.under(AGENCY, Current(4, outer))
    wrap = Wrap(PERSON, KEY.kind, 1, AGENCY, 4, bytes(row.wrapped), b"")._replace(**labels)
    return wrap._replace(agency_key=keys.wrap(outer, context_of(wrap.agency_id, wrap.agency_key_version)))


def test_a_wrap_opens_as_it_was_made(keys: FileKms) -> None:
    assert wrapped(keys).open().key.material == KEY.key.material


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_a_wrap_under_another_label_does_not_open(keys: FileKms, labels: dict[str, Any]) -> None:
    """Even where the same agency key stands under that label."""
    with pytest.raises(CannotOpen):
        wrapped(keys, **labels).open()


@pytest.mark.parametrize(("agency", "version"), [(OTHER, 4), (AGENCY, 5)])
def test_an_agency_key_under_another_label_does_not_open(keys: FileKms, agency: UUID, version: int) -> None:
    blob = keys.wrap(Key.fresh(), context_of(AGENCY, 4))
    with pytest.raises(CannotOpen):
        unwrapped(agency, version, blob)
