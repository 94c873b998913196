"""Forms about people: looking one up, registering, correcting, erasing."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.people.queries import PersonFile
from jiwar.areas.people.words import GivenName, Particulars, Residence, Script, Sex, SpokenLanguage
from jiwar.ground.base.forms import NameField, PageForm, WholeField


class FindForm(PageForm):
    word = NameField(label=_("Name, part of a name or code"), max_length=200)


class PersonForm(PageForm):
    """What is asked about a person: names in one script or both, and only what help needs."""

    first_arab = NameField(label=_("First name, in Arabic letters"), max_length=100, required=False)
    rest_arab = NameField(label=_("The rest of the name, in Arabic letters"), required=False)
    first_latn = NameField(label=_("First name, in Latin letters"), max_length=100, required=False)
    rest_latn = NameField(label=_("The rest of the name, in Latin letters"), required=False)
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

    def given_names(self) -> list[GivenName]:
        """The names in each script in which one was typed."""
        values = self.cleaned_data
        return [
            GivenName(script=script, first=values[f"first_{script}"], rest=values[f"rest_{script}"])
            for script in Script
            if values[f"first_{script}"] or values[f"rest_{script}"]
        ]

    def particulars(self) -> Particulars:
        """Everything besides the names."""
        values = self.cleaned_data
        return Particulars(
            sex=Sex(values["sex"]),
            birth_year=values["birth_year"],
            birth_year_estimated=values["birth_year_estimated"],
            language=SpokenLanguage(values["language"]),
            safe_contact=values["safe_contact"],
            residence=Residence(values["residence"]),
        )


class CorrectForm(PersonForm):
    """The same about somebody who is known; it carries along how it looked when it was opened."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"


def values_of(file: PersonFile) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    card = file.card
    names = {f"{part}_{script}": "" for script in Script for part in ("first", "rest")}
    for name in file.names:
        names |= {f"first_{name.script}": name.first, f"rest_{name.script}": name.rest}
    return names | {
        "sex": card.sex,
        "birth_year": card.birth_year,
        "birth_year_estimated": card.birth_year_estimated,
        "language": card.language,
        "safe_contact": card.safe_contact,
        "residence": file.residence or Residence.UNKNOWN,
        "version": card.version,
    }


def typed(field: forms.Field, value: Any) -> str:
    """A value of this form in words, for showing two versions beside each other."""
    if isinstance(field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]  # flat choices
    return "" if value is None else str(value)
