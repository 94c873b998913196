"""Two ways to ask for pages: over the network from a server that runs, and here in this process."""

import http.client
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import quote, urlencode

from django.test import Client

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `asked` names the request without its words."""

    asked: str
    status: int
    headers: bytes
    body: bytes

    @property
    def token(self) -> str:
        """The token of the form on this page."""
        found = TOKEN.search(self.body)
        return found[1].decode() if found else ""


class Browser(Protocol):
    """Asks for pages and keeps cookies."""

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer: ...


@dataclass
class Network:
    """Over HTTP, from the server that listens on `port`."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        kept = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        sent = {"Cookie": kept, "Accept-Language": "en"} | dict(headers or {})
        connection.request(method, path, body or None, {k: v.encode("utf-8") for k, v in sent.items()})
        answer = connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        connection.close()
        lines = "\n".join(f"{name}: {value}" for name, value in answer.getheaders())
        return Answer(method, answer.status, lines.encode("latin-1", "replace"), content)

    def say(self, raw: bytes) -> Answer:
        """Bytes that are no proper request, and whatever comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            got = b"".join(iter(lambda: line.recv(65536), b""))
        headers, _, body = got.partition(b"\r\n\r\n")
        first = headers.split(b" ")
        return Answer("raw", int(first[1]) if len(first) > 1 else 0, headers, body)


class Here:
    """In this process, through Django's own client: what stays in its memory can be looked at."""

    def __init__(self) -> None:
        self.client = Client(
            enforce_csrf_checks=True,
            raise_request_exception=False,
            headers={"accept-language": "en"},
            SERVER_NAME="127.0.0.1",
        )

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        given = dict(headers or {})
        kind = given.pop("Content-Type", FORM)
        response = self.client.generic(method, path, body, content_type=kind, headers=given)
        lines = [f"{name}: {value}" for name, value in response.headers.items()]
        lines += [morsel.OutputString() for morsel in response.cookies.values()]
        return Answer(method, response.status_code, "\n".join(lines).encode(), response.content)


def get(browser: Browser, path: str, **query: str) -> Answer:
    return browser.ask("GET", path + (f"?{urlencode(query)}" if query else ""))


def post(browser: Browser, path: str, page: str = "", **values: str) -> Answer:
    """Fill in the form of `page` (by default the one at `path`) and send it."""
    token = get(browser, page or path).token
    return send(browser, path, csrfmiddlewaretoken=token, **values)


def send(browser: Browser, path: str, **values: str) -> Answer:
    """Send a form without looking at its page first."""
    return browser.ask("POST", path, urlencode(values).encode(), {"Content-Type": FORM})


def sign_in(browser: Browser, username: str, password: str) -> Answer:
    return post(browser, "/sign-in", username=username, password=password)


def part(words: str) -> str:
    """Words as a part of an address."""
    return quote(words, safe="")
