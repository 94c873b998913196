"""What a record of a person needs: every rule on plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.areas.people import rules
from jiwar.lib.names import parse

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


class TestFinding:
    """Under what somebody is found. What two spellings share is the library's; what is looked for is ours."""

    @given(texts)
    def test_the_rarest_elements_are_looked_for_and_at_least_one(self, name: str) -> None:
        found = rules.elements_of([name])
        told = rules.telling(found)
        assert bool(told) is bool(found)
        assert told.items() <= found.items()
        left = [worth for one, worth in found.items() if one not in told]
        assert not left or min(told.values()) >= max(left)

    def test_a_frequent_name_is_looked_for_where_nothing_rarer_is_said(self) -> None:
        often, rare = {"often": 4.0}, {"rare": 15.0}
        assert rules.telling(often) == often
        assert rules.telling(often | rare) == rare
        assert rules.telling({"rarer": 16.0} | rare) == {"rarer": 16.0} | rare

    @given(texts, texts, st.one_of(st.none(), st.integers(1900, 2026)))
    def test_each_name_of_somebody_leads_there(self, name: str, other: str, year: int | None) -> None:
        kept = rules.elements_of([name, other], year)
        assert rules.elements_of([name]).keys() <= kept.keys()

    def test_spellings_one_letter_away_are_worth_less(self) -> None:
        parts = parse("Salma Khatib")
        near = rules.near_elements(parts)
        assert near
        assert not near.keys() & rules.elements_of(["Salma Khatib"]).keys() - set("slm")
        assert max(near.values()) <= max(rules.elements_of(["Salma Khatib"]).values()) / 2
