"""What the first page of somebody on a bad line has to fetch: 150 kB at most, and no letter that needs another file."""

import gzip
import re
from itertools import combinations

import pytest
from babel.messages.pofile import read_po

from tests.journeys.journey import ROOT

STATIC = ROOT / "jiwar" / "static" / "jiwar"
FIRST_PAGE, HTML = 150_000, 9_000
"""Bytes; the page itself is some 8 kB compressed."""
WEIGHTS = (400, 500, 600)

pytestmark = pytest.mark.skipif(not (STATIC / "jiwar.css").exists(), reason="no styles: make build")


def ranges() -> dict[str, set[int]]:
    """Of each file of letters the code points for which a browser asks for it."""
    found: dict[str, set[int]] = {}
    for block in (ROOT / "web" / "styles" / "fonts.css").read_text().split("@font-face")[1:]:
        name = re.findall(r"fonts/([\w-]+)\.woff2", block)[0]
        wanted = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", block)
        found[name] = {one for low, high in wanted for one in range(int(low, 16), int(high or low, 16) + 1)}
    return found


def test_the_first_arabic_page_is_light() -> None:
    texts = [STATIC / name for name in ("jiwar.css", "jiwar.js", "htmx.js")]
    letters = [STATIC / "fonts" / f"{script}-{weight}.woff2" for script in ("arabic", "latin") for weight in WEIGHTS]
    packed = sum(len(gzip.compress(path.read_bytes())) for path in texts)
    assert HTML + packed + sum(path.stat().st_size for path in letters) <= FIRST_PAGE


def test_a_letter_is_in_one_file_of_each_weight() -> None:
    for weight in WEIGHTS:
        files = [letters for name, letters in ranges().items() if name.endswith(str(weight))]
        assert not [one & other for one, other in combinations(files, 2) if one & other]


def test_our_own_words_need_no_further_file() -> None:
    with (ROOT / "jiwar" / "locale" / "ar" / "LC_MESSAGES" / "django.po").open("rb") as file:
        said = [part for entry in read_po(file) for part in (entry.string, entry.id)]
    words = {char for part in said for text in ([part] if isinstance(part, str) else part or ()) for char in text}
    further = ranges()["arabic-more-400"] | ranges()["latin-more-400"] | ranges()["latin-ext-400"]
    assert [char for char in sorted(words) if ord(char) in further] == []
