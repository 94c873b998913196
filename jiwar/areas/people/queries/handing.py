"""What is written down of persons, whole: for its forms, and for handing it on in a file."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from jiwar.areas.people.models import Person, PersonDetails, PersonName, PersonPhone
from jiwar.areas.people.queries.reading import PersonCard, cards, demand_reading, person_file
from jiwar.areas.people.rules import dialled
from jiwar.areas.people.words import (
    NO_DETAILS,
    PHONE_TOKENS,
    Details,
    Particulars,
    PersonRecord,
    Phone,
    Residence,
    Sex,
    SpokenLanguage,
)
from jiwar.ground.access.action import record_readings
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.queries import Sight, sights, worked_on
from jiwar.ground.access.who import Who
from jiwar.ground.vault import keyring
from jiwar.ground.vault.tokens import token

AT_MOST = 20
"""So many who share a number are shown: a household's, a shelter's."""


def details_of(who: Who, person_id: UUID) -> Details:
    """The details of a person, as far as they may be seen. The reading is recorded, as that of the record. Missing."""
    return person_file(who, person_id).details


def phones_of(who: Who, person_id: UUID) -> tuple[Phone, ...]:
    """The telephones of a person, where they may be seen; recorded likewise."""
    return person_file(who, person_id).phones


def people_by_phone(who: Who, *, number: str) -> list[PersonCard]:
    """Whose number this is, however it is spaced and from wherever dialled: of those whose full name may be read."""
    demand_reading(who)
    rows = PersonPhone.objects.filter(token=token(PHONE_TOKENS, dialled(number)), person__erased_on__isnull=True)
    ids = list(dict.fromkeys(rows.order_by("person_id").values_list("person_id", flat=True)))
    seen = sights(who, ids) if ids else {}
    readable = [pk for pk in ids if pk in seen and seen[pk].opens(DataClass.IDENTITY)]
    return list(cards(who, readable[:AT_MOST]).values())


def people_records(who: Who, *, person_ids: Collection[UUID]) -> dict[UUID, PersonRecord]:
    """All that is written down of those among these persons who are of one's own agency and worked on.

    One reading is recorded for each before anything of it is opened. Whose name may not be read is absent; what else
    may not be seen is as if it had not been told.
    """
    demand_reading(who)
    kept = worked_on(who, person_ids)
    people = list(Person.objects.filter(pk__in=kept, agency_id=who.agency_id, erased_on__isnull=True))
    seen = sights(who, [person.pk for person in people])
    shown = {person.pk: person for person in people if _is_open(seen.get(person.pk))}
    record_readings(who, "people_records", list(shown))
    ring = keyring.ring(who.agency_id, list(shown))
    names, phones = _by_person(PersonName, "script", shown), _by_person(PersonPhone, "place", shown)
    details = {row.person_id: row.opened(ring) for row in PersonDetails.objects.filter(person_id__in=shown)}
    return {
        pk: PersonRecord(
            names=tuple(row.opened(ring) for row in names[pk]),
            particulars=_particulars(person, seen[pk], ring),
            details=PersonDetails.through(details.get(pk, NO_DETAILS), seen[pk], is_own=True),
            phones=tuple(row.opened(ring) for row in phones[pk]),
        )
        for pk, person in shown.items()
    }


def _is_open(sight: Sight | None) -> bool:
    return sight is not None and sight.shows(DataClass.SERVICE) and sight.opens(DataClass.IDENTITY)


def _by_person[R: (PersonName, PersonPhone)](model: type[R], order: str, ids: Iterable[UUID]) -> dict[UUID, list[R]]:
    rows: dict[UUID, list[R]] = defaultdict(list)
    for row in model.objects.filter(person_id__in=list(ids)).order_by(order):
        rows[row.person_id].append(row)
    return rows


def _particulars(person: Person, sight: Sight, ring: keyring.Ring) -> Particulars:
    residence = ring.open(person, "residence") if sight.opens(DataClass.STATUS) else None
    return Particulars(
        sex=Sex(person.sex),
        birth_year=person.birth_year,
        birth_year_estimated=person.birth_year_estimated,
        language=SpokenLanguage(person.language),
        safe_contact=ring.open(person, "safe_contact") or "",
        residence=Residence(residence) if residence else Residence.UNKNOWN,
    )
