"""Telephone numbers as people write them, as the world dials them: +962 where no country is named."""

import re

import phonenumbers

from jiwar.doors.exchange.understanding.cells import NotUnderstood, plain, text_of
from jiwar.lib.formats.tables import Cell

REGION = "JO"
MOST = 4
"""Numbers in one cell."""
_MOBILE = re.compile(r"\+9627[5-9]\d{7}")
"""Mobiles of Jordan: blocks that were given out after the library's tables are numbers too."""
_BETWEEN = re.compile(r"[/\\،,;|]|\s-\s|\bاو\b|\bأو\b|\bor\b")


def numbers(cell: Cell) -> tuple[str, ...]:
    """The numbers of a cell, each once. Raises NotUnderstood where one of them is none."""
    parts = [part.strip() for part in _BETWEEN.split(plain(text_of(cell)).removesuffix(".0")) if part.strip()]
    if not parts or len(parts) > MOST:
        raise NotUnderstood("phone_unreadable")
    return tuple(dict.fromkeys(map(_number, parts)))


def is_mobile(number: str) -> bool:
    """Whether a number as the world dials it belongs to a mobile, or may."""
    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind != phonenumbers.PhoneNumberType.FIXED_LINE


def _number(text: str) -> str:
    try:
        found = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise NotUnderstood("phone_unreadable") from None
    number = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    if found.extension or not (phonenumbers.is_valid_number(found) or _MOBILE.fullmatch(number)):
        raise NotUnderstood("phone_unreadable")
    return number
