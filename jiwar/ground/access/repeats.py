"""A request that is sent again is answered as it was the first time, and nothing is done twice.

The row that says so is written in the transaction of the act: where the act is lost, so is the row, and the request
may be sent again. Two that come at once take turns at its unique key: the second waits until the first has ended, and
then finds its answer, or does the act itself.
"""

import hmac
import json
from dataclasses import dataclass
from uuid import UUID, uuid4

from jiwar.ground.access import wall
from jiwar.ground.access.models import Answer
from jiwar.ground.access.scopes import answers_kept
from jiwar.ground.access.tokens import Bearer
from jiwar.ground.base import clock
from jiwar.ground.vault.crypto import Place, open_sealed, seal
from jiwar.ground.vault.root import derived

LONGEST_KEY = 255


class OtherRequest(Exception):
    """The key was used for a request that said something else."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it left."""

    status: int
    body: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One request under a key: `said` where it was answered before; else it is done now, then `keep`."""

    id: UUID
    user_id: UUID
    said: Said | None

    def keep(self, said: Said) -> None:
        """Keep what it was answered, sealed, until nobody may ask again."""
        text = json.dumps([said.status, said.body, said.headers], ensure_ascii=False)
        sealed = seal(derived("answers"), text, place=_seat(self.user_id, self.id), version=1)
        with wall.announcing("keep_answer"):
            Answer.objects.filter(pk=self.id).update(sealed=sealed)

    def drop(self) -> None:
        """It was not understood, so nothing was done: the key is as new."""
        with wall.announcing("drop_answer"):
            Answer.objects.filter(pk=self.id).delete()


def take_turn(bearer: Bearer, *, key: str, request: bytes) -> Turn:
    """The turn of a request under a key of its sender's. Raises OtherRequest."""
    now, new_id, user_id = clock.now(), uuid4(), bearer.who.user_id
    place = {"token_id": bearer.token_id, "key_hash": _hash(b"key", key.encode("utf-8", "replace"))}
    asked = _hash(b"request", request)
    rows = Answer.objects.filter(**place)
    with wall.announcing("keep_answer"):
        rows.filter(kept_until__lte=now).delete()
        row = Answer(id=new_id, user_id=user_id, asked=asked, kept_until=now + answers_kept(), **place)
        Answer.objects.bulk_create([row], ignore_conflicts=True)  # waits for whoever has the key now
    kept = rows.get()
    if kept.pk == new_id:
        return Turn(new_id, user_id, None)
    if not hmac.compare_digest(kept.asked, asked):
        raise OtherRequest
    return Turn(kept.pk, user_id, _opened(user_id, kept))


def _opened(user_id: UUID, row: Answer) -> Said:
    told = open_sealed({1: derived("answers")}, bytes(row.sealed), place=_seat(user_id, row.pk))
    status, body, headers = json.loads(told)
    return Said(status, body, tuple((name, value) for name, value in headers))


def _hash(kind: bytes, what: bytes) -> str:
    """Nobody without the deployment's key can tell what was said by trying."""
    return hmac.digest(derived("answers").material, kind + b"\0" + what, "sha256").hex()


def _seat(user_id: UUID, row_id: UUID) -> Place:
    return Place("access_answer", f"sealed {user_id}", row_id)
