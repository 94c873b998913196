"""A real browser for the journeys. Where none is installed they are skipped, and the summary says so."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.journey import AXE, ROOT, Journey

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no browser: install chromium (apt-get install chromium) or name one in CHROMIUM")
    for needed in (AXE, ROOT / "jiwar" / "static" / "jiwar" / "jiwar.css"):
        if not needed.exists():
            pytest.skip(f"no {needed.relative_to(ROOT)}: make build")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop in this thread; the tests use none
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def journey(browser: Browser, language: str, live_server: object) -> Iterator[Journey]:
    made = Journey(browser, str(live_server), language)
    yield made
    made.end()
