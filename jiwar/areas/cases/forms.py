"""Forms of a case. Whom a case may be given to, and with whom it may be shared, is told by the view."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.words import Outcome, Programme
from jiwar.ground.access.classes import GRANTABLE, Basis, DataClass, Level
from jiwar.ground.base.forms import DayField, PageForm

type Choices = Iterable[tuple[str, str | Promise]]

LONGEST_TEXT = 20_000


def _text(label: Promise, hint: Promise | str = "", *, rows: int = 8, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class VersionedForm(PageForm):
    """A form about a row that somebody else may be changing: it carries the version it was opened with."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class OpenForm(PageForm):
    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices, widget=forms.RadioSelect)
    mine = forms.BooleanField(label=_("I take this case myself"), required=False)


class NoteForm(PageForm):
    text = _text(_("Note"), _("What happened, what was agreed, what comes next. Write only what the work needs."))


class AssignForm(VersionedForm):
    owner = forms.ChoiceField(label=_("Who takes the case"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = list(colleagues)  # type: ignore[attr-defined]  # it is a ChoiceField


class CloseForm(VersionedForm):
    outcome = forms.ChoiceField(label=_("How it ends"), choices=Outcome.choices, widget=forms.RadioSelect)
    summary = _text(_("Summary"), _("What was reached, what remains, and whom the person can turn to."), rows=6)


class ReopenForm(VersionedForm):
    reason = _text(_("Why it is opened again"), rows=4)


class ShareForm(PageForm):
    to = forms.ChoiceField(label=_("With which agency"))
    level = forms.ChoiceField(
        label=_("How much"), choices=Level.choices, initial=Level.SUMMARY, widget=forms.RadioSelect
    )
    classes = forms.MultipleChoiceField(
        label=_("What"),
        choices=[(value, DataClass(value).label) for value in GRANTABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(label=_("Purpose"), help_text=_("In a few words, as you would say it."), max_length=64)
    basis_kind = forms.ChoiceField(label=_("Basis"), choices=Basis.choices, widget=forms.RadioSelect)
    basis_id = forms.CharField(
        label=_("Where the basis is written"),
        help_text=_("The number of the consent form, the decision or the article."),
        max_length=64,
    )
    until = DayField(label=_("Until"), help_text=_("The last day, for example 27/3/2027. Then it ends by itself."))

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", ""), *agencies]  # type: ignore[attr-defined]  # it is a ChoiceField


class ConflictForm(PageForm):
    user = forms.ChoiceField(label=_("Who must not see this file"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", ""), *colleagues]  # type: ignore[attr-defined]  # it is a ChoiceField


class BareForm(PageForm):
    """A question with one answer: the button."""
