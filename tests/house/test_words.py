"""The glossary and the catalogue say the same."""

import re

import polib

from tests.house.source import ROOT

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|")


def glossary() -> dict[str, str]:
    rows = [ROW.match(line) for line in (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()]
    return {row[1].strip().lower(): row[2].strip() for row in rows if row and row[1].strip() != "English"}


def unlike(glossary: dict[str, str], catalogue: polib.POFile) -> list[str]:
    """Labels that read otherwise than the glossary, and words of the glossary that no page uses."""
    spoken: dict[str, set[str]] = {}
    for entry in catalogue:
        spoken.setdefault(entry.msgid.lower(), set()).add(entry.msgstr)
    return [english for english, arabic in glossary.items() if bare(arabic) not in map(bare, spoken.get(english, []))]


def bare(words: str) -> str:
    """Without the article, which a label may have or not."""
    return words.removeprefix("ال")


def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / "jiwar" / "locale" / "ar" / "LC_MESSAGES" / "django.po"))


def test_labels_read_as_the_glossary_says() -> None:
    assert glossary()
    assert unlike(glossary(), catalogue()) == []


def test_a_label_that_reads_otherwise_is_found() -> None:
    words = catalogue()
    entry = words.find("Erase")
    assert entry is not None
    entry.msgstr = "حذف"
    assert unlike(glossary(), words) == ["erase"]
