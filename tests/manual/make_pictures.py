"""Draws the pictures of the manual: `make pictures`. Not a test; it needs the database, the browser and the styles."""

import pytest
from playwright.sync_api import Browser

from tests import people
from tests.journeys.conftest import browser
from tests.manual import pictures

__all__ = ["browser"]


@people.BOTH_SIDES
def test_draw(browser: Browser, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = pictures.draw(browser, pictures.rendered())
    with capsys.disabled():
        print(f"\n{len(drawn)} of {len(pictures.files())} pictures drawn anew, {pictures.weight() / 1e6:.1f} MB in all")
