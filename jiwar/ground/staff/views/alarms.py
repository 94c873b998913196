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
    return page(request, "staff/page_alarms.html", {"alarms": queries.alarms_here(who_asks(request))})


@require_POST
def alarm_accept(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """One click: whoever is in danger has no time for a second page."""
    actions.accept_alarm(who_asks(request), alarm_id=alarm_id)
    messages.success(request, _("It is recorded that you look after it."))
    return redirect_after(request, reverse("alarms"))
