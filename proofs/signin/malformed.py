"""Requests that no browser sends, to every address of sign-in: whatever comes, no page breaks."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import urls
from jiwar.ground.access.signing import factors
from jiwar.ground.staff import urls as staff_urls
from proofs.signin.locking import PASSWORD

BROKEN = 500
METHODS = ("GET", "POST", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")
FIELDS = ("username", "password", "code", "again", "token", "credential", "next", "step", "role", "team", "user",
          "display_en", "display_ar", "word", "state", "iss", "error")  # fmt: skip
PIECES = (
    "", "\0", "amal", "{", "[]", "null", "{}", "-1", "1e999", "٠١٢٣٤٥", "سلمى", "\ud800", "\u202e", "a" * 5000, "%00",
    "../..", "' or 1=1 --", "<script>", "000000", "0000000000", "//example.org", "javascript:1", "\r\nX: y", "😀" * 50,
)  # fmt: skip
TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x",
         "application/json", "text/plain; charset=utf-99", "", "\u00e9")  # fmt: skip
CREDENTIAL = ("id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "attestationObject",
              "userHandle", "signature", "clientExtensionResults")  # fmt: skip
ODD: tuple[object, ...] = (None, 0, True, 2**70, "AAAA", "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0", [[]], "public-key")


def addresses() -> list[str]:
    """Every address of sign-in, and of those who let in."""
    named = [(str(one.name), one.pattern.converters) for one in (*urls.urlpatterns, *staff_urls.urlpatterns)]
    return [reverse(name, kwargs={place: _nothing(place) for place in places}) for name, places in named]


def _nothing(place: str) -> UUID | int:
    """What is nowhere: the places of an address are ids, one of them a number of allauth's."""
    return 2**31 if place == "factor_id" else UUID(int=7)


def tried(*, n: int, seed: int, only: str = "") -> Counter[int]:
    """How often each status was answered to `n` malformed requests, to the addresses that hold `only`."""
    chance, answered = random.Random(seed), Counter[int]()
    places = [place for place in addresses() if only in place]
    clients = [Client(raise_request_exception=False), _signed_in()]
    for turn in range(n):
        client = clients[turn % 2]
        answered[_send(client, chance, places[turn // 2 % len(places)])] += 1
        if turn % 200 == 199:
            clients = [Client(raise_request_exception=False), _signed_in()]
    return answered


@contextmanager
def breaking() -> Iterator[None]:
    """The control: what browsers send is taken as it comes."""
    with mock.patch.object(factors, "NOT_UNDERSTOOD", ()):
        yield


def _send(client: Client, chance: random.Random, place: str) -> int:
    if chance.random() < 0.2:
        client.cookies[settings.SIGN_IN_DEVICE_COOKIE] = _piece(chance).encode("ascii", "ignore").decode().strip()[:99]
    kind = chance.choice(TYPES)
    form = chance.random() < 0.7
    given = {name: _value(chance) for name in chance.sample(FIELDS, chance.randrange(7))}
    method, headers = chance.choice(METHODS), {"accept-language": _ascii(chance), "hx-request": _ascii(chance)}
    if method == "POST" and form:
        sent = {name: value.encode("utf-8", "replace").decode() for name, value in given.items()}
        return client.post(place, sent, headers=headers).status_code
    body = chance.choice([chance.randbytes(chance.randrange(300)), json.dumps(given).encode(), b"--x\r\n"])
    return client.generic(
        method,
        place + chance.choice(["", "?next=" + "%2e" * 9, "?%00", f"?{urlencode(given, errors='replace')}"]),
        body,
        kind,
    ).status_code


def _value(chance: random.Random) -> str:
    if chance.random() < 0.4:
        return json.dumps(_credential(chance, 0))
    return "".join(_piece(chance) for _ in range(chance.randrange(4)))


def _credential(chance: random.Random, depth: int) -> object:
    """Something like what a browser makes of a challenge, with anything in any place."""
    if depth > 3 or chance.random() < 0.3:
        return chance.choice([*ODD, _piece(chance)])
    names = chance.sample(CREDENTIAL, chance.randrange(1, len(CREDENTIAL)))
    return {name: _credential(chance, depth + 1) for name in names}


def _piece(chance: random.Random) -> str:
    return chance.choice(PIECES)


def _ascii(chance: random.Random) -> str:
    return "".join(c for c in _piece(chance) if " " <= c <= "~")[:200]


def _signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.post("/sign-in", {"username": "huda", "password": PASSWORD})
    return client
