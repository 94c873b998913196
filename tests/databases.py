"""The databases of the tests: one template that the owner migrates, a clone of it for each process.

The template's name holds the digest of everything that makes it, so a run migrates only when that changed.
Tests connect as the application, `jiwar_app`; nothing else than emptying tables uses the owner.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from jiwar.site import database, migrating

ROOT = Path(__file__).parents[1]
MAKING = 7_104_119
"""Advisory lock: of several processes, the first makes the template."""
TEMPLATES_KEPT = 3
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
    """Empty tables as their owner: the application may not."""
    if tables:
        with _owner() as owner:
            owner.execute("truncate " + ", ".join(tables) + " restart identity cascade")


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
