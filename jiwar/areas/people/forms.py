"""Forms about people: looking one up, registering, correcting, erasing."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from jiwar.areas.people.words import GivenName, Residence, Script, Sex, SpokenLanguage
from jiwar.ground.base.forms import NameField, PageForm, WholeField


class FindForm(PageForm):
    word = NameField(label=_("One word of the name"), max_length=100)


class PersonForm(PageForm):
    """What is asked about a person: names in one script or both, and only what help needs."""

    first_arab = NameField(label=_("First name"), max_length=100, required=False)
    rest_arab = NameField(label=_("The rest of the name"), required=False)
    first_latn = NameField(label=_("First name"), max_length=100, required=False)
    rest_latn = NameField(label=_("The rest of the name"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_year = WholeField(label=_("Year of birth"), required=False)
    birth_year_estimated = forms.BooleanField(label=_("The year is an estimate"), required=False)
    language = forms.ChoiceField(
        label=_("Language for talking"), choices=SpokenLanguage.choices, initial=SpokenLanguage.ARABIC
    )
    safe_contact = forms.CharField(
        label=_("Safe contact"),
        help_text=_("When and how this person can be reached without danger, and what never to do."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    residence = forms.ChoiceField(
        label=_("Status in the country"),
        help_text=_("Only if the work needs it. It does not reach police, labour or border bodies by itself."),
        choices=Residence.choices,
        initial=Residence.UNKNOWN,
    )

    def given_names(self) -> Sequence[GivenName]:
        """The names in each script in which one was typed."""
        values = self.cleaned_data
        return [
            GivenName(script=script, first=values[f"first_{script}"], rest=values[f"rest_{script}"])
            for script in Script
            if values[f"first_{script}"] or values[f"rest_{script}"]
        ]


class CorrectForm(PersonForm):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class EraseForm(PageForm):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Without names and without what happened: this sentence stays."),
        max_length=200,
    )
