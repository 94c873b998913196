"""Persons. Each controller keeps its own record; what says who somebody is, is sealed.

A person has no owner: who works with a person follows from the cases (access, basis `case`), and before the
first case from the registration.
"""

from typing import ClassVar

from django.db import models

from jiwar.areas.people.words import Erasure, Script, Sex, SpokenLanguage
from jiwar.ground.access.models import Agency
from jiwar.ground.base.records import ANNOUNCED, Record, Root, history_of
from jiwar.ground.vault.fields import SealedField


class Person(Root):
    """Somebody who is helped. `code` is how colleagues speak of a person without a name."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=12)
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_year_estimated = models.BooleanField(default=False)
    language = models.CharField(max_length=8, choices=SpokenLanguage, default=SpokenLanguage.ARABIC)
    safe_contact = SealedField("identity", blank=True, default=b"")
    residence = SealedField("status", blank=True, default=b"")
    erased_on = models.DateField(null=True, blank=True)
    erased_because = models.CharField(max_length=16, choices=Erasure, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="person_code_per_agency")]
        indexes = [models.Index(fields=["agency", "-updated_at", "id"], name="person_agency_idx")]


class PersonName(Record):
    """A name in one script, as given."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names", db_index=False)
    script = models.CharField(max_length=4, choices=Script)
    first = SealedField("identity", root="person_id")
    rest = SealedField("identity", root="person_id", blank=True, default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["person", "script"], name="one_name_per_script")]


class NameToken(models.Model):
    """A keyed token of one word of a name: finds exactly that word, tells nothing without the key."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens", db_index=False)
    token = models.BigIntegerField()
    pk = models.CompositePrimaryKey("person_id", "token")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["token"], name="name_token_idx")]


class PersonHistory(history_of(Person)):  # type: ignore[misc]
    """What a person's record was; sealed columns stay sealed."""

    class Meta:
        indexes = [models.Index(fields=["id"], name="person_history_idx")]


class PersonNameHistory(history_of(PersonName)):  # type: ignore[misc]
    """What a name was."""

    class Meta:
        indexes = [models.Index(fields=["person"], name="name_history_idx")]
