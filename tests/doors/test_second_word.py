"""The second word: chosen as a password is, and taken in its place with whatever code there is."""

import json
import re
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.test import Client, override_settings
from django.urls import reverse
from fido2.utils import websafe_encode

from jiwar.ground.access.models import User
from jiwar.ground.access.signing import factors
from jiwar.ground.access.signing.entering import who_with_password
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.staff import actions as staff
from jiwar.ground.staff.queries import open_alarms
from tests import keeper, make, people, provider
from tests.forced import WORD, choose, codes, forced, give_app, shown
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def rings(who: Who) -> bool:
    with standing(who):
        return bool(open_alarms(who))


class TestCodes:
    """Whoever forces sees what they know: after the password comes a code."""

    def code(self, browser: Client, typed: str) -> int:
        return browser.post(reverse("sign-in-code"), {"code": typed}).status_code

    def test_the_code_of_the_app_opens_the_shadow(self, world: World) -> None:
        choose(world.amal)
        secret, _ = give_app(world.amal)
        browser = forced()
        assert self.code(browser, "000000") == 422
        assert not rings(world.bashir)
        shown_now = make.app_code(secret)
        assert self.code(browser, shown_now) == 303
        assert 2 <= len(codes(shown(browser))) <= 3
        assert "Set up." in shown(browser, "ways")
        assert self.code(forced(), shown_now) == 422

    def test_a_code_on_paper_opens_it_once(self, world: World) -> None:
        choose(world.amal)
        _, paper = give_app(world.amal)
        assert self.code(forced(), paper[0]) == 303
        assert self.code(forced(), paper[0]) == 422

    def test_whoever_has_no_app_types_any_digits_once(self, world: World) -> None:
        choose(world.amal)
        with override_settings(PASSWORD_ALONE=False):
            browser = forced()
            assert self.code(browser, "letters") == 422
            assert self.code(browser, "481 516") == 303
            assert shown(browser)
            assert self.code(forced(), "481516") == 422

    def test_whoever_has_a_passkey_alone_has_a_second_word_too(self, world: World) -> None:
        choose(world.amal)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute("delete from public.access_password where user_id = %s", [world.amal.user_id])
        assert 2 <= len(codes(shown(forced()))) <= 3

    def test_at_the_command_line_too(self, world: World) -> None:
        choose(world.amal)
        secret, _ = give_app(world.amal)
        assert who_with_password(username="amal", password=WORD, code="000000") is None
        who = who_with_password(username="amal", password=WORD, code=make.app_code(secret))
        assert isinstance(who, Who)
        assert who.user_id != world.amal.user_id
        assert rings(world.bashir)


class TestChoosing:
    def test_password_and_second_word_are_never_the_same(self, world: World) -> None:
        browser = people.signed_in(world.amal)
        answer = browser.post(reverse("second-word"), {"word": PASSWORD, "again": PASSWORD})
        assert answer.status_code == 409
        assert "must not be the same" in answer.content.decode()
        choose(world.amal)
        again = people.signed_in(world.amal)
        again.get(reverse("ways-password"))
        given = {"password": WORD, "again": WORD, "code": make.app_code(again.session["seed"])}
        assert "must not be the same" in again.post(reverse("ways-password"), given).content.decode()

    @pytest.mark.parametrize(
        ("word", "again", "says"),
        [
            ("short", "short", "At least 15"),
            (WORD, "seven quiet lantern", "do not match"),
            ("password12345678", "", "easy"),
        ],
    )
    def test_it_is_as_strong_as_a_password(self, world: World, word: str, again: str, says: str) -> None:
        answer = people.signed_in(world.amal).post(reverse("second-word"), {"word": word, "again": again})
        assert answer.status_code == 422
        assert says in answer.content.decode()

    def test_it_asks_first_who_one_is(self, world: World) -> None:
        browser = people.signed_in(world.amal)
        session = browser.session
        session["proved_at"] = "2020-01-01T00:00:00+00:00"
        session.save()
        assert browser.get(reverse("second-word")).headers["location"].startswith(reverse("prove"))

    def test_the_history_of_a_browser_tells_nothing_of_it(self, world: World) -> None:
        """Whoever forces may hold the telephone and read which pages were open there."""
        browser = people.signed_in(world.amal)
        titles = [
            re.findall("<title>(.*?)</title>", shown(browser, name), re.DOTALL) for name in ("ways", "second-word")
        ]
        assert titles[0] == titles[1]
        assert not re.search("word|forc|duress|alarm|shadow", reverse("second-word"))

    def test_whoever_is_let_in_anew_has_none(self, world: World) -> None:
        choose(world.amal)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test'), wall.forget_ways(%s)", [world.amal.user_id])
        assert who_with_password(username="amal", password=WORD) is None

    def test_in_the_shadow_it_works_as_everywhere(self, world: World) -> None:
        choose(world.amal)
        browser = forced()
        answer = browser.post(reverse("second-word"), {"word": "third quiet lantern", "again": "third quiet lantern"})
        assert answer.status_code == 303
        assert shown(browser)

    def test_a_new_password_there_is_the_new_second_word(self, world: World) -> None:
        choose(world.amal)
        browser = forced()
        browser.get(reverse("ways-password"))
        word = "a quiet yellow boat"
        given = {"password": word, "again": word, "code": make.app_code(browser.session["seed"])}
        assert browser.post(reverse("ways-password"), given).status_code == 303
        assert who_with_password(username="amal", password=WORD) is None
        assert isinstance(who_with_password(username="amal", password=word), Who)
        assert isinstance(who_with_password(username="amal", password=PASSWORD), Who)

    def test_a_passkey_made_there_opens_the_shadow_again(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """One that opened nothing would say where it was made; it rings as the word does."""
        choose(world.amal)
        shadow = UUID(forced().session["_auth_user_id"])
        kept = {"name": "telephone", "credential": {"id": "x"}, factors.MARK: factors._mark(shadow, {"id": "x"})}
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(
                "insert into public.mfa_authenticator (user_id, type, data, created_at)"
                " values (%s, 'webauthn', %s, now())",
                [shadow, json.dumps(kept)],
            )

        def signed(user: User, _credential: object) -> Authenticator:
            return Authenticator.objects.get(user_id=user.pk, type="webauthn")

        monkeypatch.setattr(webauthn, "complete_authentication", signed)
        staff.accept_alarm(world.bashir, alarm_id=self.alarm(world.bashir))
        browser = Client()
        sent = {"response": {"userHandle": websafe_encode(str(shadow).encode())}}
        assert browser.post(reverse("sign-in-passkey"), {"credential": json.dumps(sent)}).status_code == 303
        assert browser.session["_auth_user_id"] == str(shadow)
        assert rings(world.bashir)

    def alarm(self, who: Who) -> UUID:
        with standing(who):
            return open_alarms(who)[0].pk

    def test_whoever_is_shut_out_gets_in_by_neither(self, world: World) -> None:
        choose(world.amal)
        staff.shut_user_out(world.farah, user_id=world.amal.user_id)
        assert who_with_password(username="amal", password=WORD) is None


class TestProvider:
    """Where an agency has a provider of sign-in, the shadow is offered it too, and it opens what is real alone."""

    def card(self, browser: Client) -> str:
        return shown(browser, "ways").partition('id="through-name"')[2].partition("</section>")[0].partition("<form")[0]

    def test_the_page_of_ways_in_shows_the_same_link(self, world: World) -> None:
        with provider.organisation() as here:
            word = provider.provide(here)
            choose(world.amal)
            assert self.card(people.signed_in(world.amal)) == self.card(forced())
            provider.link(people.signed_in(world.amal), here)
            assert "Linked since" in self.card(forced())
            assert self.card(people.signed_in(world.amal)) == self.card(forced())
            came = Client()
            assert provider.come_in(came, here, word).status_code == 303
            assert came.session["_auth_user_id"] == str(world.amal.user_id)

    def test_what_a_shadow_links_opens_nothing(self, world: World) -> None:
        with provider.organisation() as here:
            word = provider.provide(here)
            choose(world.amal)
            shadow = forced()
            assert provider.link(shadow, here).status_code == 303
            assert "Linked since" in self.card(shadow)
            assert provider.come_in(Client(), here, word).status_code == 422
            assert provider.link(people.signed_in(world.huda), here).status_code == 303
            assert provider.link(forced(), here).status_code == 303
            came = Client()
            provider.come_in(came, here, word)
            assert came.session["_auth_user_id"] == str(world.huda.user_id)
