"""No stream, no swallowed error, no printed value, no write outside an action, no open definer function."""

from pathlib import Path

import pytest

from tests.house import habits
from tests.house.source import ROOT
from tests.house.test_budgets import plant

VIEW = "jiwar/areas/cases/views.py"
SQL = "jiwar/ground/access/migrations/wall.sql"
BREACHES = [
    (VIEW, "from django.http import StreamingHttpResponse\n", "leaves before its transaction ends"),
    (VIEW, "import django.http as h\nx = h.FileResponse(f)\n", "leaves before its transaction ends"),
    (VIEW, "try:\n    x = 1\nexcept Exception:\n    pass\n", "swallowed"),
    (VIEW, "try:\n    x = 1\nexcept:\n    '''never mind'''\n", "swallowed"),
    (VIEW, "try:\n    x = 1\nexcept (ValueError, BaseException):\n    ...\n", "swallowed"),
    (VIEW, "print(person)\n", "print reaches"),
    (VIEW, "_LOG.info('saved %s', note.text)\n", "must not hold text"),
    (VIEW, "logging.getLogger('x').info('%s', names)\n", "must not hold names"),
    (VIEW, "logger.warning(f'case {case}')\n", "not an f-string"),
    (VIEW, "Case.objects.filter(id=1).update(status='closed')\n", ".update( on rows"),
    (VIEW, "def f(cases):\n    cases.all().delete()\n", ".delete( on rows"),
    ("jiwar/areas/cases/queries.py", "Case.objects.bulk_create([])\n", ".bulk_create( on rows"),
    (SQL, "create function f() returns int language sql security definer as $$ select 1 $$;", "search_path"),
    (SQL, "create or replace function f() returns int as $b$ select 1 $b$ security definer;", "search_path"),
    (SQL, "alter function f() security definer;", "search_path"),
    ("jiwar/ground/audit/migrations/0001.py", 'X = "alter function f() security definer"\n', "search_path"),
]
HARMLESS = [
    ("jiwar/site/start.py", "print(error, file=sys.stderr)\n"),
    (VIEW, "values = {}\nvalues.update(a=1)\n"),
    (VIEW, "try:\n    x = 1\nexcept ValueError:\n    pass\n"),
    (VIEW, "_LOG.info('saved case %s', case.id)\n"),
    ("jiwar/areas/cases/actions.py", "Case.objects.filter(id=1).update(status='closed')\n"),
    ("jiwar/areas/cases/actions/closing.py", "Case.objects.filter(id=1).delete()\n"),
    (SQL, "create function f() returns int security definer set search_path = pg_catalog as $$ select 1 $$;"),
    (SQL, "create function f() returns int language sql as $$ select 1 -- security definer\n $$;"),
]


def test_the_house_has_none_of_these_habits() -> None:
    found = habits.breaches(ROOT)
    assert not found, "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize(("name", "text", "says"), BREACHES)
def test_a_planted_breach_is_found(tmp_path: Path, name: str, text: str, says: str) -> None:
    plant(tmp_path, name, text)
    found = [str(breach) for breach in habits.breaches(tmp_path)]
    assert any(says in line for line in found), found


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_is_harmless_is_let_be(tmp_path: Path, name: str, text: str) -> None:
    plant(tmp_path, name, text)
    assert not habits.breaches(tmp_path)


def test_every_place_excused_from_actions_exists() -> None:
    assert all((ROOT / place).exists() for place in habits.WRITERS)
