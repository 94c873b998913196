"""One case from first word to last, by the people who work on it, in both languages."""

import pytest

from jiwar.areas.cases.actions import place_hold, release_hold
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import HoldKind
from jiwar.ground.access.wall import standing
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]


@pytest.fixture
def world() -> World:
    return gather()


FIRST, REST = "نور الهدى", "عبد الرحمن محمد الخطيب الحسيني"
LATIN = "Nour Al-Huda"
NOTE = "اتصلت في الساعة الآمنة، واتفقنا على موعد يوم الأربعاء مع مركز العون القانوني.\nلا رسائل على الهاتف."


def register(journey: Journey) -> None:
    journey.link("People").click()
    journey.look("people-none")
    journey.field("word").fill("الهدى")
    journey.button("Search").click()
    journey.heading("Nobody among your files")
    journey.look("people-not-found")
    journey.link("Register a new person").click()
    journey.button("Register").click()
    journey.look("person-new-refused")
    journey.field("first_arab").fill(FIRST)
    journey.field("rest_arab").fill(REST)
    journey.field("first_latn").fill(LATIN)
    journey.choose("sex", "female")
    journey.field("birth_year").fill("١٩٩٨")
    journey.field("safe_contact").fill("بين التاسعة والنصف والعاشرة والنصف صباحا، ودون رسائل")
    journey.button("Register").click()
    journey.sees("The person is registered. Next you can open a case.")
    journey.look("person")


def open_case(journey: Journey) -> str:
    journey.link("Open a case").click()
    journey.choose("programme", "trafficking")
    journey.look("case-new")
    journey.button("Open the case").click()
    journey.sees("The case is open.")
    journey.look("case")
    return journey.page.url.removeprefix(journey.address)


def write(journey: Journey) -> None:
    journey.link("Write a note").click()
    journey.field("text").fill(NOTE)
    journey.look("case-note")
    journey.button("Keep the note").click()
    journey.sees("The note is in the file.")
    journey.link("Open the full file").click()
    journey.shows(NOTE.splitlines()[0])
    journey.shows(f"{FIRST} {REST}")
    journey.look("case-file")
    journey.link("Who saw or changed it").click()
    journey.sees("opened the full file")
    journey.look("case-trail")


def test_from_the_first_word_to_the_last(journey: Journey, world: World) -> None:
    journey.names = [FIRST, LATIN]
    journey.go("/sign-in")
    journey.look("sign-in")
    journey.sign_in("amal", PASSWORD)
    journey.look("my-work-empty")
    register(journey)
    path = open_case(journey)
    write(journey)
    journey.go(f"{path}/assign")
    journey.look("case-assign")
    journey.choose("owner", str(world.amal.user_id))
    journey.button("Assign").click()
    journey.sees("The case is assigned.")
    journey.link("People").click()
    journey.field("word").fill("الهدى")
    journey.button("Search").click()
    journey.heading("Perhaps one of these")
    journey.look("people-found")
    journey.sign_out()
    close_and_reopen(journey, world, path)


def close_and_reopen(journey: Journey, world: World, path: str) -> None:
    with standing(world.amal):
        case = Case.objects.get()
        place_hold(world.amal, case.pk, kind=HoldKind.REFERRAL, ref="R-1")
    journey.sign_in("bashir", PASSWORD)
    journey.look("my-work-agency")
    journey.go(f"{path}/file")
    journey.sees("Not possible now")
    journey.look("case-file-held")
    journey.go(f"{path}/close")
    journey.choose("outcome", "goals_met")
    journey.field("summary").fill("استعادت جواز السفر، وعادت إلى العمل الذي تريده.")
    journey.button("Close the case").click()
    refused = journey.say(
        "The case cannot be closed yet: %(holds)s.", holds=journey.say("a referral without an answer")
    )
    journey.shows(refused)
    assert "جواز" in journey.field("summary").input_value()
    journey.look("case-close-refused")
    with standing(world.amal):
        release_hold(world.amal, case.pk, kind=HoldKind.REFERRAL, ref="R-1")
    journey.button("Close the case").click()
    journey.sees("The case is closed.")
    journey.look("case-closed")
    journey.link("Reopen").click()
    journey.field("reason").fill("طلبت المساعدة من جديد.")
    journey.look("case-reopen")
    journey.button("Reopen").click()
    journey.sees("The case is open again.")


def test_who_sees_what_and_who_never(journey: Journey, world: World) -> None:
    journey.names = [FIRST, LATIN]
    journey.sign_in("amal", PASSWORD)
    register(journey)
    path = open_case(journey)
    journey.sign_out()
    journey.sign_in("carine", PASSWORD)
    assert journey.go(path) == 404
    journey.look("not-found")
    journey.sign_out()
    share(journey, world, path)
    journey.sign_in("carine", PASSWORD)
    journey.link("Shared with us").click()
    journey.look("my-work-shared")
    journey.go(f"{path}/file")
    journey.shows(f"{FIRST} {REST}")
    journey.look("case-file-shared")
    assert journey.go(f"{path}/close") == 404
    journey.sign_out()
    journey.sign_in("omar", PASSWORD)
    assert journey.go(path) == 404
    journey.sign_out()
    journey.sign_in("farah", PASSWORD)
    journey.look("my-work-no-files")
    assert journey.go(path) == 403
    journey.look("forbidden")
    journey.sign_out()
    end_share(journey, path)


def share(journey: Journey, world: World, path: str) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(path)
    journey.unfold()
    journey.link("Share").click()
    journey.look("case-share")
    journey.field("to").select_option(str(world.carine.agency_id))
    for name, value in (
        ("level", "full"),
        ("classes", "identity"),
        ("classes", "narrative"),
        ("basis_kind", "consent"),
    ):
        journey.choose(name, value)
    journey.field("purpose").select_option("protection")
    journey.field("basis_id").fill("C-17")
    journey.field("until").fill("١/٦/٢٠٣٠")
    journey.button("Show what they will see").click()
    journey.heading("This is what they will see")
    journey.shows(f"{FIRST} {REST}")
    journey.look("case-share-sight")
    journey.button("Share now").click()
    journey.sees("The case is shared.")
    journey.sign_out()


def end_share(journey: Journey, path: str) -> None:
    journey.sign_in("amal", PASSWORD)
    journey.go(f"{path}/file")
    journey.look("case-file-sharing")
    journey.page.locator("a[href$='/end']").click()
    journey.look("case-share-end")
    journey.button("End the share").click()
    journey.sees("The share has ended.")
    journey.sign_out()
    journey.sign_in("carine", PASSWORD)
    assert journey.go(path) == 404
