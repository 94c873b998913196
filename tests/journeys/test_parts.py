"""The parts of an opened case: put in place by script, pages without it; the address follows, back leaves the file."""

import re

import pytest
from playwright.sync_api import Browser, expect

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.words import Occasion, Risk
from jiwar.doors.desk import timeline
from jiwar.ground.access.models import Session
from jiwar.ground.base import clock
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
CURRENT = "nav.tabs [aria-current=page]"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timeline, "PAGE", 4)
    world = gather()
    case = make.case(world.amal)
    words = "اتصلت بها، وقالت إن الوضع هادئ. الرقم 079 000 0000"
    cases.note_case(world.amal, case.pk, text=words, occasion=Occasion.CALL)
    planned = Planned(TaskKind.VISIT, clock.today(), text="زيارة في الساعة الآمنة", assignee_id=world.amal.user_id)
    cases.plan_task(world.amal, case.pk, planned=planned)
    cases.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="تهديد جديد من صاحب العمل", version=case.version + 1)
    make.share(world.amal, case, world.carine)
    return world


def test_parts_come_when_they_are_asked_for(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.page.locator("a.row-name").first.click()
    journey.link("Open the full file").click()
    journey.page.wait_for_url("**/file")
    whole: list[str] = []
    journey.page.on("request", lambda request: whole.append(request.url) if request.is_navigation_request() else None)
    journey.link("Timeline").click()
    journey.page.wait_for_url("**/timeline")
    expect(journey.page.locator(CURRENT)).to_have_text(journey.say("Timeline"))
    expect(journey.page.locator("#panel")).to_be_focused()
    journey.look("case-timeline")
    journey.link("Show more").click()
    expect(journey.page.locator("#panel")).to_contain_text(journey.say("opened the case"), ignore_case=True)
    journey.link("Tasks").click()
    journey.page.wait_for_url("**/timeline?only=task")
    expect(journey.page.locator(CURRENT)).to_have_text(journey.say("Timeline"))
    journey.link("Who can see it").click()
    journey.page.wait_for_url("**/who")
    journey.look("case-seers-part")
    journey.link("Who saw or changed it").click()
    journey.page.wait_for_url("**/trail")
    journey.sees("opened the full file")
    assert whole == [], "no page was asked for whole"
    journey.page.reload()
    expect(journey.page.locator(CURRENT)).to_have_text(journey.say("Who saw or changed it"))
    journey.page.go_back()
    journey.page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}$"))


def test_a_part_asked_for_after_the_session_ended_leads_to_the_sign_in(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.page.locator("a.row-name").first.click()
    journey.link("Open the full file").click()
    journey.page.wait_for_url("**/file")
    Session.objects.all().delete()
    journey.link("Timeline").click()
    journey.page.wait_for_url("**/sign-in**")


def test_without_script_each_is_a_page(world: World, browser: Browser, language: str, live_server: object) -> None:
    journey = Journey(browser, str(live_server), language, script=False)
    journey.sign_in("amal", PASSWORD)
    journey.page.locator("a.row-name").first.click()
    journey.link("Open the full file").click()
    journey.link("Timeline").click()
    journey.link("Notes").click()
    journey.shows("تهديد جديد من صاحب العمل")
    journey.link("Who can see it").click()
    journey.heading("Who can see this file")
    journey.end()


def test_a_timeline_on_paper(journey: Journey, world: World) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.page.locator("a.row-name").first.click()
    journey.go(re.sub(r".*(/cases/.*)", r"\1/timeline", journey.page.url))
    journey.page.emulate_media(media="print")
    journey.look_at_paper("case-timeline")
    assert journey.page.locator(".btn:visible, .tabs:visible, .chip:visible").count() == 0
    expect(journey.page.locator(".line > li:visible").first).to_be_visible()
