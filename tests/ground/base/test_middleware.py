"""One transaction around the rendered response: what commits, what rolls back, what is refused."""

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from jiwar.ground.base.errors import Missing, Reason, Refused
from jiwar.ground.base.middleware import Transaction
from jiwar.site import urls
from tests import keeper, make, people
from tests.ground.base import pages_of_tests

pytestmark = people.BOTH_SIDES
CANARY = "canary-words-of-a-person"


def leave(key: str) -> None:
    """Write a row that needs no action: a session."""
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now())


def left() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


def status_page(request: HttpRequest, status: int) -> HttpResponse:
    leave(f"status-{status}")
    return HttpResponse("x", status=status)


def failing(request: HttpRequest) -> HttpResponse:
    leave("failing")
    raise ZeroDivisionError(CANARY)


def refusing(request: HttpRequest) -> HttpResponse:
    leave("refusing")
    raise Refused(Reason("no", "No."))


def missing(request: HttpRequest) -> HttpResponse:
    leave("missing")
    raise Missing


def breaking(request: HttpRequest) -> HttpResponse:
    """A database error that somebody swallowed."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")
    except DatabaseError:
        pass
    return HttpResponse("as if nothing had happened")


def streaming(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter(["x"]))


urlpatterns = [
    path("status/<int:status>", status_page),
    path("failing", failing),
    path("refusing", refusing),
    path("missing", missing),
    path("breaking", breaking),
    path("streaming", streaming),
    *pages_of_tests.urlpatterns,
    *urls.urlpatterns,
]


@pytest.fixture
def browser(settings: pytest.FixtureRequest) -> Client:
    """Somebody signed in, on pages of this file."""
    client = people.signed_in(people.gather().amal)
    client.raise_request_exception = False
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    return client


class TestWhatStays:
    @pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 409, 422, 499])
    def test_an_answer_below_500_commits(self, browser: Client, status: int) -> None:
        assert browser.get(f"/status/{status}").status_code == status
        assert f"status-{status}" in left()

    @pytest.mark.parametrize("status", [500, 503, 599])
    def test_an_answer_from_500_on_rolls_back(self, browser: Client, status: int) -> None:
        assert browser.get(f"/status/{status}").status_code == status
        assert f"status-{status}" not in left()

    @pytest.mark.parametrize(("page", "status"), [("refusing", 409), ("missing", 404)])
    def test_a_page_with_a_reason_commits(self, browser: Client, page: str, status: int) -> None:
        assert browser.get(f"/{page}").status_code == status
        assert page in left()


class TestFailures:
    def test_it_rolls_back_and_is_recorded_with_its_class_alone(self, browser: Client) -> None:
        answer = browser.get("/failing")
        assert answer.status_code == 500
        assert CANARY not in answer.content.decode()
        assert "failing" not in left()
        event = keeper.last_event()
        assert event[:3] == ("request", "failed", "ZeroDivisionError")
        assert event.actor == people.again("amal").user_id

    def test_where_it_cannot_be_recorded_the_answer_is_the_same(self, browser: Client) -> None:
        with keeper.no_event_can_be_written():
            assert browser.get("/failing").status_code == 500

    def test_a_swallowed_database_error_is_a_failure(self, browser: Client) -> None:
        answer = browser.get("/breaking")
        assert answer.status_code == 500
        assert "as if nothing" not in answer.content.decode()

    def test_a_stream_is_refused(self, browser: Client) -> None:
        assert browser.get("/streaming").status_code == 500


class TestRendering:
    def test_queries_of_a_template_run_inside_the_transaction_as_who_asks(self, browser: Client) -> None:
        case = make.case(people.again("amal"))
        assert case.code in browser.get("/lazy").content.decode()

    def test_a_template_that_fails_rolls_back_and_is_recorded(self, browser: Client) -> None:
        assert browser.get("/lazy-failing").status_code == 500
        assert "lazy-failing" not in left()
        assert keeper.last_event()[:2] == ("request", "failed")

    def test_nothing_is_visible_before_the_commit(self, rf: RequestFactory) -> None:
        people.gather()
        seen: list[int] = []

        def answer(request: HttpRequest) -> HttpResponseBase:
            leave("mine")
            seen.extend(row[0] for row in keeper_sessions())
            return HttpResponse("x")

        Transaction(answer)(rf.get("/"))
        assert (seen, left()) == ([0], {"mine"})

    def test_a_file_is_a_stream_too(self, rf: RequestFactory) -> None:
        with pytest.raises(RuntimeError, match="exports"):
            Transaction(lambda request: FileResponse(iter([b"x"])))(rf.get("/"))


def keeper_sessions() -> list[tuple[int]]:
    """What another connection sees."""
    with keeper.altered(todo="select 1", undo="select 1"):
        return [(len(set(Session.objects.using("second").values_list("session_key"))),)]
