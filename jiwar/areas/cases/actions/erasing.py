"""Erasing a person's file: the record and every case of it, by destroying their keys."""

from uuid import UUID

from jiwar.areas.cases.actions.reasons import IN_THE_WAY, REASONS
from jiwar.areas.people.actions import erase_person
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Erasure
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing


@action(Permission.PERSON_ERASE)
def erase_file(who: Who, person_id: UUID, *, reason: Erasure, version: int) -> None:
    """Destroy the keys of a person and of all cases of that person, whoever sees them. Refused while one is open.

    Codes, days and programmes stay for the figures; nothing that was sealed opens again; a backup from
    before still holds the keys until it expires (docs/how/restore.md says what a restore must do again).
    """
    own = Person.objects.filter(pk=person_id, agency_id=who.agency_id)
    if own.select_for_update(no_key=True).first() is None:  # nobody opens a case for the person meanwhile
        raise Missing
    grants.call("select wall.erase_cases(%s)", person_id, words={IN_THE_WAY: REASONS["has_open_cases"]})
    erase_person(who, person_id, reason=reason, version=version)
