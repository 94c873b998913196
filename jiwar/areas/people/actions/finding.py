"""Bringing up to date under what people are found."""

from collections.abc import Sequence
from uuid import UUID

from jiwar.areas.people.models import FindingKeys, Person, PersonName
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.lib.names import KEYS_VERSION


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
        given = (ring.open(row, column) or "" for column in ("first", "middle", "rest"))
        names[row.person_id].append(" ".join(given))
    write_keys([FindingKeys.of(person, names[person.pk]) for person in people])
    return len(people)


def write_keys(rows: Sequence[FindingKeys]) -> None:
    """Under these and nothing else the persons are found from now on."""
    FindingKeys.objects.filter(person__in=[row.person_id for row in rows]).delete()
    FindingKeys.objects.bulk_create(rows)
