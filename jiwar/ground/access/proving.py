"""Proving again who one is, before a dangerous step: at most five minutes ago, by the password. Signing in counts."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from jiwar.ground.base import clock
from jiwar.ground.base.pages import redirect_after

PROVED_AT = "proved_at"
GOOD_FOR = timedelta(minutes=5)

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def mark_proved(request: HttpRequest) -> None:
    """Somebody has just shown who they are."""
    request.session[PROVED_AT] = clock.now().isoformat()


def proved_recently(request: HttpRequest) -> bool:
    """Whether that is at most five minutes ago."""
    at: str | None = request.session.get(PROVED_AT)
    return bool(at) and clock.now() - datetime.fromisoformat(str(at)) <= GOOD_FOR


def needs_proof[**P](view: View[P]) -> View[P]:
    """Let a view run only for somebody who has just proved who they are."""

    @wraps(view)
    def proved(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if proved_recently(request):
            return view(request, *args, **kwargs)
        return redirect_after(request, f"{resolve_url('prove')}?{urlencode({'next': request.get_full_path()})}")

    return proved
