"""Writing the trail: one event, in the transaction of what it describes.

There is no way to write one later: if the event cannot be written, the transaction fails and nothing is done
or shown. Plain SQL without RETURNING, because reading an event back is a right of its own.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connections

from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import requests

INSERT = """
insert into audit_event (action, outcome, door, request_id, reason, root_id, subject_id)
values (%s, %s, %s, %s, %s, %s, %s)
"""
INSERT_ALL = """
insert into audit_event (action, outcome, door, request_id, reason, root_id)
select %s, %s, %s, %s, '', root from unnest(%s::uuid[]) with ordinality as of (root, place) order by place
"""
SECOND = "second"
"""The connection whose transactions no rollback of a request takes along."""


def record(
    *,
    action: str,
    outcome: Outcome,
    door: str,
    request_id: UUID | None = None,
    reason: str = "",
    root_id: UUID | None = None,
    subject_id: UUID | None = None,
    using: str = "default",
) -> None:
    """Write one event. `root_id` is the file it is about, `subject_id` a thing in it or a user; never content.

    Without `request_id` it is that of the request that is served. Who acts, for which agency and when is filled in by
    the database. `using=SECOND` is for what must survive a rollback: a failure, a failed sign-in.
    """
    with connections[using].cursor() as cursor:
        number = request_id or requests.current()
        cursor.execute(INSERT, [action, str(outcome), door, number, reason, root_id, subject_id])


def record_all(
    *, action: str, outcome: Outcome, door: str, request_id: UUID | None, root_ids: Collection[UUID]
) -> None:
    """Write one event for each of these files, in one statement."""
    with connections["default"].cursor() as cursor:
        number = request_id or requests.current()
        cursor.execute(INSERT_ALL, [action, str(outcome), door, number, list(root_ids)])
