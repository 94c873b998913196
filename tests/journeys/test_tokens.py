"""A token in a browser: made, shown once, listed, ended."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.journey import Journey
from tests.partner import Partner
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


def test_made_shown_once_listed_and_ended(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("ways"))
    journey.look("ways-with-tokens")
    journey.link("Tokens").click()
    journey.sees("None yet.")
    journey.choose("purpose", "reporting")
    journey.choose("scopes", "cases.read")
    journey.choose("scopes", "people.read")
    journey.choose("days", "90")
    journey.button("Make the token").click()
    journey.sees("This purpose does not need all of that: choose less, or another purpose.")
    journey.look("tokens-refused")
    journey.choose("purpose", "own_system")
    journey.button("Make the token").click()
    journey.sees("Your new token")
    secret = journey.page.locator("#secret").inner_text()
    journey.look("token-made")
    assert Partner(secret).get("me").status == 200
    journey.go(reverse("tokens"))
    expect(journey.page.locator("#secret")).to_have_count(0)
    journey.look("tokens")
    journey.page.locator(".rows button").click()
    journey.sees("The token opens nothing any more.")
    assert Partner(secret).get("me").status == 401
