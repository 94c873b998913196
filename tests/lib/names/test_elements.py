"""Under what a name is kept: few elements, the same in any order of its parts, and one letter around a key."""

from hypothesis import given
from hypothesis import strategies as st

from jiwar.lib.names import elements, neighbours, parse
from jiwar.lib.names.elements import MOST, MOST_DATED
from jiwar.lib.names.scoring import one_edit

WORDS = st.sampled_from(["محمد", "سالم", "الخطيب", "عبد الله", "Ghazali", "Thabit", "أبو", "خالد", "Youssef", "Dr"])
NAMES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)


@given(NAMES | st.text(max_size=200), st.none() | st.integers(1900, 2030))
def test_there_are_never_many(name: str, year: int | None) -> None:
    found = elements(parse(name), year)
    assert len(found) <= MOST + (MOST_DATED if year else 0)
    assert bool(found) is bool(parse(name))


@given(NAMES)
def test_the_likeliest_key_of_every_part_is_kept(name: str) -> None:
    parts = parse(name)
    found = elements(parts)
    assert all(part.keys[0] in found for part in parts if not part.title)


@given(NAMES, st.integers(1900, 2030))
def test_a_year_only_adds(name: str, year: int) -> None:
    plain, dated = elements(parse(name)), elements(parse(name), year)
    assert {one for one in dated if one.endswith(str(year))}
    assert plain.items() <= dated.items()


@given(st.permutations(["محمد", "سالم", "الخطيب"]))
def test_pairs_have_no_order(order: list[str]) -> None:
    pairs = {one for one in elements(parse(" ".join(order))) if " " in one}
    assert pairs == {one for one in elements(parse("محمد سالم الخطيب")) if " " in one}


def test_a_pair_is_worth_what_its_keys_are_worth() -> None:
    found = elements(parse("محمد سالم"))
    assert found["mhmd slm"] == found["mhmd"] + found["slm"]


def test_two_words_and_one_share_an_element() -> None:
    assert elements(parse("أبو بكر")).keys() & elements(parse("Abubakr")).keys()


@given(st.text(alphabet="Abcdfghjk", min_size=3, max_size=8))
def test_neighbours_are_one_letter_away(key: str) -> None:
    near = neighbours(key)
    assert key not in near
    assert all(one_edit(key, one) for one in near)
    assert neighbours("ab") == neighbours("abcdfghjklmnr") == set()
