"""What a page costs: CPU of Python, CPU of the database, statements; beside an empty view and its own bare SQL.

Requests go through the whole middleware in this process, without a network. The empty view is measured twice:
behind the product's middleware, where somebody is signed in, and without any middleware. The latter takes turns with
every page, so that whatever else the machine does meets both.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg import ClientCursor

from bench.clock import Spent, beside, ratio, spent
from bench.generate import connect
from jiwar.areas.cases.queries import my_cases
from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, who_for
from jiwar.ground.staff.actions import accept_conduct
from jiwar.ground.staff.holdings import conduct

HOST = "127.0.0.1"
LIST, WHOLE_LIST, COVER, OPENED = (
    "my work (list)", "whole agency (list)", "case, cover", "case, opened (recorded)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page, measured."""

    name: str
    size: int
    packed: int
    statements: int
    spent: Spent
    naked: float
    """The CPU of the empty view without middleware, by turns with this page."""
    bare_sql: Spent

    def figures(self, empty: Spent) -> dict[str, object]:
        return {
            "bytes": self.size,
            "bytes_compressed": self.packed,
            "statements": self.statements,
            "wall_ms": round(self.spent.wall, 2),
            "python_cpu_ms": round(self.spent.cpu, 2),
            "database_cpu_ms": round(self.spent.db, 2),
            "bare_sql_ms": round(self.bare_sql.wall, 2),
            "bare_sql_python_cpu_ms": round(self.bare_sql.cpu, 2),
            "python_cpu_to_empty_view": ratio(self.spent.cpu, empty.cpu),
            "python_cpu_to_empty_view_without_middleware": ratio(self.spent.cpu, self.naked),
            "wall_to_bare_sql": ratio(self.spent.wall, self.bare_sql.wall),
        }


@override_settings(ROOT_URLCONF="bench.urls")
def measure(worker: str, supervisor: str, *, rounds: int) -> dict[str, dict[str, object]]:
    """The pages of a worker and of a supervisor, with what they are compared with."""
    own, agency = signed_in(worker), signed_in(supervisor)
    empty, naked = beside(_getting(own, reverse("bench-empty")), _naked(), rounds=rounds)
    case = _first_case(worker)
    pages = [
        _page(LIST, own, reverse("home"), rounds),
        _page(WHOLE_LIST, agency, f"{reverse('home')}?list=agency", rounds),
        _page(COVER, own, reverse("case", args=[case]), rounds),
        _page(OPENED, own, reverse("case-file", args=[case]), rounds),
        _page("people", own, reverse("people"), rounds),
    ]
    return {
        "empty_view": {"wall_ms": round(empty.wall, 2), "python_cpu_ms": round(empty.cpu, 2)},
        "empty_view_without_middleware": {"python_cpu_ms": round(naked, 2)},
        **{page.name: page.figures(empty) for page in pages},
    }


@override_settings(ROOT_URLCONF="bench.urls")
def control(worker: str, *, rounds: int) -> dict[str, object]:
    """A page that does the work of the list many times over."""
    heavy, naked = beside(_getting(signed_in(worker), reverse("bench-heavy")), _naked(), rounds=rounds, warm=1)
    return {
        "python_cpu_ms": round(heavy.cpu, 2),
        "python_cpu_to_empty_view_without_middleware": ratio(heavy.cpu, naked),
    }


def _naked() -> Callable[[], int]:
    """The empty view without any middleware."""
    work = _getting(Client(SERVER_NAME=HOST), reverse("bench-empty"))
    with override_settings(MIDDLEWARE=[]):
        work()  # a client loads its middleware once, with its first request
    return work


def signed_in(username: str) -> Client:
    """A browser in which somebody is signed in."""
    client, user = Client(SERVER_NAME=HOST), User.objects.get(username=username)
    with transaction.atomic():
        wall.enter(user.pk)
        with wall.announcing("sign_in"):
            client.force_login(user)
    accept_conduct(who_for(user, door=Door.WEB), version=conduct().version)
    return client


def _first_case(username: str) -> object:
    who = who_for(User.objects.get(username=username), door=Door.WEB)
    with wall.standing(who):
        return my_cases(who).rows[0].id


def _getting(client: Client, address: str) -> Callable[[], int]:
    def work() -> int:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return len(response.content)

    return work


def _page(name: str, client: Client, address: str, rounds: int) -> Page:
    work = _getting(client, address)
    sent = client.get(address).content
    with CaptureQueriesContext(connection) as captured:
        work()
    texts = [query["sql"] for query in captured.captured_queries]
    asked = [text for text in texts if text.split(" ", 1)[0] not in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")]
    packed = len(gzip.compress(sent))
    took, naked = beside(work, _naked(), rounds=rounds)
    return Page(name, len(sent), packed, len(asked), took, naked, _bare(asked, rounds))


def _bare(texts: list[str], rounds: int) -> Spent:
    """The page's reading statements alone, as a superuser, in one transaction."""
    reading = [text for text in texts if text.lstrip()[:6].lower() == "select" and "wall." not in text]
    with connect() as db:
        db.cursor_factory, db.autocommit = ClientCursor, False
        return spent(lambda: _send(db, reading), rounds=rounds)


def _send(db: psycopg.Connection, texts: list[str]) -> None:
    with db.transaction():
        for text in texts:
            db.execute(text).fetchall()
