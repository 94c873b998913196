"""The generated world: arrays as the triggers would keep them, values that open, sizes that are believable."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.generate import generate, uuid_of
from jiwar.areas.cases import queries
from jiwar.ground.access.models import User
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.vault import kms
from jiwar.site import database
from tests import people

pytestmark = [people.BOTH_SIDES, pytest.mark.slow]
CASES = 3_000


@pytest.fixture
def db(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A superuser in the tests' database, with a world in it."""
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(make_conninfo(database.admin_dsn(), dbname=name), autocommit=True) as made:
        if made.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() != (True,):
            pytest.skip("the generator puts triggers to sleep, which this server's role may not")
        try:
            generate(CASES, seed=1, db=made)
            yield made
        finally:
            made.execute("drop schema if exists bench cascade")


def test_the_world_is_as_the_product_would_have_made_it(db: psycopg.Connection) -> None:
    for table in ("cases_case", "people_person"):
        _arrays_are_those_of_the_triggers(db, table)
    _permits_say_whom_a_file_is_kept_from(db)
    _sizes_are_believable(db)
    _whoever_may_reads(db)


def _arrays_are_those_of_the_triggers(db: psycopg.Connection, table: str) -> None:
    """Every root with a timed permit or a denial, and some of the others, touched so that the triggers run."""
    name = sql.Identifier(table)
    some = "(select id from {0} where timed <> '{{}}' or denied <> '{{}}') union (select id from {0} limit 200)"
    ids = [row[0] for row in db.execute(sql.SQL(some).format(name))]
    asked = sql.SQL("select id, scope, timed, denied, {} from {} where id = any(%s)").format(
        sql.SQL("office_id" if table == "cases_case" else "null"), name
    )
    before = db.execute(asked, [ids]).fetchall()
    with db.transaction(force_rollback=True):
        db.execute("select wall.announce('touch')")
        empty = sql.SQL("update {} set scope = '{{}}', timed = '{{}}', denied = '{{}}' where id = any(%s)")
        db.execute(empty.format(name), [ids])
        after = db.execute(asked, [ids]).fetchall()
    assert len(before) == len(ids) > 200
    assert _sets(before) == _sets(after)
    assert any(timed for _, _, timed, _, _ in before)
    assert any(denied for _, _, _, denied, _ in before)


def _permits_say_whom_a_file_is_kept_from(db: psycopg.Connection) -> None:
    rows = db.execute(
        "select c.kept_from, r.denied from case_access c join (select id, denied from people_person"
        " union all select id, denied from cases_case) r on r.id = c.root_id where not c.denied"
    ).fetchall()
    assert all(sorted(kept_from) == sorted(denied) for kept_from, denied in rows)
    assert any(kept_from for kept_from, _ in rows)


def _sets(rows: list[tuple]) -> dict:
    return {pk: (sorted(scope), sorted(timed), sorted(denied), office) for pk, scope, timed, denied, office in rows}


def _sizes_are_believable(db: psycopg.Connection) -> None:
    owned = "select count(*) from cases_case where status = 'active' group by owner_id"
    loads = [int(row[0]) for row in db.execute(owned)]
    states: dict[str, int] = dict(db.execute("select status, count(*) from cases_case group by status").fetchall())
    shared = db.execute("select count(distinct root_id) from case_access where basis_kind = 'consent'").fetchone()
    assert sum(states.values()) == CASES
    assert states["closed"] == CASES // 10
    assert max(loads) <= 60
    assert sum(load < 30 for load in loads) <= 1
    assert shared is not None
    assert 0 < shared[0] < 0.06 * CASES
    for history in ("cases_casehistory", "cases_notehistory", "people_personnamehistory"):
        rows = db.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(history))).fetchone()
        assert rows is not None
        assert rows[0] > 0


def _whoever_may_reads(db: psycopg.Connection) -> None:
    worker, focal = _who("worker.1"), _who("focal.2")
    with standing(worker):
        mine = queries.my_cases(worker).rows
        assert len(mine) >= 30
        assert all(row.person and row.person.firsts for row in mine)
        assert queries.case_file(worker, mine[0].id).notes[0].text.startswith("حضرت")
    with standing(focal):
        granted = queries.granted_cases(focal).rows
        assert granted
        assert all(row.person and row.person.firsts for row in granted)
    assert db.execute("select bench.id('case', 7)").fetchone() == (uuid_of("case", 7),)


def _who(username: str) -> Who:
    return who_for(User.objects.get(username=username), door=Door.WEB)
