"""Taking up an invitation: link and code first, then a passkey, or a password with codes from an app.

Until one of these is set up nothing has happened: the invitation is used in the transaction that keeps the new way in,
and whatever opened before goes in the same one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest

from jiwar.ground.access import wall
from jiwar.ground.access.grants import call
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import entering, factors, passwords, throttle
from jiwar.ground.access.signing.devices import device_of, device_words
from jiwar.ground.access.signing.inviting import kept
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.who import Door
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import clock

INVITED = "invited"
INVITED_FOR = timedelta(minutes=30)
CODES = "recovery_codes"
"""Where new recovery codes wait in the session, sealed as all of it, until they are printed."""
CODES_FOR = timedelta(minutes=10)


class NotSetUp(Exception):
    """Takes back what was begun."""


def knock(request: HttpRequest, *, token: str, code: str) -> bool | Turned:
    """Show link and code; from then on this browser may set up how that user signs in, for half an hour."""
    buckets = (throttle.bucket("invitation", kept(token)), throttle.bucket("invited", device_of(request).id))
    if turned := throttle.attempt(*buckets):
        return turned
    found = {"token": kept(token), "code": kept(code), "at": clock.now().isoformat()}
    if _user_of(found) is None:
        _record(Outcome.FAILED, None, using=trail.SECOND)
        return False
    throttle.forgive(*buckets)
    request.session.flush()  # neither a session nor a secret of whoever was here before
    request.session[INVITED] = found
    return True


def invited(request: HttpRequest) -> User | None:
    """Who was invited in this browser, while the invitation is good."""
    found: dict[str, str] | None = request.session.get(INVITED)
    if not found or clock.now() - datetime.fromisoformat(found["at"]) > INVITED_FOR:
        return None
    return _user_of(found)


def join_with_passkey(request: HttpRequest, *, credential: str) -> bool:
    """Take it up with a passkey of this device."""
    return _take_up(request, lambda user: factors.add_passkey(user, credential, name=device_words(request)))


def join_with_password(request: HttpRequest, *, password: str, secret: str, code: str) -> bool:
    """Take it up with a password, an app that makes codes, and codes for paper, which wait in the session."""
    if not factors.secret_makes(secret, code):
        return False

    def set_up(user: User) -> bool:
        keep_codes(request, set_password_and_app(user, password=password, secret=secret, code=code))
        return True

    return _take_up(request, set_up)


def set_password_and_app(user: User, *, password: str, secret: str, code: str) -> list[str]:
    """A new password, a new app, and new codes for paper; inside an announced action, as that user."""
    passwords.set_password(user.pk, password)
    factors.set_app(user, secret)
    throttle.first_time(user.pk, code)
    return factors.renew_recovery_codes(user)


def keep_codes(request: HttpRequest, codes: list[str]) -> None:
    """New codes for paper wait for being printed: for ten minutes, for the page is not to be found later."""
    request.session[CODES] = {"codes": codes, "at": clock.now().isoformat()}


def codes_kept(request: HttpRequest) -> list[str]:
    """Those that wait; none once their time is over."""
    kept_codes: dict[str, Any] = request.session.get(CODES) or {}
    if not kept_codes or clock.now() - datetime.fromisoformat(kept_codes["at"]) > CODES_FOR:
        request.session.pop(CODES, None)
        return []
    return list(kept_codes["codes"])


def _take_up(request: HttpRequest, set_up: Callable[[User], bool]) -> bool:
    user = invited(request)
    if user is None:
        return False
    found = request.session[INVITED]
    try:
        with transaction.atomic():
            with wall.announcing("accept_invitation"):
                call("select wall.accept_invitation(%s, %s)", found["token"], found["code"])
            wall.enter(user.pk, mode=wall.Mode.SIGNING)  # whoever enters has announced nothing yet
            with wall.announcing("accept_invitation"):
                _demand(set_up(user))
                _record(Outcome.DONE, user.pk)
    except NotSetUp:
        return False
    request.session.pop(INVITED)
    entering.begin(request, user, account=user.username)
    return True


def _demand(done: bool) -> None:  # noqa: FBT001 (what `set_up` says)
    if not done:
        raise NotSetUp


def _user_of(found: dict[str, str]) -> User | None:
    with connection.cursor() as cursor:
        cursor.execute("select wall.invited(%s, %s)", [found["token"], found["code"]])
        row = cursor.fetchone()
    return User.objects.filter(pk=row[0]).first() if row and row[0] else None


def _record(outcome: Outcome, user_id: UUID | None, *, using: str = "default") -> None:
    with transaction.atomic(using=using):
        trail.record(action="accept_invitation", outcome=outcome, door=Door.WEB, subject_id=user_id, using=using)
