"""Tokens: equal texts are found, and a token tells nothing without the key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiwar.ground.vault import tokens
from jiwar.ground.vault.crypto import Key, derive
from jiwar.ground.vault.kms import FileKms

ROOT = Key.fresh()
PERSON, COMPLAINT = derive(ROOT, "token person"), derive(ROOT, "token complaint")


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileKms:
    keys = FileKms.generate(tmp_path / "root.json", demo=True)
    monkeypatch.setattr(tokens, "kms", lambda: keys)
    return keys


@given(st.text())
def test_a_token_is_a_bigint_that_is_never_negative(text: str) -> None:
    assert 0 <= tokens.token_under(PERSON, text) < 2**63


@given(st.text(), st.text())
def test_equal_texts_have_equal_tokens_and_others_do_not(one: str, other: str) -> None:
    assert (tokens.token_under(PERSON, one) == tokens.token_under(PERSON, other)) == (one == other)


def test_all_63_bits_are_used() -> None:
    seen = [tokens.token_under(PERSON, str(number)) for number in range(1_000)]
    assert all(400 < sum(token >> bit & 1 for token in seen) < 600 for bit in range(63))


def test_tokens_of_two_domains_cannot_be_compared() -> None:
    assert tokens.token_under(PERSON, "أمل") != tokens.token_under(COMPLAINT, "أمل")
    assert tokens.token("person", "أمل") != tokens.token("complaint", "أمل")


def test_control_under_one_key_the_domains_would_be_compared() -> None:
    assert tokens.token_under(ROOT, "أمل") == tokens.token_under(ROOT, "أمل")


def test_tokens_survive_the_rotation_of_the_root_key(own_keys: FileKms) -> None:
    before = tokens.token("person", "أمل")
    own_keys.rotate()
    own_keys.forget()
    tokens._key.cache_clear()
    assert tokens.token("person", "أمل") == before


def test_another_deployment_has_other_tokens(own_keys: FileKms, tmp_path: Path) -> None:
    before = tokens.token("person", "أمل")
    other = FileKms.generate(tmp_path / "other.json", demo=True)
    assert tokens.token_under(other.derive("token person"), "أمل") != before
