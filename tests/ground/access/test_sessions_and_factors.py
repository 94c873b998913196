"""Signing in: the same answer and the same work for everybody, waiting that ends, sessions of no use to a thief."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from jiwar.ground.access import installing, wall
from jiwar.ground.access.models import Password, Session, User
from jiwar.ground.access.sessions import SessionStore
from jiwar.ground.access.signing import factors, passwords, strength, throttle
from jiwar.ground.access.signing.entering import who_with_password
from jiwar.ground.base import clock
from tests import people
from tests.people import BOTH_SIDES, PASSWORD, World

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def tried(client: Client, username: str, password: str) -> int:
    return client.post(reverse("sign-in"), {"username": username, "password": password}).status_code


def test_a_password_in_any_spelling_of_unicode_opens(world: World) -> None:
    with transaction.atomic():
        wall.enter(world.amal.user_id)
        with wall.announcing("test"):
            passwords.set_password(world.amal.user_id, "ﻣﻔﺘﺎﺡ البيت الأزرق")
        assert passwords.matches(world.amal.user_id, "مفتاح البيت الأزرق")
        assert not passwords.matches(world.amal.user_id, "مفتاح البيت الأزرق ")


def test_nobody_reads_the_secrets_of_others_and_nobody_their_own_in_plain(world: World) -> None:
    assert not Password.objects.exists()
    with transaction.atomic():
        wall.enter(world.farah.user_id)
        rows = list(Password.objects.all())
        assert [row.user_id for row in rows] == [world.farah.user_id]
        assert b"argon2" not in bytes(rows[0].sealed)


def test_on_the_way_in_one_sees_ones_secrets_and_no_file(world: World) -> None:
    with transaction.atomic():
        wall.enter(world.amal.user_id, mode=wall.Mode.SIGNING)
        with connection.cursor() as cursor:
            cursor.execute("select wall.actor(), wall.verified_principals()")
            assert cursor.fetchone() == (world.amal.user_id, [])
        assert Password.objects.count() == 1


def test_five_are_free_then_one_waits_and_the_wait_ends(world: World) -> None:
    stranger = [Client() for _ in range(7)]
    assert [tried(client, "amal", "wrong") for client in stranger] == [422] * 5 + [429] * 2
    assert [tried(Client(), "nobody-of-that-name", "wrong") for _ in range(7)] == [422] * 5 + [429] * 2
    assert tried(Client(), "amal", PASSWORD) == 429
    bucket = throttle.bucket("account", "amal")
    with connection.cursor() as cursor, pytest.MonkeyPatch.context():
        cursor.execute("select wall.attempt(%s)", [bucket])
        assert 0 < cursor.fetchone()[0] <= 30


def test_strangers_do_not_lock_out_a_known_device(world: World) -> None:
    own = people.signed_in(world.amal)
    own.post(reverse("sign-out"))
    for _ in range(8):
        tried(Client(), "amal", "wrong")
    assert tried(Client(), "amal", PASSWORD) == 429
    assert tried(own, "amal", PASSWORD) == 303


def test_the_table_of_sessions_is_no_use_to_a_thief(world: World) -> None:
    client = people.signed_in(world.amal)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get(user_id=world.amal.user_id)
    assert row.key_hash == hashlib.sha256(key.encode()).hexdigest()
    assert str(world.amal.user_id).encode() not in bytes(row.sealed)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.key_hash
    assert thief.get(reverse("home")).status_code == 302
    # Nor is what it says when it is moved to a row of one's own.
    other = people.signed_in(world.dima)
    mine = Session.objects.get(user_id=world.dima.user_id)
    mine.sealed = row.sealed
    mine.save()
    assert other.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(("idle", "status"), [(29, 200), (31, 302)])
def test_a_session_ends_when_nobody_is_there(world: World, idle: int, status: int) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=idle)):
        assert client.get(reverse("home")).status_code == status


def test_a_session_ends_after_twelve_hours_whatever_its_row_says(world: World) -> None:
    client, began = people.signed_in(world.amal), clock.now()
    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(began + timedelta(minutes=minutes)):
            assert client.get(reverse("home")).status_code == 200
    Session.objects.update(began_at=began + timedelta(hours=6), expires_at=began + timedelta(days=9))
    with clock.frozen(began + timedelta(hours=12, minutes=5)):
        assert client.get(reverse("home")).status_code == 302


def test_what_was_typed_when_the_session_ended_comes_back_to_the_same_user_alone(world: World) -> None:
    for returns, onward in (("amal", reverse("person-new")), ("huda", reverse("home"))):
        client = people.signed_in(world.amal)
        with clock.frozen(clock.now() + timedelta(minutes=31)):
            sent = client.post(reverse("person-new"), {"first_arab": "سلمى"})
            assert sent.status_code == 302
            assert "comes back when you sign in" in client.get(reverse("sign-in")).content.decode()
            client.post(reverse("sign-in"), {"username": returns, "password": PASSWORD})
            answer = client.get(reverse("go-on"), follow=True)
            assert answer.redirect_chain[0][0].partition("?")[0] == onward
            assert ("سلمى" in answer.content.decode()) is (returns == "amal")


def test_what_is_sent_after_another_page_was_opened_is_kept_too(world: World) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get(reverse("home")).status_code == 302
        assert client.get(reverse("sign-in")).status_code == 200
        assert client.post(reverse("person-new"), {"first_arab": "سلمى"}).status_code == 302
        client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
        assert "سلمى" in client.get(reverse("go-on"), follow=True).content.decode()


def test_after_signing_out_nothing_is_kept(world: World) -> None:
    client = people.signed_in(world.amal)
    client.post(reverse("sign-out"))
    client.post(reverse("person-new"), {"first_arab": "سلمى"})
    client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
    assert client.get(reverse("go-on"))["Location"] == reverse("home")


def test_codes_for_paper_are_shown_for_ten_minutes(world: World) -> None:
    client = people.signed_in(world.amal)
    assert client.post(reverse("ways-codes")).status_code == 303
    for minutes, status in ((0, 200), (9, 200), (11, 303)):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            assert client.get(reverse("recovery-codes")).status_code == status


def test_a_session_that_ended_does_not_come_back(world: World) -> None:
    """Also not for whoever copied its row before, and injects it again."""
    client, other = people.signed_in(world.amal), people.signed_in(world.huda)
    row = Session.objects.get(user_id=world.amal.user_id)
    client.post(reverse("sign-out"))
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Session.objects.filter(user_id=world.huda.user_id).update(key_hash=row.key_hash)
    assert other.get(reverse("home")).status_code == 200


def test_what_was_typed_comes_back_after_a_code_too(world: World) -> None:
    client = people.signed_in(world.amal)
    secret = with_app(world)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.post(reverse("person-new"), {"first_arab": "سلمى وأخوها"}).status_code == 302
        asked = client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
        assert asked.headers["location"] == reverse("sign-in-code")
        assert client.post(reverse("sign-in-code"), {"code": code_of(secret)}).status_code == 303
        assert 'value="سلمى وأخوها"' in client.get(reverse("go-on"), follow=True).content.decode()


def test_no_decision_is_kept_for_whoever_comes_back(world: World) -> None:
    """Somebody else may sit at the browser of a session that ended: what they sent would be confirmed unread."""
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.post(reverse("session-end", args=[uuid4()]), {"step": "confirm"}).status_code == 302
        client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
        assert client.get(reverse("go-on")).status_code == 303


def test_the_new_password_is_in_no_draft(world: World) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        given = {"password": "four long odd words", "again": "four long odd words", "code": "123456"}
        assert client.post(reverse("ways-password"), given).status_code == 303
        assert client.session["draft"]["fields"] == []


def test_a_session_taken_out_of_its_owners_list_is_over(world: World) -> None:
    client = people.signed_in(world.amal)
    assert Session.objects.filter(user_id=world.amal.user_id).update(user_id=None) == 1
    assert client.get(reverse("home")).status_code == 302


def test_a_stranger_does_not_prolong_a_stolen_session(world: World) -> None:
    with_app(world)
    client = people.signed_in(world.huda)
    asked = client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
    assert asked.headers["location"] == reverse("sign-in-code")
    assert client.get(reverse("home")).status_code == 302


def test_what_ended_long_ago_is_taken_away(world: World) -> None:
    people.signed_in(world.amal)
    for hours, left in ((1, 1), (13, 0)):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            SessionStore.clear_expired()
            assert Session.objects.filter(user_id=world.amal.user_id).count() == left


def test_one_sees_and_ends_ones_own_sessions(world: World) -> None:
    first, second, other = (people.signed_in(w) for w in (world.amal, world.amal, world.huda))
    page = first.get(reverse("sessions"))
    assert page.status_code == 200
    there = Session.objects.filter(user_id=world.amal.user_id).order_by("began_at").last()
    assert there
    assert other.post(reverse("session-end", args=[there.id])).status_code == 303
    assert second.get(reverse("home")).status_code == 200
    assert first.post(reverse("session-end", args=[there.id])).status_code == 303
    assert second.get(reverse("home")).status_code == 302
    third = people.signed_in(world.amal)
    first.post(reverse("sessions-end"))
    assert third.get(reverse("home")).status_code == 302
    assert first.get(reverse("home")).status_code == 200


def test_a_code_follows_the_password_and_is_good_once(world: World) -> None:
    secret = with_app(world)
    client = Client()
    asked = client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
    assert asked.headers["location"] == reverse("sign-in-code")
    assert client.get(reverse("home")).status_code == 302
    code = code_of(secret)
    wrong = "000000" if code != "000000" else "000001"
    assert client.post(reverse("sign-in-code"), {"code": wrong}).status_code == 422
    assert client.post(reverse("sign-in-code"), {"code": code}).status_code == 303
    assert client.get(reverse("home")).status_code == 200
    again = Client()
    again.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
    assert again.post(reverse("sign-in-code"), {"code": code}).status_code == 422
    assert who_with_password(username="amal", password=PASSWORD) is None


def test_a_recovery_code_is_good_once(world: World) -> None:
    with_app(world)
    with transaction.atomic():
        wall.enter(world.amal.user_id)
        codes = factors.renew_recovery_codes(world.user(world.amal))
    for status in (303, 422):
        client = Client()
        client.post(reverse("sign-in"), {"username": "amal", "password": PASSWORD})
        typed = f"{codes[3][:5]} {codes[3][5:]}"
        assert client.post(reverse("sign-in-code"), {"code": typed}).status_code == status


def test_a_password_alone_opens_nothing_in_production(world: World, settings: Settings) -> None:
    settings.PASSWORD_ALONE = False
    assert tried(Client(), "amal", PASSWORD) == 422


def test_a_disabled_user_is_out_with_the_next_request(world: World) -> None:
    client = people.signed_in(world.amal)
    with installing.installing():
        User.objects.using("owner").filter(pk=world.amal.user_id).update(is_active=False)
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    "easy", ["passwordpassword", "12345678901234", "بسم الله بسم الله", "محمد محمد محمد", "qwertyuiopasdf",
             "Ahmad1234567890", "ضصثقفغعهخحجد"],
)  # fmt: skip
def test_easy_passwords_are_refused(easy: str) -> None:
    assert strength.is_easy(easy)


@pytest.mark.parametrize("good", ["باب أزرق وثلاث نوافذ", "open the blue door", "correct horse battery staple"])
def test_several_words_are_welcome(good: str) -> None:
    assert not strength.is_easy(good)


def with_app(world: World) -> str:
    """Amal has an app that makes codes; its seed."""
    secret = factors.new_secret()
    with transaction.atomic():
        wall.enter(world.amal.user_id)
        with wall.announcing("test"):
            factors.set_app(world.user(world.amal), secret)
    return secret


def code_of(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter([*auth.yield_hotp_counters_from_time()][1:2]))))
