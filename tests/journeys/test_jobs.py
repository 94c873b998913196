"""Jobs in a browser: a closing planned and agreed to, how far a job is, what was given up, how one is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from jiwar.ground.base import clock
from tests import keeper, make, working
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
WORDS = "حصلت على الوثائق وبدأت العمل، وتعرف بمن تتصل عند الحاجة."
JOB = """
insert into public.jobs_job (id, agency_id, name, state, failed, trouble, done, total, created_at)
  values (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s, now())
"""


@pytest.fixture
def world() -> World:
    return gather()


def put(world: World, *job: object) -> None:
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        values: list[Any] = [world.farah.agency_id, *job]
        cursor.execute(JOB, values)


def test_closed_later_by_two_people_and_a_night(journey: Journey, world: World) -> None:
    case = make.case(world.amal)
    later = clock.today() + timedelta(days=5)
    journey.sign_in("amal", PASSWORD)
    journey.go(reverse("case", args=[case.pk]))
    journey.unfold()
    journey.link("Close it later").click()
    journey.look("case-close-later")
    journey.choose("outcome", "goals_met")
    journey.field("summary").fill(WORDS)
    journey.field("closes_on").fill(f"{clock.today():%d/%m/%Y}")
    journey.button("Plan the closing").click()
    journey.sees("Choose a day after today, or close the case now.")
    expect(journey.field("summary")).to_have_value(WORDS)
    journey.look("case-close-later-refused")
    journey.field("closes_on").fill(f"{later:%d/%m/%Y}")
    journey.button("Plan the closing").click()
    journey.sees("The closing is planned. A supervisor has to agree.")
    expect(journey.link("Look and agree")).to_have_count(0)
    journey.look("case-planned")
    journey.sign_out()
    journey.sign_in("bashir", PASSWORD)
    journey.go(reverse("case", args=[case.pk]))
    journey.link("Look and agree").click()
    journey.shows(WORDS)
    journey.look("case-closing")
    journey.button("I agree").click()
    journey.look("case-agreed")
    with clock.frozen(clock.now() + timedelta(days=5)), working.queue() as db:
        db.execute("select wall.fan_out('close_planned_cases')")
        working.work()
    journey.go(reverse("case-file", args=[case.pk]))
    journey.shows(WORDS)
    journey.look("case-closed-by-night")


def test_what_runs_and_what_was_given_up(journey: Journey, world: World) -> None:
    put(world, "close_planned_cases", "running", 0, "", 3, 12)
    put(world, "send_notice", "given_up", 8, "jiwar.ground.notices.sms.CannotSend", 0, 0)
    journey.sign_in("farah", PASSWORD)
    journey.link("Jobs").click()
    bar = journey.page.locator("progress")
    expect(bar).to_have_attribute("value", "3")
    journey.look("jobs")
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.jobs_job set done = 9 where state = 'running'")
    expect(bar).to_have_attribute("value", "9", timeout=15_000)  # it looks again by itself
    journey.page.get_by_role("button", name=journey.say("Try again")).click()
    journey.page.wait_for_url("**/jobs")
    journey.look("jobs-again")


def test_progress_is_seen_without_script(browser: Browser, language: str, live_server: object, world: World) -> None:
    put(world, "close_planned_cases", "running", 0, "", 3, 12)
    bare = Journey(browser, str(live_server), language, script=False)
    bare.sign_in("farah", PASSWORD)
    bare.go(reverse("jobs"))
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.jobs_job set done = 9")
    bare.link("Look again").click()
    expect(bare.page.locator("progress")).to_have_attribute("value", "9")
    bare.end()


def test_how_one_is_told(journey: Journey, world: World) -> None:
    journey.sign_in("huda", PASSWORD)
    journey.go(reverse("notices"))
    journey.page.locator("main").get_by_role("link", name=journey.say("How you are told")).click()
    journey.look("notice-wishes")
    journey.choose("sms", "urgent")
    journey.choose("quiet", "own")
    journey.button("Save").click()
    journey.sees("Say from when until when.")
    journey.look("notice-wishes-refused")
    journey.field("begins").fill("٨:٠٠")
    journey.field("ends").fill("20:00")
    journey.field("phone").fill("٠٧٩ ٠٠٠ ٠٠٠١")
    journey.button("Save").click()
    journey.sees("It is kept.")
    expect(journey.field("phone")).to_have_value("+962790000001")
    journey.look("notice-wishes-kept")
