"""Forms of invitations, roles, cover and conduct. What may be chosen is told by the view."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.forms import USERNAME
from jiwar.ground.access.models import Team, User
from jiwar.ground.access.roles import ROLES, Role, System
from jiwar.ground.base import clock
from jiwar.ground.base.forms import NOTHING_CHOSEN, DayField, NameField, PageForm
from jiwar.ground.base.templatetags.jiwar_text import in_language
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
        self.fields["absent"].choices = [NOTHING_CHOSEN, *absent]  # type: ignore[attr-defined]  # they are ChoiceFields
        self.fields["coverer"].choices = [NOTHING_CHOSEN, *coverers]  # type: ignore[attr-defined]


class ConductForm(PageForm):
    version = forms.CharField(max_length=16, widget=forms.HiddenInput)
    accepted = forms.BooleanField(
        label=_("I have read this and will keep to it."),
        error_messages={"required": _("Tick the box to say that you accept.")},
    )


class VerdictForm(PageForm):
    verdict = forms.ChoiceField(choices=[("right", ""), ("ended", "")], widget=forms.HiddenInput)


class InviteForm(PageForm):
    """A new colleague."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,63}$",
        label=_("User name"),
        help_text=_("Small Latin letters, digits, points and dashes. It never changes."),
        widget=forms.TextInput(attrs=USERNAME),
    )
    display_ar = NameField(label=_("Name in Arabic"), max_length=120)
    display_en = NameField(label=_("Name in English"), max_length=120)
    role = forms.ChoiceField(label=_("First role"), widget=forms.RadioSelect)
    team = forms.ChoiceField(label=_("Team"), required=False, help_text=_("Leave it open for the whole agency."))

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(code, r.name) for code, r in ROLES.items() if r is not System]  # type: ignore[attr-defined]
        listed = [(str(team.pk), in_language(team)) for team in teams]
        self.fields["team"].choices = [("", _("The whole agency")), *listed]  # type: ignore[attr-defined]


class ResetForm(PageForm):
    """Who can sign in no more."""

    user = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            (str(user.pk), f"{in_language(user)} · {user.username}") for user in users
        ]
