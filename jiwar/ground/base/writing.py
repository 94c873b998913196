"""How numbers and days are written for whoever looks: with which digits, with the Hijri day beside.

It is chosen for a browser and kept as the language is, in a cookie that says nothing about anybody; whatever else
stands in it is ignored.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from hijridate import Gregorian

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

DIGITS, HIJRI = "digits", "hijri"
"""The words of the cookie, joined by a point."""
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Writing:
    """What was chosen: ٠١٢٣ in Arabic pages, and the day of the Umm al-Qura calendar beside the Gregorian one."""

    arabic_digits: bool = False
    hijri: bool = False


_DEFAULT = Writing()
_CURRENT: ContextVar[Writing | None] = ContextVar("writing", default=None)


def current() -> Writing:
    """What the browser that is answered chose; outside a request the default."""
    return _CURRENT.get() or _DEFAULT


@contextmanager
def choosing(chosen: Writing) -> Iterator[None]:
    """For this long the choice holds."""
    mark = _CURRENT.set(chosen)
    try:
        yield
    finally:
        _CURRENT.reset(mark)


def digits(text: str) -> str:
    """The same text with the digits that were chosen: for quantities and days. Codes and telephones keep theirs."""
    return text.translate(_ARABIC_INDIC) if current().arabic_digits and is_arabic() else text


def hijri(day: date) -> str:
    """As in 7 Jumada al-Akhirah 1448 AH, by the Umm al-Qura calendar; empty outside its tables (1924 to 2077)."""
    try:
        there = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    language: Literal["ar", "en"] = "ar" if is_arabic() else "en"
    return digits(f"{there.day} {there.month_name(language)} {there.year} {there.notation(language)}")


def remember(response: HttpResponse, chosen: Writing) -> None:
    """Keep the choice in the browser for a year, or forget it where it is the default."""
    words = [word for word, is_on in ((DIGITS, chosen.arabic_digits), (HIJRI, chosen.hijri)) if is_on]
    if not words:
        response.delete_cookie(settings.WRITING_COOKIE_NAME)
        return
    response.set_cookie(
        settings.WRITING_COOKIE_NAME,
        ".".join(words),
        max_age=settings.LANGUAGE_COOKIE_AGE,
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


class Written:
    """Middleware, after the language: for the time of a request the choice of its browser holds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        words = request.COOKIES.get(settings.WRITING_COOKIE_NAME, "").split(".")
        with choosing(Writing(arabic_digits=DIGITS in words, hijri=HIJRI in words)):
            return self.get_response(request)


def is_arabic() -> bool:
    """Whether the page of now is in Arabic."""
    return (get_language() or "").startswith("ar")
