"""Notices: sent after the commit, gone with a rollback, kept where the mail fails, and never about anybody."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, transaction
from django.utils import translation

from jiwar.areas.cases import actions
from jiwar.areas.people.words import GivenName, Script
from jiwar.ground.access import installing, wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.jobs import queries
from jiwar.ground.notices import outbox
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.staff import actions as staff_actions
from tests import keeper, make, people, working
from tests.injecting import answer, inject
from tests.people import World

pytestmark = people.BOTH_SIDES
CANARY = "canary-7f3a"


@pytest.fixture
def world() -> Iterator[World]:
    with working.office_hours():
        yield people.gather()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The mail server answers nothing."""

    def refuse(*_: object) -> int:
        raise ConnectionRefusedError(CANARY)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch


def tell(world: World, *, name: str = "huda", kind: NoticeKind = NoticeKind.WORK_WAITS) -> None:
    """Told, and the worker has done what it found."""
    with doing(world):
        outbox.tell(world.named(name).user_id, kind)
    working.work()


@contextmanager
def doing(world: World) -> Iterator[None]:
    """What Amal does, announced."""
    with wall.standing(world.amal), wall.announcing("test"):
        yield


def _tell_and_fail(world: World) -> None:
    outbox.tell(world.huda.user_id, NoticeKind.WORK_WAITS)
    raise ZeroDivisionError


def sent() -> list[EmailMessage]:
    return list(mail.outbox)


def waiting() -> int:
    return len(keeper.rows("select 1 from public.notices_notice where sent_at is null"))


def sweep(world: World) -> int:
    """By the jobs of both agencies."""
    return sum(map(outbox.sweep, (world.system, system_of(world.carine))))


def system_of(who: Who) -> Who:
    """Who runs the jobs of somebody's agency."""
    return who_for(User.objects.get(kind=User.Kind.SYSTEM, agency=who.agency_id), door=Door.JOB)


class TestSending:
    def test_after_the_commit(self, world: World) -> None:
        with doing(world):
            outbox.tell(world.huda.user_id, NoticeKind.WORK_WAITS)
            assert working.work() == []
            assert not sent()
        assert working.work() == ["send_notice"]
        assert [message.to for message in sent()] == [["huda@jiwar.example"]]
        assert waiting() == 0

    def test_gone_with_a_rollback(self, world: World) -> None:
        with pytest.raises(ZeroDivisionError), doing(world):
            _tell_and_fail(world)
        assert working.work() == []
        assert (len(sent()), keeper.rows("select 1 from public.notices_notice")) == (0, [])

    def test_once(self, world: World) -> None:
        tell(world)
        assert (sweep(world), len(sent())) == (0, 1)

    def test_in_the_language_of_who_is_told(self, world: World) -> None:
        with installing.installing():
            User.objects.using(installing.OWNER).filter(username="huda").update(language="ar")
        tell(world)
        tell(world, name="amal")
        worded = []
        for language in ("ar", "en"):
            with translation.override(language):
                worded.append(str(NoticeKind.WORK_WAITS.label))
        assert [message.body for message in sent()] == worded

    def test_nobody_without_an_address_is_waited_for(self, world: World) -> None:
        with installing.installing():
            User.objects.using(installing.OWNER).filter(username="huda").update(email="")
        tell(world)
        assert (len(sent()), waiting()) == (0, 0)

    def test_nobody_shut_out_is_told(self, world: World) -> None:
        staff_actions.shut_user_out(world.farah, user_id=world.huda.user_id)
        tell(world)
        assert (len(sent()), waiting()) == (0, 0)


class TestFailing:
    def test_what_was_done_stays_done_and_the_notice_waits(self, world: World, broken: pytest.MonkeyPatch) -> None:
        case = make.case(world.bashir, mine=False, owner_id=world.amal.user_id)
        assert working.work() == ["!send_notice"]
        assert keeper.rows("select 1 from public.cases_case where id = %s", [case.pk])
        assert waiting() == 1

    def test_the_next_sweep_sends_it(self, world: World, broken: pytest.MonkeyPatch) -> None:
        tell(world)
        assert sweep(world) == 0
        broken.undo()
        assert sweep(world) == 1
        assert (len(sent()), waiting()) == (1, 0)

    def test_the_log_says_no_word_of_the_server(
        self, world: World, broken: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        tell(world)
        assert sweep(world) == 0
        assert CANARY not in caplog.text
        assert "ConnectionRefusedError" in caplog.text
        assert working.jobs() == [("send_notice", "waiting", 1, "jiwar.ground.notices.sms.CannotSend")]

    def test_it_is_tried_again_and_sent_once(self, world: World, broken: pytest.MonkeyPatch) -> None:
        tell(world)
        assert working.work() == []  # its time has not come
        broken.undo()
        working.let_time_pass()
        assert (working.work(), len(sent()), waiting()) == (["send_notice"], 1, 0)

    def test_in_the_end_it_is_given_up_in_sight_of_the_administrator(
        self, world: World, broken: pytest.MonkeyPatch
    ) -> None:
        tell(world)
        for _ in range(7):
            working.let_time_pass()
            working.work()
        with wall.standing(world.farah):
            [lost] = queries.jobs_given_up(world.farah)
        assert (lost.name, lost.failed, lost.trouble) == ("send_notice", 8, "jiwar.ground.notices.sms.CannotSend")

    def test_two_senders_at_once_send_once(self, world: World, broken: pytest.MonkeyPatch) -> None:
        tell(world)
        broken.undo()
        with keeper.keeper() as cursor:  # another process holds the row
            cursor.execute("select id from public.notices_notice for update")
            assert sweep(world) == 0
        assert sweep(world) == 1


class TestWords:
    @pytest.mark.parametrize("kind", NoticeKind)
    def test_a_notice_has_no_place_for_a_name(self, kind: NoticeKind) -> None:
        assert "%" not in str(kind.label)
        assert "{" not in str(kind.label)

    def test_the_outbox_has_no_column_for_words(self) -> None:
        names = {"id", "user_id", "root_id", "kind", "created_at", "sent_at", "texted_at", "seen_at"}
        assert {field.name for field in Notice._meta.get_fields()} == names

    def test_a_mail_about_a_case_tells_nothing_of_it(self, world: World) -> None:
        names = (GivenName(Script.LATIN, CANARY, CANARY),)
        person = make.person(world.bashir, names=names, safe_contact=CANARY)
        case = make.case(world.bashir, of=person, mine=False, owner_id=world.amal.user_id)
        actions.assign_case(world.bashir, case.pk, owner_id=world.huda.user_id, version=case.version)
        working.work()
        assert len(sent()) == 2
        for message in sent():
            whole = message.message().as_string()
            for word in (CANARY, case.code, person.code, str(case.pk), str(person.pk), "general"):
                assert word not in whole

    def test_nobody_is_told_of_what_one_does_oneself(self, world: World) -> None:
        make.case(world.amal)
        assert sent() == []


class TestInjected:
    READ = "select user_id from notices_notice"

    def test_one_reads_what_one_is_told_and_nothing_else(self, world: World) -> None:
        tell(world)
        tell(world, name="carine")
        tell(world)
        assert answer(world.huda, self.READ) == [(world.huda.user_id,)] * 2
        assert answer(world.carine, self.READ) == [(world.carine.user_id,)]
        for who in (world.amal, world.bashir, world.farah, world.ghada, world.dina, world.omar):
            assert answer(who, self.READ) == [], who.name_en
        assert answer(world.system, self.READ) == [(world.huda.user_id,)] * 2

    def test_the_system_user_of_another_agency_sends_nothing(self, world: World, broken: pytest.MonkeyPatch) -> None:
        tell(world)
        broken.undo()
        assert (outbox.sweep(system_of(world.carine)), waiting()) == (0, 1)
        assert (outbox.sweep(world.system), waiting()) == (1, 0)

    def test_nobody_else_says_that_it_was_sent(self, world: World, broken: pytest.MonkeyPatch) -> None:
        tell(world)
        for who in (world.amal, world.huda, world.farah, system_of(world.carine)):
            assert inject(who, "update notices_notice set sent_at = now()") == 0
        with pytest.raises(DatabaseError, match="permission denied"):
            inject(world.huda, "delete from notices_notice")
        assert waiting() == 1

    def test_nobody_without_identity_tells_anybody(self, world: World) -> None:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), wall.announcing("test"):
            outbox.tell(world.huda.user_id, NoticeKind.WORK_WAITS)
