"""Signing in and out. Whatever is wrong gets the same answer, after the same work."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access import drafts
from jiwar.ground.access.forms import CodeForm, PasskeyForm, SignInForm
from jiwar.ground.access.models import User
from jiwar.ground.access.sessions import ENDED
from jiwar.ground.access.signing import entering, factors
from jiwar.ground.access.signing.devices import device_of, remember
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.base.answers import UNREADABLE, page_or_form, posted
from jiwar.ground.base.errors import Refused
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import kept_by_nobody, page, redirect_after, wants_fragment
from jiwar.ground.base.templatetags.jiwar_text import exit_address

WRONG = _("User name or password is wrong.")
WRONG_CODE = _("This code is wrong, or was used before.")
WRONG_PASSKEY = _("This passkey was not accepted. Try again, or sign in with your password.")
TOO_MANY, UNAVAILABLE = 429, 503
NEXT = "next"


@login_not_required
@sensitive_post_parameters("password")
@page_or_form
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The sign-in page. A part of a page that is asked for after the session ended leads here whole."""
    if wants_fragment(request):
        return redirect_after(request, resolve_url("sign-in"))
    form = SignInForm(posted(request))
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            done = entering.sign_in(request, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = UNAVAILABLE
        else:
            if isinstance(done, str):
                return go_in(request) if done == "in" else to_code(request, onward_of(request))
            status = told(form, done, WRONG)
    return _page(request, "base/sign_in.html", form, status)


@login_not_required
@page_or_form
def sign_in_code_page(request: HttpRequest) -> HttpResponse:
    """The second step: the code of an app, or of the paper."""
    if entering.pending(request) is None:
        return redirect_after(request, resolve_url("sign-in"))
    form = CodeForm(posted(request))
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        done = entering.sign_in_with_code(request, code=form.cleaned_data["code"])
        if done is True:
            return go_in(request)
        status = told(form, done or None, WRONG_CODE)
    return _page(request, "access/page_code.html", form, status)


@login_not_required
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to sign: JSON, for the script of the sign-in page."""
    return kept_by_nobody(HttpResponse(factors.passkey_challenge(), content_type="application/json"))


@login_not_required
@require_POST
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """What the browser signed."""
    form = PasskeyForm(request.POST)
    if form.is_valid() and entering.sign_in_with_passkey(request, credential=form.cleaned_data["credential"]):
        return go_in(request)
    again = SignInForm({})
    again.full_clean()
    again.errors.clear()
    again.add_error(None, WRONG_PASSKEY)
    return _page(request, "base/sign_in.html", again, UNREADABLE)


@login_not_required
@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    entering.sign_out(request, getattr(request, "who", None))
    return redirect_after(request, resolve_url("sign-in"))


@login_not_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: this session is over, and the browser is on an everyday page that says nothing about it.

    A link, for it has to work before any script does. Another site that leads here ends nothing.
    """
    if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
        entering.sign_out(request, getattr(request, "who", None))
    return kept_by_nobody(HttpResponseRedirect(exit_address()))


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still here: asking for anything notes it, so there is nothing to do."""
    request.session.touch()  # type: ignore[attr-defined]
    return kept_by_nobody(HttpResponse(status=204))


def told(form: PageForm, done: Turned | None, wrong: object) -> int:
    """Say what was wrong, or how long to wait; the status that goes with it."""
    if not isinstance(done, Turned):
        form.add_error(None, str(wrong))
        return UNREADABLE
    form.add_error(None, waiting_words(done))
    return TOO_MANY


def waiting_words(turned: Turned) -> str:
    """How long to wait."""
    words = ngettext(
        "Too many attempts. Wait %(count)s minute and try again.",
        "Too many attempts. Wait %(count)s minutes and try again.",
        turned.minutes,
    )
    return words % {"count": turned.minutes}


def _page(request: HttpRequest, template: str, form: PageForm, status: int) -> HttpResponse:
    shown = {"form": form, "next": onward_of(request), "ended": ENDED in request.session}
    response = page(request, template, shown, status=status)
    remember(response, device_of(request))
    return response


def to_code(request: HttpRequest, onward: str) -> HttpResponse:
    """On to the second step; where to go afterwards waits in the session."""
    request.session[NEXT] = onward
    return redirect_after(request, resolve_url("sign-in-code"))


def go_in(request: HttpRequest, onward: str = "") -> HttpResponse:
    """Where to go once signed in: to what was typed before the session ended, else to what was asked for."""
    onward = onward or onward_of(request) or request.session.pop(NEXT, "")
    target = resolve_url("go-on") if drafts.kept(request) else onward or resolve_url(settings.LOGIN_REDIRECT_URL)
    response = redirect_after(request, target)
    remember(response, device_of(request).with_account(request.session["account"]))
    return _in_own_language(request, response)


def onward_of(request: HttpRequest) -> str:
    """Where somebody wanted to go."""
    return safe(request, request.POST.get("next") or request.GET.get("next", ""))


def safe(request: HttpRequest, url: str) -> str:
    """An address of this house, or nothing."""
    here = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if here else ""


def _in_own_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """On a browser where nobody chose a language yet, take the one this user works in."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and isinstance(request.user, User):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
