"""The number of a request: in its header, its log lines and its events, and never one that was brought along."""

import logging
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import path, reverse

from jiwar.ground.base import requests
from jiwar.site import urls
from jiwar.site.logs import Careful
from tests import keeper, make, people

pytestmark = people.BOTH_SIDES


def failing(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("failing", failing), *urls.urlpatterns]


class Lines(logging.Handler):
    """Keeps what the log writes."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Careful())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    kept, logger = Lines(), logging.getLogger("django.request")
    logger.addHandler(kept)
    yield kept
    logger.removeHandler(kept)


@pytest.fixture
def browser(settings: pytest.FixtureRequest) -> Client:
    """Amal signed in, on pages of this file."""
    client = people.signed_in(people.gather().amal)
    client.raise_request_exception = False
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    return client


def number_of(answer: HttpResponseBase) -> UUID:
    return UUID(answer.headers["Request-Id"])


def test_every_answer_has_its_own(browser: Client) -> None:
    answers = [browser.get(page) for page in ("/", "/", "/nowhere", "/failing")]
    answers.append(Client().get(reverse("sign-in")))
    assert len({number_of(answer) for answer in answers}) == len(answers)
    assert requests.current() is None


def test_none_is_taken_from_outside(browser: Client) -> None:
    brought = str(uuid4())
    answer = browser.get("/", headers={"request-id": brought, "x-request-id": brought})
    assert str(number_of(answer)) != brought


def test_what_failed_is_found_by_it_in_trail_and_log(browser: Client, log: Lines) -> None:
    number = number_of(browser.get("/failing"))
    assert keeper.last_event().request_id == number
    (line,) = log.lines
    assert f"django.request request {number} 500" in line.splitlines()[0]


def test_what_was_done_is_found_by_it(browser: Client) -> None:
    case = make.case(people.again("amal"))
    number = number_of(browser.post(reverse("case-note", args=[case.pk]), make.note_form("ما جرى")))
    event = keeper.last_event()
    assert (event.action, event.request_id) == ("note_case", number)


def test_a_failed_sign_in_is_found_by_it(browser: Client) -> None:
    answer = Client().post(reverse("sign-in"), {"username": "amal", "password": "wrong"})
    event = keeper.last_event()
    assert (event.outcome, event.request_id) == ("failed", number_of(answer))


def test_the_page_that_says_something_failed_shows_it_in_both_languages(browser: Client) -> None:
    answer = browser.get("/failing")
    assert answer.content.decode().count(str(number_of(answer))) == 2
