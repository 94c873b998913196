"""The course of a case on its cover: what is done, what is now, what is ahead, by what is true of the case."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases import rules
from jiwar.areas.cases.queries import CaseCard
from jiwar.areas.cases.words import Stage, Status
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.pages import ProgressStep
from jiwar.ground.base.templatetags.jiwar_text import day, in_language, long_day
from jiwar.ground.work.queries import TaskCard

STATES = {
    rules.DONE: gettext_lazy("done"),
    rules.NOW: gettext_lazy("now"),
    rules.AHEAD: gettext_lazy("ahead"),
    rules.LEFT: gettext_lazy("left out"),
}
NEXT = {
    Stage.TAKEN: (Permission.CASE_ASSIGN, "case-assign"),
    Stage.JUDGED: (Permission.CASE_NOTE, "case-risk"),
    Stage.WORKED_ON: (Permission.TASK_WORK, "case-plan"),
}
"""By which step the stage that is now comes to its end, or goes on."""


def course_of(who: Who, case: CaseCard, owed: Sequence[TaskCard] | None) -> list[ProgressStep]:
    """Every stage in words. Empty where what it rests on may not be seen: who is responsible, which risk.

    `owed`, what is still to be done, is None for whoever does not work on the case: then nothing is said of it.
    """
    if not case.shows_service:
        return []
    found = rules.course_of(status=case.status, has_owner=case.owner is not None, is_judged=case.risk is not None)
    notes = _notes(case, owed)
    steps = ((Stage(code), state) for code, state in found.items())
    return [
        ProgressStep(
            name=str(capfirst(stage.label)),
            state=state,
            told=str(STATES[state]),
            note=notes.get(stage, "") if state in (rules.DONE, rules.NOW) else "",
            url=_leads(who, case, stage, owed) if state == rules.NOW else "",
        )
        for stage, state in steps
    ]


def _notes(case: CaseCard, owed: Sequence[TaskCard] | None) -> dict[Stage, str]:
    return {
        Stage.OPENED: day(case.opened_on),
        Stage.TAKEN: in_language(case.owner),
        Stage.JUDGED: str(case.risk.label) if case.risk else "",
        Stage.WORKED_ON: _next(owed) if case.status is not Status.CLOSED and owed is not None else "",
        Stage.ENDED: day(case.closed_on),
    }


def _next(owed: Sequence[TaskCard]) -> str:
    if not owed:
        return _("No next step is planned.")
    first = owed[0]
    return _("Next: %(kind)s, %(day)s") % {"kind": first.kind.label, "day": long_day(first.due_on)}


def _leads(who: Who, case: CaseCard, stage: Stage, owed: Sequence[TaskCard] | None) -> str:
    """Where the step is taken, for whoever works on the case and may; planning, where nothing is planned."""
    permission, name = NEXT.get(stage, (None, ""))
    if permission is None or owed is None or not who.may(permission) or (stage is Stage.WORKED_ON and owed):
        return ""
    return reverse(name, args=[case.id])
