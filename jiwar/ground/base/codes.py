"""Codes by which people speak of a record without naming anybody: random, so that they tell no order or number."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: a code is read over the telephone."""
LENGTH = 6


def new_code(prefix: str) -> str:
    """`C-7K3MQP`: one of 729 million; the unique key of the table is the judge."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"
