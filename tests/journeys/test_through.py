"""Through one's organisation: linked, signed out, in again and at a case; and refused with the reason."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests import make, provider
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather
from tests.provider import Organisation

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def here() -> Iterator[Organisation]:
    with provider.organisation() as made:
        yield made


def link(journey: Journey, here: Organisation) -> str:
    """Amal links her account there; the word of her organisation."""
    journey.elsewhere = here.issuer
    word = provider.provide(here)
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("ways"))
    journey.look("ways-through")
    journey.button("Link my account there").click()
    journey.page.locator("#me").click()
    journey.sees("From now on you can sign in through your organisation too.")
    journey.look("ways-linked")
    return word


def set_out(journey: Journey, word: str) -> None:
    journey.go(reverse("sign-in"))
    journey.link("Sign in through your organisation").click()
    journey.heading("Through your organisation")
    journey.field("word").fill(word)
    journey.button("Go on").click()


def test_linked_then_in_and_at_a_case(journey: Journey, world: World, here: Organisation) -> None:
    case, word = make.case(world.amal), link(journey, here)
    journey.sign_out()
    journey.look("sign-in-organisation")
    set_out(journey, word)
    journey.page.locator("#me").click()
    journey.page.wait_for_url(re.compile(r"/$"))
    journey.go(reverse("case", args=[case.pk]))
    journey.shows(case.code)


def test_the_way_there_is_shown_and_needs_no_page_that_goes_on_by_itself(
    journey: Journey, world: World, here: Organisation
) -> None:
    word = provider.provide(here)
    journey.elsewhere = here.issuer
    journey.page.route(f"{here.issuer}/**", lambda route: route.fulfill(status=204))
    set_out(journey, word)
    journey.shows("127.0.0.1")
    journey.look("through-led")
    journey.page.unroute(f"{here.issuer}/**")
    journey.link("Go there").click()
    journey.page.locator("#me").click()
    journey.sees("That opened nothing here. Check the word and try again, or sign in another way.")


def test_refused_with_the_reason(journey: Journey, world: World, here: Organisation) -> None:
    word = link(journey, here)
    journey.sign_out()
    set_out(journey, "abcdefgh")
    journey.sees("That opened nothing here. Check the word and try again, or sign in another way.")
    journey.look("through-refused")
    here.claims = {"amr": ["pwd"]}
    set_out(journey, word)
    journey.page.locator("#me").click()
    journey.sees(
        "Your organisation asked for one proof alone, and here it takes two. Use your passkey, or password and code."
    )
    journey.look("through-one-factor")
    here.claims, here.answers = {}, {"error": "access_denied", "code": None}
    set_out(journey, word)
    journey.page.locator("#me").click()
    journey.sees("You turned back there, or were turned back. Nothing has changed; try again when you like.")
