"""How often may somebody guess: by account and by device, never by address, for an office shares one.

An attempt is counted before it is made, over the second connection, so that a hundred at once are a hundred and no
rollback forgets one; success takes the count back. After FREE attempts in vain each further one waits twice as
long, at most a quarter of an hour, and the wait ends by itself (wall.attempt() holds the figures).

A device that has signed in with an account before has a count of its own for it: strangers who guess lock only
strangers out. Buckets are hashes under a key of the deployment, for names that exist and names that do not alike.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import connections, transaction

from jiwar.ground.audit.trail import SECOND
from jiwar.ground.vault.root import derived


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody has to wait this many seconds before the next attempt counts."""

    seconds: int

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


def bucket(*parts: str) -> bytes:
    """The name under which attempts are counted."""
    return hmac.digest(derived("attempts").material, "\0".join(parts).encode(), "sha256")


def attempt(*buckets: bytes) -> Turned | None:
    """Count an attempt in every bucket; says how long to wait where one of them is closed."""
    with transaction.atomic(using=SECOND), connections[SECOND].cursor() as cursor:
        cursor.execute("select max(wall.attempt(b)) from unnest(%s::bytea[]) b", [list(buckets)])
        seconds: int = cursor.fetchone()[0]
    return Turned(seconds) if seconds else None


def forgive(*buckets: bytes) -> None:
    """The attempt was right: its buckets are as new."""
    with transaction.atomic(using=SECOND), connections[SECOND].cursor() as cursor:
        cursor.execute("select wall.forgive(b) from unnest(%s::bytea[]) b", [list(buckets)])


def first_time(user_id: UUID, code: str) -> bool:
    """Whether this one-time code of this user is used for the first time. Part of the request's own transaction."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select wall.once(%s)", [bucket("once", str(user_id), code)])
        new: bool = cursor.fetchone()[0]
        return new
