"""Which passwords are refused: too short, and too easy, by lists that lie here. Nothing is asked of the network.

Length carries: 15 characters, as for a password that stands alone; no rule about capitals, digits or signs, and none
about changing it (NIST SP 800-63B-4, 3.1.1). Letters of every script count, each for one.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.forms import latin_digits

LEAST = 15
EASY = Path(__file__).parents[1] / "data" / "easy_passwords.txt"
ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
    "ئءؤرلاىةوزظ",
    "ذضصثقفغعهخحجد",
)
RUN = 4
"""Keys beside each other that count as one."""
LEAST_LEFT = 5
_TASHKEEL = re.compile("[\u0640\u064b-\u0652\u0670]")
_FOLDED = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")

EASY_WORDS = _("This password is easy to guess. Take several words that have nothing to do with each other.")


class NotEasy:
    """Refuses words of the list, alone or strung together, repeats, runs along a keyboard, and their mixtures."""

    def validate(self, password: str, user: object = None) -> None:
        if is_easy(password):
            raise ValidationError(EASY_WORDS, code="easy")

    def get_help_text(self) -> Promise:
        return _("Several words that have nothing to do with each other are strong and easy to remember.")


def is_easy(password: str) -> bool:
    """Whether almost nothing is left when known words, runs and repeats are taken out."""
    left = folded(password)
    for word in _words():
        if word in left:
            left = left.replace(word, "\0")
    left = _without_runs(left)
    return len(set(left) - {"\0"}) < LEAST_LEFT


def folded(password: str) -> str:
    """The form in which passwords are compared with the list: small letters, one form of alef, no vowel marks."""
    text = _TASHKEEL.sub("", unicodedata.normalize("NFKC", password).casefold()).translate(_FOLDED)
    return "".join(c for c in latin_digits(text) if c.isalnum())


def _without_runs(text: str) -> str:
    rows = [folded(row) for row in ROWS]
    for row in [*rows, *(row[::-1] for row in rows)]:
        for size in range(len(row), RUN - 1, -1):
            for start in range(len(row) - size + 1):
                text = text.replace(row[start : start + size], "\0")
    return re.sub(r"(.+?)\1{2,}", "\0", text)


@cache
def _words() -> tuple[str, ...]:
    lines = EASY.read_text(encoding="utf-8").splitlines()
    words = {folded(line) for line in lines if line and not line.startswith("#")}
    return tuple(sorted((w for w in words if len(w) >= RUN), key=lambda w: (-len(w), w)))
