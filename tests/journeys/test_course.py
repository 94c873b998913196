"""Where a case stands, and a text that binds both parties: on the screen, in both directions, on paper."""

import pytest

from jiwar.areas.cases.actions import judge_risk
from jiwar.areas.cases.words import Risk
from tests import make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


def test_the_cover_says_where_the_case_stands_and_what_is_next(journey: Journey, world: World) -> None:
    case = make.case(world.amal)
    journey.sign_in("amal", PASSWORD)
    journey.go(f"/cases/{case.pk}")
    journey.look("case-course")
    judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="seen", version=case.version)
    journey.go(f"/cases/{case.pk}")
    journey.sees("No next step is planned.")
    journey.page.locator(".steps-across a").click()
    journey.heading("Plan a task")
    closed = make.closed_case(world.amal)
    journey.go(f"/cases/{closed.pk}")
    journey.look("case-course-closed")


@pytest.mark.parametrize("reading", ["both", "ar", "en"])
def test_the_code_of_conduct_is_read_and_printed_in_either_language_or_both(
    journey: Journey, world: World, reading: str
) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(f"/conduct?in={reading}")
    journey.look(f"conduct-{reading}")
    journey.page.emulate_media(media="print")
    journey.look_at_paper(f"conduct-{reading}")
    assert journey.page.locator(".chip:visible, .btn:visible").count() == 0
    for language in ("ar", "en"):
        shown = journey.page.locator(f"main ol [lang={language}]:visible, main ol[lang={language}]:visible").count()
        assert bool(shown) == (reading in {"both", language})
