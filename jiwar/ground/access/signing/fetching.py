"""Asking a provider of sign-in: at its own address alone, within seconds, and no more than fits in a hand.

No redirect is followed and no proxy is asked. Two at a time in a process, so that a provider that dawdles does not keep
everybody waiting.
"""

import base64
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import BoundedSemaphore, Timer
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

PATIENCE = 5.0
"""Seconds for a whole answer, not for a part of it."""
LARGEST = 256 * 1024
AT_ONCE = 2
FORM = "application/x-www-form-urlencoded"

_turns = BoundedSemaphore(AT_ONCE)


class Silent(Exception):
    """The provider does not answer, or not as it must. Its word says what, in our own words: it may be logged."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and what the JSON said."""

    status: int
    said: Mapping[str, Any]


def origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Raises Silent for what is no address."""
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        raise Silent("not_an_address") from None


def basic(name: str, secret: str) -> str:
    """The header by which a client says who it is (RFC 6749, 2.3.1)."""
    return "Basic " + base64.b64encode(f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()).decode("ascii")


def ask(address: str, *, form: Mapping[str, str] | None = None, authorization: str = "") -> Answer:
    """GET, or POST where there is a form. Raises Silent."""
    headers = {"Accept": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    if not _turns.acquire(timeout=PATIENCE):
        raise Silent("many_at_once")
    try:
        if form is None:
            return _asked(address, "GET", None, headers)
        return _asked(address, "POST", urlencode(form), {**headers, "Content-Type": FORM})
    finally:
        _turns.release()


def _asked(address: str, method: str, body: str | None, headers: Mapping[str, str]) -> Answer:
    scheme, host, port = origin(address)
    parts = urlsplit(address)
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection = kind(host, port, timeout=PATIENCE)
    try:
        connection.connect()
        cut = Timer(PATIENCE, _cut, [connection.sock])
        cut.daemon = True
        cut.start()
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers))
            response = connection.getresponse()
            return Answer(response.status, _read(response.read(LARGEST + 1)))
        finally:
            cut.cancel()
    except (OSError, HTTPException, ValueError):
        raise Silent("no_answer") from None
    finally:
        connection.close()


def _read(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise Silent("too_large")
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        raise Silent("not_understood") from None
    if not isinstance(said, dict):
        raise Silent("not_understood")
    return said


def _cut(sock: socket.socket) -> None:
    """End an answer that takes too long; past TLS, which would wait for a farewell."""
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
