"""Signing in and out, recorded either way.

Unknown and known, wrong and inactive get the same answer after the same work: one attempt counted, two rows of secrets
looked for, two hashes, one failure recorded over the second connection, without what was typed. So does whoever is
forced and says the second word (signing/duress.py): from the first step on that user is the shadow.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.db import transaction
from django.http import HttpRequest

from jiwar.ground.access import proving, wall
from jiwar.ground.access.models import User
from jiwar.ground.access.sessions import DEVICE, ENDED
from jiwar.ground.access.signing import duress, factors, passwords, throttle
from jiwar.ground.access.signing.devices import Device, device_of, device_words
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import clock

BACKEND = "jiwar.ground.access.signing.backend.Backend"
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
"""Whom a name that nobody has is looked up as, so that the same is asked."""
PENDING = "signing"
PENDING_FOR = timedelta(minutes=5)
TERMINAL = Device("terminal")
"""Attempts at the command line are counted by account alone."""

type Step = Literal["in", "code"]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who knows the password, or the second word and is the shadow; and whether a code is still to come."""

    user: User
    owner_id: UUID
    """Whose name it is, and whose codes."""
    account: str
    needs_code: bool


def sign_in(request: HttpRequest, *, username: str, password: str) -> Step | Turned | None:
    """Sign in for this browser, or wait for the code; None where name or password is wrong, without saying which."""
    known = _known(username, password, door=Door.WEB, device=device_of(request))
    if not isinstance(known, Known):
        return known
    if known.needs_code:
        wait_for_code(request, known.owner_id, enters=known.user.pk, account=known.account)
        return "code"
    begin(request, known.user, account=known.account)
    return "in"


def wait_for_code(
    request: HttpRequest, user_id: UUID, *, account: str, enters: UUID | None = None, link_id: UUID | None = None
) -> None:
    """This user has shown a first factor in this browser: the password, or, by a link, the account at a provider.

    `enters` is who will be in: by the second word, the shadow.
    """
    if SESSION_KEY in request.session:
        request.session.flush()  # a session that somebody is signed in to is not prolonged by this
    else:
        request.session.cycle_key()  # what was typed before the session ended stays
    request.session[PENDING] = {
        "user": str(user_id), "as": str(enters or user_id), "account": account, "at": clock.now().isoformat(),
        "link": str(link_id or ""),
    }  # fmt: skip


def sign_in_with_code(request: HttpRequest, *, code: str) -> bool | Turned | None:
    """The second step: True when in, False where the code is wrong, None where nobody waits for one."""
    waiting = pending(request)
    if waiting is None:
        return None
    owner = UUID(waiting["user"])
    if turned := throttle.attempt(*device_of(request).buckets(_of_codes(owner))):
        return turned
    user = duress.whom_the_code_opens(owner, UUID(waiting["as"]), code, link_id=waiting["link"])
    if user is None:
        _record(Outcome.FAILED, door=Door.WEB, user_id=owner, using=trail.SECOND)
        return False
    throttle.forgive(*device_of(request).buckets(_of_codes(owner)))
    begin(request, user, account=waiting["account"])
    return True


def sign_in_with_passkey(request: HttpRequest, *, credential: str) -> User | None:
    """Sign in whoever's passkey signed the challenge of this browser."""
    with wall.announcing("sign_in"):
        user = factors.passkey_owner(credential)
    wall.leave()
    if user is None:
        _record(Outcome.FAILED, door=Door.WEB, user_id=None, using=trail.SECOND)
        return None
    begin(request, user, account=user.username)
    return user


def begin(request: HttpRequest, user: User, *, account: str) -> None:
    """Start the session of somebody who has shown who they are; the device has proved itself for that account."""
    device = device_of(request)
    throttle.forgive(*device.buckets(account))
    wall.enter(user.pk)
    for waiting in (PENDING, ENDED):
        request.session.pop(waiting, None)
    with wall.announcing("sign_in"):  # login() keeps the time of the last sign-in
        login(request, user, backend=BACKEND)
    request.session[DEVICE] = device_words(request)
    request.session["account"] = account
    proving.mark_proved(request)
    duress.arrived()
    _record(Outcome.DONE, door=Door.WEB, user_id=user.pk)


def sign_out(request: HttpRequest, who: Who | None) -> None:
    """End the session of this browser."""
    if who:
        with wall.announcing("sign_out"):
            trail.record(
                action="sign_out",
                outcome=Outcome.DONE,
                door=who.door,
                request_id=who.request_id,
                subject_id=who.user_id,
            )
    logout(request)


def pending(request: HttpRequest) -> dict[str, str] | None:
    """Who has said the password in this browser and owes the code; for five minutes."""
    waiting: dict[str, str] | None = request.session.get(PENDING)
    if not waiting or clock.now() - datetime.fromisoformat(waiting["at"]) > PENDING_FOR:
        return None
    return waiting


def who_with_password(*, username: str, password: str, code: str = "") -> Who | Turned | None:
    """For the command line: the `Who` of a user who knows the password and, where one is set up, has the code."""
    with transaction.atomic():
        known = _known(username, password, door=Door.CLI, device=TERMINAL)
        if not isinstance(known, Known):
            return known
        if known.needs_code:
            if turned := throttle.attempt(*TERMINAL.buckets(_of_codes(known.owner_id))):
                return turned
            if duress.whom_the_code_opens(known.owner_id, known.user.pk, code) is None:
                _record(Outcome.FAILED, door=Door.CLI, user_id=known.owner_id, using=trail.SECOND)
                return None
        throttle.forgive(*TERMINAL.buckets(known.account))
        wall.enter(known.user.pk)
        duress.arrived()
        _record(Outcome.DONE, door=Door.CLI, user_id=known.user.pk)
        return who_for(known.user, door=Door.CLI)


def _known(username: str, password: str, *, door: Door, device: Device) -> Known | Turned | None:
    """The active person of that name who knows that password; a failure is recorded, and all cost the same."""
    account = username.strip().lower()
    if turned := throttle.attempt(*device.buckets(account)):
        return turned
    user = User.objects.filter(username=account, kind=User.Kind.PERSON).first()
    owner_id = user.pk if user else NOBODY
    wall.enter(owner_id, mode=wall.Mode.SIGNING)
    is_right, has_app = passwords.matches(owner_id, password), factors.has_app(owner_id)
    shadow = duress.shadow_by_word(owner_id, password)
    wall.leave()
    opens = shadow or (user if is_right and (has_app or settings.PASSWORD_ALONE) else None)
    if user is None or opens is None or not user.is_active:
        _record(Outcome.FAILED, door=door, user_id=user.pk if user else None, using=trail.SECOND)
        return None
    return Known(opens, owner_id, account, needs_code=has_app or not settings.PASSWORD_ALONE)


def _of_codes(owner_id: UUID) -> str:
    return f"code {owner_id}"


def _record(outcome: Outcome, *, door: Door, user_id: UUID | None, using: str = "default") -> None:
    with transaction.atomic(using=using), wall.announcing("sign_in", using=using):
        trail.record(action="sign_in", outcome=outcome, door=door, subject_id=user_id, using=using)
