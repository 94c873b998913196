"""Writing down somebody new, correcting what was written, erasing it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiwar.areas.people import rules
from jiwar.areas.people.actions.detailing import details_row, phone_rows, stated_birth_date
from jiwar.areas.people.actions.finding import write_keys
from jiwar.areas.people.actions.reasons import REASONS, own_person, why_not_register
from jiwar.areas.people.models import FindingKeys, Person, PersonDetails, PersonName, PersonPhone
from jiwar.areas.people.words import NO_DETAILS, Erasure, GivenName, Newcomer, Particulars
from jiwar.ground.access import grants
from jiwar.ground.access.action import action, record_all_done
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.codes import new_code
from jiwar.ground.base.errors import Refused
from jiwar.ground.vault import keyring

AT_ONCE = 25
"""So many are written by one set of statements; the wall holds the ids of those whose rows are not there yet."""
TRIES = 5
"""So often codes are thrown anew: of 700 million, one that is taken comes up now and then."""


@action(Permission.PERSON_REGISTER)
def register_person(who: Who, *, names: Sequence[GivenName], particulars: Particulars) -> Person:
    """Write down somebody new, for the agency of `who`. Refused without a first name or with an impossible year."""
    return _written(who, [_wanted(Newcomer(tuple(names), particulars))])[0]


@action(Permission.PERSON_REGISTER)
def register_people(who: Who, *, newcomers: Sequence[Newcomer]) -> list[Person]:
    """Write down many at once, by the rules for each; one event for each person. Refused as a whole, naming nobody.

    Which of them would be refused, `why_not_register` says beforehand.
    """
    wanted = [_wanted(newcomer) for newcomer in newcomers]
    people: list[Person] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = _written(who, wanted[start : start + AT_ONCE])
        record_all_done(who, "register_people", [person.pk for person in some])
        people += some
    return people


@action(Permission.PERSON_CORRECT)
def correct_person(
    who: Who, person_id: UUID, *, names: Sequence[GivenName], particulars: Particulars, version: int
) -> Person:
    """Correct what was written down. Raises Stale where somebody else was first."""
    told = [(name.script, name.first) for name in names]
    REASONS.refuse_if(rules.why_not_write_down(told, particulars.birth_year, this_year=clock.today().year))
    person = own_person(who, person_id)
    ring = keyring.ring(who.agency_id, [person.pk])
    if rules.other_birth_year(particulars.birth_year, stated_birth_date(person, ring)):
        raise Refused(REASONS["other_birth_year"])
    person.change(version=version, **_columns(person, particulars, ring))
    _correct_names(person, names, ring)
    return person


@action(Permission.PERSON_ERASE)
def erase_person(who: Who, person_id: UUID, *, reason: Erasure, version: int) -> Person:
    """Destroy the keys of a person's record: what was sealed is noise from now on.

    A backup from before still holds the keys until it expires; a restore erases again.

    Raises Missing while a key of a case of the person is left: `erase_file` of cases erases both. What statistics
    need stays; the year of birth, the plain details and the telephones are taken out, of the history too, and grants
    end; the trail holds no content.
    """
    person = own_person(who, person_id)
    person.change(
        version=version,
        erased_on=clock.today(),
        erased_because=reason,
        birth_year=None,
        safe_contact=b"",
        residence=b"",
    )
    FindingKeys.objects.filter(person=person).delete()
    PersonPhone.objects.filter(person=person).delete()
    for row in PersonDetails.objects.filter(person=person):
        row.change(version=row.version, **PersonDetails.blank())
    grants.erase_keys(person.pk)
    grants.call("select wall.forget_person(%s)", person.pk)
    return person


def _wanted(newcomer: Newcomer) -> Newcomer:
    """Somebody new as the record will have it: the year of birth follows the day. Raises Refused."""
    reason = why_not_register(newcomer)
    if reason:
        raise Refused(reason)
    born = newcomer.details.birth_date
    if not born:
        return newcomer
    told = replace(newcomer.particulars, birth_year=born.year, birth_year_estimated=False)
    return replace(newcomer, particulars=told)


def _written(who: Who, newcomers: Sequence[Newcomer]) -> list[Person]:
    """Their records, keys and all that is known of them: the same number of statements, however many they are."""
    ids = keyring.new_root_ids(len(newcomers))
    ring = keyring.new_roots_keys(ids, who.agency_id)
    people = [Person(id=one, agency_id=who.agency_id) for one in ids]
    for person, newcomer in zip(people, newcomers, strict=True):
        for column, value in _columns(person, newcomer.particulars, ring).items():
            setattr(person, column, value)
    _insert_under_new_codes(people)
    both = list(zip(people, newcomers, strict=True))
    PersonName.objects.bulk_create(
        _named(PersonName(person=person, script=name.script), name, ring)
        for person, newcomer in both
        for name in _given(newcomer.names)
    )
    details = [details_row(person, one.details, ring) for person, one in both if one.details != NO_DETAILS]
    PersonDetails.objects.bulk_create(details)
    PersonPhone.objects.bulk_create(row for person, one in both for row in phone_rows(person, one.phones, ring))
    write_keys([FindingKeys.of(person, [name.whole for name in _given(one.names)]) for person, one in both])
    return people


def _insert_under_new_codes(people: Sequence[Person]) -> None:
    """The rows, each under a code that nobody of the agency has; who has which, nobody can look up past the wall."""
    for left in reversed(range(TRIES)):
        for person in people:
            person.code = new_code("P")
        try:
            with transaction.atomic():
                Person.objects.bulk_create(people)
        except IntegrityError:
            if not left:
                raise
        else:
            return


def _columns(person: Person, particulars: Particulars, ring: keyring.Ring) -> dict[str, Any]:
    return {
        "sex": particulars.sex,
        "birth_year": particulars.birth_year,
        "birth_year_estimated": particulars.birth_year_estimated,
        "language": particulars.language,
        "safe_contact": ring.seal(person, "safe_contact", particulars.safe_contact),
        "residence": ring.seal(person, "residence", particulars.residence),
    }


def _given(names: Sequence[GivenName]) -> list[GivenName]:
    """The names without space around them; a script without a first name keeps none."""
    return [
        GivenName(name.script, name.first.strip(), name.rest.strip(), name.middle.strip())
        for name in names
        if name.first.strip()
    ]


def _named(row: PersonName, name: GivenName, ring: keyring.Ring) -> PersonName:
    for column in ("first", "middle", "rest"):
        setattr(row, column, ring.seal(row, column, getattr(name, column)))
    return row


def _correct_names(person: Person, names: Sequence[GivenName], ring: keyring.Ring) -> None:
    """Bring the names and their keys to what is given; a script left empty keeps no name."""
    kept = {row.script: row for row in PersonName.objects.filter(person=person)}
    given = _given(names)
    for name in given:
        old = kept.pop(name.script, None)
        row = _named(old or PersonName(person=person, script=name.script), name, ring)
        if old:
            old.change(version=old.version, first=row.first, middle=row.middle, rest=row.rest)
        else:
            row.insert()
    PersonName.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    write_keys([FindingKeys.of(person, [name.whole for name in given])])
