"""Reading what persons agreed to and refused."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from jiwar.areas.consent.models import Statement
from jiwar.areas.consent.words import About, Said
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import sights
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden


def consents_of(who: Who, *, person_ids: Collection[UUID]) -> dict[UUID, tuple[Said, ...]]:
    """What those among these persons said last whose card shows what is needed and offered; nobody else's.

    It stays in their agency, whatever was granted: the wall shows no row of it.
    """
    if not who.may(Permission.PERSON_READ):
        raise Forbidden(Permission.PERSON_READ)
    shown = [pk for pk, sight in sights(who, person_ids).items() if sight.shows(DataClass.SERVICE)]
    said: dict[UUID, list[Said]] = defaultdict(list)
    for row in Statement.objects.filter(person_id__in=shown).order_by("about"):
        said[row.person_id].append(Said(About(row.about), row.given, row.said_on))
    return {pk: tuple(rows) for pk, rows in said.items()}
