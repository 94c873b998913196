"""Forms about files: which, what its columns are, whether it is taken in; which leaves, and how it is written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange.kinds.base import Kind
from jiwar.doors.exchange.queries import Column
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.receiving import UploadField
from jiwar.lib.formats.tables import LIMITS

NOTHING = ""


class NewForm(PageForm):
    """A file, and of what kind it is."""

    kind = forms.ChoiceField(label=_("What is in it"), widget=forms.RadioSelect)
    file = UploadField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), at most 20 MB. It is read here and not kept."),
        at_most=LIMITS.size,
        accept=".csv,.xlsx,.txt,.tsv",
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]  # type: ignore[attr-defined]


class ProgrammeForm(PageForm):
    """Of which programme one's own cases leave."""

    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices, widget=forms.RadioSelect)


class FetchForm(PageForm):
    """As which file it is fetched."""

    form = forms.ChoiceField(
        label=_("As which file"),
        choices=[("csv", "CSV"), ("xlsx", _("Excel workbook (.xlsx)"))],
        widget=forms.RadioSelect,
        initial="csv",
    )


class ColumnsForm(PageForm):
    """For each column, which field it is; where cases are opened, of which programme and in which team."""

    is_filter = True

    def __init__(
        self, *args: Any, kind: Kind, columns: Sequence[Column], teams: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NOTHING, _("leave it out")), *((name, one.label) for name, one in kind.fields.items())]
        self._columns = [column.number for column in columns]
        for column in columns:
            number = gettext("Column %(number)s") % {"number": column.number + 1}
            self.fields[f"column-{column.number}"] = forms.ChoiceField(
                label=column.heading or number,
                help_text=" · ".join(f"\u2068{text}\u2069" for text in column.samples),  # each by its own direction
                choices=choices,
                initial=column.field,
                required=False,
                widget=forms.Select(attrs={"class": "input"}),
            )
        if kind.opens_cases and not kind.programme:
            none = (NOTHING, _("none: register people alone"))
            self.fields["programme"] = forms.ChoiceField(
                label=_("Open cases of a programme"),
                help_text=_("Then what stands in the notes becomes a note of the case."),
                choices=[none, *Programme.choices],
                required=False,
                widget=forms.Select(attrs={"class": "input"}),
            )
        if kind.opens_cases:
            self.fields["team"] = forms.ChoiceField(
                label=_("Team that works on the cases"),
                choices=[(NOTHING, _("none")), *teams],
                required=False,
                widget=forms.Select(attrs={"class": "input"}),
            )

    def clean(self) -> None:
        super().clean()
        if not any(self.cleaned_data.get(f"column-{number}") for number in self._columns):
            raise forms.ValidationError(gettext("Say of at least one column what it is."))

    def said(self) -> dict[int, str]:
        """The field of each column of which something is taken."""
        values = self.cleaned_data
        return {number: field for number in self._columns if (field := values[f"column-{number}"])}

    def programme(self) -> str:
        return str(self.cleaned_data.get("programme", ""))

    def team_id(self) -> UUID | None:
        team = self.cleaned_data.get("team", "")
        return UUID(team) if team else None
