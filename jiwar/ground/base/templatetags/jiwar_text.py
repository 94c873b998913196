"""How names, codes, numbers and moments are written on a page, in both languages.

Text from people is isolated (`<bdi>`), so that an Arabic name in an English line, or a code in an
Arabic one, keeps its own order. Dates are Gregorian with the month names used in Jordan, in the
time of Amman. Digits are Latin unless the browser chose others (base.writing). Every result is plain
text or safe markup, and cheap enough for the rows of a list: a date is worded once per language.
"""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jiwar.ground.base import clock, requests
from jiwar.ground.base.writing import current, digits, hijri

_GROUPS = re.compile(r"((?<!\w)\+?\d+(?:[ \u00a0().-]+\d+)+)")
"""A telephone number or the like: digits in groups."""

register = template.Library()

AMMAN = ZoneInfo("Asia/Amman")
NEUTRAL_PAGE = "https://www.google.com/"

type Moment = date | datetime


class Bilingual(Protocol):
    """Anything that carries its name in both languages; either may be empty."""

    @property
    def name_ar(self) -> str: ...

    @property
    def name_en(self) -> str: ...


class Called(Protocol):
    """Anybody whose first name may be shown, in the script of the page where it was given in it."""

    def first(self, language: str) -> str: ...


def _locale() -> str:
    """The Babel locale of the page: Jordan's Arabic (its month names), or day-first English."""
    return "ar_JO" if (get_language() or "").startswith("ar") else "en_GB"


@lru_cache(maxsize=4096)
def _worded(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


def _in_amman(value: datetime) -> datetime:
    return timezone.localtime(value, AMMAN) if timezone.is_aware(value) else value


def _as_date(value: Moment) -> date:
    return _in_amman(value).date() if isinstance(value, datetime) else value


@register.filter
def in_language(value: Bilingual | None) -> str:
    """The name of `value` in the language of the page, else in the other one, else nothing."""
    if value is None:
        return ""
    if _locale() == "ar_JO":
        return value.name_ar or value.name_en
    return value.name_en or value.name_ar


@register.filter
def opened_with(field: BoundField) -> SafeString:
    """The value with which the page was opened, carried along unseen (forms.PageForm.take_over)."""
    return field.as_hidden(only_initial=True)


@register.filter
def first_name(value: Called) -> SafeString | str:
    """The first name, or words that say it is not open to the reader."""
    return bdi(value.first(get_language() or "ar")) or _("Name not open to you")


@register.filter
def told(value: object) -> SafeString:
    """Text that somebody wrote: escaped, and every number of several groups kept in its own order.

    Groups of digits that spaces part are put from right to left in an Arabic line: 079 000 0000 would be read,
    and dialled, backwards. Markup that was made already is left alone.
    """
    if isinstance(value, SafeString):
        return value
    pieces = _GROUPS.split(str("" if value is None else value))
    return format_html_join("", "{}{}", zip(pieces[::2], [*map(_number, pieces[1::2]), ""], strict=True))


def _number(groups: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', groups)


@register.filter
def bdi(value: object) -> SafeString | str:
    """Text in whatever script it was given, isolated from the line around it."""
    return format_html('<bdi dir="auto">{}</bdi>', told(value)) if value not in (None, "") else ""


@register.filter
def code(value: object) -> SafeString | str:
    """A case code, a document number, a telephone: always in Latin order, never broken."""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', value) if value not in (None, "") else ""


@register.filter
def number(value: float | None) -> SafeString | str:
    """A quantity with its thousands apart, isolated."""
    if value is None:
        return ""
    return format_html("<bdi>{}</bdi>", digits(format_decimal(value, locale="en_GB")))


@register.filter
def shown(value: int) -> "Shown":
    """A count for a sentence in the plural that fits it: still a number, written with the digits that were chosen."""
    return Shown(value)


class Shown(int):
    def __str__(self) -> str:
        return digits(int.__repr__(self))


@register.filter
def years(value: int | None) -> str:
    """27 years · 27 سنة, in the plural the language wants."""
    return "" if value is None else ngettext("%(n)s year", "%(n)s years", value) % {"n": Shown(value)}


@register.filter
def day(value: Moment | None) -> str:
    """As in: 24 Nov 2026 · 24 تشرين الثاني 2026."""
    return digits(_worded(_as_date(value), "d MMM y", _locale())) if value else ""


@register.filter
def last_day(value: datetime | None) -> datetime | None:
    """The last moment of a period that ends with `value`: its day is the last one on which it holds."""
    return value - timedelta(seconds=1) if value else None


@register.filter
def month(value: Moment | None) -> str:
    """As in: November 2026 · تشرين الثاني 2026."""
    return digits(_worded(_as_date(value), "MMMM y", _locale())) if value else ""


@register.filter
def long_day(value: Moment | None) -> str:
    """As in: Tuesday 24 November 2026 · الثلاثاء 24 تشرين الثاني 2026; with the Hijri day where that was chosen."""
    return _with_hijri(_as_date(value), "EEEE d MMMM y") if value else ""


@register.filter
def day_beside(value: Moment | None) -> str:
    """As `day`, with the Hijri day beside it where that was chosen: for days that stand alone."""
    return _with_hijri(_as_date(value), "d MMM y") if value else ""


def _with_hijri(value: date, pattern: str) -> str:
    written = digits(_worded(value, pattern, _locale()))
    beside = hijri(value) if current().hijri else ""
    return f"{written} ({beside})" if beside else written


@register.filter
def moment(value: datetime | None) -> str:
    """24 Nov 2026, 09:10, in the time of Amman."""
    if not value:
        return ""
    here = _in_amman(value)
    comma = "،" if _locale() == "ar_JO" else ","
    return digits(f"{_worded(here.date(), 'd MMM y', _locale())}{comma} {here:%H:%M}")


@register.filter
def machine(value: Moment | None) -> str:
    """The same moment for the `datetime` attribute of `<time>`, to the second: HTML allows no microseconds."""
    if isinstance(value, datetime):
        return _in_amman(value).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


@register.simple_tag
def printed_mark(who: str = "") -> str:
    """The line that a printer puts on top: who, when, and that it is not to be copied."""
    now = moment(clock.now())
    if who:
        isolated = f"\N{FIRST STRONG ISOLATE}{who}\N{POP DIRECTIONAL ISOLATE}"  # an attribute holds no <bdi>
        return _("Printed by %(who)s, %(when)s. Not to be copied.") % {"who": isolated, "when": now}
    return _("Printed %(when)s. Not to be copied.") % {"when": now}


@register.simple_tag
def request_number() -> str:
    """The number of the request that is served, by which it is found in log and trail."""
    return str(requests.current() or "")


@register.simple_tag
def exit_address() -> str:
    """Where quick exit leads: an everyday page that says nothing about the one that was left."""
    return str(getattr(settings, "QUICK_EXIT_URL", NEUTRAL_PAGE))
