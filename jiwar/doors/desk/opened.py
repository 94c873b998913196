"""The opened case, part by part: each part has its own address, its own view, and is asked for when it is wanted.

They are links to pages, not tabs of one page in the sense of ARIA: each is reached by its address, is printed and
sent on by itself, and works without script; with script the part is put in its place, and the address follows.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiwar.areas.cases import queries as cases
from jiwar.areas.cases.queries import CaseCard
from jiwar.doors.desk.deeds import deeds_on_case
from jiwar.doors.desk.documents import PANEL as DOCUMENTS
from jiwar.doors.desk.documents import documents_panel
from jiwar.doors.desk.parts import parts_of
from jiwar.doors.desk.timeline import KINDS, Kind, timeline_of
from jiwar.doors.desk.told import open_now, told
from jiwar.ground.access.asking import demanding, who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import trail_of
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.pages import page
from jiwar.ground.work.queries import open_tasks_on

TIMELINE, ROWS, TRAIL = "desk/_timeline.html", "desk/_timeline_rows.html", "desk/_trail.html"
PAGE = "desk/page_case.html"


@require_safe
def case_timeline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What happened, in one order. That the file was opened is recorded, as for the file itself."""
    who, after = who_asks(request), request.GET.get("after", "")
    asked = request.GET.get("only", "")
    only = Kind(asked) if asked in Kind else None
    line = timeline_of(who, case_id, only=only, after=after)
    owed = open_tasks_on(who, case_id) if who.may(Permission.TASK_WORK) else []
    here = reverse("case-timeline", args=[case_id])
    shown = {
        "line": line,
        "chips": [(KINDS[kind], here + (f"?only={kind}" if kind else ""), kind is only) for kind in line.kinds],
        "ahead": owed if only in (None, Kind.TASK) and not after else [],
        "next_url": f"{here}?{urlencode({'only': only or '', 'after': line.next})}" if line.next else "",
        "is_later": bool(after),
        "here": here,
        "panel": TIMELINE,
        **around(who, line.card, "case-timeline"),
        "owed": owed,
    }
    return page(request, PAGE, shown, fragment=ROWS if after else TIMELINE)


@require_safe
def case_trail(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who saw or changed the file; in codes, so that nothing of it is opened by reading this."""
    who = demanding(request, Permission.TRAIL_READ)
    card = cases.case_card(who, case_id)
    if not card.may_open:
        raise Missing
    owed = open_tasks_on(who, case_id) if who.may(Permission.TASK_WORK) else []
    shown = {"trail": told(trail_of(who, case_id)), "panel": TRAIL, "owed": owed}
    return page(request, PAGE, {**shown, **around(who, card, "case-trail")}, fragment=TRAIL)


@require_safe
def case_documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The documents on a case. That their titles are read is recorded before they leave."""
    who = demanding(request, Permission.DOCUMENT_WORK)
    card = cases.case_card(who, case_id)
    owed = open_tasks_on(who, case_id) if who.may(Permission.TASK_WORK) else []
    shown = {**documents_panel(who, case_id), "panel": DOCUMENTS, "owed": owed}
    return page(request, PAGE, {**shown, **around(who, card, "case-documents")}, fragment=DOCUMENTS)


def around(who: Who, card: CaseCard, here: str) -> dict[str, object]:
    """The cover above every part, and the way to the others."""
    return {
        "case": card,
        "deeds": deeds_on_case(who, card),
        "openings": open_now(who, card),
        "parts": parts_of(who, card, here),
    }
