"""Forms as pages show them: text in, plain values out. They decide nothing.

`PageForm` gives every field its class, its reading direction and its link to hint and error, offers
the list of problems that stands on top of a refused form, and keeps whatever was typed. The fields
here forgive what keyboards and copied text bring along (Arabic-Indic digits, invisible marks of
direction) and refuse in words what cannot be stored (NUL), so that no input ends in an error page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LARGEST_WHOLE = 2**31 - 1  # PostgreSQL's integer
NOTHING_CHOSEN: tuple[str, str | Promise] = ("", _("Choose from the list"))
"""The first line of a list that asks for a choice: words, because an option without any is no HTML."""
DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Marks that only steer direction. The joiners U+200C and U+200D are letters to Persian and Sinhala.
_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_TYPED = frozenset({"text", "number", "email", "tel", "search", "url"})
_SPACE = re.compile(r"\s+")

no_nul = ProhibitNullCharactersValidator(
    message=_("This text holds an invisible character that cannot be kept. Delete it and type it again.")
)


def latin_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as Latin ones; everything else as it was."""
    return text.translate(_DIGITS)


def without_marks(text: str) -> str:
    """The text without invisible marks of direction, which copied codes and names carry along."""
    return text.translate(_MARKS)


class NameField(forms.CharField):
    """A name as given, in the script given. Only marks nobody sees or typed are taken out."""

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.setdefault("dir", "auto")
        self.widget.attrs.setdefault("spellcheck", "false")

    def to_python(self, value: Any) -> str:
        return _SPACE.sub(" ", without_marks(super().to_python(value) or "")).strip()


class CodeField(forms.CharField):
    """A code or a number on a document: Latin digits, capitals, no spaces, no marks."""

    def __init__(self, *, max_length: int = 64, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.update({"dir": "ltr", "spellcheck": "false", "autocapitalize": "characters"})

    def to_python(self, value: Any) -> str:
        return _SPACE.sub("", latin_digits(without_marks(super().to_python(value) or ""))).upper()


class WholeField(forms.IntegerField):
    """A whole number, typed with any digits; never larger than the database holds."""

    widget = forms.TextInput

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST_WHOLE, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "numeric", "size": 10})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(
            _SPACE.sub("", latin_digits(without_marks(value))) if isinstance(value, str) else value
        )


class DayField(forms.DateField):
    """A day, written 27/3/1999 or 1999-03-27, with any digits."""

    widget = forms.TextInput
    default_error_messages: ClassVar = {"invalid": _("Write the day like this: 27/3/1999")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **kwargs)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "text", "size": 12})

    def to_python(self, value: Any) -> date | None:
        return super().to_python(latin_digits(without_marks(value)).strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary: what is wrong, and the id of the field that mends it, if one does."""

    text: str
    target: str


def _naming(label: str, problem: str) -> str:
    """A problem that says which field it is about."""
    return problem if label in problem else f"{label}: {problem}"


class _PageRenderer(DjangoTemplates):
    form_template_name = "base/_fields.html"
    field_template_name = "base/_field.html"


class _Bound(forms.BoundField):
    """A field in a page. Nobody hears a hidden one, so nothing describes it; HTML forbids that too.

    Where the form came back, the summary of errors takes the focus, and no field does.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        made = super().build_widget_attrs(attrs, widget)
        if (widget or self.field.widget).is_hidden:
            made.pop("aria-describedby", None)
        if self.form.is_bound:
            made["autofocus"] = False
        return made


class PageForm(forms.Form):
    """The form of a page. Show it with base/_form.html; `{{ form }}` gives the fields alone."""

    default_renderer = _PageRenderer
    bound_field_class = _Bound
    is_filter: ClassVar[bool] = False
    """Whether it narrows a list: then nothing needs to be filled in, and nothing says so."""
    use_required_attribute = False  # the server says what is missing, in our words and language

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _dress(field, label=field.label or name.replace("_", " "))

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong with what was sent, in the order of the page, each linked to its field."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        yield from (Problem(text=str(text), target="") for text in self.non_field_errors())
        for bound in self:
            target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
            yield from (Problem(text=_naming(str(bound.label), str(text)), target=target) for text in bound.errors)

    def rebase(self, version: int) -> None:
        """Keep what was typed, but let the next save start from `version`, the one now shown.

        For a form with a hidden field `version`, after somebody else saved first.
        """
        data = self._own_data()
        data[self.add_prefix("version")] = str(version)
        self.data = data

    def take_up(self, kept: QueryDict) -> list[str]:
        """Show what was `kept` of this form when it was last written in; what it has no field for comes back.

        Hidden initial values and the version stay those of then, so that whoever saved meanwhile is noticed.
        """
        self.data = kept  # not bound: nothing was sent yet, so nothing is wrong yet; hidden initial values read it
        for name, field in self.fields.items():
            if not field.widget.value_omitted_from_data(kept, {}, self.add_prefix(name)):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, self.add_prefix(name))
        own = {self.add_prefix(name) for name in self.fields} | {self.add_initial_prefix(name) for name in self.fields}
        return [value for name, values in kept.lists() if name not in own for value in values if value.strip()]

    def take_over(self, stored: Mapping[str, Any]) -> None:
        """Let what nobody touched here show what is `stored` now, after somebody else saved first; typed text stays.

        Touched is what differs from the value the page was opened with, which fields with `show_hidden_initial`
        carry along. Without that a second save would undo what the first one changed.
        """
        data = self._own_data()
        for bound in self:
            if bound.name not in stored or bound.html_initial_name not in data:
                continue
            now = "" if stored[bound.name] is None else str(stored[bound.name])
            if bound.name not in self.changed_data:
                data[bound.html_name] = now
            data[bound.html_initial_name] = now
        self.data = data

    def _own_data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name in self.data:
            data.setlist(name, self.data.getlist(name) if isinstance(self.data, QueryDict) else [self.data[name]])
        return data


def _dress(field: forms.Field, *, label: str | Promise) -> None:
    """Class, direction, manners of the keyboard, and words for what is missing."""
    widget = field.widget
    if isinstance(widget, forms.Textarea):
        widget.attrs = {"class": "input", "dir": "auto", "rows": 6, "spellcheck": "true", **_own(widget)}
    elif isinstance(widget, forms.PasswordInput):
        widget.attrs = {"class": "input", "dir": "ltr", "autocomplete": "current-password", **_own(widget)}
    elif type(widget) is forms.Select:
        widget.attrs = {"class": "input", "autocomplete": "off", **widget.attrs}
    elif isinstance(widget, forms.widgets.Input) and widget.input_type in _TYPED:
        widget.attrs = {"class": "input", "dir": "auto", "autocomplete": "off", "spellcheck": "false", **widget.attrs}
    if isinstance(field, forms.CharField):
        field.validators = [v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator)]
        field.validators.append(no_nul)
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        chosen = isinstance(field, forms.ChoiceField)
        words = gettext("Choose: %(label)s") if chosen else gettext("Fill in: %(label)s")
        field.error_messages["required"] = words % {"label": label}


def _own(widget: forms.Widget) -> dict[str, Any]:
    """The attributes somebody chose for this widget, without Django's own cols and rows."""
    return {
        name: value for name, value in widget.attrs.items() if (name, value) not in {("cols", "40"), ("rows", "10")}
    }
