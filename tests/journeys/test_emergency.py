"""A file opened in an emergency: by the code, told, reviewed; a sealed one is not; a seal is decided by two."""

import pytest

from jiwar.areas.cases.models import Case
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
REASON = "اتصل قسم الطوارئ: وصلت فاقدة الوعي، ويسألون عن دوائها وعن رقم تواصل آمن."


@pytest.fixture
def world() -> World:
    return gather()


def ask(journey: Journey, code: str) -> None:
    journey.go("/emergency")
    journey.field("code").fill(code)
    journey.choose("category", "medical")
    journey.field("reason").fill(REASON)
    journey.choose("minutes", "30")


def test_broken_told_and_reviewed(journey: Journey, world: World) -> None:
    case, sealed = make.case(world.amal), make.case(world.amal)
    make.seal(world, sealed)
    journey.sign_in("huda", PASSWORD)
    journey.link("Emergency").click()
    journey.look("emergency")
    for code in (sealed.code, "C-AAAAAA"):
        ask(journey, code)
        journey.button("Open the file now").click()
        journey.sees("No file of your agency can be opened by this code. Check it with your supervisor.")
    journey.look("emergency-refused")
    ask(journey, case.code)
    journey.button("Open the file now").click()
    journey.sees("The file is open. Those responsible have been told.")
    journey.look("case-in-emergency")
    journey.link("Open the full file").click()
    journey.look("case-file-in-emergency")
    assert [u for u, _ in keeper.notices(NoticeKind.SECOND_LOOK)].count(world.amal.user_id) == 1
    journey.go(f"/cases/{case.pk}")
    journey.button("Close it now").click()
    assert journey.go(f"/cases/{case.pk}") == 404
    journey.go("/emergency")
    journey.sees("waits for its review")
    journey.sign_out()
    owner_looks(journey, case)
    review(journey, case)


def owner_looks(journey: Journey, case: Case) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(f"/cases/{case.pk}/trail")
    journey.sees("opened the file in an emergency")
    journey.go(f"/cases/{case.pk}/who")
    journey.shows(REASON)
    journey.look("who-can-see")
    journey.sign_out()


def review(journey: Journey, case: Case) -> None:
    journey.sign_in("bashir", PASSWORD)
    journey.link("Second look").click()
    journey.look("second-look")
    journey.page.locator("a[href*='/second-look/openings/']").click()
    journey.shows(REASON)
    journey.choose("verdict", "justified")
    journey.look("review")
    journey.button("Record the judgement").click()
    journey.sees("Nothing waits. When somebody opens a file in an emergency, it stands here.")
    journey.go(f"/cases/{case.pk}/why")
    journey.field("user").select_option(label="Huda")
    journey.button("Explain").click()
    journey.sees("Cannot see this file")
    journey.look("why")


def test_a_seal_by_two(journey: Journey, world: World) -> None:
    case = make.case(world.amal)
    journey.sign_in("bashir", PASSWORD)
    journey.go(f"/cases/{case.pk}/seal")
    journey.look("seal-propose")
    journey.button("Propose the seal").click()
    journey.sees("It is proposed. Somebody else must confirm it.")
    journey.sign_out()
    journey.sign_in("ghada", PASSWORD)
    journey.link("Second look").click()
    journey.look("second-look-officer")
    journey.page.locator("a[href*='/second-look/seals/']").click()
    journey.look("seal-decide")
    journey.button("Confirm").click()
    journey.sees("It is done.")
    journey.shows(case.code)
    assert journey.go(f"/cases/{case.pk}") == 403
    journey.sign_out()
    journey.sign_in("amal", PASSWORD)
    assert journey.go(f"/cases/{case.pk}") == 404
