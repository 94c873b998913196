"""What was begun and not sent: kept while it is typed, thrown away when somebody says so."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiwar.ground.access import begun
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.views.signing import safe
from jiwar.ground.base.answers import UNREADABLE
from jiwar.ground.base.pages import kept_by_nobody, redirect_after


@sensitive_post_parameters()
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """Sent by the script every few seconds while somebody types; 204 where it was kept."""
    who, sent, draft_id = who_asks(request), request.POST, begun.id_of(request.POST.get(begun.ID, ""))
    fields = [(name, value) for name, values in sent.lists() for value in values]
    kept = draft_id is not None and begun.keep(
        who, draft_id=draft_id, path=sent.get("at", ""), heading=sent.get("heading", ""), fields=fields
    )
    return kept_by_nobody(HttpResponse(status=204 if kept else UNREADABLE))


@require_POST
def draft_drop(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Throw it away, and go back to where it was seen."""
    who_asks(request)
    begun.forget(draft_id)
    return redirect_after(request, safe(request, request.POST.get("next", "")) or resolve_url("home"))
