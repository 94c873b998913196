"""The databases of the tests: one template that the owner migrates, a clone of it for each process.

The template's name holds the digest of everything that makes it, so a run migrates only when that changed.
Tests connect as the application, `jiwar_app`; nothing else than emptying tables uses the owner.
"""

import fcntl
import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

from jiwar.site import database, migrating

ROOT = Path(__file__).parents[1]
MAKING = 7_104_119
"""Advisory lock: of several processes, the first makes the template."""
TEMPLATES_KEPT = 3
REFERENCE: set[str] | None = None
"""The tables that the template fills, which no test empties; None where no test runs."""
SEVERAL = 40
"""So often tables are emptied by deleting before they are truncated once."""
_EMPTIED = itertools.count(1)
SEQUENCES = """
select s.oid::regclass as sequence from pg_class s
join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
join pg_class t on t.oid = d.refobjid join pg_namespace n on n.oid = t.relnamespace
where s.relkind = 'S' and quote_ident(n.nspname) || '.' || quote_ident(t.relname) = any(%s)
"""
KEPT_TABLES = ("django_migrations", "django_content_type", "auth_permission")


@contextmanager
def server() -> Iterator[None]:
    """The test server runs meanwhile; the last run that uses it stops it. Nothing durable about it."""
    database.home().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (database.home() / "in-use.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        migrating.prepare(durable=False)
        yield
        fcntl.flock(handle, fcntl.LOCK_UN)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        database.stop()


@contextmanager
def clone() -> Iterator[None]:
    """Every connection of Django leads to a fresh clone of the template meanwhile."""
    name = f"jiwar_test_{os.getpid()}"
    with psycopg.connect(database.admin_dsn(), autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", [MAKING])
        template = _template(admin)
        _sweep(admin, template)
        _drop(admin, name)
        database.create(admin, name, template=template)
        admin.execute("select pg_advisory_unlock(%s)", [MAKING])
        database.secure(name)
        _lead_to(name)
        try:
            yield
        finally:
            connections.close_all()
            _drop(admin, name)


def filled_tables() -> list[str]:
    """Tables that hold rows, outside the wall's own schema; the size is asked because rows are walled."""
    query = """
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'wall', 'walling')
          and n.nspname !~ '^pg_' and pg_relation_size(c.oid) > 0 and c.relname <> all(%s)
    """
    with _owner() as owner:
        return [row[0] for row in owner.execute(query, [list(KEPT_TABLES)])]


def empty(tables: list[str]) -> None:
    """Empty tables; the application may not.

    Tests leave few rows: to delete them without triggers costs a tenth of truncating, which makes every file of every
    table and index anew. What deleted rows leave in the files goes with a truncation now and then.
    """
    if not tables:
        return
    if not database.is_embedded() or next(_EMPTIED) % SEVERAL == 0:
        with _owner() as owner:
            owner.execute("truncate " + ", ".join(tables) + " restart identity cascade")
        return
    with _untriggered() as admin:
        admin.execute("; ".join(f"delete from {table}" for table in tables))
        admin.execute(f"select setval(sequence, 1, false) from ({SEQUENCES}) s", [tables])


@dataclass(frozen=True, slots=True)
class Rows:
    """What stood in the tables at one moment: each table as COPY gives it, and how far each sequence was."""

    tables: tuple[tuple[str, bytes], ...]
    sequences: tuple[tuple[str, int, bool], ...]


def nobody_is_there() -> bool:
    """Whether no agency and no user is, so that rows that were taken can be put back."""
    query = "select not exists (select from access_agency) and not exists (select from access_user)"
    with _untriggered() as admin:
        row = admin.execute(query).fetchone()
    return bool(row and row[0])


def taken(*, except_for: set[str]) -> Rows:
    """The rows of every table but these."""
    names = [name for name in filled_tables() if name not in except_for]
    with _untriggered() as admin:
        tables = [(name, _copied(admin, name)) for name in names]
        sequences = [
            (name, *_one(admin, f"select last_value, is_called from {name}"))
            for (name,) in admin.execute(f"select sequence::text from ({SEQUENCES}) s", [names]).fetchall()
        ]
    return Rows(tuple(tables), tuple(sequences))


def put_back(rows: Rows) -> None:
    """The same rows into the same tables, which are empty; no trigger runs."""
    with _untriggered() as admin, admin.transaction(), admin.cursor() as cursor:
        for name, content in rows.tables:
            with cursor.copy(f"copy {name} from stdin (format binary)") as copy:
                copy.write(content)
        for name, last, is_called in rows.sequences:
            cursor.execute("select setval(%s, %s, %s)", [name, last, is_called])


def _copied(admin: psycopg.Connection, name: str) -> bytes:
    with admin.cursor() as cursor, cursor.copy(f"copy {name} to stdout (format binary)") as copy:
        return b"".join(copy)


def _one(admin: psycopg.Connection, query: str) -> tuple[int, bool]:
    last, is_called = admin.execute(query).fetchone() or (1, False)
    return int(last), bool(is_called)


@contextmanager
def _untriggered() -> Iterator[psycopg.Connection]:
    """The server's administrator in the clone, past the wall and all triggers: the embedded server alone has one."""
    dsn = make_conninfo(database.admin_dsn(), dbname=str(connections["default"].settings_dict["NAME"]))
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        yield admin


def _owner() -> psycopg.Connection:
    return psycopg.connect(database.owner_dsn(str(connections["default"].settings_dict["NAME"])), autocommit=True)


def _lead_to(name: str) -> None:
    connections.close_all()
    for connection in connections.all():
        connection.settings_dict["NAME"] = name


def _template(admin: psycopg.Connection) -> str:
    name = f"jiwar_template_{_digest()}"
    if not admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        making = f"{name}_new"
        _drop(admin, making)
        database.create(admin, making)
        database.secure(making)
        _lead_to(making)
        migrating.migrate(verbosity=0)
        connections.close_all()
        rename = sql.SQL("alter database {} rename to {}")
        with psycopg.connect(database.owner_dsn("postgres"), autocommit=True) as owner:
            owner.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _digest() -> str:
    package = ROOT / "jiwar"
    files = {ROOT / "uv.lock", package / "site" / "migrating.py"}
    for pattern in ("**/*.sql", "**/migrations/*.py", "**/models.py", "**/models/*.py", "**/records.py"):
        files.update(package.glob(pattern))
    digest = hashlib.sha256(settings.WALL_APP_KEY)
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _sweep(admin: psycopg.Connection, template: str) -> None:
    """Drop older templates, and on the embedded server the clones of processes that are gone."""
    rows = admin.execute("select datname from pg_database where datname ~ '^jiwar_(template|test)_' order by oid desc")
    names = [str(row[0]) for row in rows]
    templates = [name for name in names if name.startswith("jiwar_template_") and name != template]
    gone = [name for name in names if name.startswith("jiwar_test_") and database.is_embedded() and not _lives(name)]
    for name in templates[TEMPLATES_KEPT - 1 :] + gone:
        _drop(admin, name)


def _lives(clone_name: str) -> bool:
    try:
        os.kill(int(clone_name.rpartition("_")[2]), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
