"""A document's way through the pages: too large, added, saved, removed; with script and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import make
from tests.ground.files import making
from tests.journeys.journey import Journey
from tests.people import BOTH_SIDES, PASSWORD, World, gather

pytestmark = [BOTH_SIDES, pytest.mark.browser]
TOO_LARGE = "This file has %(size)s MB. At most %(most)s MB are taken; all else that you wrote is still here."
TITLE = "تقرير قسم الطوارئ"


class Unmeasured(Journey):
    """Without script, for what measures a page is one."""

    def look(self, name: str) -> None:
        """Nothing can be asked of the page."""


@pytest.fixture
def world() -> World:
    world = gather()
    make.case(world.amal)
    return world


@pytest.fixture(params=[True, False], ids=["with script", "without"])
def walked(request: pytest.FixtureRequest, browser: Browser, language: str, live_server: object) -> Iterator[Journey]:
    made = (Journey if request.param else Unmeasured)(browser, str(live_server), language, script=bool(request.param))
    yield made
    made.end()


def test_a_document_is_added_saved_and_removed(walked: Journey, world: World, tmp_path: Path) -> None:
    walked.sign_in("amal", PASSWORD)
    walked.page.locator("a.row-name").first.click()
    walked.link("Open the full file").click()
    walked.page.wait_for_url("**/file")
    walked.link("Documents").click()
    walked.page.wait_for_url("**/documents")
    walked.sees("No document yet")
    add(walked, tmp_path)
    save(walked)
    remove(walked)


def add(walked: Journey, folder: Path) -> None:
    """First a film of 27 MB, by mistake; what was written is still there."""
    paper, film = folder / "Salma passport.jpg", folder / "film.mp4"
    paper.write_bytes(making.jpeg(comment=making.CANARY))
    film.write_bytes(bytes(27 * 1024 * 1024))
    walked.link("Add a document").click()
    walked.page.wait_for_url("**/new")
    walked.choose("kind", "medical")
    walked.field("title").fill(TITLE)
    walked.field("content").set_input_files(film)
    walked.button("Keep it").click()
    walked.shows(walked.say(TOO_LARGE, size=27, most=10))
    assert walked.field("title").input_value() == TITLE
    walked.look("document-too-large")
    walked.field("content").set_input_files(paper)
    walked.button("Keep it").click()
    walked.page.wait_for_url("**/documents")
    walked.shows(TITLE)
    walked.look("case-documents")


def save(walked: Journey) -> None:
    """A copy under a name that tells nothing, without what was hidden in it."""
    with walked.page.expect_download() as saving:
        walked.page.locator("a[download]").click()
    assert saving.value.suggested_filename.startswith("document-")
    content = Path(saving.value.path()).read_bytes()
    assert content.startswith(b"\xff\xd8\xff")
    assert making.CANARY not in content


def remove(walked: Journey) -> None:
    """For good, and the line that stays says so."""
    walked.page.locator("li details.fold > summary").first.click()
    walked.page.locator("a[href$='/drop']").click()
    walked.page.wait_for_url("**/drop")
    walked.look("document-drop")
    walked.field("reason").fill("يخص شخصا آخر")
    walked.button("Remove it for good").click()
    walked.page.wait_for_url("**/documents")
    walked.sees("The document is removed. A line about it stays, with your reason.")
    assert walked.page.locator("a[download]").count() == 0
    walked.look("document-removed")
