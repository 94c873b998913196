"""Reading persons. A card shows the first name and no more; the file shows all and is recorded before it leaves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from jiwar.areas.people import rules
from jiwar.areas.people.models import Person, PersonDetails, PersonName, PersonPhone
from jiwar.areas.people.words import (
    NO_DETAILS,
    Details,
    GivenName,
    Phone,
    Residence,
    Script,
    Sex,
    SpokenLanguage,
)
from jiwar.ground.access.action import record_reading
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.models import Grant
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Sight, glass_on, sights, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.base.worded import Worded, WordedRecords, given
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

RECENT_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What a card shows. `firsts` is empty where who the person is may not be seen.

    Of the class `service`, and None where it may not be seen: sex, year of birth and age, language.
    """

    id: UUID
    code: str
    agency_id: UUID
    sex: Sex | None
    birth_year: int | None
    birth_year_estimated: bool
    age: int | None
    language: SpokenLanguage | None
    firsts: dict[Script, str]
    version: int
    is_erased: bool
    may_open: bool
    """Whether the whole record may be opened; else this card is all there is."""
    shows_service: bool
    opens_name: bool
    """Whether the full name stands in the opened record."""
    safe_contact: str = ""
    """Where the person is about to be reached: on a card that stands alone and in the opened record, never in lists."""
    by_glass: bool = False
    """Open in an emergency alone, to be read. Told by `person_card` and `person_file`, not in lists."""

    def through(self, sight: Sight) -> "PersonCard":
        """The card as far as `sight` goes. What a share will show is cut by the same: see the page of sharing."""
        sees = sight.is_full, sight.shows(DataClass.SERVICE), sight.opens(DataClass.IDENTITY)
        shown = self
        if sees != (self.may_open, self.shows_service, self.opens_name):
            shown = replace(self, may_open=sees[0], shows_service=sees[1], opens_name=sees[2])
        if not sight.shows(DataClass.IDENTITY):
            shown = replace(shown, firsts={}, safe_contact="")
        if not shown.shows_service:
            shown = replace(shown, sex=None, birth_year=None, birth_year_estimated=False, age=None, language=None)
        return shown

    def first(self, language: str) -> str:
        """The first name in the script of a page's language if it was given in it, else in the other."""
        wanted = Script.ARABIC if language.startswith("ar") else Script.LATIN
        return self.firsts.get(wanted) or next(iter(self.firsts.values()), "")


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything that is written down of a person and may be seen. `residence` is None behind the firewall."""

    card: PersonCard
    names: tuple[GivenName, ...]
    residence: Residence | None
    is_own: bool
    details: Details = NO_DETAILS
    """What may not be seen of them is as if it had not been told."""
    phones: tuple[Phone, ...] = ()

    def through(self, sight: Sight) -> "PersonFile":
        """The opened record as far as `sight` goes; what somebody says of their gender does not leave their agency."""
        return replace(
            self,
            card=self.card.through(sight),
            names=self.names if sight.opens(DataClass.IDENTITY) else (),
            residence=self.residence if sight.opens(DataClass.STATUS) else None,
            details=PersonDetails.through(self.details, sight, is_own=self.is_own),
            phones=self.phones if sight.opens(DataClass.IDENTITY) else (),
        )


def cards(who: Who, person_ids: Collection[UUID], *, alone: bool = False) -> dict[UUID, PersonCard]:
    """The cards of those among these persons who may be seen. Four queries, however many they are.

    `alone`: to be shown by itself, and so with what was agreed about reaching the person.
    """
    return _cards(who, _PEOPLE.rows(ids=list(person_ids)), alone=alone) if person_ids else {}


def person_card(who: Who, person_id: UUID) -> PersonCard:
    """One card. Raises Missing."""
    demand_reading(who)
    found = cards(who, [person_id], alone=True)
    if person_id not in found:
        raise Missing
    return replace(found[person_id], by_glass=glass_on(who, person_id) is not None)


def own_person_card(who: Who, person_id: UUID) -> PersonCard:
    """The card of somebody whose record one's own agency keeps: no form is shown that could not be sent.

    Raises Missing for a record that is shared, erased or out of sight, or of which not all is shown: a form would
    write over what was not seen.
    """
    card = person_card(who, person_id)
    if card.is_erased or not card.shows_service or not stands_on(who, person_id):
        raise Missing
    return card


def person_file(who: Who, person_id: UUID) -> PersonFile:
    """The whole record; the reading is recorded first. Raises Missing where it is absent, not yours or a summary."""
    demand_reading(who)
    person = next(iter(_PERSON.records(pk=person_id)), None)
    sight = sights(who, [person_id]).get(person_id)
    record_reading(who, "person_file", person_id, found=bool(person and sight and sight.is_full))
    if person is None or sight is None:
        raise Missing
    ring = keyring.ring(who.agency_id, [person_id])
    rows = _NAMES.records(person=person_id)
    names = [row.opened(ring) for row in rows] if sight.opens(DataClass.IDENTITY) else []
    details = next((row.opened(ring) for row in _DETAILS.records(person=person_id)), NO_DETAILS)
    phones = [row.opened(ring) for row in _PHONES.records(person=person_id)] if sight.opens(DataClass.IDENTITY) else []
    residence = ring.open(person, "residence") if sight.opens(DataClass.STATUS) else None
    firsts = [_NameRow(row.pk, row.person_id, row.script, row.first) for row in rows]
    card = _card(person, sight, ring, firsts, year=clock.today().year, alone=True)
    file = PersonFile(
        card=replace(card, by_glass=glass_on(who, person_id) is not None),
        names=tuple(name for name in names if name.first),
        residence=Residence(residence) if residence else None,
        is_own=person.agency_id == who.agency_id,
        details=details,
        phones=tuple(phone for phone in phones if phone.number),
    )
    return file.through(sight)


def person_by_code(who: Who, *, code: str) -> PersonCard | None:
    """The cover of whoever goes by this code, where that record is in sight."""
    demand_reading(who)
    return next(iter(_cards(who, Person.objects.filter(code=code).values_list(*_PersonRow._fields)).values()), None)


def recent_people(who: Who, *, limit: int = RECENT_AT_MOST) -> list[PersonCard]:
    """Persons in sight whose record changed last."""
    demand_reading(who)
    people = _reached(who).filter(agency_id=who.agency_id).order_by("-updated_at", "id")
    return list(_cards(who, people.values_list(*_PersonRow._fields)[:limit]).values())


def _reached(who: Who) -> QuerySet[Person]:
    """Where to look for persons in sight. Whoever does not reach the whole agency sees persons by permits alone.

    The wall would find the same among all persons, by passing over everybody else's first.
    """
    people = Person.objects.all()
    return people if who.reaches_agency else people.filter(pk__in=Grant.objects.values("root_id"))


def demand_reading(who: Who) -> None:
    if not who.may(Permission.PERSON_READ):
        raise Forbidden(Permission.PERSON_READ)


class _PersonRow(NamedTuple):
    """The columns that a card needs."""

    id: UUID
    code: str
    agency_id: UUID
    sex: str
    birth_year: int | None
    birth_year_estimated: bool
    language: str
    version: int
    erased_on: date | None
    safe_contact: bytes


class _NameRow(NamedTuple):
    """The first name of somebody, sealed."""

    id: UUID
    person_id: UUID
    script: str
    first: bytes


_PEOPLE = Worded(lambda: Person.objects.filter(pk__among=given("ids")).values_list(*_PersonRow._fields))
_PERSON = WordedRecords(lambda: Person.objects.filter(pk=given("pk")))
_NAMES = WordedRecords(lambda: PersonName.objects.filter(person_id=given("person")).order_by("script"))
_DETAILS = WordedRecords(lambda: PersonDetails.objects.filter(person_id=given("person")))
_PHONES = WordedRecords(lambda: PersonPhone.objects.filter(person_id=given("person")).order_by("place"))
_FIRSTS = Worded(
    lambda: PersonName.objects.filter(person_id__among=given("ids")).order_by("script").values_list(*_NameRow._fields)
)


def _cards(who: Who, rows: Iterable[tuple[Any, ...]], *, alone: bool = False) -> dict[UUID, PersonCard]:
    people = {person.id: person for person in map(_PersonRow._make, rows)}
    if not people:
        return {}
    seen = sights(who, people)
    ring = keyring.ring(who.agency_id, list(people), kinds=[Kind.IDENTITY])
    names: dict[UUID, list[_NameRow]] = defaultdict(list)
    for row in map(_NameRow._make, _FIRSTS.rows(ids=list(people))):
        names[row.person_id].append(row)
    year = clock.today().year
    return {
        pk: _card(person, seen[pk], ring, names[pk], year=year, alone=alone)
        for pk, person in people.items()
        if pk in seen
    }


def _card(
    person: Person | _PersonRow, sight: Sight, ring: keyring.Ring, names: Iterable[_NameRow], *, year: int, alone: bool
) -> PersonCard:
    shown = sight.shows(DataClass.IDENTITY)
    card = PersonCard(
        id=person.id,
        code=person.code,
        agency_id=person.agency_id,
        sex=Sex(person.sex),
        birth_year=person.birth_year,
        birth_year_estimated=person.birth_year_estimated,
        age=rules.age_in(person.birth_year, this_year=year),
        language=SpokenLanguage(person.language),
        firsts={Script(row.script): first for row in names if (first := _first(row, ring))} if shown else {},
        version=person.version,
        is_erased=person.erased_on is not None,
        may_open=True,
        shows_service=True,
        opens_name=True,
        safe_contact=_safe_contact(person, ring) if shown and alone else "",
    )
    return card.through(sight)


def _first(row: _NameRow, ring: keyring.Ring) -> str:
    return ring.read(PersonName, "first", root=row.person_id, row=row.id, blob=row.first) or ""


def _safe_contact(person: Person | _PersonRow, ring: keyring.Ring) -> str:
    return ring.read(Person, "safe_contact", root=person.id, row=person.id, blob=person.safe_contact) or ""
