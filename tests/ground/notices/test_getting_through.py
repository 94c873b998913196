"""What is told gets through: an alarm though the mail refuses, what waits by whatever is chosen next."""

from datetime import time
from typing import Any

import pytest

from jiwar.ground.access import wall
from jiwar.ground.base import clock
from jiwar.ground.notices import actions, jobs, outbox
from jiwar.ground.notices.words import MailWish, NoticeKind, QuietWish, SmsWish
from tests import people, working
from tests.ground.notices.test_wishes import CHOSEN, EVENING, PHONE, SUNDAY, bodies, tell, texts
from tests.ground.notices.test_wishes import no_other_messages as no_other_messages  # the fixture
from tests.injecting import answer
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def test_it_takes_no_alarm_along(world: World) -> None:
    """One that is told in the minute of the daily mail still comes at once, and to the telephone."""
    wish = {"mail": MailWish.DIGEST, "sms": SmsWish.URGENT, "phone": PHONE}
    actions.arrange_notices(world.huda, **{**CHOSEN, **wish})
    tell(world)
    with clock.frozen(SUNDAY), wall.standing(world.amal), wall.announcing("test"):
        outbox.tell(world.huda.user_id, NoticeKind.SECOND_LOOK)
    with clock.frozen(SUNDAY), wall.standing(world.system):
        jobs.send_digest.work(world.system, world.huda.user_id, lambda *_: None)
    working.work()
    assert [len(body.splitlines()) for body in sorted(bodies(), key=len)] == [1, 3]
    assert [one["to"] for one in texts()] == [PHONE]


def test_nobody_has_it_sent_to_a_colleague_who_does_not_want_it(world: World) -> None:
    """Whoever slips SQL into a statement can ask for any job of the agency at any hour."""
    tell(world, at=EVENING)
    answer(world.amal, "select wall.defer_job('send_digest', %s, null)", world.huda.user_id)
    with clock.frozen(EVENING):
        working.work()
    assert bodies() == []


@pytest.mark.parametrize("by_job", [True, False])
def test_a_mail_program_that_refuses_keeps_no_message_waiting_and_sends_none_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, *, by_job: bool
) -> None:
    """The telephone is there for the day on which the mail is not."""

    def refuse(*_: object) -> int:
        raise ConnectionRefusedError

    def alarm() -> None:
        if by_job:
            working.work()
        else:
            outbox.sweep(world.system, kinds=[NoticeKind.AT_ONCE])

    with monkeypatch.context() as down:
        down.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        actions.arrange_notices(world.huda, **{**CHOSEN, "sms": SmsWish.URGENT, "phone": PHONE})
        with wall.standing(world.amal), wall.announcing("test"):
            outbox.tell(world.huda.user_id, NoticeKind.AT_ONCE)
        for _ in range(3):
            alarm()
            working.let_time_pass()
        working.work()
        assert ([one["to"] for one in texts()], bodies()) == ([PHONE], [])
    working.let_time_pass()
    working.work()
    assert (len(texts()), len(bodies())) == (1, 1)


@pytest.mark.parametrize(
    "kept_by", [{"mail": MailWish.DIGEST}, {"quiet": QuietWish.OWN, "begins": time(1), "ends": time(2)}]
)
def test_what_waits_already_follows_the_new_choice(world: World, kept_by: dict[str, Any]) -> None:
    actions.arrange_notices(world.huda, **{**CHOSEN, **kept_by})
    tell(world)
    assert bodies() == []
    with clock.frozen(SUNDAY):
        actions.arrange_notices(world.huda, **{**CHOSEN, "quiet": QuietWish.NONE})
        working.work()
    assert len(bodies()) == 1
