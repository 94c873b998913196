"""The search of the canary proof finds what it says it finds; and no sealed column is without a planter."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from jiwar.ground.vault.fields import SealedField
from proofs.canary import leaks, planting, sinks
from proofs.canary.asking import Answer
from proofs.canary.scenes import Heard
from proofs.canary.words import TAG, WHOLE, Mint, found_in

MINT = Mint("test", 1)
STRUCK = [MINT.strike() for _ in range(60)]
NEEDLES = MINT.needles()
SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 the other way": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 in the middle": lambda text: base64.b64encode(b"y" + text.encode() + b"zz"),
    "base64 near the end": lambda text: base64.b64encode(b"yz" + text.encode()),
    "url-safe base64": lambda text: base64.urlsafe_b64encode(text.encode()),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "as PostgreSQL writes bytes": lambda text: b"\\x" + text.encode().hex().encode(),
    "json": lambda text: json.dumps(text).encode(),
    "in an address": lambda text: quote(text).encode(),
    "as Python shows bytes": lambda text: repr(text.encode()).encode(),
    "backwards": lambda text: text[::-1].encode(),
    "in capitals": lambda text: text.upper().encode(),
    "in small letters": lambda text: text.casefold().encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(st.sampled_from(STRUCK), st.data())
def test_every_piece_of_a_canary_is_found_however_it_is_written(
    spelling: str, canary: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(canary) - WHOLE))
    piece = canary[start : start + WHOLE]
    assert found_in(b"before " + SPELLINGS[spelling](piece) + b" after", NEEDLES)


@given(st.binary(max_size=4000), st.text(max_size=500))
def test_nothing_else_is_found(noise: bytes, text: str) -> None:
    assert not found_in(noise + text.encode("utf-8", "replace"), NEEDLES)


def test_canaries_of_one_kind_are_not_those_of_another() -> None:
    assert not found_in(" ".join(STRUCK).encode(), Mint("other", 1).needles())


def test_each_canary_is_its_own() -> None:
    assert len(set(STRUCK)) == len(STRUCK)
    assert {len(tag) for tag in (MINT.latin, MINT.arabic)} == {TAG}


def test_the_same_seed_strikes_the_same() -> None:
    again = Mint("test", 1)
    assert [again.strike() for _ in range(60)] == STRUCK


def test_every_sealed_column_has_a_planter() -> None:
    names = {planting.name_of(model, column) for model, column in planting.sealed_columns()}
    assert names == set(planting.PLANTERS)


def test_the_walk_misses_no_sealed_column() -> None:
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, SealedField)
    }
    assert len(found) == len(planting.sealed_columns()) > 0


def test_every_kind_of_place_has_a_leak_as_its_control() -> None:
    kinds = {kind for leak in leaks.LEAKS for kind in leak.kinds}
    looked = {"dump", "sessions", "cache", "data files", "database log", "application log", "mail"}
    assert kinds == looked | {"text message", "other files", "headers", "pages"}


def test_a_page_that_may_repeat_is_searched_for_passwords_alone() -> None:
    answer = Answer("GET", 200, b"Name: value", b"typed")
    heard = [Heard(answer, "scene", may_repeat=True)]
    assert [place.kind for place in sinks.answers(heard, repeated=False)] == ["headers"]
    assert [place.kind for place in sinks.answers(heard, repeated=True)] == ["headers", "pages"]
