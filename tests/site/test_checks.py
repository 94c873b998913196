"""Jiwar refuses to serve where a lock is open: every check, against the very thing that it must find."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from pytest_django import Settings

from jiwar.ground.vault.kms import FileKms
from jiwar.site import checks, database, environment

SAFE = environment.Jiwar(
    mode="production",
    home=Path("/srv/jiwar"),
    keys_path=Path("/srv/keys/root.json"),
    hosts=("cases.example.org",),
    listen="127.0.0.1:8000",
    secret_key="s" * 64,
    wall_key="ab" * 32,
    mail=environment.Mail(),
)
owner_too = pytest.mark.django_db(transaction=True, databases=["default", "second", "owner"])


def test_production_as_it_should_be_passes() -> None:
    assert list(checks.of_settings(SAFE)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"debug": True}, "DEBUG is on"),
        ({"secret_key": environment.DEMO_MARK + "s" * 64}, "made for a demo"),
        ({"wall_key": environment.DEMO_MARK + "ab" * 32}, "made for a demo"),
        ({"secret_key": "short"}, "shorter than 50"),
        ({"hosts": ()}, "JIWAR_HOSTS must name"),
        ({"hosts": ("*",)}, "JIWAR_HOSTS must name"),
    ],
)
def test_production_is_refused(change: dict[str, object], says: str) -> None:
    (problem,) = checks.of_settings(replace(SAFE, **change))  # type: ignore[arg-type]
    assert says in problem


def test_debug_is_refused_in_a_demo_too(settings: Settings) -> None:
    settings.DEBUG = True
    assert list(checks.of_settings(replace(SAFE, mode="demo")))


def test_keys_that_are_missing_or_made_for_a_demo_are_refused_in_production(tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    here = replace(SAFE, keys_path=path)
    (missing,) = checks.of_keys(here)
    assert "cannot be opened" in missing
    FileKms.generate(path, demo=True)
    (refused,) = checks.of_keys(here)
    assert "made for a demo" in refused
    assert list(checks.of_keys(replace(here, mode="demo"))) == []
    path.unlink()
    FileKms.generate(path, demo=False)
    assert list(checks.of_keys(here)) == []


@pytest.mark.django_db
def test_the_role_that_serves_passes() -> None:
    with connections["default"].cursor() as cursor:
        assert list(checks.of_role(cursor)) == []


@owner_too
def test_the_owner_of_the_tables_is_refused() -> None:
    with connections["owner"].cursor() as cursor:
        problems = " ".join(checks.of_role(cursor))
    assert "jiwar_owner owns tables" in problems
    assert "may create in a schema" in problems


@pytest.fixture
def stranger(db: None) -> Iterator[str]:
    """A role that may sign in and nothing else, until a test gives it something."""
    name = f"jiwar_stranger_{os.getpid()}"
    role, place = sql.Identifier(name), sql.Identifier(str(connections["default"].settings_dict["NAME"]))
    with psycopg.connect(database.admin_dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("create role {} login").format(role))
        admin.execute(sql.SQL("grant connect on database {} to {}").format(place, role))
        try:
            yield name
        finally:
            admin.execute(sql.SQL("revoke all on database {} from {}").format(place, role))
            admin.execute(sql.SQL("drop role {}").format(role))


@pytest.mark.parametrize(
    ("gift", "says"),
    [
        ("", ""),
        ("alter role {} superuser", "is a superuser"),
        ("alter role {} bypassrls", "bypasses row-level security"),
        ("alter role {} createrole", "may create roles"),
        ("grant jiwar_keeper to {}", "belongs to jiwar_keeper"),
        ("grant jiwar_owner to {} with inherit false, set true", "belongs to jiwar_keeper, jiwar_owner"),
        ("grant jiwar_oversight to {}", "belongs to jiwar_oversight"),
        ("grant jiwar_oversight to {} with inherit false, set true", ""),
    ],
)
def test_a_role_that_could_pass_the_wall_is_refused(stranger: str, gift: str, says: str) -> None:
    with psycopg.connect(database.admin_dsn(), autocommit=True) as admin:
        if gift:
            admin.execute(sql.SQL(gift).format(sql.Identifier(stranger)))
    dsn = f"{database.admin_dsn()} dbname={connections['default'].settings_dict['NAME']} user={stranger}"
    with psycopg.connect(dsn) as connection:
        problems = list(checks.of_role(CursorWrapper(connection.cursor(), connections["default"])))
    assert any(says in problem for problem in problems) if says else problems == []


@owner_too
@pytest.mark.parametrize("weakening", ["disable row level security", "no force row level security"])
def test_a_table_without_its_wall_is_refused(weakening: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        assert list(checks.of_walls(cursor)) == []
        cursor.execute(f"alter table cases_case {weakening}")
        (problem,) = checks.of_walls(cursor)
        cursor.execute("rollback")
    assert "cases_case lacks row-level security" in problem


@owner_too
def test_a_new_table_that_nobody_walled_is_refused() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("create table forgotten (id int)")
        (problem,) = checks.of_walls(cursor)
        cursor.execute("rollback")
    assert "forgotten" in problem


@pytest.mark.django_db
def test_a_database_that_forgets_is_refused(settings: Settings) -> None:
    with connections["default"].cursor() as cursor:
        assert list(checks.of_durability(cursor)) == []
        settings.JIWAR = SAFE
        problems = list(checks.of_durability(cursor))
    if not database.is_embedded():
        pytest.skip("the server of JIWAR_TEST_DATABASE_URL keeps what it acknowledges")
    assert sorted(problem.split()[4] for problem in problems) == ["fsync", "full_page_writes", "synchronous_commit"]


@owner_too
def test_a_database_older_than_the_code_is_refused() -> None:
    last = "select app, name, applied from django_migrations where app = 'cases' order by id desc limit 1"
    with connections["owner"].cursor() as cursor:
        assert list(checks.of_migrations()) == []
        cursor.execute(f"create temp table gone as {last}")
        cursor.execute("delete from django_migrations m using gone where (m.app, m.name) = (gone.app, gone.name)")
        try:
            (problem,) = checks.of_migrations()
        finally:
            cursor.execute("insert into django_migrations (app, name, applied) select * from gone")
            cursor.execute("drop table gone")
    assert "lacks 1 migrations (cases." in problem


@pytest.fixture
def safe_here(settings: Settings, tmp_path: Path) -> Settings:
    FileKms.generate(tmp_path / "root.json", demo=True)
    settings.JIWAR = replace(django_settings.JIWAR, keys_path=tmp_path / "root.json")
    return settings


@pytest.mark.django_db(transaction=True)
def test_a_safe_place_serves(safe_here: Settings) -> None:
    checks.refuse_unsafe()
    get_wsgi_application()


@pytest.mark.django_db(transaction=True)
def test_everything_that_is_wrong_is_said_at_once(safe_here: Settings) -> None:
    safe_here.DEBUG = True
    safe_here.JIWAR = replace(safe_here.JIWAR, keys_path=Path("/nowhere/root.json"))
    with pytest.raises(checks.Unsafe, match=r"(?s)DEBUG is on.*cannot be opened"):
        checks.refuse_unsafe()
