"""Proving again who one is, in a session that is open: for dangerous steps."""

from django.http import HttpRequest

from jiwar.ground.access import proving, wall
from jiwar.ground.access.signing import factors, passwords, throttle
from jiwar.ground.access.signing.devices import device_of
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.who import Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome


def needs_code(who: Who) -> bool:
    """Whether a code belongs to this user's password."""
    return factors.has_app(who.user_id)


def prove(request: HttpRequest, who: Who, *, password: str, code: str = "") -> bool | Turned:
    """Prove by password and, where one is set up, a code."""
    buckets = device_of(request).buckets(f"prove {who.user_id}")
    if turned := throttle.attempt(*buckets):
        return turned
    is_right = passwords.matches(who.user_id, password)
    with wall.announcing("prove"):
        right = is_right and (not needs_code(who) or factors.code_is_right(who.user_id, code))
    if right:
        throttle.forgive(*buckets)
    return _done(request, who, right=right)


def prove_with_passkey(request: HttpRequest, who: Who, *, credential: str) -> bool:
    """Prove by a passkey of one's own."""
    with wall.announcing("prove"):
        user = factors.passkey_owner(credential)
    wall.enter(who.user_id)
    return _done(request, who, right=user is not None and user.pk == who.user_id)


def _done(request: HttpRequest, who: Who, *, right: bool) -> bool:
    outcome = Outcome.DONE if right else Outcome.FAILED
    with wall.announcing("prove"):
        trail.record(action="prove", outcome=outcome, door=who.door, request_id=who.request_id, subject_id=who.user_id)
    if right:
        proving.mark_proved(request)
    return right
