"""Forms about people: looking one up, registering, correcting, erasing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.people.queries import PersonFile
from jiwar.areas.people.rules import LONGEST_NUMBER, LONGEST_SAFE_WHEN, MOST_CHILDREN, MOST_PHONES, strange_detail
from jiwar.areas.people.words import (
    FIELD_OF,
    GROUPS,
    NO_DETAILS,
    Details,
    GivenName,
    Particulars,
    Phone,
    PhoneKind,
    Residence,
    Script,
    Sex,
    SpokenLanguage,
    label_of,
    told,
)
from jiwar.ground.base.forms import DayField, NameField, PageForm, WholeField, without_marks
from jiwar.ground.base.lands import countries, languages
from jiwar.lib.formats.htcds import FIELDS, NotUnderstood, value_of

PARTS = ("first", "rest", "middle")
"""Of a name, in the order in which GivenName takes them."""
NOTHING: tuple[str, str | Promise] = ("", _("not recorded"))
YES, NO = "yes", "no"
LONGEST_DETAIL = 500
EMPTY_ROWS, EMPTY_COUNTRIES = 2, 1
"""So many more telephones and countries than are known are asked for; saved and opened again, so many more."""


class FindForm(PageForm):
    word = NameField(label=_("Name or part of it, code, telephone"), max_length=200)


class PersonForm(PageForm):
    """What is asked about a person: names in one script or both, and only what help needs."""

    first_arab = NameField(label=_("First name, in Arabic letters"), max_length=100, required=False)
    middle_arab = NameField(
        label=_("The names between, in Arabic letters"),
        help_text=_("Of father and grandfather; where they are not told apart, write all of them with the rest."),
        required=False,
    )
    rest_arab = NameField(label=_("The rest of the name, in Arabic letters"), required=False)
    first_latn = NameField(label=_("First name, in Latin letters"), max_length=100, required=False)
    middle_latn = NameField(label=_("The names between, in Latin letters"), required=False)
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
            GivenName(script, *(values[f"{part}_{script}"] for part in PARTS))
            for script in Script
            if any(values[f"{part}_{script}"] for part in PARTS)
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


class NewPersonForm(PersonForm):
    """Somebody new: carries whom the page showed as alike, once it was said that none of them is meant."""

    apart = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def known_apart(self) -> set[str]:
        """The ids of those who were looked at and are somebody else."""
        return set(self.cleaned_data["apart"].split())


class CorrectForm(PersonForm):
    """The same about somebody who is known; it carries along how it looked when it was opened."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"


class CodeField(forms.ChoiceField):
    """One code of a field of the standard: those of its list, and whichever it takes beside them."""

    def __init__(self, attribute: str, **options: Any) -> None:
        self.attribute = attribute
        label = options.pop("label", None) or label_of(attribute)
        super().__init__(label=label, choices=lambda: [NOTHING, *_codes(attribute)], required=False, **options)

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or not strange_detail(replace(NO_DETAILS, **_alone(self.attribute, value)))

    def also(self, value: str) -> None:
        """Offer a code that is stored and not in the list, so that it is shown and kept."""
        if value and not super().valid_value(value) and self.valid_value(value):
            self.choices = [NOTHING, *_codes(self.attribute), (value, told(self.attribute, value))]


def _alone(attribute: str, value: str) -> dict[str, Any]:
    return {attribute: (value,) if attribute == "citizenship" else value}


def _codes(attribute: str) -> list[tuple[str, str]]:
    match FIELDS[FIELD_OF[attribute]].of:
        case "country":
            return countries()
        case "language":
            return languages()
        case _:
            return [(code, told(attribute, code)) for code in FIELDS[FIELD_OF[attribute]].codes]


class NumberField(forms.Field):
    """A number, perhaps with a fraction, typed with any digits; as the standard takes it."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "decimal", "size": 14})

    def to_python(self, value: Any) -> Any:
        try:
            return value_of(FIELDS["prs_MailingLatitude"], without_marks(str(value or "")))
        except NotUnderstood:
            raise forms.ValidationError(gettext("Write a number, with a point before its fraction.")) from None


def _detail_field(attribute: str) -> forms.Field:
    """The field of a form that asks for a detail, by the kind that the standard gives it."""
    field = FIELDS[FIELD_OF[attribute]]
    if field.of:
        return CodeField(attribute)
    label = label_of(attribute)
    match field.kind:
        case "date":
            return DayField(label=label, required=False, help_text=_("For example 27/3/1999."))
        case "yes_no":
            choices = [NOTHING, (YES, _("yes")), (NO, _("no"))]
            return forms.ChoiceField(label=label, choices=choices, required=False)
        case "number" if attribute == "number_of_children":
            return WholeField(label=label, max_value=MOST_CHILDREN, required=False)
        case "number":
            return NumberField(label=label, required=False)
        case _:
            return NameField(label=label, max_length=LONGEST_DETAIL, required=False)


class RowsForm(PageForm):
    """A form with as many rows as are stored, or were sent; it carries along how it looked when it was opened."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"
        self._offer()

    def take_over(self, stored: Mapping[str, Any]) -> None:
        """The same; a row that somebody else added meanwhile was not on the page that was sent, and comes in whole."""
        whole = {name: stored.get(name, field.initial) for name, field in self.fields.items() if name != "version"}
        super().take_over(whole)
        data = self._own_data()
        for name, value in whole.items():
            if self.add_initial_prefix(name) not in data:
                data[name] = data[self.add_initial_prefix(name)] = "" if value is None else str(value)
        self.data = data
        self._offer()

    def _offer(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, CodeField):
                field.also(str(self[name].value() or ""))


class DetailsForm(RowsForm):
    """What the standard of case data asks about a person. `details_form` makes the class, with its fields."""

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The fields as the page groups them."""
        countries = [bound for bound in self if bound.name.startswith("citizenship_")]
        return [
            (name, [bound for one in names for bound in (countries if one == "citizenship" else [self[one]])])
            for name, names in GROUPS
        ]

    def details(self) -> Details:
        """What was typed."""
        values: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name in FIELD_OF}
        named = [value for name, value in self.cleaned_data.items() if name.startswith("citizenship_") and value]
        values["citizenship"] = tuple(dict.fromkeys(named))
        values["deceased"] = {YES: True, NO: False}.get(values["deceased"])
        return Details(**values)


def details_form(sent: QueryDict | None, *, stored: Details, version: int) -> DetailsForm:
    """The form with so many countries as are stored, or were sent, and room for more."""
    count = max(len(stored.citizenship), _last_of("citizenship_", sent)) + (0 if sent else EMPTY_COUNTRIES)
    asked = {one: _detail_field(one) for _name, names in GROUPS for one in names if one != "citizenship"}
    asked |= {f"citizenship_{place}": _country(place) for place in range(max(count, 1))}
    made: type[DetailsForm] = type("DetailsForm", (DetailsForm,), asked)
    return made(sent, initial=values_of_details(stored) | {"version": version})


def _country(place: int) -> CodeField:
    name = label_of("citizenship")
    numbered = format_lazy("{name} {number}", name=name, number=place + 1)
    return CodeField("citizenship", label=numbered if place else name)


def _last_of(prefix: str, sent: QueryDict | None) -> int:
    """How many rows were sent, by the numbers at the end of their names; never more than are kept."""
    ends = [name.removeprefix(prefix) for name in sent or () if name.startswith(prefix)]
    return max((int(end) + 1 for end in ends if end.isascii() and end.isdigit() and len(end) < 3), default=0)


def values_of_details(details: Details) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    values: dict[str, Any] = {one: getattr(details, one) for one in FIELD_OF if one != "citizenship"}
    values["deceased"] = {True: YES, False: NO, None: ""}[details.deceased]
    return values | {f"citizenship_{place}": code for place, code in enumerate(details.citizenship)}


PHONE = ("kind", "number", "safe_when", "never_call")


class PhonesForm(RowsForm):
    """Telephones, one row each; a row whose number is emptied is taken out. `phones_form` makes the class."""

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each telephone, what must never be done first."""
        shown = ("never_call", "safe_when", "number", "kind")
        return [[self[f"{part}_{place}"] for part in shown] for place in range(self._count)]

    @property
    def _count(self) -> int:
        return sum(name.startswith("number_") for name in self.fields)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for place in range(self._count):
            lacks = not values.get(f"number_{place}") and f"number_{place}" not in self.errors
            if lacks and (values.get(f"safe_when_{place}") or values.get(f"never_call_{place}")):
                self.add_error(f"number_{place}", gettext("Give a number with each telephone."))
        return values

    def phones(self) -> list[Phone]:
        """The telephones that were typed."""
        rows = [[self.cleaned_data[f"{part}_{place}"] for part in PHONE] for place in range(self._count)]
        return [Phone(PhoneKind(kind), number, when, never) for kind, number, when, never in rows if number]


def phones_form(sent: QueryDict | None, *, stored: Sequence[Phone], version: int) -> PhonesForm:
    """The form with the telephones that are stored, or were sent, and empty rows after them."""
    count = max(len(stored), _last_of("number_", sent)) + (0 if sent else EMPTY_ROWS)
    fields: dict[str, forms.Field] = {}
    for place in range(min(count, MOST_PHONES)):
        fields |= _phone_fields(place)
    made: type[PhonesForm] = type("PhonesForm", (PhonesForm,), fields)
    return made(sent, initial=values_of_phones(stored) | {"version": version})


def _phone_fields(place: int) -> dict[str, forms.Field]:
    number = NameField(label=_("Number"), max_length=LONGEST_NUMBER, required=False)
    number.widget.attrs.update({"dir": "ltr", "inputmode": "tel"})
    return {
        f"never_call_{place}": forms.BooleanField(label=_("Never call this number"), required=False),
        f"safe_when_{place}": NameField(
            label=_("When it may be called without danger"), max_length=LONGEST_SAFE_WHEN, required=False
        ),
        f"number_{place}": number,
        f"kind_{place}": forms.ChoiceField(label=_("Where it is"), choices=PhoneKind.choices, initial=PhoneKind.MOBILE),
    }


def values_of_phones(phones: Sequence[Phone]) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    return {f"{part}_{place}": getattr(phone, part) for place, phone in enumerate(phones) for part in PHONE}


def values_of(file: PersonFile) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    card = file.card
    names = {f"{part}_{script}": "" for script in Script for part in PARTS}
    for name in file.names:
        names |= {f"{part}_{name.script}": getattr(name, part) for part in PARTS}
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
