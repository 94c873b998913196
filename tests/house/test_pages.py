"""No left and right in styles, no words outside the catalogue, nothing inline; each with its control."""

from pathlib import Path

import pytest

from tests.house import pages
from tests.house.source import ROOT
from tests.house.test_budgets import plant

CSS = "web/styles/a.css"
PAGE = "jiwar/areas/cases/templates/cases/page_a.html"
PHYSICAL = [
    "a { margin-left: 1rem }",
    "a{padding-right:0}",
    "a { left: 0 }",
    "a { border-left-color: red }",
    "a { text-align: right }",
    "a { float: left }",
    "a { border-top-left-radius: 3px }",
]
LOGICAL = [
    "a { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start; float: inline-start }",
    "/* nothing here knows: left: right */ a { color: red }",
    "a.left { --copyright: 1 }",
]
WORDS = [
    "<p>Close the case</p>",
    "<p>{{ name }} was here</p>",
    "<input placeholder='Search'>",
    "<a aria-label='Leave {{ x }} now'>",
    "<p>أغلق الملف</p>",
    "{% if a %}Yes{% else %}{% translate 'No' %}{% endif %}",
]
TRANSLATED = [
    "<p>{% translate 'Close the case' %}</p>",
    "<p>{% blocktranslate trimmed with a=b %}Close {{ a }}{% endblocktranslate %}</p>",
    "{# A comment about words #}<p class='many words here'>{{ value }}</p>",
    "{% comment %}words{% endcomment %}<button lang='en'>English</button>",
    "<svg><title>x y</title><text>words</text></svg><p>·</p>",
]
INLINE = ["<script>x()</script>", "<p onclick='x()'>", "<p style='color:red'>", "<style>p{}</style>"]


def test_styles_know_no_left_and_right() -> None:
    found = list(pages.physical(ROOT))
    assert not found, "\n" + "\n".join(map(str, found))


def test_no_template_holds_words_that_nobody_translates() -> None:
    found = list(pages.untranslated(ROOT))
    assert not found, "\n" + "\n".join(map(str, found))


def test_nothing_is_inline() -> None:
    found = list(pages.inline(ROOT))
    assert not found, "\n" + "\n".join(map(str, found))


@pytest.mark.parametrize("text", PHYSICAL)
def test_a_planted_direction_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, CSS, text)
    assert list(pages.physical(tmp_path))


@pytest.mark.parametrize("text", LOGICAL)
def test_a_logical_direction_is_let_be(tmp_path: Path, text: str) -> None:
    plant(tmp_path, CSS, text)
    assert not list(pages.physical(tmp_path))


@pytest.mark.parametrize("text", WORDS)
def test_planted_words_are_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, PAGE, text)
    assert list(pages.untranslated(tmp_path))


@pytest.mark.parametrize("text", TRANSLATED)
def test_translated_words_are_let_be(tmp_path: Path, text: str) -> None:
    plant(tmp_path, PAGE, text)
    assert not [str(breach) for breach in pages.untranslated(tmp_path)]


@pytest.mark.parametrize("text", INLINE)
def test_planted_inline_code_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, PAGE, text)
    assert list(pages.inline(tmp_path))
