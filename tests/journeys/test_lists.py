"""Lists grow in place with script, and by a plain link without."""

import pytest
from playwright.sync_api import Browser, expect

from jiwar.areas.cases.queries import listing
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(listing, "PAGE", 2)
    world = gather()
    for _ in range(5):
        make.case(world.amal)
    return world


def test_a_list_grows_in_place(world: World, journey: Journey) -> None:
    journey.sign_in("amal", PASSWORD)
    rows = journey.page.locator("#cases > .row")
    expect(rows).to_have_count(2)
    for count in (4, 5):
        journey.link("Show more").click()
        expect(rows).to_have_count(count)
    expect(journey.link("Show more")).to_have_count(0)
    assert journey.page.url == journey.address + "/"
    journey.look("my-work")


def test_a_list_is_narrowed_in_words(world: World, journey: Journey) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.link("Narrow the list").click()
    journey.field("programme").select_option("general")
    journey.field("risk").select_option("unjudged")
    journey.look("my-work-narrow")
    journey.button("Show").click()
    chips = journey.page.locator("section .chips .chip")
    expect(chips).to_have_count(2)
    journey.look("my-work-narrowed")
    chips.first.click()
    expect(chips).to_have_count(1)
    journey.page.locator("a.tile").first.click()
    expect(journey.page.locator("a.tile[aria-current]")).to_have_count(1)


def test_a_part_that_does_not_arrive_is_told_and_loses_nothing(world: World, journey: Journey) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.page.route("**/?list=*", lambda route: route.fulfill(status=500, body="no"))
    journey.link("Show more").click()
    journey.sees("This part did not arrive")
    expect(journey.page.locator("#cases > .row")).to_have_count(2)
    journey.troubles = [trouble for trouble in journey.troubles if "status of 500" not in trouble]


def test_without_script_everything_is_reached(
    world: World, browser: Browser, language: str, live_server: object
) -> None:
    journey = Journey(browser, str(live_server), language, script=False)
    journey.sign_in("amal", PASSWORD)
    journey.link("Show more").click()
    journey.link("Show more").click()
    expect(journey.page.locator("#cases > .row")).to_have_count(1)
    journey.link("Back to the beginning of the list").click()
    journey.page.locator("a.row-name").first.click()
    journey.link("Write a note").click()
    journey.field("text").fill("اتصلت بها.")
    journey.button("Keep the note").click()
    journey.sees("The note is in the file.")
    journey.end()
