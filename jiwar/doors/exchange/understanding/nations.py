"""Nationalities by the words for them: names of countries in both languages, and adjectives of either gender."""

from functools import cache

import pycountry
from babel import Locale

from jiwar.doors.exchange.understanding.cells import NotUnderstood, folded, listed, text_of
from jiwar.lib.formats.tables import Cell

WITHOUT = "-"
"""What stands for a word that may mean without nationality, or that nothing was written down."""


def nation(cell: Cell) -> str:
    """The country, as ISO 3166 has it (three letters). Raises NotUnderstood."""
    found = _words().get(folded(text_of(cell)))
    if found == WITHOUT:
        raise NotUnderstood("nation_or_none")
    if not found:
        raise NotUnderstood("nation_unknown")
    return found


@cache
def _words() -> dict[str, str]:
    return {**_countries(), **listed("nations", "words")}


def _countries() -> dict[str, str]:
    """The names of all countries in both languages, as Unicode's CLDR has them, and their codes."""
    found: dict[str, str] = {}
    arabic, english = Locale("ar").territories, Locale("en").territories
    for one in pycountry.countries:
        for name in (one.alpha_3, one.alpha_2, one.name, arabic.get(one.alpha_2), english.get(one.alpha_2)):
            if name:
                found.setdefault(folded(name), one.alpha_3)
    return found
