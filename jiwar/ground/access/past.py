"""The trail of a file, part by part: what its timeline asks for. All of it at once is `queries.trail_of`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import Agency
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Body, TrailLine, names_of
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event, Outcome
from jiwar.ground.base.keyset import Before


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One event of a file, with its number."""

    id: int
    line: TrailLine


def past_events(
    who: Who,
    root_id: UUID,
    *,
    outcome: Outcome,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    before: Before | None,
    at_most: int,
) -> list[PastEvent]:
    """What was done on a file, or who opened it, newest first, by the actions asked for.

    The wall shows it to those who work on the file; of others it shows one's own.
    """
    demand(who, Permission.TRAIL_READ)
    events = Event.objects.filter(before.rows("at") if before else Q(), root_id=root_id, outcome=outcome)
    if only is not None:
        events = events.filter(action__in=only)
    found = events.exclude(action__in=without).order_by("-at", "id")
    columns = found.values_list("pk", "at", "actor", "agency", "action", "outcome", "reason")
    rows: list[tuple[Any, ...]] = list(columns[:at_most])
    people = names_of(who, {row[2] for row in rows})
    ids = {row[3] for row in rows if row[3]}
    bodies = {one.pk: Body(one.pk, one.name_en, one.name_ar) for one in Agency.objects.filter(pk__in=ids)}
    return [
        PastEvent(pk, TrailLine(at, people.get(actor), bodies.get(agency), action, told, reason))
        for pk, at, actor, agency, action, told, reason in rows
    ]
