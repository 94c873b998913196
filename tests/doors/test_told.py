"""The trail in words: whatever can be written into it has its words, in both languages."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from django.utils.translation import override

import jiwar
from jiwar.doors.desk.told import DEEDS, WORDS, kinds

NAMED = re.compile(
    r'(?:announcing|_changing|record_reading|record_done|_record)\((?:who, )?"([a-z_]+)"'
    r'|(?<!catch_warnings\()action="([a-z_]+)"'
)
UNTOLD = {
    "send_notice",
    "install",
    "keep_draft",
    "drop_draft",
    "choose_second_word",
    "report_job",
    "end_job",
    "send_digests",
    "keep_answer",
    "drop_answer",
}
"""What the house does by itself, and what nobody may read that it was done: without an event."""


def recorded() -> set[str]:
    """Every action, and every name that is announced or recorded by hand."""
    found = set()
    for module in walk_packages(jiwar.__path__, "jiwar."):
        if module.name.endswith(".actions"):
            found |= {n for n, v in vars(import_module(module.name)).items() if getattr(v, "is_action", False)}
    for file in Path(*jiwar.__path__).rglob("*.py"):
        found |= {one or other for one, other in NAMED.findall(file.read_text(encoding="utf-8"))}
    return found - UNTOLD


def test_everything_that_is_recorded_has_words() -> None:
    names = recorded()
    assert {"close_case", "give_role", "confirm_invitation", "prove", "sign_in", "agency_trail"} <= names
    assert names - set(WORDS | DEEDS) == set()


def test_the_words_are_in_both_languages() -> None:
    with override("ar"):
        arabic = dict(kinds())
    with override("en"):
        assert not {code for code, words in kinds() if arabic[code] == words}
