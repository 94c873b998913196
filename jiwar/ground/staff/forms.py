"""Forms of roles, cover and conduct. What may be chosen is told by the view."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.roles import ROLES, Role
from jiwar.ground.base import clock
from jiwar.ground.base.forms import DayField, PageForm
from jiwar.ground.staff.queries import At

type Choices = Iterable[tuple[str, str | Promise]]

WHOLE = "agency"


class BareForm(PageForm):
    """A question with one answer: the button."""


class GiveRoleForm(PageForm):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    place = forms.ChoiceField(
        label=_("Where"),
        help_text=_("A case worker works in a team. A supervisor answers for an office or the whole agency."),
    )
    until = DayField(
        label=_("Last day"), help_text=_("Leave it empty if no end is known. For example 27/3/2027."), required=False
    )

    def __init__(self, *args: Any, roles: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["place"].choices = [(WHOLE, _("the whole agency")), *places]  # type: ignore[attr-defined]

    def chosen(self) -> type[Role]:
        return ROLES[self.cleaned_data["role"]]

    def at(self) -> At:
        """`agency`, `office` or `office/team` as ids."""
        office, _slash, team = self.cleaned_data["place"].partition("/")
        return At() if office == WHOLE else At(UUID(office), UUID(team) if team else None)

    def ends(self) -> datetime | None:
        return clock.end_of(self.cleaned_data["until"]) if self.cleaned_data["until"] else None


class CoverForm(PageForm):
    absent = forms.ChoiceField(label=_("Who is away"))
    coverer = forms.ChoiceField(label=_("Who covers"))
    since = DayField(label=_("First day"), help_text=_("For example 27/3/2027."))
    until = DayField(label=_("Last day"), help_text=_("At most 92 days. Then the cover ends by itself."))

    def __init__(self, *args: Any, absent: Choices, coverers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = [("", ""), *absent]  # type: ignore[attr-defined]  # they are ChoiceFields
        self.fields["coverer"].choices = [("", ""), *coverers]  # type: ignore[attr-defined]


class ConductForm(PageForm):
    version = forms.CharField(max_length=16, widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        label=_("I have read this and will keep to it."),
        error_messages={"required": _("Tick the box to say that you accept.")},
    )


class VerdictForm(PageForm):
    verdict = forms.ChoiceField(choices=[("right", ""), ("ended", "")], widget=forms.HiddenInput)
