"""What may be asked of a list of cases, and of the agency's trail."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.words import Programme, Risk
from jiwar.ground.base import clock
from jiwar.ground.base.forms import DayField, PageForm
from jiwar.ground.staff.queries import Wanted

UNJUDGED = "unjudged"


class NarrowForm(PageForm):
    """What a list of cases is narrowed to; sent by GET, so that a narrowed list has an address to keep."""

    is_filter = True

    list = forms.CharField(widget=forms.HiddenInput)
    risk = forms.ChoiceField(
        label=_("Risk"),
        choices=[("", _("every risk")), *reversed(Risk.choices), (UNJUDGED, _("risk not judged yet"))],
        required=False,
    )
    programme = forms.ChoiceField(
        label=_("Programme"), choices=[("", _("every programme")), *Programme.choices], required=False
    )


class TrailForm(PageForm):
    is_filter = True

    person = forms.ChoiceField(label=_("Colleague"), required=False)
    kind = forms.ChoiceField(label=_("What happened"), required=False)
    since = DayField(label=_("First day"), required=False)
    until = DayField(label=_("Last day"), required=False)

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], kinds: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("everybody")), *people]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for; a field that could not be understood asks for nothing, and says so beside it."""
        self.is_valid()
        said = self.cleaned_data
        since: date | None = said.get("since")
        until: date | None = said.get("until")
        return Wanted(
            user_id=UUID(said["person"]) if said.get("person") else None,
            action=said.get("kind", ""),
            since=clock.start_of(since) if since else None,
            before=clock.end_of(until) if until else None,
        )
