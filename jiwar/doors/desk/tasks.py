"""Tasks as people meet them: planned on a case, listed by day, finished, put off, given away, dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from jiwar.areas.cases.actions import plan_task
from jiwar.areas.cases.queries import CaseCard, case_card, case_cards
from jiwar.doors.desk.task_forms import TEAM, DropForm, GiveForm, PlanForm, RestForm, VersionForm, may_rest
from jiwar.ground.access.asking import demanding
from jiwar.ground.access.drafts import keeps_drafts
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import seeing_colleagues, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.answers import Done, FormPage, Values, answer, page_or_form, posted
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.pages import Difference, StaleVersions, Step, page
from jiwar.ground.base.templatetags.jiwar_text import day, in_language, long_day
from jiwar.ground.work import actions, queries
from jiwar.ground.work.models import Task
from jiwar.ground.work.queries import TaskCard
from jiwar.ground.work.words import TaskState

PLAN, ONE = "desk/page_plan.html", "desk/page_task.html"
LISTS = {
    "mine": (gettext_lazy("Mine"), queries.my_tasks, gettext_lazy("What you owe on a case stands here, by day.")),
    "team": (gettext_lazy("My team’s"), queries.team_tasks, gettext_lazy("What nobody in the team has taken yet.")),
    "others": (
        gettext_lazy("Colleagues’"),
        queries.colleagues_tasks,
        gettext_lazy("What colleagues owe on the files that you work on stands here, by day."),
    ),
    "resting": (gettext_lazy("Resting"), queries.resting_tasks, gettext_lazy("What was put off until a day.")),
}
PAGES = {"case": "case", "file": "case-file"}
"""Where else a task is pressed than in a list."""
LATE, TODAY, WEEK, LATER = "late", "today", "week", "later"
GROUPS = {
    LATE: gettext_lazy("Overdue"),
    TODAY: gettext_lazy("Today"),
    WEEK: gettext_lazy("In the next seven days"),
    LATER: gettext_lazy("Later"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One task of a list with the case it is about. `heading` stands above the first of each stretch of days."""

    task: TaskCard
    case: CaseCard | None
    heading: str = ""


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What is owed, by day: mine, my team's, my colleagues', what rests."""
    who, mark = demanding(request, Permission.TASK_WORK), request.GET.get("after", "")
    key = request.GET.get("list", "")
    chosen = key if key in LISTS else "mine"
    found = LISTS[chosen][1](who, after=mark)
    shown = {
        "lists": [(key, words[0]) for key, words in LISTS.items()],
        "chosen": chosen,
        "empty": LISTS[chosen][2],
        "rows": _rows(who, found.rows, mark, headed=chosen != "resting"),
        "me": who.user_id,
        "today": clock.today(),
        "next_url": f"?{urlencode({'list': chosen, 'after': found.next})}" if found.next else "",
        "is_later": bool(mark),
    }
    return page(request, "desk/page_tasks.html", shown, fragment="desk/_task_rows.html")


@keeps_drafts
@page_or_form
def case_plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who = demanding(request, Permission.TASK_WORK)
    card = _worked_on(who, case_id)
    back = reverse("case", args=[case_id])
    people = [*_people(who, case_id), *([(TEAM, _the_team(card))] if card.team else [])]
    form = PlanForm(posted(request), people=people, initial={"assignee": str(who.user_id)})

    def act(_values: Values) -> Done:
        task = plan_task(who, case_id, planned=form.planned(team_id=card.team.id if card.team else None))
        return Done(back, _planned(task))

    step = Step(_("Plan a task"), _("Plan it"), card.code, back)
    return answer(request, FormPage(PLAN, form, act), {"step": step})


@page_or_form
def task_finish(request: HttpRequest, root_id: UUID, task_id: UUID) -> HttpResponse:
    """With one press from a list; the page itself is for who comes too late, or without a version."""
    who, task, card = _asked(request, root_id, task_id)

    def act(values: Values) -> Done:
        done = actions.finish_task(who, root_id, task_id=task_id, version=values["version"])
        told = _("It is done. It comes again on %(day)s.") if done.again_on else _("It is done.")
        return Done(_onward(values, root_id), told % {"day": long_day(done.again_on)})

    form = VersionForm(posted(request), initial=_seen(request, task))
    return _answer(
        request,
        task,
        FormPage(ONE, form, act, versions=_versions),
        _step(card, _("Finish this task?"), pgettext("what can be done with a task", "Done")),
    )


@keeps_drafts
@page_or_form
def task_rest(request: HttpRequest, root_id: UUID, task_id: UUID) -> HttpResponse:
    who, task, card = _asked(request, root_id, task_id)

    def act(values: Values) -> Done:
        given = {name: values[name] for name in ("until", "reason", "version")}
        actions.postpone_task(who, root_id, task_id=task_id, **given)
        return Done(_onward(values, root_id), _("It rests until %(day)s.") % {"day": long_day(values["until"])})

    lead = _("The day on which it was due stays as it was: if it comes back late, it says so.")
    step = _step(card, _("Let the task rest"), _("Let it rest"), lead)
    form = RestForm(posted(request), initial=_seen(request, task))
    return _answer(request, task, FormPage(ONE, form, act, versions=_versions), step)


@page_or_form
def task_give(request: HttpRequest, root_id: UUID, task_id: UUID) -> HttpResponse:
    who, task, card = _asked(request, root_id, task_id)

    def act(values: Values) -> Done:
        taker = UUID(values["assignee"])
        actions.assign_task(who, root_id, task_id=task_id, assignee_id=taker, version=values["version"])
        return Done(_onward(values, root_id), _("You have it now.") if taker == who.user_id else _("It is given."))

    owes = task.assignee.id if task.assignee else None
    people = [(key, name) for key, name in _people(who, root_id) if key != str(owes)]
    step = _step(card, _("Give the task to a colleague"), _("Give it"), _("They are told that something waits."))
    form = GiveForm(posted(request), initial=_seen(request, task), people=people)
    return _answer(request, task, FormPage(ONE, form, act, versions=_versions), step)


@keeps_drafts
@page_or_form
def task_drop(request: HttpRequest, root_id: UUID, task_id: UUID) -> HttpResponse:
    who, task, card = _asked(request, root_id, task_id)

    def act(values: Values) -> Done:
        given = {name: values[name] for name in ("reason", "version")}
        actions.drop_task(who, root_id, task_id=task_id, **given)
        return Done(_onward(values, root_id), _("The task is off the list."))

    lead = _("It leaves the list for good and does not come again. The file keeps it, with your reason.")
    step = _step(card, _("Drop the task"), _("It is no longer needed"), lead)
    form = DropForm(posted(request), initial=_seen(request, task))
    return _answer(request, task, FormPage(ONE, form, act, versions=_versions), step)


def _worked_on(who: Who, case_id: UUID) -> CaseCard:
    """The cover of a case on which `who` works: neither shared with them nor open in an emergency. Raises Missing."""
    card = case_card(who, case_id)
    if not stands_on(who, case_id):
        raise Missing
    return card


def _asked(request: HttpRequest, root_id: UUID, task_id: UUID) -> tuple[Who, TaskCard, CaseCard]:
    who = demanding(request, Permission.TASK_WORK)
    card = _worked_on(who, root_id)
    return who, queries.task_on(who, root_id, task_id=task_id), card


def _answer(request: HttpRequest, task: TaskCard, asked: FormPage, step: Step) -> HttpResponse:
    sent = {"back": request.POST.get("back") or request.GET.get("back", "")}
    return answer(request, asked, {"step": step, "task": task, "leave": _onward(sent, task.root_id)})


def _step(card: CaseCard, heading: str, act: str, lead: str = "") -> Step:
    return Step(heading, act, card.code, reverse("case", args=[card.id]), lead)


def _seen(request: HttpRequest, task: TaskCard) -> dict[str, object]:
    """With which version a page is opened, and from which list."""
    return {"version": task.version, "back": request.GET.get("back", "")}


def _onward(values: Values, root_id: UUID) -> str:
    """Back to where the task was pressed."""
    if values["back"] in PAGES:
        return reverse(PAGES[values["back"]], args=[root_id])
    return f"{reverse('tasks')}?{urlencode({'list': values['back']})}" if values["back"] in LISTS else reverse("tasks")


def _people(who: Who, root_id: UUID) -> list[tuple[str, str]]:
    """Oneself, then the colleagues who work on the file."""
    others = [(str(one.id), in_language(one)) for one in seeing_colleagues(who, root_id) if one.id != who.user_id]
    you = _("%(name)s (you)") % {"name": in_language(who)}
    return [(str(who.user_id), you), *sorted(others, key=lambda one: one[1])]


def _the_team(card: CaseCard) -> str:
    return _("whoever is free: %(team)s") % {"team": in_language(card.team)}


def _planned(task: Task) -> str:
    """That it is planned, and whether the day may turn out a holiday."""
    told = _("The task is planned for %(day)s.") % {"day": long_day(task.due_on)}
    holiday = may_rest(task.due_on)
    perhaps = _("That day may be a holiday that is not announced yet: %(name)s.") % {"name": holiday}
    return f"{told} {perhaps}" if holiday else told


def _rows(who: Who, found: Sequence[TaskCard], mark: str, *, headed: bool) -> list[Row]:
    """The rows with their cases; a heading where another stretch of days begins, also across pages."""
    cards = case_cards(who, root_ids={task.root_id for task in found})
    groups = [_group(task.due_on.isoformat()) for task in found]
    before = _group(mark.partition("~")[0]) if mark else ""
    begins = [one != other for other, one in pairwise([before, *groups])]
    return [
        Row(task, cards.get(task.root_id), str(GROUPS[group]) if headed and new else "")
        for task, group, new in zip(found, groups, begins, strict=True)
    ]


def _group(due: str) -> str:
    """Which stretch a day belongs to; days are compared as they are written, year first."""
    today = clock.today()
    if due < today.isoformat():
        return LATE
    if due == today.isoformat():
        return TODAY
    return WEEK if due <= (today + timedelta(days=7)).isoformat() else LATER


def _versions(current: Model, sent: PageForm) -> StaleVersions:
    """The task as it is now beside what was chosen or written here."""
    if not isinstance(current, Task):
        raise TypeError(current)
    now = {"until": day(current.rests_until)}
    if bytes(current.rest_reason):
        now["reason"] = _("It can be read in the opened file.")
    was = str(capfirst(TaskState.OPEN.label))  # nobody is shown a step with what has ended
    state = Difference(_("Status"), str(capfirst(TaskState(current.state).label)), was)
    due = Difference(_("Due"), day(current.due_on), day(current.due_on))  # no step moves it
    told = [
        Difference(str(bound.label), now.get(bound.name, ""), _written(bound.field, sent.cleaned_data[bound.name]))
        for bound in sent.visible_fields()
    ]
    return StaleVersions([state, due, *told], changed_at=current.updated_at)


def _written(field: object, value: object) -> str:
    return day(value) if isinstance(value, date) else str(dict(getattr(field, "choices", ())).get(value, value or ""))
