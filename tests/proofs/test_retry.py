"""The partners of the proof: what is cut off is sent again, under the same key or under none."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import uuid4

import pytest

from proofs.crash.world import Desk
from proofs.retry.judging import Verdict
from proofs.retry.partners import Partner, writing
from tests.people import BOTH_SIDES, World, gather

NOTE = str(uuid4())


class CutsOff(BaseHTTPRequestHandler):
    """Hangs up on every other request, without a word."""

    heard: list[tuple[str, str]] = []  # noqa: RUF012  # one list for the one server

    def do_POST(self) -> None:
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
        self.heard.append((text, self.headers.get("Idempotency-Key", "")))
        if len(self.heard) % 2:
            self.close_connection = True
            return
        body = json.dumps({"id": NOTE}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    CutsOff.heard.clear()
    with HTTPServer(("127.0.0.1", 0), CutsOff) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@BOTH_SIDES
@pytest.mark.parametrize("is_keyed", [True, False])
def test_what_is_cut_off_is_sent_again_with_the_same_key(port: int, is_keyed: bool) -> None:
    world: World = gather()
    one = Partner(Desk(world.amal, (uuid4(),)), "secret", port, 1, is_keyed=is_keyed, seed=1)
    with writing([one]):
        while len(one.sent) < 4:
            one.ending.wait(0.01)
    first = one.sent[0]
    keys = {key for text, key in CutsOff.heard if text == first.text}
    assert len(first.tries) >= 2
    assert keys == ({first.key} if is_keyed else {""})
    assert str(first.note) == NOTE


@pytest.mark.parametrize("wrong", ["doubled", "lost", "told_otherwise", "strange", "half"])
def test_nothing_of_this_may_be(wrong: str) -> None:
    right = dict.fromkeys(Verdict.__dataclass_fields__, 0) | {"answered": 5}
    assert Verdict(**right).kept
    assert not Verdict(**right | {wrong: 1}).kept
    assert not Verdict(**right | {"answered": 0}).kept
