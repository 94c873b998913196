"""What is asked for several cases at once: which, what to do with them, and with what. They decide nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases.actions import assign_case, plan_task
from jiwar.areas.cases.queries import CaseCard
from jiwar.doors.desk.task_forms import TEAM, PlanForm
from jiwar.doors.desk.together import Pick, at_most, read_pick, why_not_several
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import colleagues
from jiwar.ground.access.who import Who
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.templatetags.jiwar_text import Shown, in_language, long_day
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind


class PicksField(forms.Field):
    """The cases that were chosen, each with the version that was looked at."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Pick]:
        picks = [pick for text in value or () if (pick := read_pick(str(text)))]
        return list({pick.case_id: pick for pick in picks}.values())

    def validate(self, value: Any) -> None:
        why = why_not_several(len(value))
        words = {
            "nothing_chosen": _("Choose at least one case."),
            "too_many_chosen": _("At most %(n)s cases go at once, so that each is looked at. You chose %(chosen)s."),
        }
        if why:
            raise forms.ValidationError(words[why] % {"n": Shown(at_most()), "chosen": Shown(len(value))}, code=why)


class ChooseForm(PageForm):
    """Which cases, and what to do with them."""

    versions = PicksField(label=gettext_lazy("Cases"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("What to do with them"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (key, verb.name) for key, verb in verbs_for(who).items()
        ]


class AssignSeveralForm(PageForm):
    """Who takes them all."""

    owner = forms.ChoiceField(label=gettext_lazy("Who takes them"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.who, you = who, _("%(name)s (you)")
        self.names = {str(one.id): in_language(one) for one in colleagues(who)}
        here = sorted(self.names, key=lambda pk: (pk != str(who.user_id), self.names[pk]))
        self.fields["owner"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (pk, you % {"name": self.names[pk]} if pk == str(who.user_id) else self.names[pk]) for pk in here
        ]

    def told(self, card: CaseCard) -> str:
        names = {"owner": self.names[self.cleaned_data["owner"]], "former": in_language(card.owner)}
        if card.owner is None:
            return _("Goes to %(owner)s; nobody was responsible.") % names
        if str(card.owner.id) == self.cleaned_data["owner"]:
            return _("Stays with %(owner)s.") % names
        return _("Goes from %(former)s to %(owner)s.") % names

    def deed(self, pick: Pick, card: CaseCard) -> object:
        owner_id = UUID(self.cleaned_data["owner"])
        return assign_case(self.who, pick.case_id, owner_id=owner_id, version=pick.version)


class PlanSeveralForm(PlanForm):
    """The same task in each case: for whoever is responsible there, or for oneself."""

    def __init__(self, data: QueryDict | None = None, *args: Any, who: Who, **kwargs: Any) -> None:
        mine = _("%(name)s (you)") % {"name": in_language(who)}
        people = [(TEAM, _("whoever is responsible for each case")), (str(who.user_id), mine)]
        super().__init__(data, *args, people=people, initial={"assignee": TEAM}, **kwargs)
        self.who = who

    def planned_for(self, card: CaseCard) -> Planned:
        """The task in one case. Where nobody is responsible it waits for the team."""
        planned = self.planned(team_id=card.team.id if card.team else None)
        if planned.team_id and card.owner:
            return replace(planned, assignee_id=card.owner.id, team_id=None)
        return planned

    def told(self, card: CaseCard) -> str:
        planned = self.planned_for(card)
        by = in_language(self.who) if planned.assignee_id == self.who.user_id else in_language(card.owner or card.team)
        words = {"kind": planned.kind.label, "day": long_day(planned.due_on), "name": by}
        return _("%(kind)s, due %(day)s, by %(name)s") % words

    def deed(self, pick: Pick, card: CaseCard) -> object:
        return plan_task(self.who, pick.case_id, planned=self.planned_for(card))


class LookAgainForm(PlanSeveralForm):
    """A day on which each case is looked at again."""

    kind = forms.ChoiceField(choices=TaskKind.choices, initial=TaskKind.REVIEW, widget=forms.HiddenInput)


type HowForm = AssignSeveralForm | PlanSeveralForm
"""With what: one answer for all of them. It says what would happen to one, and does it by the action of the one."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done with several cases: by which permission, asked how, and what is said before it happens."""

    name: str | Promise
    permission: Permission
    form: Callable[..., HowForm]
    heading: str | Promise
    consequences: tuple[str | Promise, ...]
    needs_proof: bool = False
    """Handing over is dangerous in number, as a caseload is: it asks again who it is."""


VERBS: Mapping[str, Verb] = {
    "assign": Verb(
        gettext_lazy("Assign them to a colleague"),
        Permission.CASE_ASSIGN,
        AssignSeveralForm,
        gettext_lazy("Who takes these cases?"),
        (
            gettext_lazy("Each file moves to that person's team. Who is not in that team no longer sees it."),
            gettext_lazy("Open tasks of the former worker go along. The new worker is told that something waits."),
        ),
        needs_proof=True,
    ),
    "look": Verb(
        gettext_lazy("Set a day to look at them again"),
        Permission.TASK_WORK,
        LookAgainForm,
        gettext_lazy("When are these cases looked at again?"),
        (gettext_lazy("A task is planned in each file. Whoever owes one and is not you is told."),),
    ),
    "plan": Verb(
        gettext_lazy("Plan the same task in each"),
        Permission.TASK_WORK,
        PlanSeveralForm,
        gettext_lazy("Which task?"),
        (gettext_lazy("A task is planned in each file. Whoever owes one and is not you is told."),),
    ),
}


def verbs_for(who: Who) -> dict[str, Verb]:
    """What the roles held allow."""
    return {key: verb for key, verb in VERBS.items() if who.may(verb.permission)}
