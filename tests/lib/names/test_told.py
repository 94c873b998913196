"""What is told besides the names: each fact in bits with its reason; limits that rise with the register."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.lib.names import Band, Born, Fact, Told, liken, parse, tables
from jiwar.lib.names.told import FAR, OTHER_NATION, OTHER_SEX, SAME_DAY, SAME_NUMBER, band, birth

NAME = (parse("سلمى خالد العكايلة"),)
births = st.builds(
    Born,
    st.integers(1920, 2025),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 28),
    st.none() | st.integers(2026, 2030),
    st.booleans(),
)


def facts(asked: Told, recorded: Told) -> dict[Fact, float]:
    return {one.fact: one.bits for one in liken(asked, recorded, register=100_000).reasons}


@pytest.mark.parametrize(
    ("one", "other", "fact"),
    [
        (Born(1990, 3, 5), Born(1990, 3, 5), Fact.SAME_DAY),
        (Born(1990, 3, 5), Born(1990, 5, 3), Fact.DAY_AND_MONTH_SWAPPED),
        (Born(1990, 3, 5), Born(1990, 7, 21), Fact.SAME_YEAR),
        (Born(1990, 3, 5), Born(1991, 3, 5), Fact.NEAR_YEAR),
        (Born(1990, 3, 5), Born(1999, 3, 5), Fact.OTHER_YEAR),
        (Born(1990), Born(1990, 3, 5), Fact.SAME_YEAR),
        (Born(1990, 1, 1, estimated=True), Born(1992, 3, 5), Fact.NEAR_YEAR),
        (Born(1990, estimated=True), Born(1993, 3, 5), Fact.OTHER_YEAR),
        (Born(1985, until=1992), Born(1990, 3, 5), Fact.SAME_YEAR),
        (Born(1985, until=1992), Born(1994, 3, 5), Fact.NEAR_YEAR),
    ],
)
def test_births_are_compared_as_exactly_as_both_are_told(one: Born, other: Born, fact: Fact) -> None:
    assert birth(one, other).fact is fact


@given(births, births)
def test_births_have_no_direction(one: Born, other: Born) -> None:
    assert birth(one, other) == birth(other, one)
    assert FAR <= birth(one, other).bits <= SAME_DAY


@given(births)
def test_nobody_is_born_another_year_than_oneself(one: Born) -> None:
    assert birth(one, one).bits > 0


def test_each_fact_says_what_it_adds() -> None:
    asked = Told(NAME, Born(1990, 3, 5), "F", frozenset({"JO"}), frozenset({"9901"}))
    other = Told(NAME, Born(1990, 3, 5), "M", frozenset({"SY"}), frozenset({"9901", "7"}))
    assert facts(asked, other) == {
        Fact.SAME_DAY: SAME_DAY,
        Fact.OTHER_SEX: OTHER_SEX,
        Fact.OTHER_NATIONALITY: OTHER_NATION,
        Fact.SAME_NUMBER: SAME_NUMBER,
    }
    found = liken(asked, other, register=100_000)
    assert found.bits == pytest.approx(found.names.bits + sum(facts(asked, other).values()))


def test_what_is_not_known_weighs_nothing() -> None:
    full = Told(NAME, Born(1990, 3, 5), "F", frozenset({"JO"}), frozenset({"9901"}))
    assert facts(full, Told(NAME)) == facts(Told(NAME), full) == {}
    assert facts(full, Told(NAME, numbers=frozenset({"other"}))) == {}


def test_the_nearest_of_several_names_counts() -> None:
    both = Told((parse("زينب"), *NAME))
    assert liken(Told(NAME), both, register=1000).names == liken(Told(NAME), Told(NAME), register=1000).names
    assert liken(Told(()), both, register=1000).band is Band.NO


def test_the_same_looks_less_likely_among_more_persons() -> None:
    order = [Band.MATCH, Band.POSSIBLE, Band.NO]
    for bits in range(60):
        seen = [order.index(band(bits, register=size)) for size in (1, 1_000, 100_000, 10_000_000)]
        assert seen == sorted(seen)
    assert band(1000, register=10**9) is Band.MATCH
    assert band(-50, register=1) is Band.NO


def test_a_doubled_register_asks_for_one_bit_more() -> None:
    limit = tables.thresholds().likely_bits
    at = tables.thresholds().measured_at
    assert band(limit, register=at) is Band.MATCH
    assert band(limit + 0.9, register=2 * at) is Band.POSSIBLE
    assert band(limit + 1.0, register=2 * at) is Band.MATCH
