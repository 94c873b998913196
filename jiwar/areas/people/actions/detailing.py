"""What the standard of case data asks about a person, and telephones: stated as a whole, from the version looked at."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Model

from jiwar.areas.people import rules
from jiwar.areas.people.actions.finding import write_keys
from jiwar.areas.people.actions.reasons import REASONS, own_person, refuse_details
from jiwar.areas.people.models import FindingKeys, Person, PersonDetails, PersonName, PersonPhone
from jiwar.areas.people.words import Details, Phone
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.vault import keyring


@action(Permission.PERSON_CORRECT)
def state_details(who: Who, person_id: UUID, *, details: Details, version: int) -> Person:
    """Write down the details as they are now, all of them. `version` is the person's; raises Stale.

    The year of birth follows the day of birth; where the day is taken back, the year stays as it was.
    """
    refuse_details(details)
    person = own_person(who, person_id)
    ring = keyring.ring(who.agency_id, [person.pk])
    born = details.birth_date
    is_other = rules.other_birth_year(person.birth_year, born)
    told = {"birth_year": born.year, "birth_year_estimated": False} if born else {}
    person.change(version=version, **told)
    old = PersonDetails.objects.filter(person=person).first()
    if old:
        old.change(version=old.version, **old.columns(details, ring))
    else:
        details_row(person, details, ring).insert()
    if is_other:
        write_keys([FindingKeys.of(person, _names(person, ring))])
    return person


@action(Permission.PERSON_CORRECT)
def state_phones(who: Who, person_id: UUID, *, phones: Sequence[Phone], version: int) -> Person:
    """Write down the telephones as they are now, in this order. `version` is the person's; raises Stale."""
    REASONS.refuse_if(rules.why_not_state_phones(phones))
    person = own_person(who, person_id)
    ring = keyring.ring(who.agency_id, [person.pk])
    person.change(version=version)
    kept = {row.place: row for row in PersonPhone.objects.filter(person=person)}
    for row, phone in zip(phone_rows(person, phones, ring), phones, strict=True):
        old = kept.pop(row.place, None)
        if old is None:
            row.insert()
        elif old.opened(ring) != phone:
            old.change(version=old.version, **old.columns(phone, ring))
    PersonPhone.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    return person


def stated_birth_date(person: Person, ring: keyring.Ring) -> date | None:
    """The day of birth that is written down, if one is."""
    row = PersonDetails.objects.filter(person=person).first()
    return row.opened(ring).birth_date if row else None


def details_row(person: Person, details: Details, ring: keyring.Ring) -> PersonDetails:
    """The row of these details; not written yet."""
    row = PersonDetails(person=person)
    return _filled(row, row.columns(details, ring))


def phone_rows(person: Person, phones: Sequence[Phone], ring: keyring.Ring) -> list[PersonPhone]:
    """The rows of these telephones, in their order; not written yet."""
    rows = [(PersonPhone(person=person, place=place), phone) for place, phone in enumerate(phones)]
    return [_filled(row, row.columns(phone, ring)) for row, phone in rows]


def _filled[R: Model](row: R, columns: Mapping[str, object]) -> R:
    for column, value in columns.items():
        setattr(row, column, value)
    return row


def _names(person: Person, ring: keyring.Ring) -> list[str]:
    return [row.opened(ring).whole for row in PersonName.objects.filter(person=person)]
