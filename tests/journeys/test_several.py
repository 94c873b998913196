"""Several cases at once: ticked, looked at, done; with script and without."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.queries import listing
from jiwar.areas.cases.words import Programme
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(listing, "PAGE", 3)
    world = gather()
    for programme in (Programme.CHILD, Programme.ELDERLY, Programme.GENERAL, Programme.VIOLENCE):
        make.case(world.amal, programme=programme)
    return world


def test_cases_are_handed_over_after_somebody_looked(world: World, journey: Journey) -> None:
    kept_out = make.case(world.amal)
    cases.declare_conflict(world.amal, kept_out.pk, user_id=world.huda.user_id)
    journey.sign_in("bashir", PASSWORD)
    journey.link("Choose several").click()
    journey.link("Show more").click()
    expect(journey.page.locator("#picks input")).to_have_count(5)
    journey.button("Go on").click()
    journey.look("several-refused")
    journey.link("Show more").click()
    expect(journey.page.locator("#picks input")).to_have_count(5)
    for box in journey.page.locator("#picks input").all():
        box.check()
    journey.choose("verb", "assign")
    journey.look("several")
    journey.button("Go on").click()
    journey.choose("owner", str(world.huda.user_id))
    journey.look("several-how")
    journey.button("Show what would happen").click()
    journey.sees("This colleague is kept out of the file by a conflict of interest. Choose somebody else.")
    journey.look("several-look")
    journey.page.locator("main form button.btn").last.click()
    journey.page.wait_for_url("**/several/done")
    journey.look("several-done")
    expect(journey.page.locator(".chips .tag")).to_have_count(4)
    journey.link("Back to the list").click()
    assert urlsplit(journey.page.url).query == "list=agency"


def test_without_script_the_same_is_reached(world: World, browser: Browser, language: str, live_server: object) -> None:
    journey = Journey(browser, str(live_server), language, script=False)
    journey.sign_in("amal", PASSWORD)
    journey.link("Choose several").click()
    journey.link("Tick all on this page").click()
    journey.choose("verb", "look")
    journey.button("Go on").click()
    journey.choose("when", "five")
    journey.field("text").fill("هل وصل الرد؟")
    journey.button("Show what would happen").click()
    expect(journey.page.locator(".rows > .row")).to_have_count(3)
    journey.page.locator("main form button.btn").last.click()
    expect(journey.page.locator(".chips .tag")).to_have_count(3)
    journey.end()
