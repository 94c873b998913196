"""The door itself: who comes by a token, at which pace, and whether the same was asked before.

A session opens nothing here, and a token nothing elsewhere. What fails is recorded and rolled back as on a page.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from jiwar.doors.api import problems
from jiwar.ground.access import repeats, tokens, wall
from jiwar.ground.access.middleware import record_failure
from jiwar.ground.access.tokens import Bearer
from jiwar.ground.access.who import Who
from jiwar.ground.base.pages import kept_by_nobody
from jiwar.ground.staff.queries import conduct_accepted

type View = Callable[..., HttpResponseBase]

KEY = "Idempotency-Key"
UNDERSTOOD = frozenset({200, 201, 403, 404, 409, 412})
"""What an act says of itself; anything else was never an act, and its key is as new."""
READING = frozenset({"api-people-search"})
"""Asked by POST so that a name stands in no address; nothing is done, so nothing is kept."""
_LOG = logging.getLogger("jiwar.failures")


class Asked(HttpRequest):
    """A request that came through this door."""

    who: Who | None
    bearer: Bearer


def behind_the_door(view: View) -> View:
    """A view of the API: for whoever shows a token, whatever browser or session it comes from."""

    @wraps(view)
    def asked(request: Asked, *args: object, **values: object) -> HttpResponseBase:
        request.who = None
        try:
            response = _answered(request, lambda: view(request, *args, **values))
        except RequestDataTooBig:
            response = problems.problem(413, "too_large", _("This is larger than what may be sent."))
        except Exception as error:  # noqa: BLE001  every failure has the one shape, and is recorded by its class
            _LOG.error("a request failed", exc_info=error)
            record_failure(request.who, type(error).__name__)
            response = problems.failed()
        return _sealed_off(response)

    asked.login_required = False  # type: ignore[attr-defined]  # as login_not_required does: there is no sign-in here
    asked.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens anything here
    return asked


def nothing_here(_request: HttpRequest, rest: str) -> HttpResponse:
    """An address that there is not."""
    return problems.problem(404, "missing", _("There is nothing here for you."))


def _answered(request: Asked, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    secret = _secret(request)
    bearer = tokens.enter(secret)
    if bearer is None or not conduct_accepted(bearer.who):
        wall.leave()
        turned = tokens.in_vain(secret) if secret else None
        return problems.too_often(turned.seconds) if turned else problems.no_token()
    if turned := tokens.pace(bearer):
        return problems.too_often(turned.seconds)
    request.who, request.bearer = bearer.who, bearer
    is_act = request.method == "POST" and getattr(request.resolver_match, "url_name", "") not in READING
    return _once(request, request.headers[KEY], act) if is_act and KEY in request.headers else act()


def _once(request: Asked, key: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do it, or say again what was said the first time."""
    if not (0 < len(key) <= repeats.LONGEST_KEY and key.isascii() and key.isprintable()):
        return problems.unreadable((KEY, "key"))
    try:
        turn = repeats.take_turn(request.bearer, key=key, request=_what_it_says(request))
    except repeats.OtherRequest:
        return problems.unreadable((KEY, "used_for_other"))
    if said := turn.said:
        return HttpResponse(said.body, status=said.status, headers=dict(said.headers))
    response = act()
    if response.status_code in UNDERSTOOD and isinstance(response, HttpResponse):
        turn.keep(repeats.Said(response.status_code, response.content.decode(), tuple(response.headers.items())))
    else:
        turn.drop()
    return response


def _what_it_says(request: HttpRequest) -> bytes:
    parts = (request.method or "", request.get_full_path(), request.headers.get("If-Match", ""))
    return "\0".join(parts).encode("utf-8", "replace") + b"\0" + request.body


def _secret(request: HttpRequest) -> str:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _sealed_off(response: HttpResponseBase) -> HttpResponse:
    """Nobody keeps an answer, and one without our shape gets it."""
    if response.status_code == 405:
        response = problems.not_that_way(response.headers.get("Allow", ""))
    if not isinstance(response, HttpResponse):
        raise TypeError("an answer is whole")
    return kept_by_nobody(response)
