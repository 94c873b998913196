"""Alarms: who was forced to sign in, what to do, and that somebody looks after it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiwar.ground.access.asking import who_asks
from jiwar.ground.base.pages import page, redirect_after
from jiwar.ground.staff import actions, queries


@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    return page(request, "staff/page_alarms.html", {"people": queries.in_danger(who_asks(request))})


@require_POST
def alarm_accept(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """One click, for all that this colleague raised: whoever is in danger has no time for a second page."""
    who = who_asks(request)
    pressed = actions.accept_alarm(who, alarm_id=alarm_id)
    for one in queries.open_alarms(who):
        if one.user_id == pressed.user_id:
            actions.accept_alarm(who, alarm_id=one.pk)
    messages.success(request, _("It is recorded that you look after it."))
    return redirect_after(request, reverse("alarms"))
