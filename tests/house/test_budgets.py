"""The house keeps its budgets, and the measure finds what breaks them."""

from pathlib import Path

import pytest

from tests.house import budgets
from tests.house.source import ROOT

LONG = "x = 1\n" * 401
SLOW = "def slow() -> None:\n" + "    x = 1\n" * 40
VIEW = "def page(request: object) -> None:\n" + "    x = 1\n" * 20
BREACHES = {
    "jiwar/areas/a/long.py": (LONG, "a file has at most 400"),
    "jiwar/areas/a/wall.sql": ("select 1;\n" * 401, "a file has at most 400"),
    "jiwar/areas/a/slow.py": (SLOW, "a function has at most 40"),
    "jiwar/areas/a/views.py": (VIEW, "a view has at most 20"),
    "jiwar/areas/a/views/closing.py": (VIEW, "a view has at most 20"),
    "jiwar/areas/a/loose.py": ("def loose(x):\n    return x\n", "does not say the type of x, its result"),
    "jiwar/areas/a/stars.py": ("def stars(*xs, **ys) -> None: ...\n", "does not say the type of xs, ys"),
    "tests/test_loose.py": ("def test_it():\n    pass\n", "does not say the type of its result"),
    "jiwar/areas/a/late.py": ("def late() -> None:\n    import json\n", "an import inside late"),
    "jiwar/areas/a/templates/a/page_a.html": ("<p>\n" * 151, "a template has at most 150"),
    "web/script/a.ts": ("// x\n" * 1_501, "at most 1500 in all"),
}
EXCUSED = {
    "jiwar/areas/a/long.py": "# budget: the table of a standard\n" + LONG,
    "jiwar/areas/a/wall.sql": "-- budget: one policy per table\n" + "select 1;\n" * 401,
    "jiwar/areas/a/slow.py": "# budget: one step after the other\n" + SLOW,
    "jiwar/areas/a/views.py": VIEW.replace(":\n", ":  # budget: a wizard\n", 1),
    "jiwar/areas/a/late.py": "def late() -> None:\n    import json  # budget: an extra that may be absent\n",
    "jiwar/areas/a/templates/a/page_a.html": "{# budget: a printed form #}\n" + "<p>\n" * 150,
}


def plant(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_house_keeps_its_budgets() -> None:
    found = budgets.breaches(ROOT)
    assert not found, "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_found(tmp_path: Path, name: str) -> None:
    text, says = BREACHES[name]
    plant(tmp_path, name, text)
    found = [str(breach) for breach in budgets.breaches(tmp_path)]
    assert any(says in line for line in found), found


@pytest.mark.parametrize("name", EXCUSED)
def test_one_line_of_reason_excuses(tmp_path: Path, name: str) -> None:
    plant(tmp_path, name, EXCUSED[name])
    assert not budgets.breaches(tmp_path)


def test_a_comment_without_a_reason_excuses_nothing(tmp_path: Path) -> None:
    plant(tmp_path, "jiwar/areas/a/slow.py", "# budget:\n" + SLOW)
    assert budgets.breaches(tmp_path)


def test_what_is_made_is_not_measured(tmp_path: Path) -> None:
    plant(tmp_path, "jiwar/static/app.py", LONG)
    plant(tmp_path, "web/node_modules/x/index.ts", "// x\n" * 2_000)
    assert not budgets.breaches(tmp_path)
