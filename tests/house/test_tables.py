"""Every table stands behind the wall as its kind demands; the lists that code and wall share are equal."""

import re
from collections.abc import Iterable, Iterator

import pgtrigger
import psycopg
import pytest
from django.apps import apps
from django.db import connections, models
from psycopg.conninfo import make_conninfo

from jiwar.areas.cases.words import GlassCategory, SealKind, Verdict
from jiwar.ground.access.classes import ENFORCING, GRANTABLE, Basis, Level, Purpose
from jiwar.ground.access.roles import ROLES, Reach
from jiwar.ground.base.records import ANNOUNCED, Record
from jiwar.ground.vault.fields import SealedField
from jiwar.site import database
from jiwar.site.checks import OPEN_TABLES
from proofs.wall import catalogue, scripts
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db
ROOT_OR_CHILD = frozenset({"root", "child", "about"})
WALLED_FOR_SEALED = ROOT_OR_CHILD | {"own"}
"""Where sealed columns may stand; `own` has its policies, word for word, in proofs/wall."""
CONTROLS = ["no policy", "a policy that forgets denials", "a new function open to everybody", "no history of a change"]


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection]:
    """The database of this run as a superuser sees it; nothing is kept."""
    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(make_conninfo(database.admin_dsn(), dbname=name)) as db:
        yield db
        db.rollback()


@pytest.fixture
def walled(superuser: psycopg.Connection) -> dict[str, str]:
    """How each protected table is walled."""
    return dict(superuser.execute("select name, kind from walling.walled").fetchall())


def tables(*, of: type[models.Model] = models.Model) -> list[type[models.Model]]:
    """The tables of the house, histories included."""
    found: Iterable[type[models.Model]] = apps.get_models()
    return [model for model in found if model.__module__.startswith("jiwar.") and issubclass(model, of)]


def sealed_columns() -> list[tuple[type[models.Model], SealedField]]:
    """Every encrypted column of the house."""
    return [(table, field) for table in tables() for field in table._meta.fields if isinstance(field, SealedField)]


def test_the_catalogue_keeps_every_rule_of_the_wall(superuser: psycopg.Connection) -> None:
    found = catalogue.breaches(superuser)
    assert not found, "\n" + "\n".join(f"{rule}: {rows}" for rule, rows in found.items())


@pytest.mark.parametrize("mutant", CONTROLS)
def test_a_dropped_rule_is_noticed(superuser: psycopg.Connection, mutant: str) -> None:
    superuser.execute(scripts.dropped()[mutant])
    assert catalogue.breaches(superuser)


def test_every_table_of_ours_is_walled_or_open_by_name(walled: dict[str, str]) -> None:
    names = {table._meta.db_table for table in tables()}
    assert not names - walled.keys() - OPEN_TABLES
    assert not walled.keys() & OPEN_TABLES


def test_nothing_is_open_by_name_that_is_not_there() -> None:
    known = {table._meta.db_table for table in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    assert {"django_session"} <= OPEN_TABLES
    assert not OPEN_TABLES - known


def test_every_record_is_a_root_or_a_child_with_its_history(walled: dict[str, str]) -> None:
    for table in tables(of=Record):
        name = table._meta.db_table
        assert walled.get(name) in ROOT_OR_CHILD, name
        assert walled.get(f"{name}history") in {"history", "about_history"}, name


def test_every_root_and_child_asks_for_the_announced_action(walled: dict[str, str]) -> None:
    for table in tables():
        if walled.get(table._meta.db_table) in ROOT_OR_CHILD:
            triggers = getattr(table._meta, "triggers", [])
            assert any(trigger.name == ANNOUNCED.name for trigger in triggers), table
            assert all(isinstance(trigger, pgtrigger.Trigger) for trigger in triggers)


def test_every_sealed_column_lies_behind_the_wall(walled: dict[str, str]) -> None:
    assert sealed_columns()
    for table, field in sealed_columns():
        assert walled.get(table._meta.db_table) in WALLED_FOR_SEALED, table
        leads = table._meta.pk if field.root == "id" else next(f for f in table._meta.fields if f.attname == field.root)
        assert isinstance(leads, models.UUIDField | models.ForeignKey)


def test_the_proof_of_access_asks_about_every_table(walled: dict[str, str]) -> None:
    wanted = {name for name, kind in walled.items() if kind in {"root", "child", "history", "about", "about_history"}}
    text = proof("worlds")
    assert not {name for name in wanted if f'"{name}"' not in text and f" {name} " not in text}


def test_the_proof_of_secrecy_plants_in_every_sealed_column() -> None:
    """Either it walks the models for sealed columns, or it names each of them."""
    text = proof("canary")
    columns = {f"{table._meta.db_table}.{field.name}" for table, field in sealed_columns()}
    assert "SealedField" in text or not {column for column in columns if column not in text}


def proof(name: str) -> str:
    """The source of one proof, whether it is one file or a folder."""
    places = [*(ROOT / "proofs").glob(f"{name}.py"), *sorted((ROOT / "proofs" / name).glob("*.py"))]
    if not places:
        pytest.skip(f"there is no proofs/{name} yet")
    return "".join(place.read_text(encoding="utf-8") for place in places)


def test_no_history_holds_arrays_or_tokens(superuser: psycopg.Connection) -> None:
    rows = superuser.execute(
        "select table_name, column_name from information_schema.columns where table_name ~ 'history$'"
        " and (column_name in ('token', 'password')"
        "      or column_name in ('scope', 'timed', 'denied') and data_type = 'ARRAY')"
    )
    assert not rows.fetchall()


def test_the_wall_knows_the_reach_of_every_role(superuser: psycopg.Connection) -> None:
    known: dict[str, str] = dict(superuser.execute("select role, reach from wall.role_reach").fetchall())
    assert known == {code: str(role.reach) for code, role in ROLES.items()}
    assert set(known.values()) <= set(Reach)


@pytest.mark.parametrize(
    ("pattern", "values"),
    [
        (r"purpose in \(([^)]*)\)", set(Purpose)),
        (r"basis_kind in \(([^)]*)\)", set(Basis)),
        (r"level in \(([^)]*)\)", set(Level)),
        (r"classes <@ array\[([^]]*)\]", set(GRANTABLE)),
    ],
)
def test_the_wall_grants_what_the_code_offers(superuser: psycopg.Connection, pattern: str, values: set[str]) -> None:
    assert listed(superuser, "give", pattern) == set(map(str, values))


@pytest.mark.parametrize(
    ("function", "pattern", "values"),
    [
        ("break_glass", r"category in \(([^)]*)\)", set(GlassCategory)),
        ("review_glass", r"verdict in \(([^)]*)\)", set(Verdict)),
        ("propose_seal", r"kind in \(([^)]*)\)", set(SealKind)),
    ],
)
def test_the_wall_knows_the_words_of_emergencies_and_seals(
    superuser: psycopg.Connection, function: str, pattern: str, values: set[str]
) -> None:
    assert listed(superuser, function, pattern) == set(map(str, values))


def test_the_wall_knows_who_enforces(superuser: psycopg.Connection) -> None:
    assert listed(superuser, "enforces", r"kind in \(([^)]*)\)") == set(map(str, ENFORCING))


def listed(superuser: psycopg.Connection, function: str, pattern: str) -> set[str]:
    """The quoted words of a list in a function of the wall."""
    row = superuser.execute(
        "select prosrc from pg_proc where pronamespace = 'wall'::regnamespace and proname = %s", [function]
    ).fetchone()
    match = re.search(pattern, row[0]) if row else None
    return set(re.findall(r"'([a-z_]+)'", match[1])) if match else set()
