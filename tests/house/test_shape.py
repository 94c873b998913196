"""Every area has the same rooms, every verb is an action, every read knows who asks."""

import importlib
import inspect
from pathlib import Path

import pytest

from jiwar.ground.access.permissions import Permission
from tests.house import shape
from tests.house.source import ROOT, files, is_module, public_functions
from tests.house.test_budgets import plant

AREA = "jiwar/areas/cases/"
GOOD = "@action(Permission.CASE_CLOSE)\ndef close_case(who: Who, case_id: UUID, *, version: int) -> Case: ...\n"
BREACHES = [
    ("helpers.py", "", "no such room"),
    ("services/closing.py", "", "no such room"),
    ("templates/cases/list.html", "", "a template of cases"),
    ("templates/page_list.html", "", "a template of cases"),
    ("actions.py", "def close_case(who: Who, case_id: UUID) -> Case: ...\n", "is not an action"),
    ("actions.py", GOOD.replace("(Permission.CASE_CLOSE)", ""), "is not an action"),
    ("actions.py", GOOD.replace("close_case", "case_closing"), "no verb_noun"),
    ("actions.py", GOOD.replace("who: Who, ", ""), "does not take `who: Who` first"),
    ("actions.py", GOOD.replace("*, ", ""), "keyword-only"),
    ("actions/closing.py", GOOD.replace("case_id: UUID, *", "*cases"), "name them"),
    ("queries.py", "def open_cases(user: User) -> list[Case]: ...\n", "does not take `who: Who` first"),
    ("queries.py", "def open_cases(who: Who, team: str) -> list[Case]: ...\n", "keyword-only"),
    ("rules.py", "from django.utils.translation import gettext_lazy as _\n", "a rule knows no django"),
    ("rules.py", "import django\n", "a rule knows no django"),
    ("rules.py", "from jiwar.areas.cases.models import Case\n", "a rule knows no jiwar.areas.cases.models"),
    ("rules.py", "from datetime import date\nx = date.today()\n", "a rule looks at no clock"),
    ("../../ground/work/rules.py", "import django\n", "a rule knows no django"),
    ("words.py", "@dataclass\nclass Row:\n    id: int\n", "not frozen"),
    ("words.py", "@dataclass(slots=True)\nclass Row:\n    id: int\n", "not frozen"),
    ("migrations/0002_x.py", "from jiwar.areas.cases.models import Case\n", "imports nothing of ours"),
    ("migrations/0002_x.py", "from ..models import Case\n", "imports nothing of ours"),
    ("migrations/0002_x.py", "operations = [migrations.RunPython(move)]\n", "moved as jiwar_keeper"),
    ("migrations/0002_x.py", '"""Two columns. Lock: none."""\n', "which way leads back"),
]


def test_the_house_has_its_shape() -> None:
    found = shape.breaches(ROOT)
    assert not found, "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize(("name", "text", "says"), BREACHES)
def test_a_planted_breach_is_found(tmp_path: Path, name: str, text: str, says: str) -> None:
    plant(tmp_path, AREA + "__init__.py", "")
    plant(tmp_path, AREA + "actions/__init__.py", '__all__ = ["close_case"]\n')
    plant(tmp_path, AREA + name, text)
    found = [str(breach) for breach in shape.breaches(tmp_path)]
    assert any(says in line for line in found), found


def test_two_actions_of_one_name_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "jiwar/areas/cases/actions.py", GOOD)
    plant(tmp_path, "jiwar/areas/people/actions.py", GOOD)
    assert ["already the name" in str(breach) for breach in shape.breaches(tmp_path)].count(True) == 1


def test_a_good_area_has_no_breach(tmp_path: Path) -> None:
    plant(tmp_path, AREA + "__init__.py", "")
    plant(tmp_path, AREA + "actions/__init__.py", '__all__ = ["close_case"]\n')
    plant(tmp_path, AREA + "actions/closing.py", GOOD + "def _inner(x: int) -> None: ...\n")
    plant(tmp_path, AREA + "queries.py", "def case_card(who: Who, case_id: UUID, *, now: datetime) -> Card: ...\n")
    plant(tmp_path, AREA + "templates/cases/page_case.html", "")
    plant(tmp_path, AREA + "templates/cases/_rows.html", "")
    plant(tmp_path, AREA + "words.py", "@dataclass(frozen=True, slots=True)\nclass Row:\n    id: int\n")
    assert not shape.breaches(tmp_path)


def test_a_folder_of_actions_keeps_its_helpers_to_itself(tmp_path: Path) -> None:
    helper = "def refuse_if(code: str | None) -> None: ...\n"
    plant(tmp_path, AREA + "__init__.py", "")
    plant(tmp_path, AREA + "actions/__init__.py", '__all__ = ["close_case"]\n')
    plant(tmp_path, AREA + "actions/closing.py", GOOD + helper)
    assert not shape.breaches(tmp_path)
    plant(tmp_path, AREA + "actions/__init__.py", '__all__ = ["close_case", "refuse_if"]\n')
    assert ["refuse_if is not an action" in str(breach) for breach in shape.breaches(tmp_path)].count(True) == 1
    plant(tmp_path, AREA + "actions/__init__.py", "__all__ = []\n")
    assert ["does not offer" in str(breach) for breach in shape.breaches(tmp_path)] == [True]
    plant(tmp_path, AREA + "views.py", "from jiwar.areas.cases.actions.closing import close_case\n")
    assert any("is entered through" in str(breach) for breach in shape.breaches(tmp_path))


def test_every_public_function_of_actions_really_is_one() -> None:
    """The decorator in the text is one thing; that the function which runs carries a permission is another."""
    seen = 0
    for source in files(ROOT, ".py", under=["jiwar"]):
        if not is_module(source, "actions"):
            continue
        module = importlib.import_module(source.name.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        for function in public_functions(source.tree()):
            if function.name not in (shape.offered_by(source) or {function.name}):
                continue
            run = getattr(module, function.name)
            assert run.is_action is True, function.name
            assert isinstance(run.permission, Permission), function.name
            assert next(iter(inspect.signature(run).parameters)) == "who"
            seen += 1
    assert seen
