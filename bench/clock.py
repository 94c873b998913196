"""Taking times: medians of many short turns, the two sides of a comparison by turns, so that noise meets both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True, slots=True)
class Spent:
    """What one call took, in milliseconds: on the clock, of this process's CPU, of the database's CPU."""

    wall: float
    cpu: float
    db: float


def spent(work: Callable[[], object], *, rounds: int, warm: int = 3) -> Spent:
    """The medians of a call of Django's; the database's CPU as the mean, for its counter is coarse."""
    return beside(work, lambda: None, rounds=rounds, warm=warm)[0]


def beside(
    work: Callable[[], object], other: Callable[[], object], *, rounds: int, warm: int = 3
) -> tuple[Spent, float]:
    """The same for a call, and the CPU of another one that takes turns with it and asks the database nothing."""
    for _ in range(warm):
        work()
        other()
    walls, cpus, others = [], [], []
    before = _backend_ms()
    for _ in range(rounds):
        wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
        work()
        cpus.append((time.thread_time_ns() - cpu) / 1e6)
        walls.append((time.perf_counter_ns() - wall) / 1e6)
        cpu = time.thread_time_ns()
        other()
        others.append((time.thread_time_ns() - cpu) / 1e6)
    after = _backend_ms()
    took = Spent(statistics.median(walls), statistics.median(cpus), max(after - before, 0.0) / rounds)
    return took, statistics.median(others)


def _backend_ms() -> float:
    """CPU of the backend behind Django's connection so far, in milliseconds; 0 where the kernel does not say."""
    connection.ensure_connection()
    try:
        text = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[0]) / 1e6


def ratio(one: float, other: float) -> float:
    """How many times `other` fits into `one`."""
    return round(one / other, 2) if other else float("inf")
