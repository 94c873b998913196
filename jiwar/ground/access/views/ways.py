"""How one signs in: passkeys, password and app, codes on paper. Each change asks first who one is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.forms import NewPasswordForm, PasskeyForm
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.access.signing import factors, keeping, through
from jiwar.ground.access.signing.joining import CODES, codes_kept
from jiwar.ground.access.views.joining import password_page
from jiwar.ground.base.answers import page_or_form, posted
from jiwar.ground.base.pages import kept_by_nobody, page, redirect_after


@needs_proof
@require_safe
def ways_page(request: HttpRequest) -> HttpResponse:
    who = who_asks(request)
    shown = {"ways": keeping.ways_of(who), "through": through.own(who)}
    return page(request, "access/page_ways.html", {**shown, "may_connect": who.may(Permission.PARTNER_CONNECT)})


@needs_proof
@require_POST
def ways_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to make one more passkey for: JSON."""
    challenge = factors.new_passkey_challenge(keeping.user_of(who_asks(request)))
    return kept_by_nobody(HttpResponse(challenge, content_type="application/json"))


@needs_proof
@require_POST
def ways_passkey(request: HttpRequest) -> HttpResponse:
    form = PasskeyForm(request.POST)
    if form.is_valid() and keeping.add_passkey(request, who_asks(request), **form.cleaned_data):
        messages.success(request, _("The passkey is kept."))
    else:
        messages.error(request, _("The passkey was not made. Try again."))
    return redirect_after(request, resolve_url("ways"))


@needs_proof
@sensitive_post_parameters("password", "again", "code")
@page_or_form
def ways_password(request: HttpRequest) -> HttpResponse:
    who = who_asks(request)
    user = keeping.user_of(who)

    def keep(password: str, secret: str, code: str) -> bool:
        return keeping.renew_password(request, who, password=password, secret=secret, code=code)

    form = NewPasswordForm(posted(request), user=user)
    return password_page(request, form, keep=keep, user=user) or redirect_after(request, resolve_url("recovery-codes"))


@needs_proof
@require_POST
def ways_codes(request: HttpRequest) -> HttpResponse:
    keeping.renew_codes(request, who_asks(request))
    return redirect_after(request, resolve_url("recovery-codes"))


@needs_proof
@require_POST
def way_drop(request: HttpRequest, factor_id: int) -> HttpResponse:
    keeping.drop_way(who_asks(request), factor_id)
    messages.success(request, _("It opens nothing any more."))
    return redirect_after(request, resolve_url("ways"))


@page_or_form
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes for paper, for ten minutes or until somebody says that they are printed."""
    who_asks(request)
    codes = codes_kept(request)
    if request.method == "POST" or not codes:
        request.session.pop(CODES, None)
        return redirect_after(request, resolve_url("ways"))
    return page(request, "access/page_recovery_codes.html", {"codes": codes})
