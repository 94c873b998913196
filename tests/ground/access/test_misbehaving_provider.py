"""Everything a provider, or whoever stands in its place, may get wrong: each is refused, and the house goes on."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import providing
from jiwar.ground.access.signing import fetching, oidc
from jiwar.ground.access.signing.fetching import Silent
from jiwar.ground.base import clock
from tests import keeper, people, provider
from tests.people import BOTH_SIDES, World
from tests.provider import CLIENT_ID, SECRET, WORST, Organisation

pytestmark = BOTH_SIDES
IN, NO, AWAY = 303, 422, 503
HEADER = {"kid": "one"}
HOUR, LATER = timedelta(hours=1), timedelta(seconds=WORST)


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def here() -> Iterator[Organisation]:
    with provider.organisation() as made:
        yield made


@pytest.fixture
def word(world: World, here: Organisation) -> str:
    """Amal has linked her account; the word of the provider."""
    made = provider.provide(here)
    assert provider.link(people.signed_in(world.amal), here).status_code == IN
    return made


def told(answer: Any) -> str:
    """What the trail says of the last attempt, which opened nothing."""
    assert answer.status_code in (NO, AWAY)
    last = keeper.events("sign_in")[-1]
    assert last.outcome == "failed"
    return last.reason


def public(name: str) -> bytes:
    return provider.key(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def with_the_public_key(_here: Organisation, claims: dict[str, Any]) -> str:
    """HS256, the public key as the secret; by hand, for PyJWT refuses to sign it."""
    parts = jwt.encode(claims, "x" * 64, algorithm="HS256", headers=HEADER).rpartition(".")[0]
    mac = jwt.get_algorithm_by_name("HS256").sign(parts.encode(), public("one"))
    return f"{parts}.{jwt.utils.base64url_encode(mac).decode()}"


def with_a_weak_key(here: Organisation, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, provider.key("other"), algorithm="RS256", headers=HEADER)


SIGNERS: dict[str, Any] = {
    "no signature": lambda _, claims: jwt.encode(claims, "", algorithm="none", headers=HEADER),
    "the public key as a secret": with_the_public_key,
    "another key of the same name": with_a_weak_key,
    "a key nobody published": lambda _, claims: jwt.encode(
        claims, provider.key("other"), algorithm="RS256", headers={"kid": "other"}
    ),
    "no name of a key": lambda _, claims: jwt.encode(claims, provider.key("one"), algorithm="RS256"),
    "another algorithm than the key's": lambda _, claims: jwt.encode(
        claims, provider.key("one"), algorithm="PS256", headers=HEADER
    ),
    "no token": lambda *_: "no token at all",
    "an empty token": lambda *_: "",
    "a number": lambda *_: 7,
    "changed on the way": lambda here, claims: provider.sign(here, claims)[:-8] + "AAAAAAAA",
}


@pytest.mark.parametrize("habit", SIGNERS)
def test_a_token_that_proves_nothing(here: Organisation, word: str, habit: str) -> None:
    here.signs = SIGNERS[habit]
    assert told(provider.come_in(Client(), here, word)) == "provider_wrong"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "somebody-else"]},
        {"aud": [CLIENT_ID, "somebody-else"], "azp": "somebody-else"},
        {"azp": "somebody-else"},
        {"aud": None},
        {"exp": -LATER},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": HOUR},
        {"iat": HOUR},
        {"iat": -HOUR},
        {"iat": None},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"nonce": 7},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": ["amal-at-the-ministry"]},
        {"auth_time": None},
        {"auth_time": -HOUR},
        {"auth_time": HOUR},
        {"auth_time": True},
        {"auth_time": "now"},
    ],
    ids=str,
)
def test_a_claim_that_is_not_as_it_must_be(here: Organisation, word: str, claims: dict[str, Any]) -> None:
    here.claims = claims
    assert told(provider.come_in(Client(), here, word)) == "provider_wrong"


def test_a_clock_that_is_a_little_off_is_forgiven(here: Organisation, word: str) -> None:
    for off in (-55, 55):
        now = timedelta(seconds=off)
        here.claims = {"iat": now, "nbf": now, "auth_time": now, "exp": now + timedelta(seconds=20)}
        assert provider.come_in(Client(), here, word).status_code == IN


@pytest.mark.parametrize("given", [{"iss": "https://another.example"}, {"iss": None}, {"iss": ""}, {"code": None}])
def test_an_answer_that_names_another_provider_or_nothing(here: Organisation, word: str, given: dict[str, Any]) -> None:
    here.answers = given
    assert told(provider.come_in(Client(), here, word)) == "provider_wrong"
    assert here.asked.count("/token") == 1, "no code was given to anybody"


def test_a_provider_that_does_not_name_itself_needs_not(world: World, here: Organisation) -> None:
    here.says, here.answers = {"authorization_response_iss_parameter_supported": None}, {"iss": None}
    word = provider.provide(here)
    provider.link(people.signed_in(world.amal), here)
    assert provider.come_in(Client(), here, word).status_code == IN


def test_an_answer_counts_once(here: Organisation, word: str) -> None:
    client = Client()
    back = provider.there(here, provider.leads(client, word))
    assert client.get(back).status_code == IN
    client.post(reverse("sign-out"))
    assert told(client.get(back)) == "provider_wrong"
    # The state again, kept from before the first answer, and a code of its own.
    led = provider.leads(client, word)
    kept = dict(client.session.items())
    assert client.get(provider.there(here, led)).status_code == IN
    client.post(reverse("sign-out"))
    client.get(reverse("through"))
    provider.leads(client, word)
    session = client.session
    session.update(kept)
    session.save()
    assert told(client.get(provider.there(here, led))) == "provider_wrong"


def test_an_answer_belongs_to_the_browser_that_asked(here: Organisation, word: str) -> None:
    back = provider.there(here, provider.leads(Client(), word))
    other = Client()
    provider.leads(other, word)
    assert told(other.get(back)) == "provider_wrong"
    assert told(Client().get(back)) == "provider_wrong"


def test_an_answer_belongs_to_its_provider(world: World, here: Organisation, word: str) -> None:
    with provider.organisation() as elsewhere:
        other = provider.provide(elsewhere, "iom")
        client = Client()
        back = provider.there(here, provider.leads(client, word))
        assert told(client.get(back.replace(word, other))) == "provider_wrong"
        assert "/token" not in elsewhere.asked


def test_an_answer_comes_in_time(here: Organisation, word: str) -> None:
    client = Client()
    back = provider.there(here, provider.leads(client, word))
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert told(client.get(back)) == "provider_wrong"


def test_another_user_does_not_finish_a_link(world: World, here: Organisation) -> None:
    provider.provide(here)
    client = people.signed_in(world.amal)
    back = provider.there(here, client.post(reverse("ways-through")))
    kept = client.session["through"]
    client.post(reverse("sign-out"))
    client.post(reverse("sign-in"), {"username": "huda", "password": people.PASSWORD})
    session = client.session
    session["through"] = kept
    session.save()
    client.get(back)
    assert keeper.rows("select count(*) from public.access_providerlink") == [(0,)]


def test_the_secret_is_shown_to_it(here: Organisation, word: str) -> None:
    providing.renew_secret(word, "not the one")
    assert told(provider.come_in(Client(), here, word)) == "provider_wrong"
    providing.renew_secret(word, SECRET)
    assert provider.come_in(Client(), here, word).status_code == IN


def test_keys_are_changed(here: Organisation, word: str) -> None:
    assert provider.come_in(Client(), here, word).status_code == IN
    here.kid, here.published = "two", ("two",)
    assert provider.come_in(Client(), here, word).status_code == IN
    here.kid = "one"  # which is published no more
    assert told(provider.come_in(Client(), here, word)) == "provider_wrong"


def test_a_key_that_is_too_short(here: Organisation, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weak = generate_private_key(65537, 1024)
    monkeypatch.setattr(provider, "key", lambda name: weak)
    here.kid, here.published = "weak", ("weak",)
    here.signs = lambda _, claims: jwt.encode(claims, provider.key("one"), algorithm="RS256", headers={"kid": "weak"})
    with pytest.warns(jwt.InsecureKeyLengthWarning):  # of the provider that signs
        assert told(provider.come_in(Client(), here, word)) == "provider_wrong"


@pytest.mark.parametrize(("language", "words"), [("en", "You turned back there"), ("ar", "لم يكتمل التحقق")])
def test_somebody_turns_back(here: Organisation, word: str, language: str, words: str) -> None:
    client = Client(headers={"accept-language": language})
    for error, reason in (("access_denied", "provider_denied"), ("server_error", "provider_wrong")):
        here.answers = {"error": error, "code": None}
        answer = provider.come_in(client, here, word)
        assert told(answer) == reason
        assert (words in answer.content.decode()) == (error == "access_denied")
    here.answers = {}
    assert provider.come_in(client, here, word).status_code == IN


# ── Answers that are none ──


def slow(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def slow_to_begin(handler: BaseHTTPRequestHandler) -> None:
    try:
        for _ in range(100):
            handler.connection.sendall(b"H")
            time.sleep(0.05)
    except OSError:
        return


def huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        handler.wfile.write(b'{"issuer": "' + b"x" * fetching.LARGEST)
    except OSError:
        return


def redirecting(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/keys")
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"{}")


def deep(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"[" * 100_000)


def shut(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def failing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(500)


SILENCES = [slow, slow_to_begin, huge, redirecting, deep, shut, failing]
DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize("place", [DISCOVERY, "/keys", "/token"])
@pytest.mark.parametrize("habit", SILENCES)
def test_an_answer_that_is_none(here: Organisation, word: str, habit: Any, place: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "PATIENCE", 0.4)
    oidc.forget()
    client = Client(headers={"accept-language": "en"})
    led = None if place == DISCOVERY else provider.leads(client, word)
    here.broken[place] = habit
    began = time.monotonic()
    answer = client.get(provider.there(here, led)) if led else provider.leads(client, word)
    assert time.monotonic() - began < 3
    assert (answer.status_code, told(answer)) == (AWAY, "provider_silent")
    assert "does not answer just now" in answer.content.decode()
    here.broken.clear()
    assert provider.come_in(client, here, word).status_code == IN


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://another.example"},
        {"issuer": None},
        {"token_endpoint": "https://another.example/token"},
        {"jwks_uri": "http://127.0.0.1:1/keys"},
        {"authorization_endpoint": "//another.example"},
        {"token_endpoint": None},
        {"code_challenge_methods_supported": ["plain"]},
        {"code_challenge_methods_supported": 7},
    ],
    ids=str,
)
def test_a_document_that_leads_elsewhere(world: World, here: Organisation, says: dict[str, Any]) -> None:
    here.says = says
    with pytest.raises(Silent):
        provider.provide(here)
    assert set(here.asked) == {DISCOVERY}


def test_nobody_is_there(here: Organisation, word: str, world: World) -> None:
    client = people.signed_in(world.amal)
    oidc.forget()
    here.broken[DISCOVERY] = shut
    assert client.post(reverse("ways-through")).headers["location"] == reverse("ways")
    assert "does not answer just now" in client.get(reverse("ways")).content.decode()
    assert client.post(reverse("prove-through")).headers["location"].startswith(reverse("prove"))
    assert client.get(reverse("home")).status_code == 200
