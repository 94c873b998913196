"""Proving again who one is, before a dangerous step: at most five minutes ago, by passkey, or password and code.

`@needs_proof` on a view leads to the page `prove` and back. What was typed is kept meanwhile in the session, sealed as
everything there, and comes back on a page that asks once more whether to go on.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from jiwar.ground.access import drafts
from jiwar.ground.base import clock
from jiwar.ground.base.pages import redirect_after

PROVED_AT = "proved_at"

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def mark_proved(request: HttpRequest) -> None:
    """Somebody has just shown who they are."""
    request.session[PROVED_AT] = clock.now().isoformat()


def proved_recently(request: HttpRequest) -> bool:
    """Whether that is at most five minutes ago. Signing in counts."""
    at: str | None = request.session.get(PROVED_AT)
    return bool(at) and clock.now() - datetime.fromisoformat(str(at)) <= timedelta(seconds=settings.PROOF_SECONDS)


def needs_proof[**P](view: View[P]) -> View[P]:
    """Let a view run only for somebody who has just proved who they are; nothing typed is lost on the way."""

    @wraps(view)
    def proved(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if proved_recently(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            drafts.keep(request, user_id=str(request.user.pk))
        return redirect_after(request, f"{resolve_url('prove')}?{urlencode({'next': request.get_full_path()})}")

    return proved
