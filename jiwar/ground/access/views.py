"""Signing in and out. A wrong name and a wrong password get the same answer, after the same time."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiwar.ground.access.forms import ProveForm, SignInForm
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import prove, sign_in, sign_out
from jiwar.ground.base.answers import UNREADABLE, posted
from jiwar.ground.base.pages import page, redirect_after, wants_fragment

WRONG_PASSWORD = _("This is not your password.")
WRONG = _("User name or password is wrong.")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The sign-in page. A part of a page that is asked for after the session ended leads here whole."""
    if wants_fragment(request):
        return redirect_after(request, resolve_url("sign-in"))
    form, onward = SignInForm(posted(request)), _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        if sign_in(request, username=form.cleaned_data["username"], password=form.cleaned_data["password"]):
            return _in_own_language(
                request, redirect_after(request, onward or resolve_url(settings.LOGIN_REDIRECT_URL))
            )
        form.add_error(None, WRONG)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "base/sign_in.html", {"form": form, "next": onward}, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def prove_page(request: HttpRequest) -> HttpResponse:
    """Before a dangerous step: show once more who you are."""
    form, onward = ProveForm(posted(request)), _safe(request, request.GET.get("next", "")) or resolve_url("home")
    if request.method == "POST" and form.is_valid():
        if prove(request, password=form.cleaned_data["password"]):
            return redirect_after(request, onward)
        form.add_error("password", WRONG_PASSWORD)
    status = UNREADABLE if form.is_bound else 200
    return page(request, "base/page_prove.html", {"form": form, "back": resolve_url("home")}, status=status)


@login_not_required
@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    sign_out(request, getattr(request, "who", None))
    return redirect_after(request, resolve_url("sign-in"))


def _safe(request: HttpRequest, url: str) -> str:
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
