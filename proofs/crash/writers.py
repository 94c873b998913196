"""Workers who write notes, one after another, and keep a diary of what was acknowledged."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from jiwar.areas.cases.actions import note_case
from jiwar.ground.base.errors import Stale
from proofs.crash.world import Desk

PAUSE = 0.02
"""Seconds before a writer whose connection broke tries again."""


@dataclass(slots=True)
class Attempt:
    """One call of `note_case`. Without note and without refusal nobody knows what became of it."""

    text: str
    case: UUID
    writer: UUID
    request: UUID
    note: UUID | None = None
    """Acknowledged, as this note."""
    at: float = 0.0
    refused: bool = False
    """Answered: somebody else had changed the case."""


class Writer(threading.Thread):
    """Does what a request does: a connection that is tried first, a request id of its own, one action."""

    def __init__(self, desk: Desk, number: int, seed: int) -> None:
        super().__init__(name=f"writer {number}", daemon=True)
        self.desk = desk
        self.diary: list[Attempt] = []
        self.trouble: BaseException | None = None
        self.ending = threading.Event()
        self._number = number
        self._choice = random.Random(seed + number)

    def run(self) -> None:
        try:
            while not self.ending.is_set():
                self._write()
        except BaseException as error:
            self.trouble = error
            raise
        finally:
            connections.close_all()

    def _write(self) -> None:
        close_old_connections()
        asks = replace(self.desk.who, request_id=uuid4())
        text = f"note {len(self.diary)} of writer {self._number}"
        attempt = Attempt(text, self._choice.choice(self.desk.cases), asks.user_id, asks.request_id)
        self.diary.append(attempt)
        try:
            note = note_case(asks, attempt.case, text=text)
        except (OperationalError, InterfaceError):
            time.sleep(PAUSE)
        except Stale:
            attempt.refused = True
        else:
            attempt.at = time.monotonic()
            attempt.note = note.pk


@contextmanager
def writing(desks: list[Desk], *, seed: int) -> Iterator[list[Writer]]:
    """The writers write meanwhile; afterwards each has finished its last note. Raises what troubled a writer."""
    writers = [Writer(desk, number, seed) for number, desk in enumerate(desks)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.ending.set()
        for writer in writers:
            writer.join(timeout=60)
    for writer in writers:
        if writer.trouble or writer.is_alive():
            raise RuntimeError(f"{writer.name} stopped early") from writer.trouble


def diary_of(writers: list[Writer]) -> list[Attempt]:
    """Everything that was attempted so far."""
    return [attempt for writer in writers for attempt in list(writer.diary)]
