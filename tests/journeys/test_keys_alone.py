"""From the sign-in to a finished piece of work with Tab, Enter, Space and arrows alone, over every page of the day.

Each stop on the way must show that it has the focus, and nothing may lie over it (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7,
2.4.11). Nothing here touches a mouse, nor puts the focus anywhere itself.
"""

import pytest
from playwright.sync_api import expect

from jiwar.areas.cases.words import Programme
from jiwar.ground.base import clock
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
SAVE = "main form .acts button.btn"


@pytest.fixture
def world() -> World:
    world = gather()
    for programme in (Programme.CHILD, Programme.ELDERLY):
        make.case(world.amal, programme=programme)
    keeper.tell(world.amal.user_id, NoticeKind.WORK_WAITS)
    return world


def sign_in(journey: Journey) -> None:
    journey.go("/sign-in")
    journey.tab_onward("[name=username]")
    journey.keys("amal")
    journey.tab_onward("[name=password]")
    journey.keys(PASSWORD)
    journey.enter("**/")


def press(journey: Journey, key: str) -> None:
    journey.page.keyboard.press(key)


def choose(journey: Journey, name: str, value: str) -> None:
    """A choice of several: reached once, then gone through with the arrows."""
    journey.tab_onward(f"[name={name}]")
    for _ in range(12):
        if journey.page.evaluate("document.activeElement.value") == value:
            press(journey, "Space")
            expect(journey.page.locator(f"[name={name}][value='{value}']")).to_be_checked()
            return
        press(journey, "ArrowDown")
    raise AssertionError(f"the arrows do not reach {value}")


def test_a_day_of_work(journey: Journey, world: World) -> None:
    """A view is kept, two cases get a task, the task is done, the timeline tells it, the bell is looked at."""
    sign_in(journey)
    met = journey.tab_onward("a.skip")
    assert len(met) <= 3, "the way past the rail comes first"
    press(journey, "Enter")
    met = journey.tab_onward("a[href*='risk=unjudged']")
    assert not [one for one in met if "people" in one], "what was skipped stays behind"
    journey.enter("**/?list=mine&risk=unjudged")
    journey.tab_onward("a[href^='/views/new']")
    journey.enter("**/views/new?**")
    journey.tab_onward("[name=name]")
    journey.keys("للزيارة")
    journey.enter("**/?list=mine&risk=unjudged")
    journey.sees("The view is kept. It stands above your lists.")
    plan_for_two(journey)
    finish_one(journey)
    read_the_timeline(journey)
    look_at_the_bell(journey)


def plan_for_two(journey: Journey) -> None:
    journey.tab_onward("a[href^='/several?']")
    journey.enter("**/several?**")
    for number in (1, 2):
        journey.tab_onward(f"#picks > li:nth-child({number}) input")
        press(journey, "Space")
    choose(journey, "verb", "plan")
    journey.tab_onward(SAVE)
    journey.enter("**/several")
    choose(journey, "kind", "visit")
    journey.tab_onward("[name=text]")
    journey.keys("هل وصل الرد؟")
    choose(journey, "when", "today")
    journey.tab_onward(SAVE)
    journey.enter("**/several")
    expect(journey.page.locator(".rows > .row")).to_have_count(2)
    journey.tab_onward("main form button.btn")
    journey.enter("**/several/done")
    expect(journey.page.locator(".chips .tag")).to_have_count(2)


def finish_one(journey: Journey) -> None:
    journey.tab_onward(".rail a[href='/']")
    journey.enter("**/")
    journey.tab_onward("a[href^='/tasks']")
    journey.enter("**/tasks**")
    journey.tab_onward(".row-deeds summary")
    press(journey, "Enter")
    expect(journey.link("Let it rest").first).to_be_visible()
    press(journey, "Escape")
    expect(journey.link("Let it rest").first).to_be_hidden()
    journey.tab_onward(".row-deeds button")
    journey.enter("**/tasks**")
    journey.sees("It is done.")
    expect(journey.page.locator("#tasks > .row")).to_have_count(1)


def read_the_timeline(journey: Journey) -> None:
    journey.tab_onward(".row-what a")
    journey.enter("**/cases/*")
    journey.tab_onward("a[href$='/file']")
    journey.enter("**/file")
    journey.tab_onward(".tabs a[href$='/timeline']")
    press(journey, "Enter")
    journey.page.wait_for_url("**/timeline")
    expect(journey.page.locator("#panel")).to_be_focused()
    met = journey.tab_onward("#panel a[href$='only=task']")
    assert len(met) <= 3, "the focus went into the part that came"
    press(journey, "Enter")
    journey.page.wait_for_url("**/timeline?only=task")
    journey.shows(f"{clock.today().year}")


def look_at_the_bell(journey: Journey) -> None:
    journey.tab_onward("a.bell")
    journey.enter("**/notices")
    journey.tab_onward("main form button")
    journey.enter("**/notices")
    expect(journey.page.locator(".tag[data-state=new]")).to_have_count(0)


def test_how_digits_are_written(journey: Journey, world: World) -> None:
    sign_in(journey)
    journey.tab_onward("details.me > summary")
    press(journey, "Enter")
    journey.tab_onward("a[href='/writing']")
    journey.enter("**/writing")
    choose(journey, "digits", "arabic")
    journey.tab_onward("[name=hijri]")
    press(journey, "Space")
    journey.tab_onward(SAVE)
    journey.enter("**/writing")
    journey.look("writing-chosen")


def test_a_view_is_renamed_and_removed(journey: Journey, world: World) -> None:
    sign_in(journey)
    journey.tab_onward("a[href*='risk=unjudged']")
    journey.enter("**/?list=mine&risk=unjudged")
    journey.tab_onward("a[href^='/views/new']")
    journey.enter("**/views/new?**")
    journey.tab_onward("[name=name]")
    journey.keys("اليوم")
    journey.enter("**/?list=mine&risk=unjudged")
    journey.tab_onward("a[href='/views']")
    journey.enter("**/views")
    journey.tab_onward("a[href$='/name']")
    journey.enter("**/name")
    journey.tab_onward("[name=name]")
    press(journey, "Control+a")
    journey.keys("غدًا")
    journey.enter("**/views")
    journey.tab_onward("main .row-deeds button")
    journey.enter("**/views")
    journey.sees("You keep no view yet")


def test_where_the_case_stands_leads_on(journey: Journey, world: World) -> None:
    sign_in(journey)
    journey.tab_onward("a.row-name")
    journey.enter("**/cases/*")
    journey.tab_onward(".steps a")
    journey.enter("**/risk")
    choose(journey, "risk", "high")
    journey.tab_onward("[name=reason]")
    journey.keys("تهديد جديد")
    journey.tab_onward(SAVE)
    journey.enter("**/cases/*")
    journey.sees("The risk is judged anew.")


STYLE = "const s = new CSSStyleSheet(); s.replaceSync('%s'); document.adoptedStyleSheets = [s];"
CURTAIN = "const one = document.createElement('div'); one.className = 'curtain'; document.body.append(one);"


@pytest.mark.parametrize(
    ("spoilt", "trouble"),
    [
        (STYLE % "*:focus-visible { outline: none !important }", "no focus to be seen"),
        (CURTAIN + STYLE % ".curtain { position: fixed; inset: 0; z-index: 9 }", "the focus is out of sight"),
    ],
    ids=["no outline", "a curtain"],
)
def test_a_focus_that_nobody_sees_would_be_noticed(journey: Journey, world: World, spoilt: str, trouble: str) -> None:
    """The control: on a page that was spoilt the same way of going finds it."""
    sign_in(journey)
    journey.page.evaluate(f"() => {{ {spoilt} }}")
    journey.tab_onward("a.row-name")
    assert [one for one in journey.troubles if trouble in one]
    journey.troubles = []
