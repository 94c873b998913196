"""The system of a partner: a client that shows a token, and nothing else that it was given before."""

import json
from dataclasses import dataclass
from typing import Any
from unittest import mock
from uuid import UUID

from django.test import Client
from django.urls import reverse

from jiwar.ground.access.actions import open_token
from jiwar.ground.access.scopes import Pace, Scope, TokenPurpose
from jiwar.ground.access.who import Who

EVERYTHING = tuple(Scope)
NO_HURRY = mock.patch("jiwar.ground.access.tokens.pace_of", return_value=Pace(per_minute=10**6, burst=10**6))
"""For tests that ask faster than partners may."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, read."""

    status: int
    body: Any
    headers: dict[str, str]
    raw: bytes


class Partner:
    """Asks with a token, by the names of addresses."""

    def __init__(self, secret: str, *, language: str = "en") -> None:
        self.secret = secret
        self.client = Client(headers={"accept-language": language})

    def get(self, name: str, *ids: UUID, **query: str) -> Told:
        return self.ask("GET", reverse(f"api-{name}", args=ids), query=query)

    def post(self, name: str, *ids: UUID, version: int | None = None, key: str = "", **sent: Any) -> Told:
        headers = {"idempotency-key": key} if key else {}
        return self._send("POST", reverse(f"api-{name}", args=ids), sent, headers | _if_match(version))

    def put(self, name: str, *ids: UUID, version: int | None = None, **sent: Any) -> Told:
        return self._send("PUT", reverse(f"api-{name}", args=ids), sent, _if_match(version))

    def ask(self, method: str, path: str, *, body: bytes = b"", query: Any = None, **headers: str) -> Told:
        given = {"authorization": f"Bearer {self.secret}"} if self.secret else {}
        answer = self.client.generic(
            method, path, body, content_type="application/json", headers=given | headers, query_params=query
        )
        is_json = "json" in answer.headers.get("Content-Type", "")
        told = json.loads(answer.content) if is_json else answer.content
        return Told(answer.status_code, told, dict(answer.headers), answer.content)

    def _send(self, method: str, path: str, sent: dict[str, Any], headers: dict[str, str]) -> Told:
        return self.ask(method, path, body=json.dumps(sent, default=str).encode(), **headers)


def _if_match(version: int | None) -> dict[str, str]:
    return {"if-match": f'"{version}"'} if version else {}


def partner(
    who: Who,
    *scopes: Scope,
    purpose: TokenPurpose = TokenPurpose.OWN_SYSTEM,
    days: int = 30,
    language: str = "en",
) -> Partner:
    """The system of a partner with a token of `who`: everything that the purpose allows, unless scopes are named."""
    made = open_token(who, purpose=purpose, scopes=scopes or EVERYTHING, days=days)
    return Partner(made.secret, language=language)
