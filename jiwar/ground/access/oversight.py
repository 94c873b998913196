"""Counting over all agencies: a role of its own in the database, entered for one block, recorded each time.

`jiwar_oversight` may read a few plain columns and no text, no person and no owner; the policy shows it rows only
while somebody whose role reads figures is entered.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.errors import Forbidden


@contextmanager
def overseeing(who: Who, figure: str) -> Iterator[None]:
    """Inside, queries run as `jiwar_oversight`. `figure` names what is counted, for the trail."""
    if not who.may(Permission.FIGURES_READ):
        raise Forbidden(Permission.FIGURES_READ)
    trail.record(action=figure, outcome=Outcome.READ, door=who.door, request_id=who.request_id)
    with connection.cursor() as cursor:
        cursor.execute("set local role jiwar_oversight")
        yield
        cursor.execute("reset role")  # not after an error: the rollback gives the role back
