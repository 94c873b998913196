"""Codes by which people speak of a record without naming anybody: random, so that they tell no order or number."""

import re
import secrets

from jiwar.ground.base.forms import latin_digits, without_marks

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: a code is read over the telephone."""
LENGTH = 6


def new_code(prefix: str) -> str:
    """`C-7K3MQP`: one of 729 million; the unique key of the table is the judge."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


_TYPED = re.compile(rf"([A-Z])[\s-]*([{ALPHABET}]{{{LENGTH}}})")


def code_in(text: str) -> str:
    """The code that somebody typed, however it was spaced, in small letters or with other digits; else nothing."""
    found = _TYPED.fullmatch(latin_digits(without_marks(text)).strip().upper())
    return f"{found[1]}-{found[2]}" if found else ""
