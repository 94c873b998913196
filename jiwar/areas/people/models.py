"""Persons. Each controller keeps its own record; what says who somebody is, is sealed.

A person has no owner: who works with a person follows from the cases (access, basis `case`), and before the
first case from the registration.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from jiwar.areas.people.rules import elements_of
from jiwar.areas.people.words import NAME_TOKENS, Erasure, Script, Sex, SpokenLanguage
from jiwar.ground.access.models import Agency
from jiwar.ground.base.records import ANNOUNCED, Record, Root, history_of
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.vault.tokens import token
from jiwar.lib.names import KEYS_VERSION


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


class FindingKeys(models.Model):
    """Under what a person is found: keyed tokens of what the names sound like, in both scripts, and of their pairs.

    Searched by `wall.find_people` alone, which asks the wall before it ranks. A token tells nothing without the key;
    the whole row is made anew with each change of a name, and has no history, so that what was erased is gone.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    keys_version = models.PositiveSmallIntegerField()
    tokens = ArrayField(models.BigIntegerField())

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [GinIndex(fields=["tokens"], name="finding_keys_idx", fastupdate=False)]

    @classmethod
    def of(cls, person: Person, names: Iterable[str]) -> Self:
        """The row under which somebody is found who is called by these names; not written yet."""
        found = elements_of(names, person.birth_year)
        return cls(person=person, keys_version=KEYS_VERSION, tokens=sorted(token(NAME_TOKENS, one) for one in found))


class PersonHistory(history_of(Person)):  # type: ignore[misc]
    """What a person's record was; sealed columns stay sealed."""

    class Meta:
        indexes = [models.Index(fields=["id"], name="person_history_idx")]


class PersonNameHistory(history_of(PersonName)):  # type: ignore[misc]
    """What a name was."""

    class Meta:
        indexes = [models.Index(fields=["person"], name="name_history_idx")]
