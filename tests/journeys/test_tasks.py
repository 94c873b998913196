"""Tasks in a browser: planned, listed, finished and come again; put off, given away; with the keyboard alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.ground.base import clock
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import Rhythm, TaskKind
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
HARD = "مراجعة مديرية الأحوال المدنية والجوازات لاستكمال إجراءات تصويب شهادة الميلاد، والهاتف 079 000 0000"
WHY = "سافرت إلى المفرق وتعود بعد العيد إن شاء الله"


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def plan(world: World, case: Case, **given: object) -> None:
    usual = {"kind": TaskKind.ACCOMPANY, "due_on": clock.today(), "text": HARD, "assignee_id": world.amal.user_id}
    cases.plan_task(world.amal, case.pk, planned=Planned(**(usual | given)))  # type: ignore[arg-type]


def press(journey: Journey, words: str) -> None:
    """One of the steps that are folded away beside a task."""
    journey.page.locator(".row-deeds summary").first.click()
    journey.link(words).first.click()


def test_planned_listed_finished_and_it_comes_again(journey: Journey, world: World, case: Case) -> None:
    plan(world, case, due_on=clock.today() + timedelta(days=20))
    with clock.frozen(clock.now() - timedelta(days=3)):
        plan(world, case, kind=TaskKind.VISIT, rhythm=Rhythm.QUARTER)
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("case", args=[case.pk]))
    journey.link("Plan a task").click()
    journey.look("task-plan")
    journey.choose("kind", "ask")
    journey.field("text").fill(HARD)
    journey.choose("when", "other")
    journey.field("due_on").fill(f"25/12/{clock.today().year}")
    journey.button("Plan it").click()
    journey.sees("Keep this day, although offices rest")
    journey.look("task-plan-holiday")
    journey.field("due_on").fill("")
    journey.choose("when", "today")
    journey.field("rhythm").select_option("week")
    journey.button("Plan it").click()
    journey.page.wait_for_url(f"**/cases/{case.pk}")
    expect(journey.page.get_by_text(HARD)).to_have_count(0)
    journey.look("case-tasks")
    journey.go("/")
    journey.look("home-due")
    journey.page.locator("a.due-line").click()
    journey.look("tasks")
    journey.page.locator(".row-deeds button").nth(1).click()
    again = journey.say("It is done. It comes again on %(day)s.", day="").rstrip(". ")
    expect(journey.page.locator("#messages")).to_contain_text(again)
    expect(journey.page.locator(".row-task")).to_have_count(3)
    journey.look("tasks-again")
    journey.go(reverse("case-file", args=[case.pk]))
    journey.page.locator("details.card-part > summary").click()
    journey.look("case-file-tasks")


def test_put_off_given_away_dropped(journey: Journey, world: World, case: Case) -> None:
    for _ in range(3):
        plan(world, case)
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("tasks"))
    journey.page.locator(".row-deeds summary").first.click()
    journey.look("tasks-open")
    journey.link("Let it rest").first.click()
    until = clock.today() + timedelta(days=9)
    journey.field("until").fill(f"{until.day}/{until.month}/{until.year}")
    journey.field("reason").fill("-")
    journey.button("Let it rest").click()
    journey.look("task-rest-refused")
    journey.field("reason").fill(WHY)
    journey.button("Let it rest").click()
    journey.page.wait_for_url("**/tasks?list=mine")
    press(journey, "Give it to a colleague")
    journey.look("task-give")
    journey.choose("assignee", str(world.bashir.user_id))
    journey.button("Give it").click()
    journey.sees("It is given.")
    press(journey, "No longer needed")
    journey.field("reason").fill(WHY)
    journey.look("task-drop")
    journey.button("It is no longer needed").click()
    journey.sees("Nothing here now")
    journey.look("tasks-none")
    journey.link("Resting").click()
    journey.look("tasks-resting")


def test_somebody_was_faster(journey: Journey, world: World, case: Case) -> None:
    plan(world, case)
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("tasks"))
    other = journey.context.new_page()
    other.goto(journey.page.url)
    other.locator(".row-deeds summary").first.click()
    other.get_by_role("link", name=journey.say("Let it rest"), exact=True).click()
    press(journey, "Let it rest")
    for one, words in ((other, "-----"), (journey.page, WHY)):
        one.locator("[name=until]").fill((clock.today() + timedelta(days=3)).isoformat())
        one.locator("[name=reason]").fill(words)
        one.get_by_role("button", name=journey.say("Let it rest"), exact=True).click()
        one.wait_for_load_state()
    journey.heading("This was changed while you were writing")
    expect(journey.field("reason")).to_have_value(WHY)
    journey.look("task-stale")
    journey.button("Let it rest").click()
    journey.page.wait_for_url("**/tasks?list=mine")


def test_an_address_for_a_calendar(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("tasks"))
    journey.link("In your calendar").click()
    journey.look("calendar")
    journey.button("Make an address").click()
    expect(journey.page.locator(".long")).to_contain_text(".ics")
    journey.look("calendar-made")
    journey.page.reload()
    expect(journey.page.locator(".long")).to_have_count(0)
    journey.button("End the address").click()
    journey.sees("The address answers nobody any more.")


def test_with_the_keyboard_alone(journey: Journey, world: World, case: Case) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("case", args=[case.pk]))
    journey.tab_to("a[href$='/plan']")
    journey.enter("**/plan")
    journey.tab_to("[name=kind]")
    journey.page.keyboard.press("Space")
    journey.tab_to("[name=text]")
    journey.keys("اتصال بالمدرسة")
    journey.tab_to("[name=when]")
    journey.page.keyboard.press("Space")
    journey.tab_to("main form.form button")
    journey.enter(f"**/cases/{case.pk}")
    journey.go("/")
    journey.tab_to("a.due-line")
    journey.enter("**/tasks")
    journey.tab_to(".row-deeds summary")
    journey.page.keyboard.press("Enter")
    journey.tab_to("a[href*='/rest']")
    journey.page.go_back()
    journey.go(reverse("tasks"))
    journey.tab_to(".row-deeds button")
    journey.enter("**/tasks?list=mine")
    journey.sees("It is done.")
