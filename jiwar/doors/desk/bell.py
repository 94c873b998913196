"""The bell: what one was told, each with the place where it is looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiwar.areas.cases.queries import CaseCard, case_cards
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.pages import page, redirect_after
from jiwar.ground.notices import actions, queries
from jiwar.ground.notices.queries import Line
from jiwar.ground.notices.words import NoticeKind

PLACES = {
    NoticeKind.WORK_WAITS: (Permission.TASK_WORK, "tasks"),
    NoticeKind.ROLE_WAITS: (Permission.ROLE_CONFIRM, "staff-proposals"),
    NoticeKind.SECOND_LOOK: (Permission.GLASS_REVIEW, "second-look"),
    NoticeKind.AT_ONCE: (Permission.ALARM_ACCEPT, "alarms"),
}
"""Where a sentence leads whoever may go there, when the file it is about is not in sight or it is about none."""
FIRST = frozenset({NoticeKind.SECOND_LOOK, NoticeKind.AT_ONCE})
"""Kinds that lead whoever may go there to that place before the file."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: where it leads, and the file that it is about where that is in sight."""

    line: Line
    address: str
    case: CaseCard | None


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first; looked at, all at once."""
    who = demanding(request, Permission.NOTICE_SEE)
    if request.method == "POST":
        actions.see_notices(who)
        return redirect_after(request, reverse("notices"))
    lines = queries.my_notices(who)
    cases = _cases(who, {line.root_id for line in lines if line.root_id})
    told = [_told(who, line, cases.get(line.root_id) if line.root_id else None) for line in lines]
    return page(request, "desk/page_notices.html", {"told": told, "has_new": any(line.is_new for line in lines)})


def _cases(who: Who, root_ids: Collection[UUID]) -> dict[UUID, CaseCard]:
    """Those that are in sight. Whoever sees no file is told of none."""
    return case_cards(who, root_ids=root_ids) if root_ids and who.may(Permission.CASE_READ) else {}


def _told(who: Who, line: Line, case: CaseCard | None) -> Told:
    needed, name = PLACES.get(line.kind, (None, ""))
    place = reverse(name) if needed and who.may(needed) else ""
    file = reverse("case", args=[case.id]) if case else ""
    return Told(line, (place or file) if line.kind in FIRST else (file or place), case)
