"""What is done with a record of a person."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.areas.people import rules
from jiwar.areas.people.models import FindingKeys, Person, PersonName
from jiwar.areas.people.words import Erasure, GivenName, Particulars
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.codes import new_code
from jiwar.ground.base.errors import Missing, Reason, Reasons, Refused
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.lib.names import KEYS_VERSION

REASONS = Reasons(
    Reason("no_name", _("Give a first name in at least one script."), field="first_arab"),
    Reason("two_names", _("Only one name can be given in each script."), field="first_arab"),
    Reason("birth_year", _("Nobody living was born in that year: check it."), field="birth_year"),
)


@action(Permission.PERSON_REGISTER)
def register_person(who: Who, *, names: Sequence[GivenName], particulars: Particulars) -> Person:
    """Write down somebody new, for the agency of `who`. Refused without a first name or with an impossible year."""
    _check(names, particulars)
    person = Person(id=keyring.new_root_id(), agency_id=who.agency_id, code=new_code("P"))
    ring = keyring.new_root_keys(person.pk, who.agency_id)
    _fill(person, particulars, ring)
    person.insert()
    _write_names(person, names, ring)
    return person


@action(Permission.PERSON_CORRECT)
def correct_person(
    who: Who, person_id: UUID, *, names: Sequence[GivenName], particulars: Particulars, version: int
) -> Person:
    """Correct what was written down. Raises Stale where somebody else was first."""
    _check(names, particulars)
    person = _own(who, person_id)
    ring = keyring.ring(who.agency_id, [person.pk])
    person.change(version=version, **_columns(person, particulars, ring))
    _write_names(person, names, ring)
    return person


@action(Permission.PERSON_ERASE)
def erase_person(who: Who, person_id: UUID, *, reason: Erasure, version: int) -> Person:
    """Destroy the keys of a person's record: what was sealed is noise from now on.

    A backup from before still holds the keys until it expires; a restore erases again.

    Raises Missing while a key of a case of the person is left: `erase_file` of cases erases both. What statistics
    need stays; the year of birth is taken out, of the history too, and grants end; the trail holds no content.
    """
    person = _own(who, person_id)
    person.change(
        version=version,
        erased_on=clock.today(),
        erased_because=reason,
        birth_year=None,
        safe_contact=b"",
        residence=b"",
    )
    FindingKeys.objects.filter(person=person).delete()
    grants.erase_keys(person.pk)
    grants.call("select wall.forget_person(%s)", person.pk)
    return person


@action(Permission.KEYS_ROTATE)
def rotate_finding_keys(who: Who, *, limit: int) -> int:
    """Make anew what up to `limit` people are found by, where an older version made it; 0 when none is left.

    Names are opened for it and nobody is shown one: what comes of it are keyed tokens.
    """
    behind = Person.objects.filter(agency_id=who.agency_id, erased_on__isnull=True).exclude(
        pk__in=FindingKeys.objects.filter(keys_version=KEYS_VERSION).values("person")
    )
    people = list(behind.select_for_update(no_key=True).order_by("pk")[:limit])
    ring = keyring.ring(who.agency_id, [person.pk for person in people], kinds=[Kind.IDENTITY])
    names: dict[UUID, list[str]] = {person.pk: [] for person in people}
    for row in PersonName.objects.filter(person__in=people):
        names[row.person_id].append(f"{ring.open(row, 'first') or ''} {ring.open(row, 'rest') or ''}")
    _write_keys([FindingKeys.of(person, names[person.pk]) for person in people])
    return len(people)


def _own(who: Who, person_id: UUID) -> Person:
    """The record, if one works on it and it is not erased; a granted one is not corrected by the receiver."""
    person = Person.objects.filter(pk=person_id, agency_id=who.agency_id, erased_on__isnull=True).first()
    if person is None or not stands_on(who, person_id):
        raise Missing
    return person


def _check(names: Sequence[GivenName], particulars: Particulars) -> None:
    if rules.missing_name([name.first for name in names]):
        raise Refused(REASONS["no_name"])
    if rules.repeated_script([name.script for name in names]):
        raise Refused(REASONS["two_names"])
    if rules.impossible_birth_year(particulars.birth_year, this_year=clock.today().year):
        raise Refused(REASONS["birth_year"])


def _columns(person: Person, particulars: Particulars, ring: keyring.Ring) -> dict[str, Any]:
    return {
        "sex": particulars.sex,
        "birth_year": particulars.birth_year,
        "birth_year_estimated": particulars.birth_year_estimated,
        "language": particulars.language,
        "safe_contact": ring.seal(person, "safe_contact", particulars.safe_contact),
        "residence": ring.seal(person, "residence", particulars.residence),
    }


def _fill(person: Person, particulars: Particulars, ring: keyring.Ring) -> None:
    for column, value in _columns(person, particulars, ring).items():
        setattr(person, column, value)


def _write_names(person: Person, names: Sequence[GivenName], ring: keyring.Ring) -> None:
    """Bring the names and their keys to what is given; a script left empty keeps no name."""
    kept = {row.script: row for row in PersonName.objects.filter(person=person)}
    given = [name for name in names if name.first.strip()]
    for name in given:
        old = kept.pop(name.script, None)
        row = old or PersonName(person=person, script=name.script)
        first, rest = ring.seal(row, "first", name.first.strip()), ring.seal(row, "rest", name.rest.strip())
        if old:
            old.change(version=old.version, first=first, rest=rest)
        else:
            row.first, row.rest = first, rest
            row.insert()
    PersonName.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    _write_keys([FindingKeys.of(person, [f"{name.first} {name.rest}" for name in given])])


def _write_keys(rows: Sequence[FindingKeys]) -> None:
    """Under these and nothing else the persons are found from now on."""
    told = ["keys_version", "tokens"]
    FindingKeys.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person"], update_fields=told)
