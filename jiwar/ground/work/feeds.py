"""The address by which a calendar outside the house asks for the days of somebody's tasks.

It carries no session: its secret is the proof, kept as a hash under a key of the deployment. Whoever shows it stands
before the wall as its owner, in a part of the transaction in which nothing can be written, and only while that owner
works on files here and has accepted the code of conduct as it stands.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.signing.throttle import Turned, attempt, bucket, forgive
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.base.errors import Missing
from jiwar.ground.staff.queries import conduct_accepted

BYTES = 32


class Waits(Exception):
    """This secret was asked for in vain too often: nobody looks at it for so many seconds."""

    def __init__(self, turned: Turned) -> None:
        super().__init__(turned.seconds)
        self.seconds = turned.seconds


def new_secret() -> str:
    """Letters that stand in an address: 256 bits."""
    return secrets.token_urlsafe(BYTES)


def kept(secret: str) -> str:
    """What is kept of a secret."""
    return bucket("feed", secret).hex()


@contextmanager
def reading(secret: str) -> Iterator[Who]:
    """Inside, stand before the wall as the owner of the address, reading alone; afterwards as nobody.

    Raises Missing alike for a wrong secret, one that was ended, and an owner who has no business here now; Waits
    where this went on too long.
    """
    tries = bucket("feed tried", secret)
    if turned := attempt(tries):
        raise Waits(turned)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction read only")  # until the end of this savepoint
        who = _enter_owner(secret)
        if not conduct_accepted(who):
            raise Missing
        yield who
        wall.leave()
    forgive(tries)


def _enter_owner(secret: str) -> Who:
    """Entered first, then read: one sees one's own world alone, and in a shadow a calendar works as everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.fed(%s)", [kept(secret)])
        user_id = cursor.fetchone()[0]
    if user_id:
        wall.enter(user_id)
    user = User.objects.filter(pk=user_id).first() if user_id else None
    who = who_for(user, door=Door.WEB) if user else None
    if who is None or not who.may(Permission.TASK_WORK):
        raise Missing
    return who
