"""Messages to telephones: the adapter that the deployment names.

`file` writes each to JIWAR_HOME/sms, for a demo; an https address gets a form with `to` and `text`, and answers with
JSON. Which of them, and its key, stands in the environment (`site/environment.py`). A number is handed through: it is
in no log line and in no error.
"""

import json
import os
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from django.conf import settings

from jiwar.ground.access.signing import fetching

OK = range(200, 300)


class CannotSend(Exception):
    """The adapter could not hand it on now; no word of the other side."""


class Adapter(Protocol):
    """What sends a message to a telephone. Raises CannotSend."""

    def send(self, number: str, words: str) -> None: ...


class ToFile:
    """A file for each message, for whoever runs a demo."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, number: str, words: str) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{uuid4()}.json"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            json.dump({"to": number, "text": words}, handle, ensure_ascii=False)


class Nowhere:
    """Where real people are served and no gateway is named: nothing is sent, and no number lies in a file."""

    def send(self, number: str, words: str) -> None:
        raise CannotSend("no_gateway")


class ToGateway:
    """A gateway of an operator, asked over TLS."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self._key = address, key

    def send(self, number: str, words: str) -> None:
        try:
            answer = fetching.ask(self.address, form={"to": number, "text": words}, authorization=f"Bearer {self._key}")
        except fetching.Silent as error:
            raise CannotSend(str(error)) from None
        if answer.status not in OK:
            raise CannotSend(f"status_{answer.status}")


def adapter() -> Adapter:
    """The one of this deployment."""
    chosen = settings.JIWAR.sms
    if chosen.address:
        return ToGateway(chosen.address, chosen.key)
    return ToFile(settings.JIWAR.home / "sms") if is_offered() else Nowhere()


def is_offered() -> bool:
    """Whether messages to telephones can be chosen here."""
    return bool(settings.JIWAR.sms.address) or not settings.JIWAR.is_production
