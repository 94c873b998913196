"""Somebody new: invited by one, confirmed by another, a passkey, a first case; and a stolen session that is ended."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from jiwar.ground.access import wall
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, again, gather, signed_in

pytestmark = [BOTH_SIDES, pytest.mark.browser]
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def world() -> World:
    return gather()


def with_authenticator(journey: Journey) -> None:
    """A device that makes and keeps passkeys."""
    session = journey.context.new_cdp_session(journey.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})


def made(journey: Journey) -> str:
    """The link or the code on the page, which stands there once."""
    return journey.page.locator("code.long").inner_text().strip()


def invite(journey: Journey) -> str:
    journey.sign_in("farah", PASSWORD)
    journey.link("Staff").click()
    journey.link("Invitations").click()
    journey.sees("Nobody is invited just now.")
    journey.link("Invite somebody").click()
    journey.look("invite")
    journey.field("username").fill("zaina")
    journey.field("display_ar").fill("زينة المثال")
    journey.field("display_en").fill("Zaina Al-Mithal")
    journey.choose("role", "case_worker")
    journey.field("team").select_option(index=1)
    journey.button("Make the link").click()
    journey.heading("The link")
    journey.look("invitation-link")
    link = made(journey)
    journey.link("Done").click()
    journey.look("invitations")
    journey.sign_out()
    return link


def confirm(journey: Journey) -> str:
    journey.sign_in("ghada", PASSWORD)
    journey.link("Staff").click()
    journey.link("Invitations").click()
    journey.page.locator("main a[href*='/invitations/']").click()
    journey.look("invitation-decide")
    journey.button("Confirm").click()
    journey.heading("The code")
    journey.look("invitation-code")
    code = made(journey)
    journey.sign_out()
    return code


def test_invited_confirmed_a_passkey_and_a_first_case(journey: Journey, world: World) -> None:
    link, code = invite(journey), confirm(journey)
    with_authenticator(journey)
    journey.page.goto(link)
    expect(journey.field("token")).to_have_value(link.partition("#")[2])
    assert "#" not in journey.page.url
    journey.look("welcome")
    journey.field("code").fill(code)
    journey.button("Go on").click()
    journey.shows("zaina")
    journey.look("welcome-ways")
    journey.button("Make a passkey on this device").click()
    journey.heading("How you sign in")
    journey.look("ways")
    journey.sign_out()
    journey.look("sign-in-passkey")
    journey.button("Sign in with a passkey").click()
    journey.heading("Code of conduct")
    journey.field("accepted").check()
    journey.button("Accept").click()
    journey.page.wait_for_url(re.compile(r"/$"))
    case = make.case(again("zaina"))
    assert journey.go(reverse("case", args=[case.pk])) == 200
    journey.shows(case.code)
    journey.go(reverse("sessions"))
    journey.look("sessions")
    injected_passkey()
    journey.sign_out()
    journey.button("Sign in with a passkey").click()
    journey.sees("This passkey was not accepted. Try again, or sign in with your password.")


def injected_passkey() -> None:
    """The row is now as an injected statement would have written it: without what this house alone can write."""
    with wall.standing(again("zaina")), connection.cursor() as cursor:
        cursor.execute("update mfa_authenticator set data = data - 'mark' returning 1")
        assert cursor.fetchone() == (1,)


def test_a_password_an_app_and_codes_on_paper(journey: Journey, world: World) -> None:
    link, code = invite(journey), confirm(journey)
    journey.page.goto(link)
    journey.field("code").fill(code)
    journey.button("Go on").click()
    journey.link("Take a password").click()
    journey.field("password").fill("1234567890123456")
    journey.field("again").fill("1234567890123456")
    journey.field("code").fill("000000")
    journey.button("Keep them").click()
    journey.sees("This password is easy to guess. Take several words that have nothing to do with each other.")
    journey.look("password")
    from_picture = make.app_code(journey.page.locator("details .code").text_content() or "")
    journey.field("password").fill("قارب أصفر وسبع نوافذ")
    journey.field("again").fill("قارب أصفر وسبع نوافذ")
    journey.field("code").fill(from_picture)
    journey.button("Keep them").click()
    journey.heading("Codes for paper")
    journey.look("recovery-codes")
    paper = journey.page.locator("ol.codes code").first.inner_text()
    journey.button("I have them on paper").click()
    journey.sign_out()
    journey.go("/sign-in")
    journey.field("username").fill("zaina")
    journey.field("password").fill("قارب أصفر وسبع نوافذ")
    journey.button("Sign in").click()
    journey.heading("Now your code")
    journey.look("sign-in-code")
    journey.field("code").fill(paper)
    journey.button("Sign in").click()
    journey.heading("Code of conduct")


def test_a_stolen_session_is_seen_and_ended(journey: Journey, world: World) -> None:
    thief = signed_in(world.amal)
    assert thief.get("/").status_code == 200
    journey.sign_in("amal", PASSWORD)
    journey.page.locator("details.me > summary").click()
    journey.link("Where you are signed in").click()
    journey.look("sessions-two")
    journey.button("End this one").click()
    expect(journey.page.locator("main li")).to_have_count(1)
    assert thief.get("/").status_code == 302


def test_quick_exit_ends_the_session(journey: Journey, world: World) -> None:
    journey.elsewhere = "https://"
    journey.page.route("https://**", lambda route: route.fulfill(body="<title>Weather</title>"))
    journey.sign_in("amal", PASSWORD)
    kept = {one["name"]: one["value"] for one in journey.context.cookies()}[settings.SESSION_COOKIE_NAME]
    journey.page.locator("a[data-exit]").click()
    journey.page.wait_for_url("https://**")
    journey.page.wait_for_timeout(500)  # the request goes on while its page is gone: nothing to wait for
    journey.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": journey.address}])
    journey.go("/")
    journey.heading("Sign in")


def test_a_word_before_the_session_ends(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.page.clock.install()
    journey.go("/")
    stay = journey.button("Stay")
    expect(stay).to_be_hidden()
    journey.page.clock.fast_forward("29:00")
    expect(stay).to_be_visible()
    journey.look("stay")
    stay.click()
    expect(stay).to_be_hidden()


def test_before_a_dangerous_step_one_shows_who_one_is(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go("/prove?next=/emergency")
    journey.look("prove")
    journey.field("password").fill(PASSWORD)
    journey.button("Continue").click()
    journey.page.wait_for_url("**/emergency")
