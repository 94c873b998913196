"""What was begun survives the crash of a browser, and is sent from another one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
WORDS = "وصلت مع طفليها مساءً. تريد أن تعرف ما الذي سيحدث غدًا، ومن الذي سيرافقها إلى المحكمة الشرعية في إربد."


@pytest.fixture
def world() -> World:
    return gather()


def test_a_note_survives_the_browser(journey: Journey, world: World) -> None:
    case = make.case(world.amal)
    note = reverse("case-note", args=[case.pk])
    journey.sign_in("amal", PASSWORD)
    journey.go(note)
    journey.field("text").fill(WORDS)
    expect(journey.page.locator("[data-kept]")).to_be_visible(timeout=10_000)
    journey.look("draft-kept")
    journey.restart()
    journey.sign_in("amal", PASSWORD)
    journey.sees("Begun and not sent")
    journey.look("my-work-draft")
    journey.go(note)
    journey.look("draft-offered")
    journey.link("Go on with it").click()
    expect(journey.field("text")).to_have_value(WORDS)
    journey.look("draft-taken-up")
    journey.button("Keep the note").click()
    journey.sees("The note is in the file.")
    journey.go(note)
    expect(journey.link("Go on with it")).to_have_count(0)


def test_a_draft_is_thrown_away(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("person-new"))
    journey.field("first_arab").fill("سلمى")
    expect(journey.page.locator("[data-kept]")).to_be_visible(timeout=10_000)
    journey.go(reverse("person-new"))
    journey.button("Throw it away").click()
    expect(journey.button("Throw it away")).to_have_count(0)
    journey.go("/")
    expect(journey.page.get_by_text(journey.say("Begun and not sent"))).to_have_count(0)
