"""The Arabic catalogue: nothing marked is missed, nothing incomplete passes."""

from pathlib import Path

import polib
import pytest

from jiwar.site import catalogue

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
# Translators: a person, not a state
def words(n):
    return _("Open"), ngettext("%(n)s case", "%(n)s cases", n), pgettext_lazy("case", "Open")
"""
TEMPLATE = """{% load i18n %}
    <p>{% translate "It's late" %}</p>
  <p title="{{ _('Quiet') }}">it isn't</p>
{% blocktranslate with name=x trimmed %}
    Hello
    {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=n %}one file{% plural %}{{ n }} files{% endblocktranslate %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "jiwar"
    (package / "area" / "templates" / "area").mkdir(parents=True)
    (package / "area" / "views.py").write_text(PYTHON, encoding="utf-8")
    (package / "area" / "templates" / "area" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return package


@pytest.fixture
def file(package: Path) -> Path:
    return package / "locale" / "ar" / "LC_MESSAGES" / "django.po"


def test_python_and_templates_are_read(package: Path) -> None:
    found = catalogue.gather(package)
    assert {(key, message.plural) for key, message in found.items()} == {
        ((None, "Open"), ""),
        (("case", "Open"), ""),
        ((None, "%(n)s case"), "%(n)s cases"),
        ((None, "It's late"), ""),
        ((None, "Quiet"), ""),
        ((None, "Hello %(name)s"), ""),
        ((None, "one file"), "%(n)s files"),
    }
    assert found[None, "Quiet"].files == {"jiwar/area/templates/area/page.html"}


def filled(file: Path) -> polib.POFile:
    """The catalogue with something in every place."""
    po = polib.pofile(str(file))
    for entry in po:
        if entry.msgid_plural:
            entry.msgstr_plural = dict.fromkeys(range(6), "عدد")
        else:
            entry.msgstr = "كلمة" + (" %(name)s" if "%(name)s" in entry.msgid else "")
    po.save()
    return po


def problems(file: Path, package: Path) -> list[str]:
    return list(catalogue.problems(file, package))


def test_a_complete_catalogue_passes_and_stays_as_it_is(package: Path, file: Path) -> None:
    assert catalogue.update(file, package) == 7
    filled(file)
    assert problems(file, package) == []
    before = file.read_bytes()
    assert catalogue.update(file, package) == 0
    assert file.read_bytes() == before


def test_every_gap_is_named(package: Path, file: Path) -> None:
    assert len(problems(file, package)) == 7
    catalogue.update(file, package)
    assert all(problem.startswith("empty: ") for problem in problems(file, package))
    po = filled(file)
    po.find("Quiet").flags.append("fuzzy")
    po.find("Hello %(name)s").msgstr = "أهلا %(nom)s"
    po.find("%(n)s case").msgstr_plural[5] = ""
    po.remove(po.find("It's late"))
    po.append(polib.POEntry(msgid="Gone", msgstr="ذهب"))
    po.save()
    assert sorted(problem.split(":")[0] for problem in problems(file, package)) == [
        "empty",
        "fuzzy",
        "missing",
        "obsolete",
        "other placeholders (%(name)s, %(nom)s)",
    ]
    catalogue.update(file, package)
    assert {problem.split(":")[0] for problem in problems(file, package)} == {
        "empty",
        "other placeholders (%(name)s, %(nom)s)",
    }


def test_what_is_compiled_is_read(package: Path, file: Path) -> None:
    catalogue.update(file, package)
    filled(file)
    catalogue.compile_all(package)
    compiled = polib.mofile(str(file.with_suffix(".mo")))
    assert compiled.find("Quiet").msgstr == "كلمة"
