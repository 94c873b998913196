"""One's own sign-in: proving who one is, going on with what was typed, and one's sessions."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access import begun, drafts
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.forms import PasskeyForm, ProveForm, WritingForm
from jiwar.ground.access.signing import linking, listing, renewing
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.views.signing import safe, told
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock, writing
from jiwar.ground.base.answers import UNREADABLE, page_or_form, posted
from jiwar.ground.base.pages import page, redirect_after


@sensitive_post_parameters("password", "code")
@page_or_form
def prove_page(request: HttpRequest) -> HttpResponse:
    """Show again who you are, then go on."""
    who = who_asks(request)
    form = ProveForm(posted(request), with_code=renewing.needs_code(who))
    onward = safe(request, request.POST.get("next") or request.GET.get("next", ""))
    done = _proved(request, who, form) if request.method == "POST" else False
    if done is True:
        return redirect_after(request, resolve_url("go-on") if drafts.kept(request) else onward or resolve_url("home"))
    status = 200
    if form.is_bound:
        status = told(form, done or None, _("That was not right."))
    is_linked = linking.own_link(who.user_id) is not None
    shown = {"form": form, "next": onward, "back": resolve_url("home"), "is_linked": is_linked}
    return page(request, "access/page_prove.html", shown, status=status)


@require_safe
def go_on_page(request: HttpRequest) -> HttpResponse:
    """What was typed before: back in the form it was typed in, or, for a decision, ready to be sent."""
    draft = drafts.kept(request)
    if draft is None:
        return redirect_after(request, resolve_url("home"))
    drafts.forget(request)
    draft_id = begun.id_of(dict(draft.fields).get(begun.ID, "")) or uuid4()
    path = draft.path.partition("?")[0]
    if begun.keep(who_asks(request), draft_id=draft_id, path=path, heading="", fields=draft.fields):
        return redirect_after(request, f"{path}?{urlencode({begun.ID: draft_id})}")
    return page(request, "access/page_go_on.html", {"draft": draft})


@page_or_form
def writing_page(request: HttpRequest) -> HttpResponse:
    """Which digits, and whether the Hijri day stands beside the other: for this browser, as its language."""
    chosen = writing.current()
    first = {"digits": WritingForm.ARABIC if chosen.arabic_digits else WritingForm.LATIN, "hijri": chosen.hijri}
    form = WritingForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        response = redirect_after(request, resolve_url("writing"))
        writing.remember(response, form.chosen())
        return response
    shown = {"form": form, "back": resolve_url("home"), "now": clock.now()}
    return page(request, "access/page_writing.html", shown, status=UNREADABLE if form.is_bound else 200)


@require_safe
def sessions_page(request: HttpRequest) -> HttpResponse:
    """Where you are signed in. Nothing of alarms: whoever forced somebody may look on here the next time."""
    return page(request, "access/page_sessions.html", {"sessions": listing.sessions_of(request, who_asks(request))})


@require_POST
def session_end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    listing.end_session(who_asks(request), session_id)
    return redirect_after(request, resolve_url("sessions"))


@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    listing.end_other_sessions(request, who_asks(request))
    return redirect_after(request, resolve_url("sessions"))


def _proved(request: HttpRequest, who: Who, form: ProveForm) -> bool | Turned:
    """By the passkey that the browser used, else by what was typed."""
    passkey = PasskeyForm(request.POST)
    if passkey.is_valid():
        form.errors.clear()
        return renewing.prove_with_passkey(request, who, **passkey.cleaned_data)
    return form.is_valid() and renewing.prove(request, who, **form.cleaned_data)
