"""What a note costs: the action with identity, rules, encryption, history and event, beside one bare INSERT.

And what of it the question costs whether the writer works on the file: the same action where no policy asks it.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from uuid import uuid4

import psycopg
from psycopg import sql

from bench.clock import ratio
from bench.generate import connect
from jiwar.areas.cases.actions import note_case
from jiwar.areas.cases.queries import my_cases
from jiwar.ground.access import wall
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, who_for

CHUNK = 20
NOTE = "رتّبنا موعدًا مع العيادة يوم الأحد، ووافقت على مشاركة ما يلزم فقط."
COPY = """
drop table if exists bench.note_copy;
create table bench.note_copy (like cases_note including all);
"""
BARE = """
insert into bench.note_copy (id, version, created_at, updated_at, case_id, author_id, occasion, happened_on, risk, text)
values (%s, 1, now(), now(), %s, %s, 'note', current_date, '', %s)
"""
ASKING = (("cases_note", "own_insert", "with check"), ("cases_case", "own_update", "using"))
"""Where a note asks `wall.stands_on`: for its own row, and for that of the case."""


def measure(username: str, *, chunks: int) -> dict[str, object]:
    """Notes a second through the action and as rows of an unwalled copy, by turns, each commit durable."""
    who = who_for(User.objects.get(username=username), door=Door.WEB)
    with wall.standing(who):
        cases = cycle([row.id for row in my_cases(who).rows])
    acted: list[float] = []
    unasked: list[float] = []
    bare: list[float] = []
    sealed = bytes(len(NOTE.encode()) + 29)
    with connect() as db:
        db.execute(COPY)
        for _ in range(chunks):
            for seconds, nobody_asks in ((acted, False), (unasked, True)):
                with _policies(db, open_=nobody_asks):
                    began = time.perf_counter()
                    for _ in range(CHUNK):
                        note_case(who, next(cases), text=NOTE)
                    seconds.append((time.perf_counter() - began) / CHUNK)
            began = time.perf_counter()
            for _ in range(CHUNK):
                db.execute(BARE, [uuid4(), next(cases), who.user_id, sealed])
            bare.append((time.perf_counter() - began) / CHUNK)
        db.execute("drop table bench.note_copy")
    action, insert = statistics.median(acted), statistics.median(bare)
    question = action - statistics.median(unasked)
    return {
        "note_case_per_second": round(1 / action, 1),
        "bare_insert_per_second": round(1 / insert, 1),
        "note_case_ms": round(1000 * action, 2),
        "bare_insert_ms": round(1000 * insert, 2),
        "of_it_asking_who_works_on_the_file_ms": round(1000 * question, 2),
        "factor": ratio(action, insert),
    }


@contextmanager
def _policies(db: psycopg.Connection, *, open_: bool) -> Iterator[None]:
    """With the policies that ask for standing as they are, or opened for a while."""
    texts: dict[str, str] = dict(
        db.execute(
            "select tablename || policyname, coalesce(with_check, qual) from pg_policies where policyname ~ '^own_'"
        )
    )
    try:
        for table, name, verb in ASKING if open_ else ():
            db.execute(_altered(table, name, verb, "true"))
        yield
    finally:
        for table, name, verb in ASKING if open_ else ():
            db.execute(_altered(table, name, verb, texts[table + name]))


def _altered(table: str, name: str, verb: str, text: str) -> sql.Composed:
    parts = (sql.Identifier(name), sql.Identifier(table), sql.SQL(verb), sql.SQL(text))
    return sql.SQL("alter policy {} on {} {} ({})").format(*parts)
