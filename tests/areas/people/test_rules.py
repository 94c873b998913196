"""What a record of a person needs: every rule on plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.areas.people import rules

YEAR = 2026
texts = st.text(max_size=40)


class TestNames:
    @pytest.mark.parametrize(
        ("firsts", "missing"),
        [([], True), ([""], True), ([" ", "\t"], True), (["سلمى"], False), (["", "Salma"], False)],
    )
    def test_a_first_name_in_one_script_is_enough(self, firsts: list[str], missing: bool) -> None:
        assert rules.missing_name(firsts) is missing

    @given(st.lists(texts))
    def test_it_is_missing_exactly_where_nothing_but_space_was_given(self, firsts: list[str]) -> None:
        assert rules.missing_name(firsts) is (not "".join(firsts).strip())

    @pytest.mark.parametrize(
        ("scripts", "twice"),
        [([], None), (["arab"], None), (["arab", "latn"], None), (["latn", "arab", "latn"], "latn")],
    )
    def test_each_script_takes_one_name(self, scripts: list[str], twice: str | None) -> None:
        assert rules.repeated_script(scripts) == twice

    @given(st.lists(st.sampled_from(["arab", "latn"])))
    def test_a_script_is_repeated_exactly_where_a_set_is_shorter(self, scripts: list[str]) -> None:
        assert (rules.repeated_script(scripts) is None) == (len(set(scripts)) == len(scripts))


class TestYears:
    @pytest.mark.parametrize(
        ("year", "impossible"),
        [
            (None, False),
            (YEAR, False),
            (YEAR + 1, True),
            (YEAR - rules.OLDEST, False),
            (YEAR - rules.OLDEST - 1, True),
            (0, True),
            (-1, True),
        ],
    )
    def test_somebody_living_was_born_in_it(self, year: int | None, impossible: bool) -> None:
        assert rules.impossible_birth_year(year, this_year=YEAR) is impossible

    @given(st.none() | st.integers(1800, 2200))
    def test_an_age_lies_between_a_newborns_and_the_oldest(self, year: int | None) -> None:
        age = rules.age_in(year, this_year=YEAR)
        assert (age is None) == (year is None)
        if not rules.impossible_birth_year(year, this_year=YEAR) and age is not None:
            assert 0 <= age <= rules.OLDEST


class TestWords:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("", []),
            ("a", []),
            ("Salma  Al-Khatib", ["salma", "al-khatib"]),
            ("عبد الرحمن عبد", ["عبد", "الرحمن"]),
            ("STRASSE straße", ["strasse"]),
        ],
    )
    def test_words_are_lower_case_long_enough_and_once(self, name: str, words: list[str]) -> None:
        assert rules.words_of(name) == words

    @given(texts)
    def test_the_words_of_words_are_themselves(self, name: str) -> None:
        words = rules.words_of(name)
        assert rules.words_of(" ".join(words)) == words

    @given(texts, texts)
    def test_every_word_of_a_name_is_found_in_a_longer_one(self, name: str, more: str) -> None:
        assert set(rules.words_of(name)) <= set(rules.words_of(f"{name} {more}"))
