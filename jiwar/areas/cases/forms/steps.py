"""Forms of a case. Whom a case may be given to, and with whom it may be shared, is told by the view."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.words import (
    CONTACTS,
    ENDINGS,
    LONGEST_TEXT,
    GlassCategory,
    Occasion,
    Programme,
    Risk,
    Ruling,
    Verdict,
)
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.classes import GRANTABLE, Basis, DataClass, Level, Purpose
from jiwar.ground.access.grants import Terms
from jiwar.ground.base import clock
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.base.forms import NOTHING_CHOSEN, CodeField, DayField, PageForm

type Choices = Iterable[tuple[str, str | Promise]]

STAYS = "stays"


class LongText(forms.CharField):
    """Several lines, as long as a note may be."""

    def __init__(self, *, rows: int = 8, first: bool = False, **kwargs: Any) -> None:
        attrs = {"rows": rows, "autofocus": first}
        super().__init__(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs=attrs), **kwargs)


class VersionedForm(PageForm):
    """A form about a row that somebody else may be changing: it carries the version it was opened with."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class OpenForm(PageForm):
    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices, widget=forms.RadioSelect)
    mine = forms.BooleanField(label=_("I take this case myself"), required=False)


class NoteForm(PageForm):
    text = LongText(
        label=_("Note"),
        help_text=_("What happened, what was agreed, what comes next. Write only what the work needs."),
        first=True,
    )
    occasion = forms.ChoiceField(
        label=_("On what occasion"), choices=[(one.value, one.label) for one in CONTACTS], initial=Occasion.NOTE
    )
    happened_on = DayField(
        label=_("On which day it happened"),
        help_text=_("Leave it as it is for today. For example 27/3/2026."),
        initial=clock.today,
    )


class RiskForm(VersionedForm):
    risk = forms.ChoiceField(label=_("How great is the risk now"), choices=Risk.choices, widget=forms.RadioSelect)
    reason = LongText(
        label=_("Why"),
        help_text=_("What you saw or were told, and what could happen. It is kept as a note in the file."),
        rows=4,
    )


class AssignForm(VersionedForm):
    owner = forms.ChoiceField(label=_("Who takes the case"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(colleagues)  # type: ignore[attr-defined]  # it is a ChoiceField


class CloseForm(VersionedForm):
    outcome = forms.ChoiceField(
        label=_("How it ends"), choices=[(one.value, one.label) for one in ENDINGS], widget=forms.RadioSelect
    )
    summary = LongText(
        label=_("Summary"),
        help_text=_("What was reached, what remains, and whom the person can turn to."),
        rows=6,
    )


class CloseLaterForm(CloseForm):
    closes_on = DayField(
        label=_("On which day"), help_text=_("A day within the next three months. For example 27/3/2027.")
    )


class ConfirmClosingForm(PageForm):
    """A question with one answer: the button."""


class ReopenForm(VersionedForm):
    reason = LongText(label=_("Why it is opened again"), rows=4)


class DropHoldForm(PageForm):
    hold = forms.ChoiceField(label=_("What has ended"), widget=forms.RadioSelect)
    reason = LongText(label=_("How you know"), help_text=_("It is kept as a note in the file."), rows=4)

    def __init__(self, *args: Any, holds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hold"].choices = list(holds)  # type: ignore[attr-defined]  # it is a ChoiceField


class ShareForm(PageForm):
    to = forms.ChoiceField(label=_("Agency"))
    level = forms.ChoiceField(
        label=_("How much"),
        help_text=_(
            "A summary shows the cover of the case. The full file also shows names and notes, as far as chosen below."
        ),
        choices=Level.choices,
        initial=Level.SUMMARY,
        widget=forms.RadioSelect,
    )
    classes = forms.MultipleChoiceField(
        label=_("Information to share"),
        choices=[(value, DataClass(value).label) for value in GRANTABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[NOTHING_CHOSEN, *Purpose.choices])
    basis_kind = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, widget=forms.RadioSelect)
    basis_id = CodeField(
        label=_("Reference of the basis"),
        help_text=_("The number of the consent form, the decision or the article; never a name."),
    )
    release = forms.BooleanField(
        label=_("Let status and place through to a police, labour or border body"),
        help_text=_("Only on a vital interest, a court order or a mandatory report. In doubt leave it empty."),
        required=False,
    )
    until = DayField(label=_("Last day of the share"), help_text=_("For example 27/3/2027. Then it ends by itself."))

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [NOTHING_CHOSEN, *agencies]  # type: ignore[attr-defined]  # it is a ChoiceField

    def receiver(self) -> UUID:
        return UUID(self.cleaned_data["to"])

    def terms(self) -> Terms:
        """What is granted, until the end of the last day in Amman."""
        values = self.cleaned_data
        return Terms(
            classes=frozenset(map(DataClass, values["classes"])),
            basis=Basis(values["basis_kind"]),
            basis_id=values["basis_id"],
            purpose=Purpose(values["purpose"]),
            level=Level(values["level"]),
            until=datetime.combine(values["until"] + timedelta(days=1), time.min, AMMAN),
            release=values["release"],
        )


class GlassForm(PageForm):
    """An emergency: which file, what is happening, for how long."""

    code = CodeField(
        label=_("Code of the case"),
        help_text=_("Exactly as it is written, for example C-7K3MQP. There is no search here."),
        max_length=12,
    )
    category = forms.ChoiceField(label=_("What is happening"), choices=GlassCategory.choices, widget=forms.RadioSelect)
    reason = LongText(
        label=_("In your words"),
        help_text=_(
            "At least 20 characters. Only those whose file it is read them; they are kept sealed with the case."
        ),
        rows=4,
    )
    minutes = forms.ChoiceField(
        label=_("For how long"),
        choices=[("15", _("15 minutes")), ("30", _("30 minutes")), ("60", _("60 minutes"))],
        initial="30",
        widget=forms.RadioSelect,
    )


class ReviewForm(PageForm):
    verdict = forms.ChoiceField(label=_("Your judgement"), choices=Verdict.choices, widget=forms.RadioSelect)


class RulingForm(PageForm):
    ruling = forms.ChoiceField(label=_("What you found"), choices=Ruling.choices, widget=forms.RadioSelect)


class WhyForm(PageForm):
    """Whom to ask about; sent by GET, so that the answer has an address without content."""

    user = forms.ChoiceField(label=_("About whom"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [NOTHING_CHOSEN, *people]  # type: ignore[attr-defined]  # it is a ChoiceField


class ConflictForm(PageForm):
    user = forms.ChoiceField(label=_("Who must not see this file"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [NOTHING_CHOSEN, *colleagues]  # type: ignore[attr-defined]  # it is a ChoiceField


class EraseForm(VersionedForm):
    """The code is typed to show that this record is meant."""

    reason = forms.ChoiceField(label=_("Why"), choices=Erasure.choices, widget=forms.RadioSelect)
    code = CodeField(label=_("The code of the record"), help_text=_("Type it to confirm that this record is meant."))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def clean_code(self) -> str:
        if self.cleaned_data["code"] != self._expected:
            raise forms.ValidationError(_("This is not the code of this record."))
        return self._expected


class TakersForm(PageForm):
    """Who takes over: one colleague or several, among whom the cases are dealt out."""

    to = forms.MultipleChoiceField(label=_("Who takes over"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(colleagues)  # type: ignore[attr-defined]  # it is a ChoiceField


class HandForm(PageForm):
    """One choice for each case: who takes it, or that it stays; with the version that was looked at."""

    def __init__(self, *args: Any, cases: Mapping[UUID, str], colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        takers = [(STAYS, _("stays where it is")), *colleagues]
        for case_id, label in cases.items():
            box = forms.Select(attrs={"class": "input"})
            self.fields[f"owner-{case_id}"] = forms.ChoiceField(label=label, choices=takers, widget=box)
            self.fields[f"version-{case_id}"] = forms.IntegerField(
                min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
            )
        self._cases = list(cases)

    def chosen(self) -> list[tuple[UUID, int, UUID]]:
        """Case, version and new worker of every case that does not stay."""
        values = self.cleaned_data
        return [
            (case_id, values[f"version-{case_id}"], UUID(values[f"owner-{case_id}"]))
            for case_id in self._cases
            if values[f"owner-{case_id}"] != STAYS
        ]


class BareForm(PageForm):
    """A question with one answer: the button."""
