"""Persons. Each controller keeps its own record; what says who somebody is, is sealed.

A person has no owner: who works with a person follows from the cases (access, basis `case`), and before the
first case from the registration.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from jiwar.areas.people.rules import dialled, elements_of
from jiwar.areas.people.words import (
    HTCDS,
    NAME_TOKENS,
    NO_DETAILS,
    PHONE_TOKENS,
    Details,
    Erasure,
    GivenName,
    Phone,
    PhoneKind,
    Script,
    Sex,
    SpokenLanguage,
)
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.models import Agency
from jiwar.ground.access.queries import Sight
from jiwar.ground.base.records import ANNOUNCED, Record, Root, history_of
from jiwar.ground.vault.fields import SealedField
from jiwar.ground.vault.keyring import Ring
from jiwar.ground.vault.tokens import token
from jiwar.lib.formats.htcds import FIELDS, Value, cell_of, value_of
from jiwar.lib.names import KEYS_VERSION

OWN_ALONE = frozenset({"gender"})
"""Details that are shown through no grant, whatever it opens."""
AS_STATUS = frozenset({"citizenship"})
"""Plain details that stand behind the firewall, as status in the country does."""


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
    middle = SealedField("identity", root="person_id", blank=True, default=b"")
    rest = SealedField("identity", root="person_id", blank=True, default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["person", "script"], name="one_name_per_script")]

    def opened(self, ring: Ring) -> GivenName:
        """The name; empty where the ring does not open it."""
        first, middle, rest = (ring.open(self, column) or "" for column in ("first", "middle", "rest"))
        return GivenName(Script(self.script), first, rest, middle)


class PersonDetails(Record):
    """What the standard of case data asks about a person; see `Details`. Its version is the person's.

    What work and statistics need is plain, in the codes of the standard. Gender is sealed with the guarded key, not
    with that of the name: who was granted a name does not hold it.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="details")
    salutation = SealedField("identity", root="person_id", blank=True, default=b"")
    title = SealedField("identity", root="person_id", blank=True, default=b"")
    email = SealedField("identity", root="person_id", blank=True, default=b"")
    identity_number = SealedField("identity", root="person_id", blank=True, default=b"")
    birth_date = SealedField("identity", root="person_id", blank=True, default=b"")
    gender = SealedField("status", root="person_id", blank=True, default=b"")
    deceased = models.BooleanField(null=True, blank=True)
    marital_status = models.CharField(max_length=32, blank=True)
    highest_level_of_education = models.CharField(max_length=40, blank=True)
    number_of_children = models.PositiveSmallIntegerField(null=True, blank=True)
    primary_language = models.CharField(max_length=3, blank=True)
    secondary_language = models.CharField(max_length=3, blank=True)
    citizenship = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    mailing_city = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_country = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_state = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_street = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_postal_code = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_longitude = SealedField("place", root="person_id", blank=True, default=b"")
    mailing_latitude = SealedField("place", root="person_id", blank=True, default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]

    def columns(self, details: Details, ring: Ring) -> dict[str, Any]:
        """What stands in the columns where these are the details; what was not told is sealed nowhere."""
        return {name: self._column(name, getattr(details, name), ring) for name in HTCDS.values()}

    def _column(self, name: str, value: Value | None, ring: Ring) -> object:
        text = cell_of(value).strip()
        if isinstance(self._meta.get_field(name), SealedField):
            return ring.seal(self, name, text) if text else b""
        if isinstance(value, tuple):
            return list(value)
        return text if isinstance(value, str) else value

    def opened(self, ring: Ring) -> Details:
        """The details as far as the ring opens them."""
        found = {name: self._value(field, name, ring) for field, name in HTCDS.items()}
        return Details(**{name: value for name, value in found.items() if value is not None})

    def _value(self, field: str, name: str, ring: Ring) -> Any:
        if isinstance(self._meta.get_field(name), SealedField):
            return value_of(FIELDS[field], ring.open(self, name) or "")
        value = getattr(self, name)
        return tuple(value) if isinstance(value, list) else value

    @classmethod
    def through(cls, details: Details, sight: Sight, *, is_own: bool) -> Details:
        """The details as far as `sight` goes; the others are as if they had not been told.

        Nothing without the service in the opened file, as the wall has it; a sealed column by its class too,
        citizenship as status. Some leave their agency by no grant.
        """
        if not sight.opens(DataClass.SERVICE):
            return NO_DETAILS
        shut = [one for one in HTCDS.values() if not cls._opens(one, sight) or (one in OWN_ALONE and not is_own)]
        return replace(details, **{one: getattr(NO_DETAILS, one) for one in shut})

    @classmethod
    def _opens(cls, name: str, sight: Sight) -> bool:
        column = cls._meta.get_field(name)
        if isinstance(column, SealedField):
            return sight.opens(column.data_class)
        return sight.opens(DataClass.STATUS if name in AS_STATUS else DataClass.SERVICE)

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """What is left in the columns of somebody who was erased."""
        return {name: cls._meta.get_field(name).get_default() for name in HTCDS.values()}  # type: ignore[union-attr]


class PersonPhone(Record):
    """A telephone of a person, in the order in which they were given. The token finds who has exactly this number."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="phones", db_index=False)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=PhoneKind)
    number = SealedField("identity", root="person_id")
    token = models.BigIntegerField()
    safe_when = SealedField("identity", root="person_id", blank=True, default=b"")
    never_call = models.BooleanField(default=False)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="one_phone_per_place")]
        indexes = [models.Index(fields=["token"], name="person_phone_idx")]

    def columns(self, phone: Phone, ring: Ring) -> dict[str, Any]:
        """What stands in the columns where this is the telephone."""
        number, when = phone.number.strip(), phone.safe_when.strip()
        return {
            "kind": phone.kind,
            "number": ring.seal(self, "number", number),
            "token": token(PHONE_TOKENS, dialled(number)),
            "safe_when": ring.seal(self, "safe_when", when) if when else b"",
            "never_call": phone.never_call,
        }

    def opened(self, ring: Ring) -> Phone:
        """The telephone; without its number where the ring does not open it."""
        number, when = (ring.open(self, column) or "" for column in ("number", "safe_when"))
        return Phone(PhoneKind(self.kind), number, when, self.never_call)


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


class PersonDetailsHistory(history_of(PersonDetails)):  # type: ignore[misc]
    """What the details were."""

    class Meta:
        indexes = [models.Index(fields=["person"], name="details_history_idx")]


class PersonPhoneHistory(history_of(PersonPhone, exclude=["token"])):  # type: ignore[misc]
    """What a telephone was; the token goes with its row."""

    class Meta:
        indexes = [models.Index(fields=["person"], name="phone_history_idx")]
