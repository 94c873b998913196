"""Whether known and unknown user names can be told apart, by what is answered or by how long it takes."""

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

from jiwar.ground.access.signing import entering, passwords

CHANGING = re.compile(rb'(name="csrfmiddlewaretoken" value=|nonce=|X-CSRFToken": |value=)"[^"]*"')
WORST = 0.03
"""How far from a coin a guess by time may be beyond chance: 0.5 is a coin, 1.0 is certainty."""
SIGMAS = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What `n` wrong attempts with each kind of name were answered with."""

    n: int
    differences: int
    known_ms: float
    unknown_ms: float
    guess: float
    """How often a known name took longer than an unknown one."""

    @property
    def allowed(self) -> float:
        return WORST + SIGMAS * math.sqrt((2 * self.n + 1) / (12 * self.n * self.n))

    @property
    def holds(self) -> bool:
        return self.differences == 0 and abs(self.guess - 0.5) <= self.allowed


def measure(database: psycopg.Connection, *, n: int) -> Likeness:
    """Try in vain, in turn with a name that exists and one that does not, equally long; nobody waits meanwhile."""
    spent: dict[str, list[float]] = {"amal": [], "lama": []}
    seen: dict[str, set[tuple[object, ...]]] = {"amal": set(), "lama": set()}
    for turn in range(n):
        for name in ("amal", "lama") if turn % 2 else ("lama", "amal"):
            database.execute("truncate access_attempt")
            took, answer = _try(name)
            spent[name].append(took)
            seen[name].add(answer)
    return Likeness(
        n,
        len(seen["amal"] ^ seen["lama"]),
        round(statistics.median(spent["amal"]) * 1000, 2),
        round(statistics.median(spent["lama"]) * 1000, 2),
        round(_longer(spent["amal"], spent["lama"]), 4),
    )


@contextmanager
def telling() -> Iterator[None]:
    """The control: unknown names are spared the hash."""
    plain = passwords.matches

    def matches(user_id: UUID, password: str) -> bool:
        return user_id != entering.NOBODY and plain(user_id, password)

    with mock.patch.object(passwords, "matches", matches):
        yield


def _try(name: str) -> tuple[float, tuple[object, ...]]:
    client = Client()
    began = time.perf_counter()
    answer = client.post("/sign-in", {"username": name, "password": "not the password at all"})
    took = time.perf_counter() - began
    headers = tuple(sorted(key for key in answer.headers))
    return took, (answer.status_code, headers, CHANGING.sub(b"", answer.content), tuple(sorted(answer.cookies)))


def _longer(some: list[float], others: list[float]) -> float:
    """The share of pairs in which the one of `some` is longer (Mann and Whitney)."""
    ranked = sorted([(took, 1) for took in some] + [(took, 0) for took in others])
    ranks = sum(place for place, (_, is_some) in enumerate(ranked, 1) if is_some)
    return (ranks - len(some) * (len(some) + 1) / 2) / (len(some) * len(others))
