"""The application's side of the wall: who enters, and what is announced.

`enter` proves to the database, by a token good for thirty seconds, that this application speaks for a user; the
database derives that user's principals itself and seals them for this transaction. Outside a transaction nobody
is entered and no protected row is seen.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connections, transaction

from jiwar.ground.access.who import Who
from jiwar.ground.base.integrity import refuse_broken

GOOD_FOR = 30  # seconds; the database takes at most 60


class NotEntered(RuntimeError):
    """A fault in our code: an action or query ran as somebody other than who is entered."""


class Mode(StrEnum):
    """How far somebody enters; part of what the token signs."""

    FULL = "full"
    SIGNING = "signing"
    """on the way in: one's own secrets are seen, and no principal is derived"""
    DURESS = "duress"
    """the same as this user's shadow; who has none enters as somebody who does not exist"""
    JOB = "job"
    """as the system user of the agency for which a job was put aside; the token names the job (ground/jobs)"""


def token(subject_id: UUID, mode: Mode = Mode.FULL) -> str:
    """subject.mode.nonce.expiry.hmac, as wall.enter() checks it: who enters, or which job."""
    message = f"{subject_id}.{mode}.{uuid4().hex}.{int(time.time()) + GOOD_FOR}"
    return f"{message}.{hmac.new(settings.WALL_APP_KEY, message.encode(), hashlib.sha256).hexdigest()}"


def enter(user_id: UUID, *, mode: Mode = Mode.FULL, using: str = "default") -> None:
    """Become `user_id` until the end of this transaction, or until somebody else enters."""
    with connections[using].cursor() as cursor:
        cursor.execute("select wall.enter(%s)", [token(user_id, mode)])


def leave(*, using: str = "default") -> None:
    """Be nobody again."""
    with connections[using].cursor() as cursor:
        cursor.execute("select wall.leave()")


def entered(*, using: str = "default") -> UUID | None:
    """Who is entered, as the database has it."""
    with connections[using].cursor() as cursor:
        cursor.execute("select wall.actor()")
        found: UUID | None = cursor.fetchone()[0]
        return found


@contextmanager
def standing(who: Who) -> Iterator[None]:
    """Stand before the database as `who`: in the transaction that is open, else in one of its own.

    Raises NotEntered where the open transaction belongs to somebody else.
    """
    if transaction.get_connection().in_atomic_block:
        if entered() != who.user_id:
            raise NotEntered
        yield
    else:
        with transaction.atomic(durable=True):
            enter(who.user_id)
            yield
            refuse_broken()


@contextmanager
def announcing(name: str, *, using: str = "default") -> Iterator[None]:
    """Announce an action for the statements inside; the announcement around it comes back afterwards."""
    with connections[using].cursor() as cursor:
        cursor.execute("select wall.announced()")
        before: str = cursor.fetchone()[0] or ""
        cursor.execute("select wall.announce(%s)", [name])
    yield
    with connections[using].cursor() as cursor:  # not after an error: the savepoint takes it back
        cursor.execute("select wall.announce(%s)", [before])
