"""Passwords: normalised, hashed by argon2id one or two at a time, and sealed.

A row holds salt and hash, sealed under a key of the vault and bound to its user. Who is not known costs the same: a
hash against a row that nobody has.

A password is taken in Unicode form NFKC: the same word typed on two keyboards, or pasted from a text with Arabic
presentation forms, is the same password.
"""

import base64
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from threading import BoundedSemaphore
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.models import Password
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Reason, Refused
from jiwar.ground.vault.crypto import Place, open_sealed, seal
from jiwar.ground.vault.root import derived

AT_ONCE = 2
"""Hashes that one process makes at a time: each takes 100 MB, and a thousand at once would be the end of it."""
PATIENCE = 4.0
"""Seconds that the next one waits for its turn."""
SALT_BYTES, HASH_BYTES = 16, 32
BUSY = Reason("busy", _("Many people are signing in just now. Wait a moment and try again."))

_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a row seals: what the hash cost, the salt and the hash."""

    time: int
    memory: int
    lanes: int
    salt: str
    hash: str


def normalised(password: str) -> str:
    """The one form of a password."""
    return unicodedata.normalize("NFKC", password)


def set_password(user_id: UUID, password: str, *, using: str = "default") -> None:
    """Keep a new password. Inside an announced action, as that user."""
    row = Password(user_id=user_id, sealed=sealed(user_id, password), changed_at=clock.now())
    row.save(using=using)


def sealed(user_id: UUID, password: str) -> bytes:
    """What is kept of a password of this user."""
    salt = secrets.token_bytes(SALT_BYTES)
    hasher = Argon2PasswordHasher
    cost = (hasher.time_cost, hasher.memory_cost, hasher.parallelism)
    kept = Kept(*cost, _text(salt), _text(_hash(password, salt, *cost)))
    return seal(derived("passwords"), json.dumps(asdict(kept)), place=_place(user_id), version=1)


def matches(user_id: UUID, password: str) -> bool:
    """Compare what was typed with the row of a user, or with nobody's: one query, one hash. Raises Refused."""
    kept = _kept(user_id)
    against = kept or _nobodys(Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost)
    typed = _hash(password, _bytes(against.salt), against.time, against.memory, against.lanes)
    return hmac.compare_digest(typed, _bytes(against.hash)) and kept is not None


def has_password(user_id: UUID) -> bool:
    """Whether there is a password at all: somebody with passkeys may have none."""
    return Password.objects.filter(pk=user_id).exists()


def drop_password(user_id: UUID) -> None:
    """Nobody signs in with it any more."""
    Password.objects.filter(pk=user_id).delete()


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused(BUSY)
    try:
        yield
    finally:
        _turns.release()


def _hash(password: str, salt: bytes, time: int, memory: int, lanes: int) -> bytes:
    secret = normalised(password).encode("utf-8", "surrogatepass")
    with _turn():
        return hash_secret_raw(secret, salt, time, memory, lanes, HASH_BYTES, Type.ID)


def _kept(user_id: UUID) -> Kept | None:
    row = Password.objects.filter(pk=user_id).first()
    if row is None:
        return None
    return Kept(**json.loads(open_sealed({1: derived("passwords")}, bytes(row.sealed), place=_place(user_id))))


@lru_cache(maxsize=4)
def _nobodys(time: int, memory: int) -> Kept:
    made = [_text(secrets.token_bytes(size)) for size in (SALT_BYTES, HASH_BYTES)]
    return Kept(time, memory, Argon2PasswordHasher.parallelism, *made)


def _place(user_id: UUID) -> Place:
    return Place("access_password", "sealed", user_id)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
