"""Everybody is told as they chose: when, how often, where; alarms at once; and no message has a place for a name."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import DatabaseError
from django.urls import reverse

from jiwar.areas.people.words import GivenName, Script
from jiwar.ground.access import installing, wall
from jiwar.ground.access.models import User
from jiwar.ground.access.signing import fetching
from jiwar.ground.access.signing.fetching import Answer
from jiwar.ground.base import clock
from jiwar.ground.base.clock import AMMAN
from jiwar.ground.base.errors import Refused
from jiwar.ground.notices import actions, outbox, queries, rules, sms
from jiwar.ground.notices.forms import WishForm
from jiwar.ground.notices.messages import told_daily, told_once
from jiwar.ground.notices.models import Wish
from jiwar.ground.notices.rules import Hours
from jiwar.ground.notices.wishes import Wishes
from jiwar.ground.notices.words import URGENT, MailWish, NoticeKind, QuietWish, SmsWish
from tests import keeper, make, people, working
from tests.forced import choose, forced
from tests.injecting import answer, inject
from tests.people import World

pytestmark = people.BOTH_SIDES
CANARY = "Canary7f3a"
PHONE = "+962790000001"
SUNDAY = datetime(2026, 11, 29, 11, 0, tzinfo=AMMAN)
EVENING, FRIDAY = SUNDAY.replace(hour=20), datetime(2026, 12, 4, 11, 0, tzinfo=AMMAN)
CHOSEN: dict[str, Any] = {
    "mail": MailWish.AT_ONCE, "sms": SmsWish.NEVER, "quiet": QuietWish.OFFICE, "begins": None, "ends": None,
    "phone": "",
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture(autouse=True)
def no_other_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of one's own: workers run at once."""
    monkeypatch.setattr(settings, "JIWAR", replace(settings.JIWAR, home=tmp_path))


def texts_folder() -> Path:
    return settings.JIWAR.home / "sms"


def texts() -> list[dict[str, str]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(texts_folder().glob("*.json"))]


def tell(world: World, *kinds: NoticeKind, at: datetime = SUNDAY, name: str = "huda") -> None:
    with clock.frozen(at):
        for kind in kinds or (NoticeKind.WORK_WAITS,):
            with wall.standing(world.amal), wall.announcing("test"):
                outbox.tell(world.named(name).user_id, kind)
        working.work()


def bodies() -> list[str]:
    return [str(message.body) for message in mail.outbox]


def digests(at: datetime) -> None:
    with clock.frozen(at), working.queue() as db:
        db.execute("select wall.fan_out('send_digests')")
        working.work()


class TestQuiet:
    def test_who_chose_nothing_is_written_to_while_offices_are_open(self, world: World) -> None:
        tell(world, at=EVENING)
        assert bodies() == []
        with working.queue() as db:
            [(due,)] = db.execute("select scheduled_at from procrastinate_jobs where status = 'todo'").fetchall()
        assert due == (EVENING + timedelta(days=1)).replace(hour=8)
        working.let_time_pass()
        with clock.frozen(due):
            working.work()
        assert len(bodies()) == 1

    def test_at_the_weekend_it_waits_for_sunday(self, world: World) -> None:
        tell(world, at=FRIDAY)
        with working.queue() as db:
            [(due,)] = db.execute("select scheduled_at from procrastinate_jobs where status = 'todo'").fetchall()
        assert due.astimezone(AMMAN) == datetime(2026, 12, 6, 8, 0, tzinfo=AMMAN)

    @pytest.mark.parametrize("kind", sorted(URGENT))
    def test_alarms_and_emergencies_ignore_them(self, world: World, kind: NoticeKind) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "mail": MailWish.NEVER})
        tell(world, kind, at=FRIDAY)
        assert len(bodies()) == 1

    def test_hours_of_ones_own_and_any_hour(self, world: World) -> None:
        own = {"quiet": QuietWish.OWN, "begins": time(19), "ends": time(21)}
        actions.arrange_notices(world.huda, **{**CHOSEN, **own})
        actions.arrange_notices(world.amal, **{**CHOSEN, "quiet": QuietWish.NONE})
        tell(world, at=SUNDAY)
        assert bodies() == []
        tell(world, at=EVENING)
        tell(world, at=FRIDAY, name="amal")
        assert len(bodies()) == 2


class TestDigest:
    def test_one_mail_a_day_that_says_how_many(self, world: World) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "mail": MailWish.DIGEST})
        tell(world, *[NoticeKind.WORK_WAITS] * 3, NoticeKind.SHARED)
        assert bodies() == []
        digests(SUNDAY)
        three, one = "3 × Something new waits for you.", "1 × Another agency has shared something with yours."
        assert bodies() == [f"4 things were told to you in Jiwar:\n\n{three}\n{one}"]
        digests(SUNDAY + timedelta(days=1))
        assert len(bodies()) == 1

    def test_no_mail_where_nothing_waits_and_none_for_others(self, world: World) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "mail": MailWish.DIGEST})
        tell(world, name="amal", at=EVENING)
        digests(SUNDAY)
        assert bodies() == []

    def test_a_mail_program_that_refuses_loses_nothing(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "mail": MailWish.DIGEST})
        tell(world)

        def refuse(*_: object) -> int:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
            digests(SUNDAY)
        assert working.jobs("name, state")[-1] == ("send_digest", "waiting")
        working.let_time_pass()
        working.work()
        assert len(bodies()) == 1

    def test_in_arabic(self, world: World) -> None:
        message = told_daily({NoticeKind.WORK_WAITS: 2}, language="ar")
        assert "2" in message.body
        assert "Something" not in message.body

    def test_a_shut_out_user_gets_none(self, world: World) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "mail": MailWish.DIGEST})
        tell(world)
        with installing.installing():
            User.objects.using(installing.OWNER).filter(username="huda").update(is_active=False)
        digests(SUNDAY)
        assert bodies() == []


class TestTextMessages:
    def urgent(self, world: World, **chosen: Any) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "sms": SmsWish.URGENT, "phone": PHONE, **chosen})
        tell(world, NoticeKind.AT_ONCE, at=FRIDAY)

    def test_an_alarm_reaches_the_telephone_of_whoever_wants_it(self, world: World) -> None:
        self.urgent(world)
        assert texts() == [{"to": PHONE, "text": "Something in Jiwar needs your eyes at once."}]
        assert len(bodies()) == 1

    def test_nothing_else_does(self, world: World) -> None:
        self.urgent(world)
        tell(world, *[kind for kind in NoticeKind if kind not in URGENT])
        assert len(texts()) == 1

    def test_not_where_it_was_not_asked_for(self, world: World) -> None:
        self.urgent(world, sms=SmsWish.NEVER)
        assert (texts(), len(bodies())) == ([], 1)

    def test_an_alarm_of_the_database_too(self, world: World) -> None:
        actions.arrange_notices(world.bashir, **{**CHOSEN, "sms": SmsWish.URGENT, "phone": PHONE})
        choose(world.amal)
        forced()
        with clock.frozen(FRIDAY):
            assert outbox.sweep(world.system, kinds=[NoticeKind.AT_ONCE]) == 2
            working.work()
        assert [one["to"] for one in texts()] == [PHONE]

    def test_a_gateway_that_refuses_is_asked_again_and_no_mail_is_sent_twice(
        self, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        asked: list[tuple[str, dict[str, str]]] = []

        def ask(address: str, *, form: dict[str, str], authorization: str) -> Answer:
            asked.append((authorization, form))
            if len(asked) == 1:
                raise fetching.Silent("no_answer")
            return Answer(500 if len(asked) == 2 else 202, {})

        monkeypatch.setattr(fetching, "ask", ask)
        monkeypatch.setattr(sms, "adapter", lambda: sms.ToGateway("https://sms.example/send", "the key"))
        self.urgent(world)
        for _ in range(3):
            working.let_time_pass()
            working.work()
        assert asked == [("Bearer the key", {"to": PHONE, "text": "Something in Jiwar needs your eyes at once."})] * 3
        assert len(bodies()) == 1
        assert PHONE not in caplog.text
        assert not keeper.rows("select 1 from public.jobs_job j where j::text like %s", [f"%{PHONE}%"])

    def test_where_nothing_is_sent_nothing_is_promised_and_no_number_lies_about(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "JIWAR", replace(settings.JIWAR, mode="production"))
        with pytest.raises(Refused) as no:
            actions.arrange_notices(world.huda, **{**CHOSEN, "sms": SmsWish.URGENT, "phone": PHONE})
        assert no.value.reason.code == "no_text_messages"
        assert [value for value, _label in WishForm().fields["sms"].choices] == ["never"]  # type: ignore[attr-defined]
        with pytest.raises(sms.CannotSend):
            sms.adapter().send(PHONE, "words")
        assert texts() == []

    def test_the_file_of_a_message_is_for_its_owner_alone(self, world: World) -> None:
        self.urgent(world)
        [file] = texts_folder().glob("*.json")
        assert file.stat().st_mode & 0o077 == 0


class TestChoosing:
    def test_what_was_chosen_is_shown_again(self, world: World) -> None:
        client = people.signed_in(world.huda)
        typed = {"mail": "digest", "quiet": "own", "begins": "٧:٣٠", "ends": "16:00", "sms": "urgent"}
        done = client.post(reverse("notice-wishes"), {**typed, "phone": "٠٧٩ ٠٠٠ ٠٠٠١"})
        assert done.status_code == 303, done.content.decode()
        shown = client.get(reverse("notice-wishes")).content.decode()
        assert PHONE in shown
        assert 'value="07:30"' in shown
        with wall.standing(world.huda):
            assert queries.my_wishes(world.huda).hours == Hours(frozenset(range(7)), time(7, 30), time(16))
        assert keeper.events("arrange_notices")[0].outcome == "done"

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ({"phone": "12"}, "Write the number like this"),
            ({"phone": "x\x00y"}, "Write the number like this"),
            ({"quiet": "own"}, "Say from when until when."),
            ({"quiet": "own", "begins": "soon", "ends": "9"}, "Write the hour like this"),
            ({"sms": "urgent"}, "Write the number to which it is to be sent."),
            ({"mail": "hourly"}, "By mail"),
        ],
    )
    def test_bad_input_says_which_field_and_what_to_do(self, world: World, typed: dict[str, str], says: str) -> None:
        client = people.signed_in(world.huda)
        usual = {"mail": "at_once", "quiet": "office", "sms": "never", "phone": ""}
        sent = client.post(reverse("notice-wishes"), {**usual, **typed})
        assert sent.status_code in (409, 422)
        assert says in sent.content.decode()

    @pytest.mark.parametrize("sends_sms", [True, False])
    @pytest.mark.parametrize("has_phone", [True, False])
    @pytest.mark.parametrize("sms_wish", ["never", "urgent"])
    @pytest.mark.parametrize("has_hours", [True, False])
    @pytest.mark.parametrize("quiet", ["office", "own", "none"])
    def test_rule(self, *, quiet: str, has_hours: bool, sms_wish: str, has_phone: bool, sends_sms: bool) -> None:
        code = rules.why_not_arrange(
            quiet=quiet, has_hours=has_hours, sms=sms_wish, has_phone=has_phone, sends_sms=sends_sms
        )
        reaches = has_phone and sends_sms
        assert (code is None) == ((quiet != "own" or has_hours) and (sms_wish != "urgent" or reaches))

    def test_a_refused_choice_changes_nothing(self, world: World) -> None:
        with pytest.raises(Refused):
            actions.arrange_notices(world.huda, **{**CHOSEN, "quiet": QuietWish.OWN})
        assert keeper.rows("select 1 from public.notices_wish") == []

    def test_the_number_is_sealed_and_the_row_is_ones_own(self, world: World) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "phone": PHONE})
        assert PHONE[1:] not in str(keeper.rows("select w::text, phone from public.notices_wish w"))
        count = "select count(*) from notices_wish"
        seen = {name: answer(world.named(name), count)[0][0] for name in people.ROLES}
        assert {name for name, rows in seen.items() if rows} == {"huda"}
        assert answer(world.system, count) == [(1,)]
        assert inject(world.amal, "update notices_wish set mail = 'never'") == 0
        assert inject(world.system, "update notices_wish set mail = 'never'") == 0
        with pytest.raises(DatabaseError, match="row-level security"):
            inject(
                world.amal,
                "insert into notices_wish (user_id, mail, sms, quiet, phone) values (%s, 'never', 'never', 'none', '')",
                world.bashir.user_id,
            )
        with pytest.raises(DatabaseError, match="permission denied"):
            inject(world.huda, "delete from notices_wish")

    def test_a_number_put_on_another_row_opens_nothing(self, world: World) -> None:
        actions.arrange_notices(world.huda, **{**CHOSEN, "phone": PHONE})
        actions.arrange_notices(world.amal, **CHOSEN)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute("update public.notices_wish set phone = (select max(phone) from public.notices_wish)")
        with wall.standing(world.amal):
            assert queries.my_wishes(world.amal).phone == ""

    def test_a_shadow_shows_what_was_chosen_but_for_the_number(self, world: World) -> None:
        actions.arrange_notices(
            world.amal, **{**CHOSEN, "mail": MailWish.DIGEST, "sms": SmsWish.URGENT, "phone": PHONE}
        )
        choose(world.amal)
        shown = forced().get(reverse("notice-wishes")).content.decode()
        assert 'value="digest"' in shown
        assert PHONE not in shown


class Everything(dict[str, str]):
    """What a template is filled from that has a place for anything: every field of every model."""

    def __missing__(self, key: str) -> str:
        return CANARY


def every_message() -> Iterator[tuple[str, str]]:
    for language in ("en", "ar"):
        for kind in NoticeKind:
            once = told_once(kind, language=language)
            yield once.subject, once.body
        daily = told_daily(dict.fromkeys(NoticeKind, 7), language=language)
        yield daily.subject, daily.body


class TestNoPlaceForAName:
    def test_every_message_filled_with_every_field_of_every_model_says_none_of_them(self) -> None:
        fields = Everything()
        for model in apps.get_models():
            fields |= {field.name: CANARY for field in model._meta.fields}
            fields |= {f"{model._meta.model_name}.{field.name}": CANARY for field in model._meta.fields}
        assert len(fields) > 100
        for words in (part for message in every_message() for part in message):
            assert CANARY not in words % fields
            assert CANARY not in words.format_map(fields)

    @pytest.mark.parametrize("template", ["Salma: %(first)s", "{person.first} waits"])
    def test_the_control_would_say_it(self, template: str) -> None:
        fields = Everything({"person.first": CANARY})
        spoken = template % fields if "%" in template else template.replace("person.first", "first").format_map(fields)
        assert CANARY in spoken

    def test_what_is_sent_about_somebody_whose_every_word_is_a_canary_says_none(self, world: World) -> None:
        with installing.installing():
            User.objects.using(installing.OWNER).update(display_en=CANARY, display_ar=CANARY)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            for table in ("access_agency", "access_office", "access_team"):
                cursor.execute(f"update public.{table} set name_en = '{CANARY}', name_ar = '{CANARY}'")
        names = (GivenName(Script.LATIN, CANARY, CANARY),)
        case = make.case(world.amal, of=make.person(world.amal, names=names, safe_contact=CANARY))
        actions.arrange_notices(world.huda, **{**CHOSEN, "sms": SmsWish.URGENT, "phone": PHONE})
        actions.arrange_notices(world.bashir, **{**CHOSEN, "mail": MailWish.DIGEST})
        for kind in NoticeKind:
            for who in (world.huda, world.bashir):
                with wall.standing(world.amal), wall.announcing("test"):
                    outbox.tell(who.user_id, kind, root_id=case.pk)
        with clock.frozen(SUNDAY):
            working.work()
        digests(SUNDAY)
        assert len(bodies()) == len(NoticeKind) + len(URGENT) + 1
        assert len(texts()) == len(URGENT)
        for words in [message.message().as_string() for message in mail.outbox] + [one["text"] for one in texts()]:
            for secret in (CANARY, case.code, str(case.pk), str(case.person_id), "general"):
                assert secret not in words

    def test_a_message_is_made_of_kinds_counts_and_a_language(self) -> None:
        assert set(told_once.__annotations__) == {"kind", "language", "return"}
        assert set(told_daily.__annotations__) == {"counts", "language", "return"}
        assert {field.name for field in Wish._meta.fields} == {
            "user", "mail", "sms", "quiet", "begins", "ends", "phone",
        }  # fmt: skip
        assert Wishes() == Wishes(MailWish.AT_ONCE, SmsWish.NEVER, QuietWish.OFFICE)


def test_a_notice_that_is_not_there_is_no_trouble(world: World) -> None:
    with wall.standing(world.system), wall.announcing("test"):
        answer(world.system, "select wall.defer_notice(%s)", uuid4())
    assert working.jobs() == []
