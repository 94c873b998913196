"""Views of lists that somebody keeps: one press opens them, and one that leads nowhere any more says so."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from jiwar.ground.work import actions
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
NAME = "للزيارة هذا الأسبوع مع سلمى عبد الرحمن الخطيب وأختها"


@pytest.fixture
def world() -> World:
    world = gather()
    for _ in range(3):
        make.case(world.amal)
    return world


def test_a_narrowed_list_is_kept_renamed_and_removed(world: World, journey: Journey) -> None:
    journey.names = ["سلمى"]
    journey.sign_in("amal", PASSWORD)
    journey.go("/views")
    journey.sees("You keep no view yet")
    journey.look("views-none")
    journey.go("/?list=mine&risk=unjudged")
    journey.link("Keep this view").click()
    journey.look("view-keep")
    journey.button("Keep it").click()
    expect(journey.page.locator(".errors")).to_be_visible()
    journey.field("name").fill(NAME)
    journey.button("Keep it").click()
    journey.sees("The view is kept. It stands above your lists.")
    expect(journey.page.locator(".views .chip")).to_have_count(1)
    journey.look("home-views")
    journey.go("/")
    journey.page.locator(".views .chip").click()
    expect(journey.page.locator(".views .chip[aria-current]")).to_have_count(1)
    journey.link("Change views").click()
    journey.page.get_by_role("link", name=journey.say("Rename")).click()
    journey.field("name").fill("غدًا")
    journey.button("Rename").click()
    journey.sees("It has its new name.")
    journey.page.get_by_role("button", name=journey.say("Remove")).click()
    journey.sees("You keep no view yet")


def test_what_is_gone_is_told(world: World, journey: Journey) -> None:
    actions.keep_view(world.amal, name=NAME, narrowing=f"list=cover-{uuid4()}&risk=high")
    actions.keep_view(world.amal, name="غدًا", narrowing="list=mine&risk=high")
    journey.sign_in("amal", PASSWORD)
    journey.look("home-view-gone")
    journey.page.locator(".views .chip[data-state=gone]").click()
    journey.sees("Its list is not among yours any more.")
    journey.look("views-gone")
