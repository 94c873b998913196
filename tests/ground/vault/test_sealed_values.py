"""A sealed value opens where it was sealed and nowhere else, and says nothing when it does not."""

from uuid import UUID, uuid4

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jiwar.ground.vault import crypto
from jiwar.ground.vault.crypto import CannotOpen, Key, Place, bind, open_sealed, seal, unwrap, wrap

KEY = Key.fresh()
HERE = Place("people_personname", "first", uuid4())
NAMES = st.text() | st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئةًٌٍَُِّْٰـ ٱ", max_size=40)
PLACES = st.builds(Place, st.text(max_size=12), st.text(max_size=12), st.uuids())


@given(NAMES, st.sampled_from(crypto.VERSIONS))
@example("", 1)
@example("أَمَل\u200f بنت عبد الرحمٰن", 127)
@example("\0\r\n\U0001f54a", 1)
def test_every_text_comes_back_as_it_was(text: str, version: int) -> None:
    assert open_sealed({version: KEY}, seal(KEY, text, place=HERE, version=version), place=HERE) == text


@given(PLACES, PLACES)
def test_two_places_are_never_bound_alike(one: Place, other: Place) -> None:
    assume(one != other)
    assert one.bound(1) != other.bound(1)


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
@example([b"ab", b"c"], [b"a", b"bc"])
@example([], [b""])
def test_parts_are_never_joined_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (bind(*one) == bind(*other)) == (one == other)


def test_control_parts_without_their_lengths_are_joined_alike() -> None:
    assert b"".join([b"ab", b"c"]) == b"".join([b"a", b"bc"])


MOVED = {
    "row": HERE._replace(row=UUID(int=HERE.row.int ^ 1)),
    "column": HERE._replace(column="rest"),
    "table": HERE._replace(table="people_person"),
    "letter from table to column": HERE._replace(table="people_personnam", column="efirst"),
}


@pytest.mark.parametrize("there", MOVED.values(), ids=MOVED)
def test_a_value_moved_to_another_place_does_not_open(there: Place) -> None:
    blob = seal(KEY, "أمل", place=HERE, version=1)
    with pytest.raises(CannotOpen):
        open_sealed({1: KEY}, blob, place=there)


@pytest.mark.parametrize("there", MOVED.values(), ids=MOVED)
def test_control_without_its_place_a_moved_value_opens(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above would say if nobody bound the place: so it can fail."""
    monkeypatch.setattr(Place, "bound", lambda place, version: b"")
    blob = seal(KEY, "أمل", place=HERE, version=1)
    assert open_sealed({1: KEY}, blob, place=there) == "أمل"


def test_a_value_that_claims_another_version_does_not_open() -> None:
    blob = seal(KEY, "أمل", place=HERE, version=1)
    with pytest.raises(CannotOpen):
        open_sealed({1: KEY, 2: KEY}, b"\x02" + blob[1:], place=HERE)


def test_a_value_of_a_version_without_a_key_does_not_open() -> None:
    with pytest.raises(CannotOpen, match="no key of this version"):
        open_sealed({1: KEY}, seal(KEY, "أمل", place=HERE, version=2), place=HERE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        open_sealed({1: Key.fresh()}, seal(KEY, "أمل", place=HERE, version=1), place=HERE)


@given(st.data())
def test_a_flipped_bit_anywhere_closes_the_value(data: st.DataObject) -> None:
    blob = bytearray(seal(KEY, data.draw(NAMES), place=HERE, version=1))
    bit = data.draw(st.integers(0, 8 * len(blob) - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        open_sealed(dict.fromkeys(crypto.VERSIONS, KEY), bytes(blob), place=HERE)


@given(st.data())
def test_a_cut_or_lengthened_value_does_not_open(data: st.DataObject) -> None:
    blob = seal(KEY, data.draw(NAMES), place=HERE, version=1)
    cut = data.draw(st.integers(0, len(blob) - 1))
    for wrong in (blob[:cut], blob[cut + 1 :], blob + blob[:1] + bytes(cut)):
        with pytest.raises(CannotOpen):
            open_sealed(dict.fromkeys(crypto.VERSIONS, KEY), wrong, place=HERE)


@given(st.binary(max_size=80))
def test_any_bytes_at_all_are_answered_with_one_error(blob: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_sealed(dict.fromkeys(crypto.VERSIONS, KEY), blob, place=HERE)


def test_ten_thousand_values_have_ten_thousand_nonces() -> None:
    nonces = {seal(KEY, "أمل", place=HERE, version=1)[1:13] for _ in range(10_000)}
    assert len(nonces) == 10_000


@pytest.mark.parametrize("version", [0, 128, 255, -1])
def test_a_version_that_its_byte_cannot_say_is_refused(version: int) -> None:
    with pytest.raises(ValueError, match="1 to 127"):
        seal(KEY, "أمل", place=HERE, version=version)


def test_half_a_character_is_refused_without_quoting_the_text() -> None:
    with pytest.raises(ValueError, match="Unicode") as refused:
        seal(KEY, "أمل \ud800", place=HERE, version=1)
    assert "أمل" not in repr(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_wrapped_key_opens_in_its_context_alone() -> None:
    inner, here = Key.fresh(), bind(b"agency", b"1")
    blob = wrap(KEY, inner, context=here, version=3)
    assert unwrap({3: KEY}, blob, context=here).material == inner.material
    for keys, wrapped, context in [
        ({3: KEY}, blob, bind(b"agency", b"2")),
        ({3: Key.fresh()}, blob, here),
        ({2: KEY}, blob, here),
        ({3: KEY}, blob[:-1], here),
    ]:
        with pytest.raises(CannotOpen):
            unwrap(keys, wrapped, context=context)


def test_control_without_a_context_a_moved_wrap_opens() -> None:
    inner = Key.fresh()
    assert unwrap({3: KEY}, wrap(KEY, inner, context=b"", version=3), context=b"").material == inner.material


def test_a_key_for_a_purpose_is_always_the_same_and_only_its_own() -> None:
    one, other = crypto.derive(KEY, "one"), crypto.derive(KEY, "other")
    assert one.material == crypto.derive(KEY, "one").material
    assert len({KEY.material, one.material, other.material}) == 3
