"""OpenID Connect, as much of it as signing in needs: where to lead a browser, and what the provider says came back.

Authorization code with PKCE (S256), state and nonce; the provider is always asked to let whoever it is sign in anew
(`prompt=login`, `max_age=0`), and has to say when that was. Signatures are read by PyJWT; no key and no algorithm is
taken but an asymmetric one that the provider published. No token is kept.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt

from jiwar.ground.access.signing.fetching import Answer, Silent, ask, basic, origin
from jiwar.ground.base import clock

DISCOVERY = "/.well-known/openid-configuration"
KEPT_FOR = timedelta(minutes=10)
"""How long the document and the keys of a provider are believed without asking again."""
SKEW = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
"""How old a token may be that was asked for just now."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = ("iss", "sub", "aud", "exp", "iat", "nonce", "auth_time")
LONGEST_SUBJECT = 255


class Wrong(Exception):
    """What came back is not the proof that was asked for. Its word says what was wrong: it may be logged."""


@dataclass(frozen=True, slots=True)
class Client:
    """What this house is to a provider, and the one address to which the browser comes back."""

    issuer: str
    client_id: str
    back: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser was sent away with; it comes back once."""

    state: str
    nonce: str
    verifier: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """Who the provider says it is, and how they showed it."""

    subject: str = field(repr=False)
    factors: frozenset[str]
    context: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a provider says about itself, as far as it is needed."""

    authorize: str
    token: str
    keys: str
    names_itself: bool
    """whether it adds `iss` to what comes back (RFC 9207)"""
    takes_basic: bool


_documents: dict[str, tuple[datetime, Document]] = {}
_keys: dict[str, tuple[datetime, Mapping[str, Mapping[str, Any]]]] = {}


def fresh() -> Asked:
    """Three secrets for one way there and back."""
    return Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32), clock.now())


def forget() -> None:
    """Believe nothing that was read before."""
    _documents.clear()
    _keys.clear()


def document(issuer: str) -> Document:
    """Read what the provider says about itself, at its own address. Raises Silent."""
    kept = _documents.get(issuer)
    if kept and clock.now() - kept[0] < KEPT_FOR:
        return kept[1]
    found = _document(issuer, _right(ask(issuer.rstrip("/") + DISCOVERY)))
    _documents[issuer] = (clock.now(), found)
    return found


def address(client: Client, asked: Asked) -> str:
    """Where to lead the browser. Raises Silent."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=")
    query = {
        "response_type": "code", "client_id": client.client_id, "redirect_uri": client.back, "scope": "openid",
        "state": asked.state, "nonce": asked.nonce, "code_challenge": challenge.decode(),
        "code_challenge_method": "S256", "prompt": "login", "max_age": "0",
    }  # fmt: skip
    target = document(client.issuer).authorize
    return f"{target}{'&' if '?' in target else '?'}{urlencode(query)}"


def shown(client: Client, asked: Asked, *, code: str, iss: str | None) -> Shown:
    """Give the code for a token, and read it. Raises Wrong, and Silent."""
    says = document(client.issuer)
    if iss not in ((client.issuer,) if says.names_itself else (client.issuer, None)):
        raise Wrong("issuer_of_answer")
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": client.back,
        "code_verifier": asked.verifier, "client_id": client.client_id,
    }  # fmt: skip
    if says.takes_basic:
        answer = ask(says.token, form=form, authorization=basic(client.client_id, client.secret))
    else:
        answer = ask(says.token, form={**form, "client_secret": client.secret})
    if answer.status in (400, 401):
        raise Wrong("code")
    token = _right(answer).get("id_token")
    if not isinstance(token, str):
        raise Wrong("no_token")
    return _read(client, asked, token)


def same(told: object, kept: str) -> bool:
    """Compare what came back with what was sent, in the same time for everything."""
    return isinstance(told, str) and hmac.compare_digest(told.encode("utf-8", "replace"), kept.encode())


def _read(client: Client, asked: Asked, token: str) -> Shown:
    """Check signature and claims (OpenID Connect Core 1.0, 3.1.3.7)."""
    try:
        claims = jwt.decode(
            token, _key(client.issuer, jwt.get_unverified_header(token)), algorithms=ALGORITHMS,
            audience=client.client_id, issuer=client.issuer, leeway=SKEW,
            options={"require": list(NEEDED), "enforce_minimum_key_length": True},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Wrong(type(error).__name__) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client.client_id:
        raise Wrong("azp")
    if not same(claims["nonce"], asked.nonce):
        raise Wrong("nonce")
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise Wrong("sub")
    _demand_recent(claims["iat"], since=clock.now() - OLDEST, name="iat")
    _demand_recent(claims["auth_time"], since=asked.at, name="auth_time")
    return Shown(subject, _words(claims.get("amr")), claims["acr"] if isinstance(claims.get("acr"), str) else "")


def _demand_recent(moment: object, *, since: datetime, name: str) -> None:
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        raise Wrong(name)
    if not (since - SKEW).timestamp() <= moment <= (clock.now() + SKEW).timestamp():
        raise Wrong(name)


def _key(issuer: str, header: Mapping[str, Any]) -> jwt.PyJWK:
    """The published key of that name; asked for anew where there is none of it, for keys are changed."""
    name, algorithm = header.get("kid"), header.get("alg")
    if not isinstance(name, str) or algorithm not in ALGORITHMS:
        raise Wrong("kid_or_alg")
    kept = _keys.get(issuer)
    if kept is None or clock.now() - kept[0] >= KEPT_FOR or name not in kept[1]:
        said = _right(ask(document(issuer).keys)).get("keys")
        found = {key["kid"]: key for key in said if _signs(key)} if isinstance(said, list) else {}
        kept = _keys[issuer] = (clock.now(), found)
    if name not in kept[1]:
        raise Wrong("kid")
    key = kept[1][name]
    if key.get("alg", algorithm) != algorithm:
        raise Wrong("alg")
    return jwt.PyJWK(dict(key), algorithm)


def _signs(key: object) -> bool:
    return isinstance(key, dict) and isinstance(key.get("kid"), str) and key.get("use", "sig") == "sig"


def _document(issuer: str, said: Mapping[str, Any]) -> Document:
    if said.get("issuer") != issuer:
        raise Silent("names_another_issuer")
    authorize, token, keys = (said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    if not all(isinstance(place, str) and origin(place) == origin(issuer) for place in (authorize, token, keys)):
        raise Silent("leads_elsewhere")
    if "S256" not in _words(said.get("code_challenge_methods_supported", ["S256"])):
        raise Silent("knows_no_s256")
    ways = _words(said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]))
    return Document(
        str(authorize),
        str(token),
        str(keys),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        takes_basic="client_secret_basic" in ways,
    )


def _right(answer: Answer) -> Mapping[str, Any]:
    if answer.status != 200:
        raise Silent(f"status_{answer.status}")
    return answer.said


def _words(told: object) -> frozenset[str]:
    return frozenset(word for word in told if isinstance(word, str)) if isinstance(told, list) else frozenset()
