"""A Latin spelling fits an Arabic word the better, the more usual its letters are; vowels count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.lib.names import compare, parse
from jiwar.lib.names.spelling import NEVER, letters, surprise


@pytest.mark.parametrize(
    ("latin", "fits", "less"),
    [
        ("salem", "سالم", "سليم"),
        ("saleem", "سليم", "سالم"),
        ("husein", "حسين", "حسن"),
        ("hasan", "حسن", "حسين"),
        ("mahmoud", "محمود", "محمد"),
        ("youssef", "يوسف", "يسف"),
    ],
)
def test_vowels_tell_two_names_of_one_key_apart(latin: str, fits: str, less: str) -> None:
    assert surprise(letters(fits), latin) < surprise(letters(less), latin)
    asked = parse(latin)
    assert compare(asked, parse(fits)).bits > compare(asked, parse(less)).bits


def test_first_and_last_letters_are_marked() -> None:
    assert letters("الوليده") == ("^و", "ل", "ي", "د-", "ه$")
    assert letters("") == ()


@given(
    st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", max_size=12),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=20),
)
def test_surprise_has_bounds(arabic: str, latin: str) -> None:
    assert 0 <= surprise(letters(arabic), latin) <= NEVER


def test_more_letters_than_can_be_heard_never_fit() -> None:
    assert surprise(letters("ب"), "abcde") == surprise((), "a") == NEVER
    assert surprise((), "") == 0
