"""Forced to sign in: a second word chosen, a nearly empty caseload, an alarm taken up, and nothing to be seen of it."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.forced import WORD
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


def test_forced_told_and_answered(journey: Journey, world: World) -> None:
    case = make.case(world.amal)
    choose_word(journey)
    journey.sign_in("amal", WORD)
    assert 2 <= journey.page.locator("#cases > li").count() <= 3
    expect(journey.page.get_by_text(case.code)).to_have_count(0)
    journey.look("forced")
    assert journey.go(f"/cases/{case.pk}") == 404
    journey.go("/ways")
    journey.look("forced-ways")
    journey.sign_out()
    answer(journey)
    journey.sign_in("amal", PASSWORD)
    journey.shows(case.code)
    journey.go("/sessions")
    expect(journey.page.get_by_text("alarm")).to_have_count(0)


def choose_word(journey: Journey) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go("/ways")
    journey.link("Choose a second word").click()
    journey.look("second-word")
    journey.page.locator("#id_word").fill("short")
    journey.button("Keep it").click()
    journey.look("second-word-refused")
    journey.page.locator("#id_word").fill(WORD)
    journey.field("again").fill(WORD)
    journey.button("Keep it").click()
    journey.sees("The second word is kept.")
    journey.sign_out()


def answer(journey: Journey) -> None:
    journey.sign_in("bashir", PASSWORD)
    journey.sees("Somebody may be in danger")
    journey.look("alarm-at-home")
    journey.link("Read what to do").click()
    journey.look("alarms")
    journey.page.locator("form[action*='/alarms/'] button").click()
    journey.sees("It is recorded that you look after it.")
    journey.look("alarms-answered")
    journey.sign_out()
