"""Whether two kinds of attempt can be told apart, by what is answered or by how long it takes.

A known name and an unknown one, both in vain; and somebody who signs in beside somebody who is forced to.
"""

import math
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock
from uuid import UUID

import psycopg
from django.test import Client

from jiwar.ground.access.models import User
from jiwar.ground.access.signing import duress, entering, passwords
from proofs.signin.locking import PASSWORD

CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value=|nonce=|X-CSRFToken": |value=)"[^"]*"')
WORD = "seven quiet lanterns"
WORST = 0.03
"""How far from a coin a guess by time may be beyond chance: 0.5 is a coin, 1.0 is certainty."""
SIGMAS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody types."""

    username: str
    password: str


WRONG = (Attempt("amal", "not the password at all"), Attempt("lama", "not the password at all"))
"""A name that exists and one that does not, equally long."""
RIGHT = (Attempt("amal", PASSWORD), Attempt("amal", WORD))
"""The password, and the second word of whoever is forced."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What `n` attempts of each of two kinds were answered with."""

    n: int
    differences: int
    one_ms: float
    other_ms: float
    guess: float
    """How often the one took longer than the other."""

    @property
    def allowed(self) -> float:
        return WORST + SIGMAS * math.sqrt((2 * self.n + 1) / (12 * self.n * self.n))

    @property
    def holds(self) -> bool:
        return self.differences == 0 and abs(self.guess - 0.5) <= self.allowed


def measure(database: psycopg.Connection, kinds: tuple[Attempt, Attempt], *, n: int) -> Likeness:
    """Try both in turn; nobody waits meanwhile."""
    spent: dict[Attempt, list[float]] = {kind: [] for kind in kinds}
    seen: dict[Attempt, set[tuple[object, ...]]] = {kind: set() for kind in kinds}
    for turn in range(n):
        for kind in kinds if turn % 2 else kinds[::-1]:
            database.execute("truncate access_attempt")
            took, answer = _try(kind)
            spent[kind].append(took)
            seen[kind].add(answer)
    one, other = kinds
    return Likeness(
        n,
        len(seen[one] ^ seen[other]),
        round(statistics.median(spent[one]) * 1000, 2),
        round(statistics.median(spent[other]) * 1000, 2),
        round(_longer(spent[one], spent[other]), 4),
    )


@contextmanager
def telling() -> Iterator[None]:
    """The control: unknown names are spared the hash."""
    plain = passwords.matches

    def matches(user_id: UUID, password: str) -> bool:
        return user_id != entering.NOBODY and plain(user_id, password)

    with mock.patch.object(passwords, "matches", matches):
        yield


@contextmanager
def sparing() -> Iterator[None]:
    """The control: whoever knows the password is not asked for the second word."""
    plain = duress.shadow_by_word

    def shadow_by_word(user_id: UUID, typed: str) -> User | None:
        return None if typed == PASSWORD else plain(user_id, typed)

    with mock.patch.object(duress, "shadow_by_word", shadow_by_word):
        yield


def _try(kind: Attempt) -> tuple[float, tuple[object, ...]]:
    client = Client()
    began = time.perf_counter()
    answer = client.post("/sign-in", {"username": kind.username, "password": kind.password})
    took = time.perf_counter() - began
    headers = tuple(sorted(key for key in answer.headers))
    return took, (answer.status_code, headers, CHANGING.sub(b"", answer.content), tuple(sorted(answer.cookies)))


def _longer(some: list[float], others: list[float]) -> float:
    """The share of pairs in which the one of `some` is longer (Mann and Whitney)."""
    ranked = sorted([(took, 1) for took in some] + [(took, 0) for took in others])
    ranks = sum(place for place, (_, is_some) in enumerate(ranked, 1) if is_some)
    return (ranks - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))
