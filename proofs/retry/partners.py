"""Systems of partners that write notes, one after another, and send each again until it is answered."""

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from proofs.crash.world import Desk

PAUSE = 0.02
"""Seconds before what was cut off is sent again."""
PATIENCE = 20.0
ANSWERED, WAITS = (200, 201), 429
AGAIN = 0.1
"""How often something that was answered is sent once more all the same."""
CUT_OFF = (OSError, http.client.HTTPException)


@dataclass(slots=True)
class Sent:
    """One note, sent until it was answered: when each time, what was answered, and what when it was asked once more."""

    text: str
    case: UUID
    key: str
    tries: list[float] = field(default_factory=list)
    answer: bytes = b""
    status: int = 0
    again: bytes | None = None

    @property
    def note(self) -> UUID | None:
        """The note that was made, as the answer says."""
        return UUID(json.loads(self.answer)["id"]) if self.status in ANSWERED else None


class Partner(threading.Thread):
    """One system with one token; `is_keyed` says whether it names its requests."""

    def __init__(self, desk: Desk, secret: str, port: int, number: int, *, is_keyed: bool, seed: int) -> None:
        super().__init__(name=f"partner {number}", daemon=True)
        self.sent: list[Sent] = []
        self.strange: list[int] = []
        self.answered_at = 0.0
        self.ending = threading.Event()
        self.trouble: BaseException | None = None
        self._desk, self._secret, self._port, self._number = desk, secret, port, number
        self._is_keyed, self._choice = is_keyed, random.Random(seed + number)
        self._line: http.client.HTTPConnection | None = None

    def run(self) -> None:
        try:
            while not self.ending.is_set():
                self._write()
        except BaseException as error:
            self.trouble = error
            raise

    def _write(self) -> None:
        text = f"note {len(self.sent)} of {self.name} {'with' if self._is_keyed else 'without'} key"
        one = Sent(text, self._choice.choice(self._desk.cases), uuid4().hex)
        self.sent.append(one)
        one.status, one.answer = self._until_answered(one)
        self.answered_at = time.monotonic()
        if one.status not in ANSWERED:
            self.strange.append(one.status)
        elif self._is_keyed and self._choice.random() < AGAIN:
            one.again = self._until_answered(one)[1]

    def _until_answered(self, one: Sent) -> tuple[int, bytes]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            one.tries.append(time.time())
            try:
                status, body, wait = self._ask(one)
            except CUT_OFF:
                self._line = None
                time.sleep(PAUSE)
                continue
            if status != WAITS:
                return status, body
            time.sleep(wait)
        raise RuntimeError(f"{self.name} was not answered within {PATIENCE:.0f} s")

    def _ask(self, one: Sent) -> tuple[int, bytes, float]:
        line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        self._line = line
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": one.key} if self._is_keyed else {}
        line.request("POST", f"/api/v1/cases/{one.case}/notes", json.dumps({"text": one.text}), headers)
        answer = line.getresponse()
        return answer.status, answer.read(), float(answer.headers.get("Retry-After") or 0)


@contextmanager
def writing(partners: list[Partner]) -> Iterator[None]:
    """The partners write meanwhile; afterwards each has been answered for its last note. Raises what troubled one."""
    for partner in partners:
        partner.start()
    try:
        yield
    finally:
        for partner in partners:
            partner.ending.set()
        for partner in partners:
            partner.join(timeout=2 * PATIENCE)
    for partner in partners:
        if partner.trouble or partner.is_alive():
            raise RuntimeError(f"{partner.name} stopped early") from partner.trouble
