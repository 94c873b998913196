"""One's own tokens for the systems of partners: made, shown once, listed, ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiwar.ground.access import actions, tokens
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.forms import TokenForm
from jiwar.ground.access.models import Token
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.base import clock
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.pages import redirect_after

MADE = "token made"


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token as its owner sees it: everything but the secret."""

    id: UUID
    purpose: str
    opens: list[str]
    since: datetime
    until: datetime
    is_over: bool


@needs_proof
@page_or_form
def tokens_page(request: HttpRequest) -> HttpResponse:
    """Make a token, see its secret this once, see what there is."""
    who = demanding(request, Permission.PARTNER_CONNECT)

    def act(values: Values) -> Done:
        scopes = [Scope(scope) for scope in values["scopes"]]
        purpose, days = TokenPurpose(values["purpose"]), int(values["days"])
        request.session[MADE] = actions.open_token(who, purpose=purpose, scopes=scopes, days=days).secret
        return Done(resolve_url("tokens"))

    secret = request.session.pop(MADE, "") if request.method == "GET" else ""
    shown = {"secret": secret, "tokens": [_shown(token) for token in tokens.own_tokens(who)]}
    return answer(request, FormPage("access/page_tokens.html", TokenForm(posted(request)), act), shown)


@needs_proof
@require_POST
def token_end(request: HttpRequest, token_id: UUID) -> HttpResponse:
    actions.end_token(demanding(request, Permission.PARTNER_CONNECT), token_id=token_id)
    messages.success(request, _("The token opens nothing any more."))
    return redirect_after(request, resolve_url("tokens"))


def _shown(token: Token) -> ShownToken:
    return ShownToken(
        id=token.pk,
        purpose=str(TokenPurpose(token.purpose).label),
        opens=[str(Scope(scope).label) for scope in token.scopes],
        since=token.made_at,
        until=token.ends_at,
        is_over=token.ends_at <= clock.now(),
    )
