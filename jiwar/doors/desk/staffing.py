"""Pages that show people and their work together: colleagues with their caseloads and covers; the agency's trail."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiwar.areas.cases.queries import caseload_sizes
from jiwar.doors.desk.forms import TrailForm
from jiwar.doors.desk.told import door, kinds, what
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import colleagues as colleagues_here
from jiwar.ground.access.queries import users_of
from jiwar.ground.base.pages import page
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.ground.staff import queries


@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """For a supervisor: who works here, how many open cases each has, who covers for whom."""
    who = who_asks(request)
    covers, sizes = queries.covers_here(who), caseload_sizes(who)
    away = {row.user_id for row in queries.coverable(who)}
    here = [(one, sizes.pop(one.id, 0), one.id in away) for one in colleagues_here(who)]
    left = [(one, sizes[one.id], False) for one in users_of(who) if one.id in sizes]
    return page(request, "desk/page_colleagues.html", {"colleagues": [*left, *here], "covers": covers})


@require_safe
def agency_trail(request: HttpRequest) -> HttpResponse:
    """For the data-protection officer: what was done in the agency, by whom and when; never what was read."""
    who = demanding(request, Permission.AGENCY_TRAIL_READ)
    people = sorted(((str(one.id), in_language(one)) for one in users_of(who)), key=lambda pair: pair[1])
    form = TrailForm(request.GET, people=people, kinds=kinds())
    events = queries.agency_trail(who, wanted=form.wanted(), after=request.GET.get("after", ""))
    asked = {name: request.GET.get(name, "") for name in form.fields}
    shown = {
        "form": form,
        "events": [(line, what(line.action, line.outcome), door(line.door)) for line in events.lines],
        "next_url": f"?{urlencode(asked | {'after': events.next})}" if events.next else "",
    }
    return page(request, "desk/page_agency_trail.html", shown, fragment="desk/_event_rows.html")
