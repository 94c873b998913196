"""Nobody works here without having accepted the code of conduct as it stands: a gate after the sign-in.

It lets through what must never be shut: signing out, quick exit, the language, the text itself, and how one signs in
oneself, for codes on paper are shown once. Once passed, the session remembers the version, so that the gate asks the
database once a session.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from jiwar.ground.access.who import Who
from jiwar.ground.base.pages import redirect_after
from jiwar.ground.staff.holdings import conduct
from jiwar.ground.staff.queries import conduct_accepted

OPEN = frozenset(
    {
        "sign-in", "sign-in-code", "sign-in-challenge", "sign-in-passkey", "sign-out", "leave", "stay", "language",
        "healthz", "conduct", "prove", "ways", "ways-challenge", "ways-passkey", "recovery-codes", "welcome",
        "welcome-ways", "welcome-challenge", "welcome-passkey", "welcome-password", "through",
        "through-word", "through-back", "ways-through", "ways-through-drop", "prove-through",
        "calendar-feed",
    }
)  # fmt: skip
"""Addresses before the gate; those of signing in lead nobody past it, and a calendar asks for itself."""
ITSELF = "api-"
"""The names of addresses that begin so ask for themselves too: the door of the API, for whoever a token stands for."""
REMEMBERED = "conduct"


class Conduct:
    """Middleware, after `Enter`: whoever has not accepted is led to the text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        who: Who | None = getattr(request, "who", None)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if who is None or not who.roles or name in OPEN or (name or "").startswith(ITSELF) or has_passed(request, who):
            return None
        return redirect_after(request, resolve_url("conduct"))


def has_passed(request: HttpRequest, who: Who) -> bool:
    """Whether this user accepted the version of now; remembered in the session."""
    version = conduct().version
    if request.session.get(REMEMBERED) == version:
        return True
    if not conduct_accepted(who):
        return False
    request.session[REMEMBERED] = version
    return True
