"""What waits in the outbox is sent without anybody's request: an alarm first of all."""

import io
import time
from collections.abc import Iterator
from contextlib import nullcontext
from types import ModuleType
from unittest import mock

import pytest
from django.core import mail

from jiwar.ground.access.models import User
from jiwar.ground.notices import jobs as notice_jobs
from jiwar.ground.notices import outbox
from jiwar.ground.notices.messages import Message
from jiwar.ground.notices.sms import CannotSend
from jiwar.ground.notices.words import NoticeKind
from jiwar.site import posting, server
from jiwar.site.cli import demo as cli_demo
from jiwar.site.cli import server as cli_server
from tests import keeper, people, working
from tests.forced import choose, forced
from tests.people import World

pytestmark = people.BOTH_SIDES


URGENT = "Something in Jiwar needs your eyes at once."


@pytest.fixture
def world() -> Iterator[World]:
    with working.office_hours():
        yield people.gather()


def waiting() -> int:
    return int(keeper.rows("select count(*) from public.notices_notice where sent_at is null")[0][0])


def test_an_alarm_reaches_who_watches_and_not_who_was_forced(world: World) -> None:
    choose(world.amal)
    mail.outbox.clear()
    forced()
    assert waiting() == 2
    assert posting.send_waiting() == 2
    assert sorted(to for message in mail.outbox for to in message.to) == [
        "bashir@jiwar.example",
        "ghada@jiwar.example",
    ]
    assert {message.body for message in mail.outbox} == {URGENT}
    assert (waiting(), posting.send_waiting()) == (0, 0)


def test_nothing_waits_where_nobody_was_forced(world: World) -> None:
    people.signed_in(world.amal)
    assert (waiting(), posting.send_waiting()) == (0, 0)


def test_an_alarm_waits_for_nothing_that_cannot_be_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for older notices, of which there may be more than are sent at once, nor for what fails elsewhere."""
    choose(world.amal)
    for who, count in ((world.amal, 2), (world.dina, 1)):
        for _ in range(count):
            keeper.tell(who.user_id)
    forced()
    sent: list[str] = []

    def mailed(user: User, message: Message) -> None:
        if user.pk == world.dina.user_id:
            raise RuntimeError("something that nobody foresaw")
        sent.append(message.body)
        if message.body != URGENT:
            raise CannotSend

    monkeypatch.setattr(outbox, "BATCH", 2)
    monkeypatch.setattr(notice_jobs, "_mail", mailed)
    every = posting.jobs()
    for order in (every, every[::-1]):
        monkeypatch.setattr(posting, "jobs", lambda order=order: order)
        posting.send_waiting()
    assert sent[:2] == [URGENT] * 2
    assert not keeper.rows("select 1 from public.notices_notice where kind = 'at_once' and sent_at is null")


def test_an_address_that_no_mail_can_be_sent_to_keeps_nobody_elses_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.tell(world.amal.user_id)
    keeper.tell(world.huda.user_id)

    def send(_subject: str, _words: str, _sender: None, to: list[str]) -> None:
        if to == ["amal@jiwar.example"]:
            raise ValueError("cannot be written in a header")

    monkeypatch.setattr(notice_jobs, "send_mail", send)
    assert posting.send_waiting() == 1
    assert waiting() == 1


def test_a_worker_looks_after_it_and_goes_on_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []

    def look(kinds: object) -> int:
        looks.append(kinds)
        raise OSError("no database for a moment")

    monkeypatch.setattr(posting, "EVERY", 0.01)
    monkeypatch.setattr(posting, "send_waiting", look)
    ended = posting.start()
    until = time.monotonic() + 10
    while len(looks) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    ended.set()
    assert len(looks) >= 3
    assert set(looks) == {(NoticeKind.AT_ONCE,)}


@pytest.mark.parametrize("module", [cli_server, cli_demo])
def test_every_worker_of_the_web_server_does(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    monkeypatch.setattr(server, "serve", lambda *arguments: given.append(arguments[3]))
    monkeypatch.setattr(server, "held", lambda *_: nullcontext())
    for name in ("database", "assets", "checks", "worker", "_get_ready"):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, mock.MagicMock())
    command = getattr(module, "serve", None) or module.demo
    command.callback()
    assert given == [posting.start]


def test_a_worker_calls_what_it_was_given_once() -> None:
    called: list[int] = []
    web = server.Web("127.0.0.1:0", io.StringIO(), lambda: None, lambda: called.append(1))
    web._let_go(None, None)
    assert called == [1]
    assert web.lock.closed
