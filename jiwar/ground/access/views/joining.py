"""Taking up an invitation: link and code, then a passkey, or a password with codes from an app."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access.forms import NewPasswordForm, PasskeyForm, WelcomeForm
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import factors, joining
from jiwar.ground.access.signing.devices import device_of, remember
from jiwar.ground.access.signing.throttle import Turned
from jiwar.ground.access.views.signing import UNAVAILABLE, told
from jiwar.ground.base.answers import UNREADABLE, page_or_form, posted
from jiwar.ground.base.errors import Refused
from jiwar.ground.base.pages import kept_by_nobody, page, redirect_after

type Keep = Callable[[str, str, str], bool]

SEED = "seed"
NOT_GOOD = _("Link and code do not belong together, or are over. Ask those who gave them to you for new ones.")
NOT_MADE = _("The passkey was not made. Try again, or take a password.")
WRONG_APP = _("This is not what the app shows now. Wait for the next code and try again.")


@login_not_required
@sensitive_post_parameters("token", "code")
@page_or_form
def welcome(request: HttpRequest) -> HttpResponse:
    """Link and code."""
    form = WelcomeForm(posted(request))
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        done = joining.knock(request, **form.cleaned_data)
        if done is True:
            return redirect_after(request, resolve_url("welcome-ways"))
        status = told(form, done if isinstance(done, Turned) else None, NOT_GOOD)
    response = page(request, "access/page_welcome.html", {"form": form}, status=status)
    remember(response, device_of(request))
    return response


@login_not_required
@require_safe
def welcome_ways(request: HttpRequest) -> HttpResponse:
    """Who one is here, and which way in."""
    return page(request, "access/page_welcome_ways.html", {"user_invited": _invited(request)})


@login_not_required
@require_POST
def welcome_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to make a passkey for: JSON."""
    challenge = factors.new_passkey_challenge(_invited(request))
    return kept_by_nobody(HttpResponse(challenge, content_type="application/json"))


@login_not_required
@require_POST
def welcome_passkey(request: HttpRequest) -> HttpResponse:
    """The passkey that the browser made."""
    user, form = _invited(request), PasskeyForm(request.POST)
    if form.is_valid() and joining.join_with_passkey(request, **form.cleaned_data):
        return _in(request, resolve_url("ways"))
    shown = {"user_invited": user, "problem": str(NOT_MADE)}
    return page(request, "access/page_welcome_ways.html", shown, status=UNREADABLE)


@login_not_required
@sensitive_post_parameters("password", "again", "code")
@page_or_form
def welcome_password(request: HttpRequest) -> HttpResponse:
    """A password, and an app for codes; then the codes for paper."""
    user = _invited(request)
    form = NewPasswordForm(posted(request), user=user)

    def keep(password: str, secret: str, code: str) -> bool:
        return joining.join_with_password(request, password=password, secret=secret, code=code)

    return password_page(request, form, keep=keep, user=user) or _in(request, resolve_url("recovery-codes"))


def password_page(request: HttpRequest, form: NewPasswordForm, *, keep: Keep, user: User) -> HttpResponse | None:
    """The page with a new password and a new app; None once it is kept."""
    secret = request.session.setdefault(SEED, factors.new_secret())
    status = UNREADABLE if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            if keep(form.cleaned_data["password"], secret, form.cleaned_data["code"]):
                request.session.pop(SEED, None)
                return None
            form.add_error("code", WRONG_APP)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            status = UNAVAILABLE
    shown = {"form": form, "picture": factors.secret_picture(user, secret), "secret": factors.grouped(secret)}
    return page(request, "access/page_password.html", shown, status=status)


def _invited(request: HttpRequest) -> User:
    user = joining.invited(request)
    if user is None:
        raise Http404
    return user


def _in(request: HttpRequest, url: str) -> HttpResponse:
    response = redirect_after(request, url)
    remember(response, device_of(request).with_account(request.session["account"]))
    return response
