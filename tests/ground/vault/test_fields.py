"""A sealed column says how sensitive it is, and is a plain column to migrations and histories."""

import copy

import pytest
from django.db import models
from django.db.migrations.writer import MigrationWriter

from jiwar.ground.vault.fields import KIND_OF, SealedField
from jiwar.ground.vault.models import Kind


def test_a_migration_sees_a_plain_column() -> None:
    field = SealedField("identity", root="person_id", blank=True, default=b"")
    written, imports = MigrationWriter.serialize(field)
    assert written == "models.BinaryField(blank=True, default=b'')"
    assert imports == {"from django.db import models"}


@pytest.mark.parametrize("duplicate", [SealedField.clone, copy.copy, copy.deepcopy])
def test_a_copy_of_the_field_is_as_sensitive(duplicate: object) -> None:
    field = SealedField("status", root="person_id", null=True)
    same = duplicate(field)  # type: ignore[operator]
    assert isinstance(same, SealedField)
    assert (same.data_class, same.root, same.null) == ("status", "person_id", True)


def test_every_class_has_one_of_the_two_keys() -> None:
    assert set(KIND_OF.values()) == set(Kind)
    assert SealedField("narrative").kind == Kind.NARRATIVE
    assert SealedField("place").kind == Kind.GUARDED


@pytest.mark.parametrize("data_class", ["shelter", "", "public_stat", "Identity"])
def test_a_class_without_a_key_is_refused(data_class: str) -> None:
    with pytest.raises(ValueError, match="no data key"):
        SealedField(data_class)


def test_forms_never_offer_a_sealed_column() -> None:
    assert not SealedField("identity").editable
    assert isinstance(SealedField("identity"), models.BinaryField)
