"""Roles in life, in a real browser: cover for a week and its end; a role proposed, confirmed by a second, at work."""

import re
from datetime import timedelta

import pytest

from jiwar.ground.access.models import RoleAssignment
from jiwar.ground.base import clock
from tests import keeper, make, people
from tests.journeys.journey import Journey
from tests.people import World

pytestmark = [people.BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return people.gather()


def in_words(days: int) -> str:
    day = clock.today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def test_cover_for_a_week_and_its_end(world: World, journey: Journey) -> None:
    case = make.case(world.amal)
    make.case(world.huda)
    journey.sign_in("bashir", people.PASSWORD)
    journey.go("/colleagues")
    journey.look("colleagues")
    journey.go(f"/covers/new?user={world.amal.user_id}")
    journey.field("coverer").select_option(str(world.huda.user_id))
    journey.field("since").fill(in_words(0))
    journey.field("until").fill(in_words(6))
    journey.look("cover")
    journey.button("Arrange the cover").click()
    journey.sees("The cover is arranged.")
    journey.look("covers")
    journey.sign_out()

    journey.sign_in("huda", people.PASSWORD)
    journey.shows("Amal")
    journey.page.get_by_role("link", name=journey.say("Covering for %(name)s", name="Amal")).click()
    journey.shows(case.code)
    journey.look("covering")
    journey.go(f"/cases/{case.pk}")
    journey.shows(case.code)
    with keeper.keeper() as cursor:  # the week has passed
        cursor.execute("select wall.announce('journey')")
        cursor.execute(
            "update public.access_roleassignment set starts_at = now() - interval '8 days',"
            " ends_at = now() - interval '1 second' where covers_id is not null"
        )
    assert journey.go(f"/cases/{case.pk}") == 404
    journey.go("/")
    assert journey.page.get_by_role("link", name=journey.say("Covering for %(name)s", name="Amal")).count() == 0


def test_a_role_is_proposed_confirmed_by_a_second_and_works(world: World, journey: Journey) -> None:
    make.case(world.amal)
    journey.sign_in("farah", people.PASSWORD)
    journey.look("home-of-an-administrator")
    journey.link("Staff").first.click()
    journey.look("staff")
    journey.page.get_by_role("link", name="Huda").click()
    journey.look("staff-user")
    journey.link("Give a role").click()
    journey.choose("role", "supervisor")
    journey.look("role-new")
    journey.button("Show what changes").click()
    journey.sees("This is what changes")
    journey.look("role-change")
    journey.button("Propose the role").click()
    journey.sees("The role is proposed. It holds once somebody else has confirmed it.")
    journey.go("/staff/proposals")
    journey.page.get_by_role("link", name="Huda").click()
    journey.sees("Somebody else has to confirm this: another administrator or the data-protection officer.")
    journey.sign_out()

    journey.sign_in("ghada", people.PASSWORD)
    journey.go("/staff/proposals")
    journey.look("proposals")
    journey.page.get_by_role("link", name="Huda").click()
    journey.look("proposal")
    journey.button("Confirm the role").click()
    journey.sees("The role is given.")
    journey.go("/staff/review")
    journey.look("review")
    journey.page.locator("button[value=right]").first.click()
    journey.sees("Your answer is recorded.")
    journey.go("/trail")
    journey.look("trail")
    journey.sign_out()

    journey.sign_in("huda", people.PASSWORD)
    journey.link("Whole agency").first.click()
    journey.look("supervising")
    assert RoleAssignment.objects.filter(user_id=world.huda.user_id, role="supervisor").exists()


def test_a_caseload_goes_over(world: World, journey: Journey) -> None:
    codes = [make.case(world.amal).code for _ in range(3)]
    journey.sign_in("bashir", people.PASSWORD)
    journey.go(f"/caseloads/{world.amal.user_id}")
    journey.look("caseload")
    journey.choose("to", str(world.huda.user_id))
    journey.button("Show who takes what").click()
    journey.look("caseload-dealt")
    for code in codes:
        journey.shows(code)
    journey.button("Hand over now").click()
    journey.sees("No open cases")
    journey.look("caseload-done")
    found = keeper.rows("select distinct owner_id from public.cases_case")
    assert found == [(world.huda.user_id,)]


def test_the_code_of_conduct_is_accepted_before_the_work_begins(world: World, journey: Journey) -> None:
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('journey')")
        cursor.execute("delete from public.staff_conductacceptance where user_id = %s", [world.amal.user_id])
    journey.sign_in("amal", people.PASSWORD)
    journey.heading("Code of conduct")
    journey.look("conduct")
    journey.button("Accept").click()
    journey.sees("Tick the box to say that you accept.")
    journey.field("accepted").check()
    journey.button("Accept").click()
    journey.page.wait_for_url(re.compile(r"/$"))
    journey.sees("Thank you. It is recorded that you accepted.")
    journey.sign_out()
    journey.sign_in("farah", people.PASSWORD)
    journey.go("/staff/conduct")
    journey.look("without-conduct")
