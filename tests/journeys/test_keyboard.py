"""Without a mouse, and out of here in a moment."""

import pytest
from playwright.sync_api import Route

from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


def test_a_note_is_written_with_the_keyboard_alone(journey: Journey, world: World) -> None:
    make.case(world.amal)
    journey.go("/sign-in")
    journey.tab_to("[name=username]")
    journey.keys("amal")
    journey.tab_to("[name=password]")
    journey.keys(PASSWORD)
    journey.enter("**/")
    journey.page.keyboard.press("Tab")
    assert journey.focused() == journey.say("Skip to content")
    journey.page.keyboard.press("Enter")
    journey.tab_to("a.row-name")
    journey.enter("**/cases/*")
    journey.tab_to("a[href$='/note']")
    journey.enter("**/note")
    journey.tab_to("[name=text]")
    journey.keys("اتصلت بها.")
    journey.tab_to("main form button")
    journey.enter("**/cases/*")
    journey.sees("The note is in the file.")
    journey.tab_to("details.fold > summary")
    journey.page.keyboard.press("Enter")
    journey.tab_to("a[href$='/conflict']")
    journey.enter("**/conflict")
    journey.look("case-conflict")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go("/people/new")
    journey.button("Register").click()
    assert journey.page.evaluate("document.activeElement.className") == "errors"
    journey.page.keyboard.press("Tab")
    journey.page.keyboard.press("Enter")
    assert journey.page.url.endswith("#id_sex_0")


@pytest.mark.parametrize("way", ["keys", "button"])
def test_quick_exit_leaves_nothing_to_come_back_to(journey: Journey, world: World, way: str) -> None:
    left: list[str] = []

    def neutral(route: Route) -> None:
        left.append(route.request.url)
        assert "referer" not in route.request.headers
        route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    journey.sign_in("amal", PASSWORD)
    journey.go("/people")
    journey.elsewhere = "https://www.google.com/"
    journey.page.route("https://www.google.com/**", neutral)
    if way == "keys":
        for _ in range(3):
            journey.page.keyboard.press("Shift")
    else:
        journey.page.locator("a[data-exit]").click()
    journey.page.wait_for_url("https://www.google.com/")
    assert left == ["https://www.google.com/"]
    journey.page.go_back()
    assert not journey.page.url.endswith("/people")
