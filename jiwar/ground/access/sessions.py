"""Sessions that are no use to whoever reads their table.

The cookie holds a random key, the table its SHA-256; what a session says is sealed under a key of the vault and bound
to that hash, so that it can be neither read nor moved to another row. A session ends after IDLE_SECONDS without a
request and ABSOLUTE_SECONDS after it began, whatever its row says: the beginning stands in what is sealed.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import DatabaseError, IntegrityError, transaction

from jiwar.ground.access.models import Session
from jiwar.ground.base import clock
from jiwar.ground.base.worded import WordedRecords, given
from jiwar.ground.vault.crypto import CannotOpen, Place, open_sealed, seal
from jiwar.ground.vault.root import derived

BEGAN, DEVICE, ENDED = "_began", "_device", "_ended"
"""What a session says of itself; the last, in the session of nobody that follows one that ended: whose that was."""
KNOWN_FOR = timedelta(hours=12)
TOUCH_AFTER = 60
"""Seconds between two notes of when a session was last seen; a write for every request would be one too many."""

_KEPT = WordedRecords(lambda: Session.objects.filter(key_hash=given("key_hash")))


class SessionStore(SessionBase):
    """Django's interface over our table."""

    ended_user = ""
    """Whose session this was, where it is over: what that user was typing is kept for them (drafts.py)."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def load(self) -> dict[str, Any]:
        row = next(iter(_KEPT.records(key_hash=hashed(self.session_key or ""))), None)
        data = _opened(row) if row else None
        if row is None or data is None or _is_over(row, data) or str(row.user_id or "") != data.get(SESSION_KEY, ""):
            self.ended_user = str(data.get(SESSION_KEY, "")) if data else ""
            self._session_key = None
            return {}
        if clock.now() - row.seen_at > timedelta(seconds=TOUCH_AFTER):
            self._seen(data)
        return data

    def touch(self) -> None:
        """Note that somebody is here."""
        if SESSION_KEY in self:
            self._seen(self._get_session())  # type: ignore[attr-defined]

    def _seen(self, data: dict[str, Any]) -> None:
        row = Session.objects.filter(pk=hashed(self.session_key or ""))
        row.update(seen_at=clock.now(), expires_at=_expires(data))

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 (Django's signature)
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        row = _row(self.session_key, data)
        try:
            with transaction.atomic():
                if must_create:
                    row.save(force_insert=True)
                else:
                    row.save(update_fields=["user_id", "sealed", "device", "seen_at", "expires_at"])
        except IntegrityError:
            raise CreateError from None
        except DatabaseError:
            raise UpdateError from None

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(pk=hashed(key)).delete()

    def cycle_key(self) -> None:
        """A new key and a new beginning: called when somebody signs in."""
        self[BEGAN] = _stamp(clock.now())
        super().cycle_key()

    @classmethod
    def clear_expired(cls) -> None:
        """Take away what has ended; for KNOWN_FOR it still says whose it was, so that what they type is kept."""
        Session.objects.filter(expires_at__lt=clock.now() - KNOWN_FOR).delete()


def hashed(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _row(key: str, data: dict[str, Any]) -> Session:
    data.setdefault(BEGAN, _stamp(clock.now()))
    name = hashed(key)
    return Session(
        key_hash=name,
        user_id=data.get(SESSION_KEY),
        sealed=seal(derived("sessions"), json.dumps(data), place=_place(name), version=1),
        device=data.get(DEVICE, ""),
        began_at=_moment(data),
        seen_at=clock.now(),
        expires_at=_expires(data),
    )


def _opened(row: Session) -> dict[str, Any] | None:
    try:
        text = open_sealed({1: derived("sessions")}, bytes(row.sealed), place=_place(row.key_hash))
    except CannotOpen:
        return None
    data: dict[str, Any] = json.loads(text)
    return data


def _is_over(row: Session, data: dict[str, Any]) -> bool:
    now = clock.now()
    idle = now - row.seen_at > timedelta(seconds=settings.IDLE_SECONDS)
    return idle or now - _moment(data) > timedelta(seconds=settings.ABSOLUTE_SECONDS)


def _expires(data: dict[str, Any]) -> datetime:
    return min(
        clock.now() + timedelta(seconds=settings.IDLE_SECONDS),
        _moment(data) + timedelta(seconds=settings.ABSOLUTE_SECONDS),
    )


def _moment(data: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(data[BEGAN]))


def _stamp(moment: datetime) -> str:
    return moment.isoformat()


def _place(name: str) -> Place:
    return Place("access_session", "sealed", UUID(name[:32]))
