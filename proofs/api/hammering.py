"""Requests by the thousand: what schemathesis makes of the description, given real tokens, ids and versions.

A part of each kind stays as it was made, so that the door and every check are tried with nonsense too; and a part is
mangled, so that bodies, queries and headers arrive which no description allows. Nothing may answer 500 or more, and
everything that is described must answer as described.
"""

import itertools
import json
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast
from unittest import mock
from uuid import UUID

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
from werkzeug.test import Client, TestResponse

from jiwar.areas.cases import queries
from jiwar.doors.api.describing import described
from jiwar.doors.api.urls import PREFIX, api
from proofs.api.scene import ASKING, Scene, one_of
from tests.partner import NO_HURRY

CHECKS = [
    not_a_server_error, content_type_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip
SERVER_ERROR = 500
REAL_TOKEN, REAL_ID, REAL_VERSION, MANGLED = 0.95, 0.7, 0.7, 0.15
"""How often what was made is given what is real, and how often a request is mangled."""
OLD_VERSION = 0.2
"""How often a version is one that is not there."""
TOKENLESS = 401
TYPES = ("application/json", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "")
HARD = (
    b"", b"{", b"nul", b"\xff\xfe\x00", b"[" * 4000, b'{"a":' * 2000, b'{"text": "\\ud800"}', b'{"text": "\\u0000"}',
    b'{"names": [{"script": "latn", "first": "\\u202e"}], "sex": "female"}', b"1e400", b'"' + b"x" * 70_000 + b'"',
    b'{"birth_year": 1e400}', b'{"risk": {"$gt": ""}, "reason": ["x"]}', b'{"programme": NaN}', b"9" * 5000,
)  # fmt: skip
QUERIES = (
    "list=mine&list=closed", "after=%00", "after=%FF%FE", "after=" + "9" * 199, "risk=%F0%9F%92%A3", "still=maybe",
    "team_id=0&list=team", "after=0~2026-01-01T00:00:00+00:00~" + "0" * 32, "after=0~9999-12-31T23:59:59-23:59~x",
    "after=99999999999999999999~x", "list=team&team_id=" + "f" * 32, "a=b&" * 900,
)  # fmt: skip
HEADERS = (
    {"If-Match": "*"}, {"If-Match": "W/\"1\""}, {"If-Match": "9" * 300}, {"Idempotency-Key": "x" * 4000},
    {"Idempotency-Key": "\xff"}, {"Accept-Language": "x-" * 900}, {"Accept-Language": "ar;q=nan"},
    {"Authorization": "Bearer"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer \xe9"},
    {"Accept": "text/html"}, {"Cookie": "session=x; language=\xe9"}, {"Content-Length": "x"},
)  # fmt: skip


@dataclass
class Result:
    """How many requests were sent, what they were answered, and what broke."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    mangled: int = 0

    @property
    def sent(self) -> int:
        return self.statuses.total()

    @property
    def done(self) -> int:
        """How often something was really read or done."""
        return sum(count for status, count in self.statuses.items() if status in (200, 201))

    def figures(self) -> dict[str, object]:
        """For the evidence."""
        return {
            "requests": self.sent,
            "mangled": self.mangled,
            "answers": {str(status): self.statuses[status] for status in sorted(self.statuses)},
            "server errors": sum(count for status, count in self.statuses.items() if status >= SERVER_ERROR),
            "failures": len(self.failures),
        }


@cache
def description() -> schemathesis.BaseSchema:
    """The API as it describes itself."""
    told = json.loads(json.dumps(described(api, prefix=PREFIX)))
    return schemathesis.openapi.from_dict(told)


def hammer(scene: Scene, *, requests: int, seed: int) -> Result:
    """Send so many requests, in turn to every operation, half of them wrong by intention."""
    result, rng = Result(), random.Random(seed)
    operations: list[Any] = [cast("Any", one).ok() for one in description().get_all_operations()]
    each = -(-requests // (len(operations) * 2))
    with NO_HURRY:
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _spread(
                    operation.as_strategy(generation_mode=mode), each, rng, lambda case: _send(scene, case, rng, result)
                )
    return result


def _spread(strategy: Any, count: int, rng: random.Random, send: Callable[[Any], None]) -> None:
    """So many examples of a strategy."""
    left = [count]

    @seed(rng.getrandbits(64))
    @settings(
        max_examples=count, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    @given(case=strategy)
    def run(case: Any) -> None:
        if left[0]:
            left[0] -= 1
            send(case)

    while left[0]:  # hypothesis stops early where there is little to vary
        before = left[0]
        run()
        if left[0] == before:
            break


def _send(scene: Scene, case: Any, rng: random.Random, result: Result) -> None:
    by = rng.choices(list(ASKING), [weight for weight, _ in ASKING.values()])[0]
    _make_real(scene, case, rng, by)
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
    is_mangled = rng.random() < MANGLED
    result.mangled += is_mangled
    response = _ask(sent, rng if is_mangled else None)
    result.statuses[response.status_code] += 1
    said = f"{sent['method']} {case.operation.path}"
    if response.status_code >= SERVER_ERROR:
        result.failures.append(f"{response.status_code} {said}")
    elif not is_mangled and response.status_code not in (404, 405):
        result.failures += _unlike(case, response, said)


def _make_real(scene: Scene, case: Any, rng: random.Random, by: str) -> None:
    """Real ids, tokens and versions in place of some of those that were made."""
    for place in (case.path_parameters, case.query, case.body):
        if isinstance(place, dict):
            for name in place.keys() & scene.ids.keys():
                if rng.random() < REAL_ID:
                    place[name] = one_of(rng, scene, name)
    headers = dict(case.headers or {})
    if rng.random() < REAL_TOKEN:
        headers["Authorization"] = f"Bearer {scene.tokens[by]}"
    path = case.path_parameters or {}
    file = _files(scene).get(str(path.get("case_id") or path.get("person_id")))
    if "If-Match" in headers and rng.random() < REAL_VERSION and file:
        headers["If-Match"] = f'"{scene.version_of(file, by=by) + (rng.random() < OLD_VERSION)}"'
    case.headers = headers


def _files(scene: Scene) -> dict[str, UUID]:
    return {str(file): file for kind in ("case_id", "person_id") for file in scene.ids[kind]}


def _ask(sent: dict[str, Any], rng: random.Random | None) -> TestResponse:
    """Ask the real application; with `rng`, after something of the request was mangled."""
    body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data") or b""
    headers, query = dict(sent["headers"]), sent.get("params") or {}
    path = sent["url"].removeprefix("http://127.0.0.1")
    kind = headers.pop("Content-Type", "application/json")
    if rng:
        body = _bent(rng, body) if rng.random() < 0.6 else body
        headers |= rng.choice(HEADERS) if rng.random() < 0.4 else {}
        query = rng.choice(QUERIES) if rng.random() < 0.4 else query
        kind = rng.choice(TYPES) if rng.random() < 0.3 else kind
    return _client().open(
        path, method=sent["method"], data=body, headers=_latin(headers), query_string=query, content_type=kind
    )


def _bent(rng: random.Random, body: bytes) -> bytes:
    """A body that nobody would send: one of the hard ones, or this one with bytes cut, doubled or changed."""
    if rng.random() < 0.5 or not body:
        return rng.choice(HARD)
    at = rng.randrange(len(body))
    return rng.choice((body[:at], body[at:], body + body[at:], body[:at] + rng.randbytes(3) + body[at:]))


def _latin(headers: dict[str, str]) -> list[tuple[str, str]]:
    """As they travel: one line each, in Latin letters."""
    legible = {name: "".join(c for c in str(value) if c >= " " and ord(c) < 256) for name, value in headers.items()}
    return [(name, value) for name, value in legible.items() if name.isascii() and name.replace("-", "").isalnum()]


def _unlike(case: Any, response: TestResponse, said: str) -> Iterator[str]:
    """In what an answer is not what is described."""
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        yield from (f"{response.status_code} {said}: {_named(one)}" for one in group.exceptions)


def _named(failure: BaseException) -> str:
    return failure.title if isinstance(failure, Failure) else type(failure).__name__


@cache
def _client() -> Client:
    return Client(get_wsgi_application(), use_cookies=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Refusals by the thousand are no news."""
    logger = logging.getLogger("django.request")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


@contextmanager
def broken_on_purpose() -> Iterator[None]:
    """The control: every second cover of a case fails."""
    whole, turn = queries.case_card, itertools.count()

    def broken(*args: Any, **values: Any) -> Any:
        if next(turn) % 2:
            raise ZeroDivisionError
        return whole(*args, **values)

    with mock.patch.object(queries, "case_card", broken), quiet_failures():
        yield


@contextmanager
def quiet_failures() -> Iterator[None]:
    logger = logging.getLogger("jiwar.failures")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
