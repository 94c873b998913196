"""What stands around every page of the desk: the places of the rail, and who is signed in.

A context processor. It reads what the request already knows; of the database it asks only, and only for a whole page,
how much one was told and has not looked at yet.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.pages import Place
from jiwar.ground.base.templatetags.jiwar_text import in_language
from jiwar.ground.base.writing import digits
from jiwar.ground.notices.queries import MANY, unseen


def shell(request: HttpRequest) -> dict[str, object]:
    who: Who | None = getattr(request, "who", None)
    if who is None:
        return {"places": (), "who_label": "", "who_note": "", "idle_seconds": 0, "may_search": False}
    roles = (str(held.role.name) for held in who.roles)
    return {
        "bell": SimpleLazyObject(lambda: _bell(request, who)),
        "places": _places(request, who),
        "who_label": in_language(who),
        "who_note": " · ".join(dict.fromkeys(roles)),
        "idle_seconds": settings.IDLE_SECONDS,
        "may_search": who.may(Permission.PERSON_READ),
    }


@dataclass(frozen=True, slots=True)
class Bell:
    """Where one reads what one was told, and how much of it is new, in words; empty for none."""

    address: str
    figure: str
    is_here: bool


def _bell(request: HttpRequest, who: Who) -> Bell:
    here = (request.resolver_match.url_name if request.resolver_match else "") == "notices"
    count = unseen(who) if who.may(Permission.NOTICE_SEE) else 0
    figure = f"{MANY - 1}+" if count >= MANY else str(count or "")
    return Bell(reverse("notices"), digits(figure), here)


def _places(request: HttpRequest, who: Who) -> list[Place]:
    here = (request.resolver_match.url_name if request.resolver_match else "") or ""
    of_colleagues = here in ("colleagues", "caseload") or here.startswith("cover")
    works = here in ("home", "glass-break", "tasks", "calendar") or (
        here.startswith(("case", "task", "view", "several")) and not of_colleagues
    )
    places = [Place(_("My work"), reverse("home"), "today", current=works)]
    if who.may(Permission.PERSON_READ):
        places.append(Place(_("People"), reverse("people"), "people", current=here.startswith(("people", "person"))))
    if who.may(Permission.GLASS_REVIEW):
        second = here in ("second-look", "glass-review", "seal-decide")
        places.append(Place(_("Second look"), reverse("second-look"), "shield", current=second))
    if who.may(Permission.DATA_IMPORT):
        places.append(Place(_("Files"), reverse("batches"), "send", current=here.startswith(("batch", "export"))))
    if who.may(Permission.COVER_ARRANGE):
        places.append(Place(_("Colleagues"), reverse("colleagues"), "user", current=of_colleagues))
    if who.may(Permission.ACCESS_REVIEW):
        first = "staff" if who.may(Permission.ACCESS_MANAGE) else "staff-review"
        places.append(Place(_("Staff"), reverse(first), "key", current=here.startswith(("staff", "invitation"))))
    if who.may(Permission.JOB_KEEP):
        places.append(Place(_("Jobs"), reverse("jobs"), "clock", current=here == "jobs"))
    if who.may(Permission.ALARM_ACCEPT):
        places.append(Place(_("Alarms"), reverse("alarms"), "alert", current=here.startswith("alarm")))
    if who.may(Permission.AGENCY_TRAIL_READ):
        places.append(Place(_("Trail"), reverse("agency-trail"), "eye", current=here == "agency-trail"))
    return places
