"""What may be asked about a task: when, by whom, how often, and why not now. They decide nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiwar.ground.base import clock
from jiwar.ground.base.forms import DayField, PageForm
from jiwar.ground.base.templatetags.jiwar_text import day, in_language, long_day
from jiwar.ground.work.calendar import holidays_between, working_days
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import Rhythm, TaskKind

type Choices = Iterable[tuple[str, str]]

LONGEST_TEXT, LONGEST_REASON = 4_000, 1_000
LOOK_AHEAD = timedelta(days=30)
"""So far ahead holidays are told before a day is chosen."""
TEAM, OTHER = "team", "other"


class VersionForm(PageForm):
    """One press on a task that somebody else may be changing: it carries the version it was seen with."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class ReasonField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class RestForm(VersionForm):
    until = DayField(
        label=gettext_lazy("Until which day"),
        help_text=gettext_lazy("For example 27/3/2027, within 60 days. On that day it is on the list again."),
    )
    reason = ReasonField(label=gettext_lazy("Why it has to wait"))


class DropForm(VersionForm):
    reason = ReasonField(label=gettext_lazy("Why it is no longer needed"))


class GiveForm(VersionForm):
    assignee = forms.ChoiceField(
        label=gettext_lazy("Who takes it"),
        help_text=gettext_lazy("Only colleagues who work on this file."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = list(people)  # type: ignore[attr-defined]  # it is a ChoiceField


class PlanForm(PageForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be done"), choices=TaskKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Kept with the file, and shown only where the file is opened."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    when = forms.ChoiceField(label=gettext_lazy("Until when"), widget=forms.RadioSelect)
    due_on = DayField(
        label=pgettext_lazy("a day", "Another day"),
        help_text=gettext_lazy("Only if none of the days above fits. For example 27/3/2027."),
        required=False,
    )
    anyway = forms.BooleanField(
        label=gettext_lazy("Keep this day, although offices rest"),
        required=False,
    )
    assignee = forms.ChoiceField(label=gettext_lazy("By whom"), widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        help_text=gettext_lazy("Each time it is done, the next one is planned by itself."),
        choices=[("", gettext_lazy("once")), *Rhythm.choices],
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, people: Choices, **kwargs: Any) -> None:
        if data and data.get("due_on") and not data.get("when"):  # a day that was written chooses itself
            data = data.copy()
            data["when"] = OTHER
        super().__init__(data, *args, **kwargs)
        self.days = quick_days(clock.today())
        self.fields["assignee"].choices = list(people)  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["when"].choices = quick_choices(self.days)  # type: ignore[attr-defined]  # likewise
        self.fields["when"].help_text = holidays_ahead(clock.today())
        if not (written := self._written()) or not why_rests(written):
            del self.fields["anyway"]  # asked only of a day on which offices rest

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        chosen, written = said.get("when"), said.get("due_on")
        if chosen == OTHER and written is None and "due_on" not in self.errors:
            self.add_error("due_on", _("Write the day, or choose one of those above."))
        if chosen and chosen != OTHER and written:
            self.add_error("due_on", _("Two days are given. Choose “another day” above, or leave this empty."))
        if chosen == OTHER and written and not said.get("anyway") and (why := why_rests(written)):
            before = long_day(working_days().at_latest(written))
            words = _(
                "On %(day)s offices rest: %(why)s. The last working day before it is %(before)s. It can be kept below."
            )
            self.add_error("due_on", words % {"day": long_day(written), "why": why, "before": before})
        return said

    def planned(self, *, team_id: UUID | None) -> Planned:
        """What was asked for. The team is the one that has the file."""
        said = self.cleaned_data
        for_team = said["assignee"] == TEAM
        return Planned(
            kind=TaskKind(said["kind"]),
            due_on=self.days.get(said["when"]) or said["due_on"],
            text=said["text"],
            assignee_id=None if for_team else UUID(said["assignee"]),
            team_id=team_id if for_team else None,
            rhythm=Rhythm(said["rhythm"]) if said["rhythm"] else None,
        )

    def _written(self) -> date | None:
        """The day in the field, where it can be read."""
        try:
            found: date | None = self.fields["due_on"].clean(self.data.get(self.add_prefix("due_on")))
        except forms.ValidationError:
            return None
        return found


def quick_days(today: date) -> dict[str, date]:
    """Days that are chosen with one press: today, whatever day it is; then working days only."""
    days = working_days()
    return {"today": today, "next": days.at_earliest(today + timedelta(days=1)), "five": days.after(today, 5)}


def quick_choices(days: Mapping[str, date]) -> list[tuple[str, str]]:
    """These days in words."""
    words = {
        "today": _("today, %(day)s"),
        "next": _("next working day, %(day)s"),
        "five": _("in five working days, %(day)s"),
    }
    return [*((key, words[key] % {"day": long_day(on)}) for key, on in days.items()), (OTHER, _("another day"))]


def why_rests(on: date) -> str:
    """Why offices certainly rest on that day: the holiday by name, or the weekend; empty where they work."""
    if working_days().works_on(on):
        return ""
    named = [in_language(one) for one in holidays_between(on, on) if one.is_certain]
    return named[0] if named else _("weekend")


def may_rest(on: date) -> str:
    """The holiday that may fall on that day, computed and not announced yet; empty where there is none."""
    return next((in_language(one) for one in holidays_between(on, on) if not one.is_certain), "")


def holidays_ahead(today: date) -> str:
    """The holidays of the next weeks, those that are not certain marked as such; empty where there are none."""
    told = [
        (_("%(day)s %(name)s") if one.is_certain else _("%(day)s perhaps %(name)s"))
        % {"day": day(one.day), "name": in_language(one)}
        for one in holidays_between(today, today + LOOK_AHEAD)
    ]
    return _("Holidays ahead: %(holidays)s") % {"holidays": " · ".join(told)} if told else ""
