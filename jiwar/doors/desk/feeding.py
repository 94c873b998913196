"""The days of one's tasks in one's own calendar: the page of its address, and what a calendar program is given.

What leaves here says that there is a task on a day, and where Jiwar is; no kind, no code, no name, no word.
"""

import hmac
from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.proving import needs_proof
from jiwar.ground.base import clock
from jiwar.ground.base.answers import page_or_form
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import kept_by_nobody, page, redirect_after
from jiwar.ground.vault.root import derived
from jiwar.ground.work import actions, feeds, queries
from jiwar.ground.work.queries import OwedDay

MADE = "feed made"
ABSENT, TOO_MANY = 404, 429
ASK_AGAIN = timedelta(hours=4)
"""How often a calendar is told to ask; each has its own mind."""


@needs_proof
@page_or_form
def calendar(request: HttpRequest) -> HttpResponse:
    """Make the address of one's calendar, see it this once, end it."""
    who = demanding(request, Permission.TASK_WORK)
    if request.method == "POST":
        if request.POST.get("step") == "end":
            actions.end_feed(who)
            messages.success(request, _("The address answers nobody any more."))
        else:
            request.session[MADE] = actions.open_feed(who)
        return redirect_after(request, reverse("calendar"))
    secret = request.session.pop(MADE, "")
    address = request.build_absolute_uri(reverse("calendar-feed", args=[secret])) if secret else ""
    return page(request, "desk/page_calendar.html", {"address": address, "since": queries.feed_since(who)})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar program, which has no session: the secret is the proof."""
    try:
        with feeds.reading(secret) as who, override(who.language):
            told = calendar_of(queries.days_owed(who), address=request.build_absolute_uri(reverse("tasks")))
    except feeds.Waits as waits:
        return kept_by_nobody(HttpResponse(status=TOO_MANY, headers={"Retry-After": str(waits.seconds)}))
    except Missing:  # not the page for people: that one names the address it was asked for, and here it is the secret
        return kept_by_nobody(HttpResponse(status=ABSENT))
    return kept_by_nobody(HttpResponse(told, content_type="text/calendar; charset=utf-8"))


def calendar_of(days: Iterable[OwedDay], *, address: str) -> bytes:
    """An entry for the whole of each day on which something is owed."""
    made = Calendar()
    made.add("prodid", "-//Jiwar//EN")
    made.add("version", "2.0")
    made.add("refresh-interval", ASK_AGAIN)
    for one in days:
        event = Event()
        event.add("uid", hmac.digest(derived("feeds").material, one.task_id.bytes, "sha256").hex())
        event.add("summary", pgettext("in a calendar", "Task"))
        event.add("dtstart", one.day)
        event.add("dtstamp", clock.now())
        event.add("transp", "TRANSPARENT")
        event.add("url", address)
        made.add_component(event)
    told: bytes = made.to_ical()
    return told
