"""S8: what the wall costs a list of 50, and the whole page that is made of it.

The statements are those that the product's own queries send: captured once, then sent again, by turns, as the
application behind the wall and as a superuser whom no policy binds. Whoever asks without a wall must name for
himself what he was granted: so the bare list of what is granted says so in its WHERE.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import ClientCursor
from psycopg.conninfo import make_conninfo

from bench.clock import Spent, ratio, spent
from bench.generate import connect
from jiwar.ground.access import wall
from jiwar.ground.access.who import Who
from jiwar.site import database

ADDED_MS = 2.0
FACTOR = 1.5
BIG = {"cases_case", "case_access", "people_person", "people_personname", "vault_keywrap"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to measure, as several people see it. `is_s8`: the target speaks of it."""

    name: str
    seen_by: list[Who]
    load: Callable[[Who], object]
    is_s8: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians in milliseconds behind the wall and without it."""

    walled: float
    bare: float

    @property
    def within(self) -> bool:
        """Whether the wall adds no more than the target allows."""
        return self.walled - self.bare <= ADDED_MS or self.walled <= FACTOR * self.bare

    def figures(self) -> dict[str, object]:
        return {
            "walled_ms": round(self.walled, 3),
            "bare_ms": round(self.bare, 3),
            "added_ms": round(self.walled - self.bare, 3),
            "factor": ratio(self.walled, self.bare),
            "within": self.within,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """One list, measured: the list itself, everything the page asks for, the query function with decryption."""

    name: str
    is_s8: bool
    rows: int
    queries: int
    listed: Pair
    page: Pair
    function: Spent
    indexes: list[str]
    scanned: list[str]
    """Big tables that were read from end to end."""

    def figures(self) -> dict[str, object]:
        return {
            "is_s8": self.is_s8,
            "rows": self.rows,
            "queries": self.queries,
            "list": self.listed.figures(),
            "all_statements_of_the_page_and_entering": self.page.figures(),
            "query_function_ms": round(self.function.wall, 2),
            "query_function_cpu_ms": round(self.function.cpu, 2),
            "indexes": self.indexes,
            "read_from_end_to_end": self.scanned,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person's list sends: the statements in order, and of each what is sent without a wall ("" for none)."""

    who: Who
    walled: list[str]
    bare: list[str]
    listing: list[int]


def measure(one: Listing, *, rounds: int) -> Found:
    """Everything about one list."""
    asked = [_ask(one, who) for who in one.seen_by]
    listed, page = _race(asked, rounds)
    plans = [_plan(ask) for ask in asked]
    function = spent(_stood(one), rounds=max(rounds // 2, 10))
    with wall.standing(one.seen_by[0]):
        rows = len(_rows(one.load(one.seen_by[0])))
    return Found(
        name=one.name, is_s8=one.is_s8, rows=rows, queries=len(asked[0].walled), listed=listed, page=page,
        function=function, indexes=sorted(set().union(*(p[0] for p in plans))),
        scanned=sorted(set().union(*(p[1] for p in plans))),
    )  # fmt: skip


def _rows(made: object) -> list[object]:
    return made if isinstance(made, list) else cast("Any", made).rows


def _stood(one: Listing) -> Callable[[], object]:
    turns = iter(range(10**9))

    def work() -> None:
        who = one.seen_by[next(turns) % len(one.seen_by)]
        with wall.standing(who):
            one.load(who)

    return work


def _ask(one: Listing, who: Who) -> Asked:
    with wall.standing(who):
        with CaptureQueriesContext(connection) as captured:
            one.load(who)
        with connection.cursor() as cursor:
            cursor.execute("select wall.verified_principals()")
            principals: list[str] = cursor.fetchone()[0]
    walled = [query["sql"] for query in captured.captured_queries]
    lists = list(range(next(number for number, text in enumerate(walled) if "wall.sights" in text)))
    bare = [without_wall(text, principals) for text in walled]
    return Asked(who, walled, bare, lists)


def without_wall(text: str, principals: list[str]) -> str:
    """What somebody would send whom no policy binds; "" for what only the wall makes necessary."""
    mine = "array[" + ", ".join(f"'{principal}'" for principal in principals) + "]"
    text = text.replace("(select wall.verified_principals())", mine)
    live = r"\1.principal = any(" + mine + r") and not \1.denied and (\1.expires_at is null or \1.expires_at > now())"
    text = re.sub(r"\b(\w)(?=\.basis_kind <> all)", live + r" and \1", text)
    return "" if "wall." in text else text


def _race(asked: list[Asked], rounds: int) -> tuple[Pair, Pair]:
    """List and page, behind the wall and without, by turns."""
    times: dict[bool, tuple[list[float], list[float]]] = {True: ([], []), False: ([], [])}
    as_app = make_conninfo(**cast("Any", _app()))
    with psycopg.connect(as_app, cursor_factory=ClientCursor) as app, connect() as free:
        free.cursor_factory, free.autocommit = ClientCursor, False
        for turn in range(rounds + 3):
            ask = asked[turn % len(asked)]
            for walled in (True, False):
                listed, whole = _turn(app if walled else free, ask, walled=walled)
                if turn >= 3:
                    times[walled][0].append(listed)
                    times[walled][1].append(whole)
    (walled_list, walled_page), (bare_list, bare_page) = times[True], times[False]
    median = statistics.median
    return Pair(median(walled_list), median(bare_list)), Pair(median(walled_page), median(bare_page))


def _turn(db: psycopg.Connection, ask: Asked, *, walled: bool) -> tuple[float, float]:
    """One transaction: milliseconds for the list, and for everything."""
    listed = whole = 0.0
    with db.transaction():
        if walled:
            whole += _timed(db, "select wall.enter(%s)", wall.token(ask.who.user_id))
        for number, text in enumerate(ask.walled if walled else ask.bare):
            if text:
                took = _timed(db, text)
                whole += took
                listed += took if number in ask.listing else 0.0
    return listed, whole


def _timed(db: psycopg.Connection, text: str, *values: object) -> float:
    began = time.perf_counter_ns()
    db.execute(text, values or None).fetchall()
    return (time.perf_counter_ns() - began) / 1e6


def _app() -> dict[str, object]:
    entry = database.django_database("app")
    return {"dbname": entry["NAME"], "user": entry["USER"], "host": entry["HOST"], "port": entry["PORT"]}


def _plan(ask: Asked) -> tuple[set[str], set[str]]:
    """Which indexes the statements use behind the wall, and which big tables they read whole."""
    indexes: set[str] = set()
    scanned: set[str] = set()
    with wall.standing(ask.who), connection.cursor() as cursor:
        for text in ask.walled:
            if "wall.sights" not in text:
                cursor.execute(f"explain (format json) {text}")
                for node in _nodes(cursor.fetchone()[0][0]["Plan"]):
                    if "Index Name" in node:
                        indexes.add(node["Index Name"])
                    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in BIG:
                        scanned.add(node["Relation Name"])
    return indexes, scanned


def _nodes(plan: dict[str, Any]) -> Iterable[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
