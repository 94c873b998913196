"""How names, codes, numbers and moments are written on a page, in both languages.

Text from people is isolated (`<bdi>`), so that an Arabic name in an English line, or a code in an
Arabic one, keeps its own order. Dates are Gregorian with the month names used in Jordan, in the
time of Amman. Digits are Latin unless the browser chose others (base.writing). Every result is plain
text or safe markup, and cheap enough for the rows of a list: a date is worded once per language.
"""

import re
from dataclasses import dataclass
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
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jiwar.ground.base import clock, requests
from jiwar.ground.base.markup import joined, markup
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


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a page of one language writes names and moments. Rows ask for it once, and then it for every word."""

    locale: str
    """Of Babel: Jordan's Arabic (its month names), or day-first English."""
    comma: str

    def name(self, value: Bilingual | None) -> str:
        """The name in this language, else in the other one, else nothing."""
        if value is None:
            return ""
        first, second = value.name_en, value.name_ar
        return (second or first) if self is ARABIC else (first or second)

    def day(self, value: Moment | None, pattern: str = "d MMM y") -> str:
        return digits(_worded(_as_date(value), pattern, self.locale)) if value else ""

    def moment(self, value: datetime | None) -> str:
        if not value:
            return ""
        here = _in_amman(value)
        day = _worded(here.date(), "d MMM y", self.locale)
        return digits(f"{day}{self.comma} {here.hour:02}:{here.minute:02}")


ARABIC, ENGLISH = Tongue("ar_JO", "،"), Tongue("en_GB", ",")


def tongue() -> Tongue:
    """That of the page."""
    return ARABIC if (get_language() or "").startswith("ar") else ENGLISH


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
    return tongue().name(value)


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
    text = str("" if value is None else value)
    if not _GROUPS.search(text):
        return markup("%s", text)
    pieces = _GROUPS.split(text)
    numbers = [*map(_number, pieces[1::2]), markup("")]
    return joined([markup("%s%s", *both) for both in zip(pieces[::2], numbers, strict=True)])


def _number(groups: str) -> SafeString:
    return markup('<bdi dir="ltr">%s</bdi>', groups)


@register.filter
def bdi(value: object) -> SafeString | str:
    """Text in whatever script it was given, isolated from the line around it."""
    return markup('<bdi dir="auto">%s</bdi>', told(value)) if value not in (None, "") else ""


@register.filter
def code(value: object) -> SafeString | str:
    """A case code, a document number, a telephone: always in Latin order, never broken."""
    return markup('<bdi class="code" dir="ltr">%s</bdi>', value) if value not in (None, "") else ""


@register.filter
def number(value: float | None) -> SafeString | str:
    """A quantity with its thousands apart, isolated."""
    if value is None:
        return ""
    return markup("<bdi>%s</bdi>", digits(format_decimal(value, locale="en_GB")))


@register.filter
def shown(value: int) -> "Shown":
    """A count for a sentence in the plural that fits it: still a number, written with the digits that were chosen."""
    return Shown(value)


@register.filter
def file_size(size: int) -> str:
    """How large a file is: in kilobytes, a small one too, and from a thousand of them on in megabytes."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1000:
        return _("%(n)s KB") % {"n": digits(str(kilobytes))}
    return _("%(n)s MB") % {"n": digits(f"{size / 1024 / 1024:.1f}")}


class Shown(int):
    """A number that is written with the digits of the browser; it counts and compares as any."""

    def __str__(self) -> str:
        return digits(int.__repr__(self))


@register.filter
def years(value: int | None) -> str:
    """27 years · 27 سنة, in the plural the language wants."""
    return "" if value is None else ngettext("%(n)s year", "%(n)s years", value) % {"n": Shown(value)}


@register.filter
def day(value: Moment | None) -> str:
    """As in: 24 Nov 2026 · 24 تشرين الثاني 2026."""
    return tongue().day(value)


@register.filter
def last_day(value: datetime | None) -> datetime | None:
    """The last moment of a period that ends with `value`: its day is the last one on which it holds."""
    return value - timedelta(seconds=1) if value else None


@register.filter
def month(value: Moment | None) -> str:
    """As in: November 2026 · تشرين الثاني 2026."""
    return tongue().day(value, "MMMM y")


@register.filter
def long_day(value: Moment | None) -> str:
    """As in: Tuesday 24 November 2026 · الثلاثاء 24 تشرين الثاني 2026; with the Hijri day where that was chosen."""
    return _with_hijri(value, "EEEE d MMMM y")


@register.filter
def day_beside(value: Moment | None) -> str:
    """As `day`, with the Hijri day beside it where that was chosen: for days that stand alone."""
    return _with_hijri(value, "d MMM y")


def _with_hijri(value: Moment | None, pattern: str) -> str:
    written = tongue().day(value, pattern)
    beside = hijri(_as_date(value)) if value and current().hijri else ""
    return f"{written} ({beside})" if beside else written


@register.filter
def moment(value: datetime | None) -> str:
    """24 Nov 2026, 09:10, in the time of Amman."""
    return tongue().moment(value)


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
