"""Every word that people read has its Arabic, whole and not doubtful."""

from pathlib import Path

import polib
import pytest

from jiwar.site import catalogue
from tests.house.test_budgets import plant

PAGE = '{% load i18n %}<p>{% translate "Close the case" %}</p>'


def test_every_word_has_its_translation() -> None:
    found = list(catalogue.problems())
    assert not found, "\n" + "\n".join(found)


def checked(root: Path, **entry: object) -> list[str]:
    """What the check says of one page and a catalogue with one entry."""
    plant(root, "jiwar/templates/a/page_a.html", PAGE)
    file = polib.POFile()
    if entry:
        file.append(polib.POEntry(**entry))
    file.save(str(root / "django.po"))
    return list(catalogue.problems(root / "django.po", root / "jiwar"))


def test_a_translated_word_is_let_be(tmp_path: Path) -> None:
    assert not checked(tmp_path, msgid="Close the case", msgstr="أغلق الحالة")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({}, "missing"),
        ({"msgid": "Close the case", "msgstr": ""}, "empty"),
        ({"msgid": "Close the case", "msgstr": "أغلق", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "Close the case", "msgstr": "أغلق %(name)s"}, "other placeholders"),
        ({"msgid": "Something else", "msgstr": "شيء آخر"}, "obsolete"),
    ],
)
def test_a_word_out_of_order_is_found(tmp_path: Path, entry: dict[str, object], says: str) -> None:
    assert any(says in problem for problem in checked(tmp_path, **entry))
