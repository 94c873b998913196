"""Through the provider of one's agency: to sign in, to link one's own account, to prove again who one is.

A browser is led away with a state that its session remembers, and comes back once, to the address of the same provider.
No account is made here by what a provider says: a link has its owner's own hand, and the account it opens is looked up
by a keyed token. Whatever is wrong, unknown or not linked has one answer.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from jiwar.ground.access import proving, wall
from jiwar.ground.access.models import Provider, User
from jiwar.ground.access.signing import entering, factors, linking, oidc, throttle
from jiwar.ground.access.signing.devices import device_of
from jiwar.ground.access.signing.fetching import Silent
from jiwar.ground.access.signing.oidc import Asked, Client, Shown, Wrong
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.who import Door, Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Refused

THROUGH = "through"
AWAY_FOR = timedelta(minutes=10)
LONGEST = 4096
UNLINK = "unlink_provider"

_LOG = logging.getLogger("jiwar.providers")


class Purpose(StrEnum):
    """What somebody is led away for; in the trail, the action."""

    SIGN_IN = "sign_in"
    LINK = "link_provider"
    PROVE = "prove"


class Result(StrEnum):
    """What came of it."""

    DONE = "done"
    CODE = "code"
    """a code of our own is still to come"""
    WRONG = "provider_wrong"
    """unknown, not linked, not what was asked for"""
    DENIED = "provider_denied"
    SILENT = "provider_silent"
    ONE_FACTOR = "one_factor"
    TAKEN = "linked_elsewhere"


@dataclass(frozen=True, slots=True)
class Given:
    """What the browser brings back."""

    state: str
    code: str
    error: str
    iss: str | None


@dataclass(frozen=True, slots=True)
class Back:
    """Somebody is back: what for, what came of it, and where they wanted to go."""

    purpose: Purpose
    result: Result
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """Whether one's agency has a provider, and since when one is linked to it."""

    is_offered: bool
    since: datetime | None


class Denied(Exception):
    """Whoever it was turned back at the provider, or was turned back there."""


def set_out(request: HttpRequest, purpose: Purpose, *, word: str = "", onward: str = "") -> str | Turned | Result:
    """Where to lead this browser: to the provider of a word, or, once signed in, to that of one's agency."""
    who: Who | None = getattr(request, "who", None)
    if turned := throttle.attempt(_bucket(request)):
        return turned
    provider = linking.provider_at(word) if purpose is Purpose.SIGN_IN else linking.own_provider()
    if provider is None:
        return _failed(purpose, Result.WRONG, who)
    asked = oidc.fresh()
    try:
        address = oidc.address(_client(request, provider), asked)
    except Silent as silent:
        _LOG.warning("the provider %s does not answer as it must: %s", provider.pk, silent)
        return _failed(purpose, Result.SILENT, who)
    request.session[THROUGH] = {
        "purpose": purpose, "word": provider.word, "onward": onward, "user": str(who.user_id) if who else "",
        "state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier, "at": asked.at.isoformat(),
    }  # fmt: skip
    return address


def come_back(request: HttpRequest, *, word: str, given: Given) -> Back:
    """Whoever was led away is back. A state that this browser was not sent away with changes nothing."""
    who: Who | None = getattr(request, "who", None)
    flow: dict[str, Any] | None = request.session.get(THROUGH)
    if not flow or not oidc.same(given.state, flow["state"]):
        return Back(Purpose.SIGN_IN, _failed(Purpose.SIGN_IN, Result.WRONG, who))
    del request.session[THROUGH]
    purpose = Purpose(flow["purpose"])
    try:
        result = _result(request, purpose, flow, word, given)
    except Silent as silent:
        _LOG.warning("a provider does not answer as it must: %s", silent)
        result = Result.SILENT
    except Wrong as wrong:
        _LOG.warning("what came back from a provider was refused: %s", wrong)
        result = Result.WRONG
    except Denied:
        result = Result.DENIED
    if result in (Result.DONE, Result.CODE):
        throttle.forgive(_bucket(request))
        return Back(purpose, result, flow["onward"])
    return Back(purpose, _failed(purpose, result, who), flow["onward"])


def own(who: Who) -> Own:
    """What the page about one's own ways in says of it."""
    link = linking.own_link(who.user_id)
    return Own(linking.own_provider() is not None, link.made_at if link else None)


def unlink(who: Who) -> None:
    """Nothing opens one's account from there any more. Raises Missing where nothing did."""
    with transaction.atomic(), wall.announcing(UNLINK):
        if not linking.unlink():
            raise Missing
        _done(who, UNLINK)


def _result(request: HttpRequest, purpose: Purpose, flow: dict[str, Any], word: str, given: Given) -> Result:
    provider = linking.provider_at(word) if word == flow["word"] else None
    asked = Asked(flow["state"], flow["nonce"], flow["verifier"], datetime.fromisoformat(flow["at"]))
    if provider is None or clock.now() - asked.at > AWAY_FOR or not throttle.first_time(provider.pk, asked.state):
        raise Wrong("over")
    if given.error == "access_denied":
        raise Denied
    if given.error or not 0 < len(given.code) <= LONGEST:
        raise Wrong("error_or_no_code")
    shown = oidc.shown(_client(request, provider), asked, code=given.code, iss=given.iss)
    if purpose is Purpose.SIGN_IN:
        return _sign_in(request, provider, shown)
    who: Who | None = getattr(request, "who", None)
    if who is None or str(who.user_id) != flow["user"]:
        raise Wrong("another_user")
    return _link(who, provider, shown) if purpose is Purpose.LINK else _prove(request, who, provider, shown)


def _sign_in(request: HttpRequest, provider: Provider, shown: Shown) -> Result:
    linked = linking.linked(provider, shown)
    user = User.objects.filter(pk=linked.user_id, is_active=True).first() if linked else None
    if linked is None or user is None:
        raise Wrong("not_linked")
    if linking.has_second(provider, shown):
        entering.begin(request, user, account=user.username)
        return Result.DONE
    wall.enter(user.pk, mode=wall.Mode.SIGNING)
    held = factors.factors(user.pk)
    wall.leave()
    if not factors.opens_with_code(held):
        return Result.ONE_FACTOR
    entering.wait_for_code(request, user.pk, account=user.username, link_id=linked.link_id)
    return Result.CODE


def _link(who: Who, provider: Provider, shown: Shown) -> Result:
    try:
        with transaction.atomic(), wall.announcing(Purpose.LINK):
            linking.link(provider, who.user_id, shown)
            _done(who, Purpose.LINK)
    except Refused:
        return Result.TAKEN
    return Result.DONE


def _prove(request: HttpRequest, who: Who, provider: Provider, shown: Shown) -> Result:
    linked = linking.linked(provider, shown)
    if linked is None or linked.user_id != who.user_id:
        raise Wrong("not_linked")
    if not linking.has_second(provider, shown):
        return Result.ONE_FACTOR
    with wall.announcing(Purpose.PROVE):
        _done(who, Purpose.PROVE)
    proving.mark_proved(request)
    return Result.DONE


def _client(request: HttpRequest, provider: Provider) -> Client:
    back = request.build_absolute_uri(reverse("through-back", args=[provider.word]))
    return Client(provider.issuer, provider.client_id, back, linking.opened_secret(provider))


def _bucket(request: HttpRequest) -> bytes:
    return throttle.bucket(THROUGH, device_of(request).id)


def _done(who: Who, action: str) -> None:
    trail.record(action=action, outcome=Outcome.DONE, door=who.door, request_id=who.request_id, subject_id=who.user_id)


def _failed(purpose: Purpose, result: Result, who: Who | None) -> Result:
    """Record, over the second connection, what opened nothing."""
    user_id: UUID | None = who.user_id if who else None
    with transaction.atomic(using=trail.SECOND):
        if who:
            wall.enter(who.user_id, using=trail.SECOND)
        trail.record(
            action=purpose, outcome=Outcome.FAILED, door=Door.WEB, subject_id=user_id, reason=result, using=trail.SECOND
        )
    return result
