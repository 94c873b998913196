"""Pages that show several areas at once: my work, the file of a case, the file of a person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiwar.areas.cases import queries as cases
from jiwar.areas.cases.queries import EVERYTHING, Narrowing
from jiwar.areas.cases.words import Status
from jiwar.areas.people import queries as people
from jiwar.areas.people.words import told_details
from jiwar.doors.desk import narrowing
from jiwar.doors.desk.course import course_of
from jiwar.doors.desk.deeds import deeds_on_case, deeds_on_person
from jiwar.doors.desk.forms import NarrowForm
from jiwar.doors.desk.keeping import ShownView, views_for
from jiwar.doors.desk.parts import parts_of, parts_of_person
from jiwar.doors.desk.several_forms import verbs_for
from jiwar.doors.desk.told import open_now, shares_of, told
from jiwar.doors.desk.worklists import Worklist, worklists
from jiwar.ground.access.asking import who_asks
from jiwar.ground.access.begun import begun_anywhere
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import trail_of
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.pages import page, wants_fragment
from jiwar.ground.staff.queries import in_danger_now, my_covers
from jiwar.ground.work.queries import late_of_colleagues, open_tasks_on, task_counts, tasks_on
from jiwar.ground.work.words import TaskState


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My work: one list at a time, its next rows on demand."""
    who = who_asks(request)
    if wants_fragment(request) and who.may(Permission.CASE_READ):
        return page(request, "desk/page_home.html", _list_asked_for(request), fragment="desk/_case_rows.html")
    shown: dict[str, object] = {"today": clock.today(), "covers": my_covers(who), "me": who.user_id}
    shown["begun"] = begun_anywhere(who)
    shown["due"] = task_counts(who) if who.may(Permission.TASK_WORK) else None
    shown["endangered"] = in_danger_now(who)
    if not who.may(Permission.CASE_READ):
        return page(request, "desk/page_home.html", {**shown, "lists": ()})
    shown["others_late"] = late_of_colleagues(who) if who.supervises and shown["due"] else 0
    shown |= {"may_break": who.may(Permission.GLASS_BREAK), **_list_asked_for(request)}
    return page(request, "desk/page_home.html", shown)


def _list_asked_for(request: HttpRequest) -> dict[str, object]:
    """One list from a mark on, as far as it is narrowed; its tiles and chips only where the whole page is asked for."""
    lists, mark, key = worklists(who_asks(request)), request.GET.get("after", ""), request.GET.get("list", "")
    chosen = next((one for one in lists if one.key == key), lists[0])
    only = narrowing.asked(request.GET.dict()) if chosen.presses else EVERYTHING
    found = chosen.load(mark, only)
    onward = narrowing.address(chosen.key, only, after=found.next) if found.next else ""
    shown = {"lists": lists, "chosen": chosen, "cases": found.rows, "next_url": onward, "is_later": bool(mark)}
    shown["is_lost"] = bool(key) and key != chosen.key
    if wants_fragment(request):
        return shown
    views = views_for(who_asks(request), lists, here=narrowing.address(chosen.key, only))
    shown["views"] = views
    return shown | (_around(request, chosen, only, views) if chosen.presses else {})


def _around(request: HttpRequest, chosen: Worklist, only: Narrowing, views: list[ShownView]) -> dict[str, object]:
    """What stands above a list that can be narrowed: tiles, chips, the form, the step of keeping it."""
    here = narrowing.address(chosen.key, only)
    return {
        "keep_url": "" if only == EVERYTHING or any(one.is_open for one in views) else reverse("view-keep") + here,
        "tiles": narrowing.tiles(chosen.key, chosen.presses() if chosen.presses else [], only),
        "chips": narrowing.chips(chosen.key, only),
        "narrow": NarrowForm(initial=narrowing.begun(chosen.key, only)) if "narrow" in request.GET else None,
        "several_url": reverse("several") + here if verbs_for(who_asks(request)) else "",
        "narrow_url": here + "&narrow=1",
    }


@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The closed cover of a case: enough to work by, without the full name."""
    who = who_asks(request)
    card = cases.case_card(who, case_id)
    shown: dict[str, object] = {
        "case": card,
        "deeds": deeds_on_case(who, card),
        "openings": open_now(who, card),
    }
    shown |= _planned(who, card)
    owed = open_tasks_on(who, case_id) if who.may(Permission.TASK_WORK) else []
    works = card.is_own and card.glass is None
    shown |= {"owed": owed, "course": course_of(who, card, owed if works else None)}
    return page(request, "desk/page_case.html", shown)


@require_safe
def case_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The opened case. That it was opened is recorded before anything of it leaves."""
    who = who_asks(request)
    file = cases.case_file(who, case_id)
    card = file.card
    tasks = tasks_on(who, case_id) if who.may(Permission.TASK_WORK) and file.shows_narrative else []
    shown = {
        "case": card,
        "owed": [task for task in tasks if task.state is TaskState.OPEN],
        "ended": [task for task in tasks if task.state is not TaskState.OPEN],
        "file": file,
        "deeds": deeds_on_case(who, card, file.holds),
        "openings": open_now(who, card),
        **_planned(who, card),
        "person_file": people.person_file(who, card.person_id) if card.person and card.person.opens_name else None,
        "shares": shares_of(who, case_id) if card.is_own else (),
        "parts": parts_of(who, card, "case-file"),
        "panel": "desk/_case_full.html",
    }
    return page(request, "desk/page_case.html", shown, fragment="desk/_case_full.html")


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The closed cover of a person, and the cases that are in sight."""
    who = who_asks(request)
    card = people.person_card(who, person_id)
    shown = {"person": card, "cases": _cases_of(request, person_id), "deeds": deeds_on_person(who, card)}
    return page(request, "desk/page_person.html", shown)


@require_safe
def person_file(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The opened record of a person. That it was opened is recorded before anything of it leaves."""
    who = who_asks(request)
    file = people.person_file(who, person_id)
    shown = {
        "person": file.card,
        "person_file": file,
        "details": told_details(file.details),
        "parts": parts_of_person(who, file.card, "person-file"),
        "cases": _cases_of(request, person_id),
        "deeds": deeds_on_person(who, file.card),
        "trail": told(trail_of(who, person_id)) if who.may(Permission.TRAIL_READ) else None,
    }
    return page(request, "desk/page_person.html", shown)


def _planned(who: Who, card: cases.CaseCard) -> dict[str, object]:
    """The closing that is planned, for those whose own file it is, and whether they may agree."""
    plan = cases.planned_closing(who, card.id) if card.is_own and card.status is Status.ACTIVE else None
    return {"plan": plan, "may_agree": who.may(Permission.CLOSING_CONFIRM)}


def _cases_of(request: HttpRequest, person_id: UUID) -> list[cases.CaseCard]:
    who = who_asks(request)
    return cases.cases_of(who, person_id) if who.may(Permission.CASE_READ) else []
