"""Through the provider of one's agency: the word, the way there, and the way back.

The page asks for a word that the operator handed out, and knows no list: nothing on it tells which agencies work here.
A browser is led away by the page after the form, for no form of ours may lead to another house.
"""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from jiwar.ground.access import drafts
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.forms import ThroughForm
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.signing import through
from jiwar.ground.access.signing.devices import device_of, remember
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.signing.through import Back, Given, Purpose, Result
from jiwar.ground.access.views.signing import UNAVAILABLE, go_in, onward_of, to_code, told, waiting_words
from jiwar.ground.base.answers import UNREADABLE, page_or_form, posted
from jiwar.ground.base.pages import page, redirect_after

WORDS = {
    Result.WRONG: _("That opened nothing here. Check the word and try again, or sign in another way."),
    Result.DENIED: _("You turned back there, or were turned back. Nothing has changed; try again when you like."),
    Result.SILENT: _(
        "The sign-in of your organisation does not answer just now. Nothing is lost: try again in a few minutes, or "
        "take another way."
    ),
    Result.ONE_FACTOR: _(
        "Your organisation asked for one proof alone, and here it takes two. Use your passkey, or password and code."
    ),
    Result.TAKEN: _("This account of your organisation opens another account here."),
}


@login_not_required
@page_or_form
def through_page(request: HttpRequest, organisation: str = "") -> HttpResponse:
    """Which organisation, by its word."""
    form = ThroughForm(posted(request), initial={"word": organisation})
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        done = through.set_out(request, Purpose.SIGN_IN, **form.cleaned_data, onward=onward_of(request))
        if isinstance(done, str) and not isinstance(done, Result):
            return _lead(request, done)
        status = _tell(form, done)
    return _page(request, form, status)


@login_not_required
@require_GET
def through_back(request: HttpRequest, organisation: str) -> HttpResponse:
    """Where a provider sends the browser back to; one address for each."""
    asked = request.GET
    given = Given(asked.get("state", ""), asked.get("code", ""), asked.get("error", ""), asked.get("iss"))
    back = through.come_back(request, word=organisation, given=given)
    if back.purpose is not Purpose.SIGN_IN:
        return _back_inside(request, back)
    if back.result is Result.DONE:
        return go_in(request, back.onward)
    if back.result is Result.CODE:
        return to_code(request, back.onward)
    form = ThroughForm({"word": organisation})
    return _page(request, form, _tell(form, back.result))


@needs_proof
@require_POST
def ways_through(request: HttpRequest) -> HttpResponse:
    """Link one's account to that at one's agency's provider."""
    return _set_out_inside(request, Purpose.LINK, resolve_url("ways"))


@needs_proof
@require_POST
def ways_through_drop(request: HttpRequest) -> HttpResponse:
    through.unlink(who_asks(request))
    messages.success(request, _("It opens nothing any more."))
    return redirect_after(request, resolve_url("ways"))


@require_POST
def prove_through(request: HttpRequest) -> HttpResponse:
    """Show who one is at one's agency's provider, before a dangerous step."""
    return _set_out_inside(request, Purpose.PROVE, onward_of(request))


def _set_out_inside(request: HttpRequest, purpose: Purpose, onward: str) -> HttpResponse:
    who_asks(request)
    done = through.set_out(request, purpose, onward=onward)
    if isinstance(done, str) and not isinstance(done, Result):
        return _lead(request, done)
    messages.error(request, waiting_words(done) if isinstance(done, Turned) else str(WORDS[done]))
    return redirect_after(request, _start(purpose, onward))


def _back_inside(request: HttpRequest, back: Back) -> HttpResponse:
    if back.result is not Result.DONE:
        messages.error(request, str(WORDS[back.result]))
        return redirect_after(request, _start(back.purpose, back.onward))
    if back.purpose is Purpose.LINK:
        messages.success(request, _("From now on you can sign in through your organisation too."))
        return redirect_after(request, back.onward)
    return redirect_after(request, resolve_url("go-on") if drafts.kept(request) else back.onward or resolve_url("home"))


def _start(purpose: Purpose, onward: str) -> str:
    if purpose is Purpose.LINK:
        return onward
    return f"{resolve_url('prove')}?{urlencode({'next': onward})}"


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """A page that goes on by itself, with a link for browsers that do not."""
    shown = {"address": address, "host": urlsplit(address).hostname}
    response = page(request, "access/page_led.html", shown)
    response.headers["Refresh"] = f"0; url={address}"
    remember(response, device_of(request))
    return response


def _tell(form: ThroughForm, done: Turned | Result) -> int:
    status = told(form, done if isinstance(done, Turned) else None, "" if isinstance(done, Turned) else WORDS[done])
    return UNAVAILABLE if done is Result.SILENT else status


def _page(request: HttpRequest, form: ThroughForm, status: int) -> HttpResponse:
    response = page(request, "access/page_through.html", {"form": form, "next": onward_of(request)}, status=status)
    remember(response, device_of(request))
    return response
