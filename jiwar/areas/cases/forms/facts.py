"""One form for every group of what is known of a case, made from the fields of the standard."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.rules import LONGEST_NUMBER
from jiwar.areas.cases.words import HTCDS, Facts, Intake, Number
from jiwar.areas.cases.words.telling import code_name, named, told_of
from jiwar.ground.base.forms import NOTHING_CHOSEN, DayField, NameField, PageForm, without_marks
from jiwar.ground.base.lands import countries
from jiwar.lib.formats.htcds import FIELDS, Field, NotUnderstood, value_of
from jiwar.lib.formats.systems import SYSTEMS

NOTHING: tuple[str, str | Promise] = ("", _("not recorded"))
YES, NO = "yes", "no"
LONGEST = {"text": 500, "long_text": 32_767}
ROWS = {"text": 1, "long_text": 5}


class AmountField(forms.Field):
    """A number, perhaps with a fraction, typed with any digits; as the standard takes it."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "decimal", "size": 14})

    def to_python(self, value: Any) -> Any:
        try:
            return value_of(FIELDS["vic_AgeWhenTrafficked"], without_marks(str(value or "")))
        except NotUnderstood:
            raise forms.ValidationError(gettext("Write a number, with a point before its fraction.")) from None


class YesNoField(forms.ChoiceField):
    """Yes, no, or not recorded."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[NOTHING, (YES, _("yes")), (NO, _("no"))], **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> bool | None:
        return {YES: True, NO: False}.get(super().clean(value))


class FactsForm(PageForm):
    """What is said in one group. Only what was changed here is written: what nobody touched stays as it is stored."""

    of: ClassVar[type]
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, sent: QueryDict | None, *, stored: Facts, version: int) -> None:
        self.stored = stored
        super().__init__(sent, initial={**values_of(stored), "version": version})
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"

    def facts(self) -> Any:
        """The group with what was changed here."""
        changed = {name for name in self.changed_data if name != "version"}
        changed |= {bound.name for bound in self if bound.name != "version" and not self._carries(bound)}
        values = {name: value for name, value in self.cleaned_data.items() if name in changed}
        return replace(self.stored, **{name: _kept(value) for name, value in values.items()})

    def told(self, values: Mapping[str, Any]) -> dict[str, str]:
        """These values in words, by the names of the fields; for showing two versions beside each other."""
        names = {attribute: name for name, attribute in HTCDS[self.of].items()}
        said = {one: _kept(values.get(one)) for one in names}
        told = {one: told_of(names[one], value) if value else _no(value) for one, value in said.items()}
        if "follow_up" in self.fields:
            told["follow_up"] = gettext("yes") if values.get("follow_up") else gettext("no")
        return told

    def take_over(self, stored: Mapping[str, Any]) -> None:
        """As everywhere; several codes are taken over one by one."""
        data = self._own_data()
        touched = set(self.changed_data)
        for bound in self:
            if bound.name not in stored or bound.name == "version":
                continue
            now = bound.field.prepare_value(stored[bound.name])
            shown = [str(one) for one in now] if isinstance(now, list | tuple) else [_cell(now)]
            if bound.name not in touched:
                _set(data, bound.html_name, shown)
            _set(data, bound.html_initial_name, shown)
        self.data = data

    def _carries(self, bound: forms.BoundField) -> bool:
        """Whether what was sent says how the field was when the page was opened."""
        several = isinstance(bound.field, forms.MultipleChoiceField)
        return several or bound.html_initial_name in self.data


def facts_form(of: type[Facts], sent: QueryDict | None, *, stored: Facts, version: int) -> FactsForm:
    """The form of a group, with what is stored in it; `version` is 0 where nothing is."""
    fields: dict[str, Any] = {
        attribute: _field(FIELDS[name], getattr(stored, attribute)) for name, attribute in HTCDS[of].items()
    }
    if of is Intake:
        label = _("At present it is only followed up")
        fields["follow_up"] = forms.BooleanField(label=label, required=False)
    made: type[FactsForm] = type("GroupForm", (FactsForm,), {**fields, "of": of})
    return made(sent, stored=stored, version=version)


def values_of(facts: Facts) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    values = {attribute: getattr(facts, attribute) for attribute in HTCDS[type(facts)].values()}
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return shown | ({"follow_up": facts.follow_up} if isinstance(facts, Intake) else {})


class NumberForm(PageForm):
    system = forms.ChoiceField(label=_("Which system gave it"))
    number = NameField(label=_("Number"), max_length=LONGEST_NUMBER)
    source = NameField(label=_("From whom you have it"), max_length=LONGEST_NUMBER, required=False)
    verified = forms.BooleanField(label=_("Somebody looked it up there: it is right"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [NOTHING_CHOSEN, *((one.code, named(one)) for one in SYSTEMS.values())]
        self.fields["system"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["number"].widget.attrs["dir"] = "ltr"

    def told(self) -> Number:
        """What was typed."""
        return Number(**self.cleaned_data)


def _field(field: Field, stored: Any) -> forms.Field:
    """The field of the form, by the kind that the standard gives it."""
    label = named(field)
    match field.kind:
        case "date":
            return DayField(label=label, required=False, help_text=_("For example 27/3/1999."))
        case "yes_no":
            return YesNoField(label=label, required=False)
        case "number":
            return AmountField(label=label, required=False)
        case "code":
            return forms.ChoiceField(label=label, required=False, choices=[NOTHING, *_codes(field, stored)])
        case "codes":
            box = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, required=False, choices=_codes(field), widget=box)
        case kind:
            area = forms.Textarea(attrs={"rows": ROWS[kind]})
            return forms.CharField(label=label, required=False, max_length=LONGEST[kind], widget=area)


def _codes(field: Field, stored: str = "") -> list[tuple[str, str]]:
    """The codes of a field by their names; a stored one that is not among them is offered too."""
    codes = [(code, code_name(field.name, code)) for code in field.codes]
    offered = countries() if field.of == "country" else codes
    return offered if not stored or stored in dict(offered) else [*offered, (stored, code_name(field.name, stored))]


def _kept(value: Any) -> Any:
    """A cleaned value, as the group keeps it."""
    if isinstance(value, list):
        return tuple(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _no(value: Any) -> str:
    return gettext("no") if value is False else ""


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _set(data: QueryDict, name: str, values: list[str]) -> None:
    if values:
        data.setlist(name, values)
    else:
        data.pop(name, None)
