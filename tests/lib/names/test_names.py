"""Names in two scripts meet on their keys, whatever cannot be seen or is written otherwise; each part says why."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiwar.lib.names import Band, Code, compare, parse
from jiwar.lib.names.scoring import one_edit

DATA = Path(os.environ.get("JIWAR_NAME_DATA", Path(__file__).parents[4] / "shared/data/names"))

ACROSS = """محمد Mohammed|محمد Md|عبد الله Abdullah|عبدالله Abd Allah|عبدالرحمن Abdur Rahman|الخطيب al-Khateeb
الخطيب Alkhatib|فاطمة Fatimah|نصر الدين Nasreddine|حسين Hussain|يوسف Youssef|قاسم Kassem|عثمان Osman|وائل Wael
جمال Gamal|ضياء الدين Diaa El-Din|معاوية Muawiya|عبد الرحيم Abderrahim|عبد السلام Abdessalam|سيف الله Saifullah
سيف الدين Saif ud-Din|محمد Maxamed|فیض Faiz"""
PAIRS = [
    (
        " ".join(w for w in one.split() if not w.isascii() and "-" not in w),
        " ".join(w for w in one.split() if w.isascii()),
    )
    for line in ACROSS.splitlines()
    for one in line.split("|")
]


@pytest.mark.parametrize(("arabic", "latin"), PAIRS)
def test_two_scripts_meet(arabic: str, latin: str) -> None:
    here, there = parse(arabic), parse(latin)
    assert len(here) == len(there) == 1
    assert set(here[0].keys) & set(there[0].keys)


NAMES = st.sampled_from(["أحمد إبراهيم", "آمنة مصطفى", "فاطمة الزهراء", "يحيى هدى", "عائشة رؤوف", "محمد علي"])


@given(NAMES, st.sampled_from(["\u200f", "\u200b", "\u0640", "\u064e", "\u202b"]), st.integers(0, 8))
def test_what_cannot_be_seen_changes_nothing(name: str, put: str, at: int) -> None:
    changed = name[:at] + put + name[at:]
    assert [part.folded for part in parse(changed)] == [part.folded for part in parse(name)]


@given(NAMES, st.sampled_from(["أا", "إا", "آا", "ىي", "ةه", "یي", "يی", "هہ", "ؤو", "ئي"]))
def test_variants_of_a_letter_are_one(name: str, swap: str) -> None:
    changed = name.replace(swap[0], swap[1])
    assert [part.folded for part in parse(changed)] == [part.folded for part in parse(name)]


@given(st.permutations(["محمد", "سالم", "الخطيب", "جمال"]))
def test_any_order(order: list[str]) -> None:
    assert compare(parse("Gamal Salem Mohammed Alkhatib"), parse(" ".join(order))).band is Band.MATCH


def test_each_part_says_why() -> None:
    found = compare(parse("Mohammed S Zzyx"), parse("محمد سالم"))
    assert [part.code for part in found.parts] == [Code.OTHER_SCRIPT, Code.INITIAL, Code.NOT_FOUND]
    assert found.parts[0].recorded == "محمد"


def test_nothing_in_common_is_no() -> None:
    assert compare(parse("Mohammed"), parse("خليل")).band is Band.NO
    assert compare((), parse("خليل")).band is Band.NO


def test_digits_of_three_kinds() -> None:
    assert parse("٣ ۳ 3")[0].folded == parse("٣ ۳ 3")[1].folded == "3"


def test_joined_words() -> None:
    assert compare(parse("Abubakr"), parse("أبو بكر")).parts[0].code is Code.JOINED


@given(st.text(max_size=300), st.text(alphabet="اعبد لx'-\u200f\u202e😀٣é", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_taken(one: str, other: str) -> None:
    found = compare(parse(one), parse(other))
    assert len(found.parts) == len(parse(one))
    assert found.share <= 1.0001


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_edit_has_no_direction(one: str, other: str) -> None:
    assert one_edit(one, other) == one_edit(other, one)


@pytest.mark.skipif(not DATA.exists(), reason=f"NO NAME DATA at {DATA}: the mined pairs were not tried")
def test_most_mined_pairs_meet() -> None:
    with (DATA / "token_pairs.csv").open(encoding="utf-8", newline="") as rows:
        often = [row for row in csv.DictReader(rows) if int(row["wikidata_count"] or 0) >= 5]
    met = sum(
        any(set(a.keys) & set(b.keys) for a in parse(row["arabic"]) for b in parse(row["latin"])) for row in often
    )
    assert met > 0.85 * len(often)
