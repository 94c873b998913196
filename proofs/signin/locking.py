"""Guessing is stopped, for names that exist and names that do not alike, and the wait ends by itself."""

import psycopg
from django.test import Client

FREE, REFUSED, TURNED, IN = 5, 422, 429, 303
PASSWORD, WRONG = "open the blue door", "wrong again and again"


def outcomes(database: psycopg.Connection) -> dict[str, bool]:
    """Each claim, and whether it held."""
    database.execute("truncate access_attempt")
    own = Client()
    first_in = _try(own, "amal", PASSWORD)
    own.post("/sign-out")
    tries = {name: [_try(Client(), name, WRONG) for _ in range(FREE + 3)] for name in ("amal", "lama")}
    right_meanwhile = _try(Client(), "amal", PASSWORD)
    own_meanwhile = _try(own, "amal", PASSWORD)
    database.execute("update access_attempt set until = now() - interval '1 second'")
    one_more = _try(Client(), "amal", WRONG)
    doubled = database.execute("select max(until - now()) > interval '40 s' from access_attempt").fetchone()
    longest = _longest(database)
    database.execute("update access_attempt set until = now() - interval '1 second'")
    released = _try(Client(), "amal", PASSWORD)
    return {
        "the right password opens": first_in == IN,
        "five are free, then one waits": tries["amal"] == [REFUSED] * FREE + [TURNED] * 3,
        "a name that nobody has waits alike": tries["amal"] == tries["lama"],
        "meanwhile the right password does not open elsewhere": right_meanwhile == TURNED,
        "at one's own desk it does": own_meanwhile == IN,
        "one more in vain waits longer": one_more == REFUSED and bool(doubled and doubled[0]),
        "no wait is longer than a quarter of an hour": longest,
        "the wait ends by itself": released == IN,
    }


def _try(client: Client, name: str, password: str) -> int:
    return client.post("/sign-in", {"username": name, "password": password}).status_code


def _longest(database: psycopg.Connection) -> bool:
    database.execute("update access_attempt set failures = 400, until = null")
    _try(Client(), "amal", WRONG)
    row = database.execute("select max(until - now()) <= interval '15 min' from access_attempt").fetchone()
    return bool(row and row[0])
