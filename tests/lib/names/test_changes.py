"""Every way of writing a name that the design names: what changes nothing, what still meets, what weighs nothing."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.lib.names import Part, compare, parse, weight
from jiwar.lib.names.skeleton import MOST

ARABIC = st.sampled_from(
    [
        "محمد",
        "خالد",
        "فاطمة",
        "إبراهيم",
        "مصطفى",
        "القاسم",
        "يحيى",
        "حذيفة",
        "ثابت",
        "ظافر",
        "ضياء",
        "غسان",
        "قيس",
        "جمال",
        "شادي",
        "صالح",
    ]
)
LATIN = st.sampled_from(
    [
        "Mohammed",
        "Khaled",
        "Fatima",
        "Ibrahim",
        "Mustafa",
        "Qasim",
        "Yahya",
        "Thabet",
        "Zafer",
        "Ghassan",
        "Qais",
        "Jamal",
        "Shadi",
    ]
)
EITHER = ARABIC | LATIN


def folded(name: str) -> list[str]:
    return [part.folded for part in parse(name)]


def meet(one: str, other: str) -> bool:
    """Whether each part of one shares a key with a part of the other."""
    return all(any(not a.keyset.isdisjoint(b.keyset) for b in parse(other)) for a in parse(one))


def only(name: str) -> Part:
    (part,) = parse(name)
    return part


@given(st.lists(EITHER, min_size=1, max_size=4).map(" ".join), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_forms_of_unicode_are_one(name: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert folded(unicodedata.normalize(form, name)) == folded(name)


@given(LATIN)
def test_case_changes_nothing(name: str) -> None:
    assert folded(name.upper()) == folded(name.lower()) == folded(name)


@given(LATIN, st.sampled_from("\u0301\u0304\u0323\u0302\u0306"), st.integers(1, 6))
def test_marks_over_latin_letters_change_nothing(name: str, mark: str, at: int) -> None:
    at = min(at, len(name) - 1)
    assert folded(name[:at] + mark + name[at:]) == folded(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Şükrü", "Shukru"),
        ("Çelik", "Chelik"),
        ("Işık", "Ishik"),
        ("François", "Franchois"),
        ("Ma'an", "Ma’an"),
        ("Saʿid", "Sa'id"),
        ("کریم", "كريم"),
        ("ہادی", "هادي"),
        ("ڈار", "دار"),
    ],
)
def test_letters_of_other_languages_are_folded(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(ARABIC, ARABIC, st.sampled_from(["بن", "ابن", "بنت", "ولد"]))
def test_son_and_daughter_change_nothing(one: str, other: str, of: str) -> None:
    assert folded(f"{one} {of} {other}") == folded(f"{one} {other}")


@given(
    LATIN, LATIN, st.sampled_from(["bin", "ibn", "ben", "bint", "ould", "al", "el", "al-", "el-", "ar-", "ash-", "ad-"])
)
def test_particles_of_latin_names_change_nothing(one: str, other: str, of: str) -> None:
    apart = f"{one} {of}{'' if of.endswith('-') else ' '}{other}"
    assert folded(apart) == folded(f"{one} {other}")


@given(ARABIC.filter(lambda word: not word.startswith("ال")))
def test_the_article_keeps_the_key(name: str) -> None:
    assert not only(f"ال{name}").keyset.isdisjoint(only(name).keyset)


@given(LATIN.filter(lambda word: word[0] not in "IAEOU"), st.sampled_from(["al", "el"]))
def test_a_fused_article_is_another_reading(name: str, article: str) -> None:
    assert not only(article + name.lower()).keyset.isdisjoint(only(name).keyset)


@given(st.sampled_from(["الرحمن", "الكريم", "السلام", "القادر", "الله", "الواحد"]))
def test_servant_joined_or_apart(name: str) -> None:
    assert only(f"عبد {name}").keys == only(f"عبد{name}").keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبد الرحمن", "عبدلرحمن"),
        ("عبد الله", "عبداله"),
        ("عبد الله", "عبدلله"),
        ("عبد الرحمن", "Abdurrahman"),
        ("عبد الرحمن", "Abd-ar-Rahman"),
        ("عبيد الله", "Ubaydullah"),
        ("نور الدين", "نورالدين"),
        ("نور الدين", "Noureddine"),
        ("نصر الله", "Nasrallah"),
        ("إسحاق", "Ishaq"),
        ("إليكسندر", "Aleksandr"),
        ("اليكساندر", "Aleksandr"),
        ("اليمني", "Yamani"),
        ("التشولر", "Altshuler"),
        ("الله داد", "Allah Dad"),
    ],
)
def test_compounds_and_what_may_be_no_article(one: str, other: str) -> None:
    assert meet(one, other)
    assert meet(other, one)


@pytest.mark.parametrize(
    ("letter", "written"),
    [
        ("ث", ["th", "t", "s"]),
        ("ذ", ["dh", "d", "z"]),
        ("ض", ["dh", "d", "z"]),
        ("ظ", ["z", "d", "dh"]),
        ("ق", ["q", "k", "g"]),
        ("غ", ["gh", "g"]),
        ("ج", ["j", "g", "dj"]),
        ("ش", ["sh", "ch"]),
        ("خ", ["kh", "k"]),
        ("ف", ["f", "v", "ph"]),
        ("و", ["w", "ou"]),
    ],
)
def test_what_a_letter_may_be_written_as(letter: str, written: list[str]) -> None:
    for latin in written:
        assert meet(f"{letter}ارب", f"{latin}areb"), latin


@given(LATIN, st.integers(1, 4))
def test_doubled_letters_keep_a_key(name: str, at: int) -> None:
    at = min(at, len(name) - 1)
    doubled = name[: at + 1] + name[at] + name[at + 1 :]
    assert not only(doubled).keyset.isdisjoint(only(name).keyset)


@given(st.text(alphabet="ثذضظقغحهوفكلبAbdghtkqczsvwxy", min_size=1, max_size=30))
def test_readings_of_a_word_are_few(word: str) -> None:
    for part in parse(word):
        assert 1 <= len(part.keys) <= MOST + 6


@given(ARABIC, st.sampled_from(["الشيخ", "الدكتور", "الحاج"]))
def test_titles_weigh_next_to_nothing(name: str, title: str) -> None:
    assert weight(parse(title + " " + name)[0]) <= 0.1 * 13
    assert compare(parse(name), parse(f"{title} {name}")).bits > 0.9 * compare(parse(name), parse(name)).bits


def test_father_of_is_light() -> None:
    assert weight(parse("أبو خليل")[0]) < 0.5 * weight(parse("العكايلة")[0])


@given(st.permutations(["محمد", "سالم", "الخطيب", "جمال"]))
def test_the_order_as_recorded_is_worth_most(order: list[str]) -> None:
    asked = parse("محمد سالم الخطيب جمال")
    assert compare(asked, parse(" ".join(order))).bits <= compare(asked, asked).bits
