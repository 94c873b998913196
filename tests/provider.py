"""A provider of sign-in on this machine, made for the tests: real HTTP, real signatures, and every bad habit there is.

It is strict where it must be: the secret, the exact address to come back to, PKCE, each code once. What it does wrong
is said by its attributes, one at a time.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import providing

CLIENT_ID, SECRET = "jiwar-at-moa", "the secret of the client"
WORST = 70
"""Seconds beyond which no clock is forgiven."""

type Signer = Callable[["Organisation", dict[str, Any]], str]


@cache
def key(name: str) -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def sign(here: "Organisation", claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key(here.kid), algorithm="RS256", headers={"kid": here.kid})


@dataclass(slots=True)
class Organisation:
    """The provider, as it behaves now."""

    issuer: str
    subject: str = "amal-at-the-ministry"
    secret: str = SECRET
    access: str = "an access token"
    code: str = ""
    """how every code begins"""
    kid: str = "one"
    claims: dict[str, Any] = field(default_factory=dict)
    """instead of the right ones; None leaves one out, a period is counted from now"""
    says: dict[str, Any] = field(default_factory=dict)
    """in the document, instead of the right ones"""
    signs: Signer = sign
    published: tuple[str, ...] = ("one",)
    answers: dict[str, Any] = field(default_factory=dict)
    """in the address that leads back, instead of the right ones; None leaves one out"""
    broken: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    """instead of an answer, by path"""
    asked: list[str] = field(default_factory=list)
    waiting: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        right = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"], "authorization_response_iss_parameter_supported": True,
        }  # fmt: skip
        return right | self.says

    def keys(self) -> dict[str, Any]:
        public = {name: key(name).public_key() for name in self.published}
        return {
            "keys": [
                {**jwt.algorithms.RSAAlgorithm.to_jwk(one, as_dict=True), "kid": name, "use": "sig", "alg": "RS256"}
                for name, one in public.items()
            ]
        }

    def back(self, query: Mapping[str, str]) -> str:
        """Where the browser is sent once its user has shown who they are."""
        assert query["client_id"] == CLIENT_ID
        assert (query["prompt"], query["max_age"], query["code_challenge_method"]) == ("login", "0", "S256")
        code = self.code + secrets.token_urlsafe(16)
        self.waiting[code] = query
        given = {"code": code, "state": query["state"], "iss": self.issuer} | self.answers
        return f"{query['redirect_uri']}?{urlencode({k: v for k, v in given.items() if v is not None})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code; None where anything about it is not as it was."""
        query = self.waiting.pop(form.get("code", ""), None)
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        right = query and (
            (unquote(name), unquote(secret)) == (CLIENT_ID, self.secret)
            and form["redirect_uri"] == query["redirect_uri"]
            and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == query["code_challenge"]
        )
        if not query or not right:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT_ID, "exp": now + 300, "iat": now, "auth_time": now,
            "nonce": query["nonce"], "amr": ["pwd", "otp"],
        } | self.claims  # fmt: skip
        given = {name: _moment(now, value) for name, value in claims.items() if value is not None}
        token = self.signs(self, given)
        return {"access_token": self.access, "token_type": "Bearer", "id_token": token}


def _moment(now: int, value: object) -> object:
    return now + int(value.total_seconds()) if isinstance(value, timedelta) else value


class _Handler(BaseHTTPRequestHandler):
    here: Organisation

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, urlsplit(self.path).query
        self.here.asked.append(path)
        if path in self.here.broken:
            self.here.broken[path](self)
        elif path.endswith("/.well-known/openid-configuration"):
            self._json(self.here.document())
        elif path.endswith("/keys"):
            self._json(self.here.keys())
        elif path.endswith("/authorize"):
            self._page(self.here.back({name: values[0] for name, values in parse_qs(query).items()}))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        self.here.asked.append(path)
        if path in self.here.broken:
            self.here.broken[path](self)
            return
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answer = self.here.token(form, self.headers.get("authorization", ""))
        self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def log_message(self, *_args: object) -> None:
        """Nothing."""

    def _json(self, said: object, status: int = 200) -> None:
        self._send(json.dumps(said).encode(), "application/json", status)

    def _page(self, back: str) -> None:
        link = back.replace("&", "&amp;")
        page = f"<!doctype html><html lang=en><title>Organisation</title><a id=me href='{link}'>It is me</a>"
        self._send(page.encode(), "text/html; charset=utf-8")

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def organisation() -> Iterator[Organisation]:
    """A provider that runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {}))
    server.daemon_threads = True
    here = Organisation(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass.here = here  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()


def provide(here: Organisation, agency: str = "moa", *, factors: tuple[str, ...] = ("otp",)) -> str:
    """Make it the provider of an agency, as the operator does; returns the word to hand out."""
    made = providing.add_provider(
        agency, issuer=here.issuer, client_id=CLIENT_ID, secret=here.secret, factors=factors, contexts=("gold",)
    )
    return made.word


def there(here: Organisation, led: Any) -> str:
    """Follow the page that leads away, show who one is, and say where one is sent back to."""
    assert led.status_code == 200, led.content.decode()
    return back_from(here, led.headers["Refresh"].removeprefix("0; url="))


def back_from(here: Organisation, address: str) -> str:
    """From where the browser was led to where it is sent back."""
    assert address.startswith(f"{here.issuer}/authorize?")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    back = urlsplit(here.back(query))
    return f"{back.path}?{back.query}"


def leads(client: Client, word: str, **more: str) -> Any:
    """The word, typed."""
    return client.post(reverse("through"), {"word": word, **more})


def come_in(client: Client, here: Organisation, word: str, **more: str) -> Any:
    """There and back: what the address to come back to answers."""
    return client.get(there(here, leads(client, word, **more)))


def link(client: Client, here: Organisation) -> Any:
    """Somebody who is signed in links the account there."""
    return client.get(there(here, client.post(reverse("ways-through"))))
