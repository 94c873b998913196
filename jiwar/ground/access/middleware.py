"""After authentication: make the `Who` of the request and enter; record what failed.

A failure rolls the request back, so its record is written over a second connection that enters anew.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect

from jiwar.ground.access import drafts, wall
from jiwar.ground.access.begun import FormDrafts
from jiwar.ground.access.models import User
from jiwar.ground.access.sessions import ENDED
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.answers import Drafts
from jiwar.ground.base.errors import JiwarError

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

_LOG = logging.getLogger("jiwar.failures")


class Asking(HttpRequest):
    """A request as it is after this middleware: with the `Who` of whoever is signed in, or None."""

    who: Who | None
    drafts: Drafts
    """Only where people write."""


class SignInFirst(LoginRequiredMiddleware):
    """Leads to the sign-in page; what somebody sent whose session had just ended waits there for the same user."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        ended: str = getattr(request.session, "ended_user", "") or request.session.get(ENDED, "")
        if ended:
            request.session[ENDED] = ended  # what is sent after the next page was asked for is kept too
        if request.method == "POST" and ended and drafts.may_be_kept(view_func):
            drafts.keep(request, user_id=ended)
        return super().handle_no_permission(request, view_func)


class Enter:
    """Sets `request.who` and enters; anonymous requests are nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Asking) -> HttpResponseBase:
        request.who = None
        if claimed := request.session.get(SESSION_KEY):
            wall.enter(UUID(claimed))  # before the user is read: one sees one's own world alone
        if isinstance(user := request.user, User) and user.is_active:
            request.who = who_for(user, door=Door.WEB)
        else:
            wall.leave()
        return self.get_response(request)

    def process_view(self, request: Asking, view: Callable[..., HttpResponseBase], *_: object) -> None:
        """Where people write, what they begin is kept for them."""
        if request.who and drafts.may_be_kept(view):
            request.drafts = FormDrafts(request, request.who)

    def process_exception(self, request: Asking, exception: Exception) -> None:
        """Called for every exception of a view; those that are answers are no failures."""
        if not isinstance(exception, Http404 | PermissionDenied | JiwarError):
            record_failure(request.who, type(exception).__name__)


def record_failure(who: Who | None, kind: str) -> None:
    """Record a failure (the class of the exception, never its words) over the second connection."""
    try:
        with transaction.atomic(using=trail.SECOND):
            if who:
                wall.enter(who.user_id, using=trail.SECOND)
            trail.record(
                action="request",
                outcome=Outcome.FAILED,
                door=who.door if who else Door.WEB,
                reason=kind,
                using=trail.SECOND,
            )
    except DatabaseError:
        _LOG.error("a failure could not be recorded: %s", kind)
