"""One's own sessions: where one is signed in, since when, and ending them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiwar.ground.access import wall
from jiwar.ground.access.models import Session
from jiwar.ground.access.sessions import hashed
from jiwar.ground.access.signing.devices import BROWSERS, SYSTEMS
from jiwar.ground.access.who import Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import clock

NAMES = {"edge": "Edge", "opera": "Opera", "samsung": "Samsung Internet", "firefox": "Firefox", "chrome": "Chrome",
         "safari": "Safari", "android": "Android", "iphone": "iPhone", "ipad": "iPad", "windows": "Windows",
         "mac": "macOS", "linux": "Linux"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session as its owner sees it."""

    id: UUID
    device: str
    since: datetime
    seen: datetime
    is_this: bool


def sessions_of(request: HttpRequest, who: Who) -> list[Sitting]:
    """Where this user is signed in now, latest first."""
    rows = Session.objects.filter(user_id=who.user_id, expires_at__gt=clock.now()).order_by("-seen_at", "id")
    this = _this(request)
    return [Sitting(r.id, words_of(r.device), r.began_at, r.seen_at, r.key_hash == this) for r in rows]


def end_session(who: Who, session_id: UUID) -> None:
    """End one of one's own sessions; from its next request on it is nobody's."""
    Session.objects.filter(user_id=who.user_id, id=session_id).delete()
    _record(who, "end_session")


def end_other_sessions(request: HttpRequest, who: Who) -> None:
    """End all of one's own sessions but this one."""
    Session.objects.filter(user_id=who.user_id).exclude(pk=_this(request)).delete()
    _record(who, "end_sessions")


def _this(request: HttpRequest) -> str:
    return hashed(request.session.session_key or "")


def words_of(device: str) -> str:
    """A kind of device in words."""
    known = {code for code, _ in (*BROWSERS, *SYSTEMS)}
    parts = [NAMES[part] for part in device.split("/") if part in known]
    return " · ".join(parts) or _("Unknown device")


def _record(who: Who, action: str) -> None:
    with wall.announcing(action):
        trail.record(
            action=action, outcome=Outcome.DONE, door=who.door, request_id=who.request_id, subject_id=who.user_id
        )
