"""Countries and languages by their names in the language of the page. Codes are those of ISO 3166 and ISO 639-2."""

from functools import cache
from typing import Any

import pycountry
from babel import Locale

from jiwar.ground.base.templatetags.jiwar_text import tongue

type Choices = list[tuple[str, str]]


def countries() -> Choices:
    """Every country by its code of three letters, in the order of their names here."""
    return list(_countries(tongue().locale))


def languages() -> Choices:
    """Every language that has a code of two letters, by its code of three, in the order of their names here."""
    return list(_languages(tongue().locale))


def country_name(code: str) -> str:
    """What a country of this code, of two letters or three, is called here; else the code."""
    found = pycountry.countries.get(alpha_2=code) if len(code) == 2 else pycountry.countries.get(alpha_3=code)
    return _country(found, tongue().locale) if found else code


def language_name(code: str) -> str:
    """What a language of this code is called here; else the code."""
    ways = ("alpha_2",) if len(code) == 2 else ("alpha_3", "bibliographic")
    found = next((one for way in ways if (one := pycountry.languages.get(**{way: code}))), None)
    return _language(found, tongue().locale) if found else code


@cache
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    return _ordered((one.alpha_3, _country(one, locale)) for one in pycountry.countries)


@cache
def _languages(locale: str) -> tuple[tuple[str, str], ...]:
    return _ordered((one.alpha_3, _language(one, locale)) for one in pycountry.languages if hasattr(one, "alpha_2"))


def _ordered(named: Any) -> tuple[tuple[str, str], ...]:
    """By name; the article of an Arabic one does not count."""
    return tuple(sorted(named, key=lambda one: (one[1].removeprefix("ال").casefold(), one[0])))


def _country(found: Any, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(found.alpha_2) or found.name)


def _language(found: Any, locale: str) -> str:
    names = Locale.parse(locale).languages
    return str(names.get(getattr(found, "alpha_2", "")) or names.get(found.alpha_3) or found.name)
