"""What is known of a case, as a part of the opened case: only what was stated is shown, each group by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiwar.areas.cases import queries as cases
from jiwar.areas.cases.queries import CaseFacts, ShownNumber, Stated
from jiwar.areas.cases.words import Incident, Intake, Perpetrator, Programme, Status, SupportPlan, Trafficking
from jiwar.areas.cases.words.telling import GROUPS, Line, lines_of, system_name
from jiwar.doors.desk.opened import PAGE, around
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.permissions import Permission
from jiwar.ground.base.pages import page
from jiwar.ground.work.queries import open_tasks_on

PANEL = "desk/_facts.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of which there are several: what is known of it, and where it is corrected and dropped."""

    lines: list[Line]
    correct: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One group as it is shown. `url` leads to the page on which it is stated or added to; empty where one may not.

    `first`: what it is stated by is offered first; else under other facts.
    """

    key: str
    name: str | Promise
    act: str
    url: str
    entries: list[Entry]
    first: bool = True


@require_safe
def case_facts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """That the file was opened is recorded, as for the file itself."""
    who = who_asks(request)
    known = cases.facts_of(who, case_id)
    may = known.works and who.may(Permission.CASE_NOTE) and known.card.status is not Status.CLOSED
    groups = _groups(known, may=may)
    owed = open_tasks_on(who, case_id) if who.may(Permission.TASK_WORK) else []
    shown = {
        "groups": [group for group in groups if group.entries],
        "unsaid": [group for group in groups if group.url and not group.entries and group.first],
        "others": [group for group in groups if group.url and not group.entries and not group.first],
        "panel": PANEL,
        "owed": owed,
        **around(who, known.card, "case-facts"),
    }
    return page(request, PAGE, shown, fragment=PANEL)


def _groups(known: CaseFacts, *, may: bool) -> list[Group]:
    """What is stated and what could be, in the order of the page."""
    case_id = known.card.id
    is_trafficking = known.card.programme is Programme.TRAFFICKING

    def url(route: str) -> str:
        return reverse(route, args=[case_id]) if may else ""

    def single(key: str, of: type[Any], stated: Stated[Any] | None, *, first: bool = True) -> Group:
        lines = lines_of(stated.facts) if stated else []
        return Group(key, GROUPS[of], _("Correct"), url(f"case-{key}"), [Entry(lines)] if lines else [], first)

    def several(key: str, of: type[Any], stated: Sequence[Stated[Any]]) -> Group:
        rows = [_entry(case_id, key, one.id, lines_of(one.facts), may=may, corrected=True) for one in stated]
        return Group(key, GROUPS[of], _("Add"), url(f"case-{key}-new"), rows, is_trafficking)

    numbers = [_entry(case_id, "number", one.id, _number(one), may=may, corrected=False) for one in known.numbers]
    return [
        single("intake", Intake, known.intake),
        single("trafficking", Trafficking, known.trafficking, first=is_trafficking),
        several("incident", Incident, known.incidents),
        several("perpetrator", Perpetrator, known.perpetrators),
        single("support", SupportPlan, known.support),
        Group("number", _("Numbers in other systems"), _("Add"), url("case-number-new"), numbers),
    ]


def _entry(case_id: UUID, key: str, pk: UUID, lines: list[Line], *, may: bool, corrected: bool) -> Entry:
    if not may:
        return Entry(lines)
    correct = reverse(f"case-{key}", args=[case_id, pk]) if corrected else ""
    return Entry(lines, correct, reverse(f"case-{key}-drop", args=[case_id, pk]))


def _number(one: ShownNumber) -> list[Line]:
    number = one.number
    checked = _("looked up there") if number.verified else _("not looked up there")
    lines = [Line(system_name(number.system), number.number, is_text=True)]
    lines += [Line(_("From whom"), number.source, is_text=True)] if number.source else []
    return [*lines, Line(_("Checked"), checked, is_text=False)]
