"""What is known of a case, in words of the language of the page: labels and codes are those of the standard's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.words import HTCDS, Facts, Incident, Intake, Perpetrator, SupportPlan, Trafficking
from jiwar.ground.base.lands import country_name
from jiwar.ground.base.templatetags.jiwar_text import day
from jiwar.lib.formats.htcds import FIELDS, Value
from jiwar.lib.formats.systems import SYSTEMS

GROUPS: Final[Mapping[type, Promise]] = {
    Trafficking: _("What was done to the person"),
    Intake: _("How the case came and went on"),
    SupportPlan: _("Plan of support"),
    Incident: _("Incidents"),
    Perpetrator: _("Who is said to have taken part"),
}
"""What each group is called."""
SINGLE: Final[Sequence[type]] = (Trafficking, Intake, SupportPlan)
SEVERAL: Final[Sequence[type]] = (Incident, Perpetrator)
LONG: Final = frozenset({"text", "long_text"})


class Said(Protocol):
    """What has a name in both languages."""

    @property
    def en(self) -> str: ...
    @property
    def ar(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known: what it is called, and what it is. `is_text`: somebody wrote it."""

    label: str
    text: str
    is_text: bool


def named(said: Said) -> str:
    """Its name in the language of the page."""
    return said.ar if (get_language() or "").startswith("ar") else said.en


def system_name(code: str) -> str:
    """What another system is called; its code where it is not one of ours."""
    return named(SYSTEMS[code]) if code in SYSTEMS else code


def lines_of(facts: Facts) -> list[Line]:
    """What is said in a group, in the order of the standard; what is not said is left out."""
    table = HTCDS[type(facts)]
    said = [(FIELDS[name], getattr(facts, attribute)) for name, attribute in table.items()]
    lines = [
        Line(named(field), told_of(field.name, value), field.kind in LONG)
        for field, value in said
        if value not in (None, "", ())
    ]
    if isinstance(facts, Intake) and facts.follow_up:
        lines.append(Line(gettext("State"), gettext("followed up only"), is_text=False))
    return lines


def told_of(name: str, value: Value | None) -> str:
    """A value of a field, in words."""
    match value:
        case None:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case tuple():
            return pgettext("between the items of a list", ", ").join(code_name(name, code) for code in value)
        case date():
            return day(value)
        case str() if FIELDS[name].of:
            return code_name(name, value)
        case _:
            return str(value)


def code_name(name: str, code: str) -> str:
    """What a code of a field is called; the code where nothing is known of it."""
    field = FIELDS[name]
    if field.of == "country":
        return country_name(code)
    return named(field.codes[code]) if code in field.codes else code
