"""Keys are not shown, copied or pickled, whatever somebody does with the things that hold them."""

import copy
import json
import logging
import pickle
from base64 import b64encode
from pathlib import Path

import pytest

from jiwar.ground.vault.crypto import CannotOpen, Key, Place
from jiwar.ground.vault.kms import FileKms

MATERIAL = bytes(range(100, 132))


def shown(thing: object) -> str:
    """Everything that a log, an error page or a debugger would print of a thing."""
    return f"{thing} {thing!r} {thing:s}" if isinstance(thing, str) else f"{thing} {thing!r} {[thing]} { {'x': thing} }"


def tells(text: str, material: bytes) -> bool:
    return any(form in text for form in (material.hex(), b64encode(material).decode(), repr(material)[2:20]))


def test_a_key_is_hidden_however_it_is_printed(caplog: pytest.LogCaptureFixture) -> None:
    key = Key(MATERIAL)
    logging.getLogger("jiwar.test").error("%s %r", key, {"key": key})
    assert not tells(shown(key) + caplog.text, MATERIAL)
    assert "Key(hidden)" in caplog.text


def test_control_bytes_that_are_printed_tell_the_key() -> None:
    assert tells(shown(MATERIAL), MATERIAL)
    assert tells(MATERIAL.hex(), MATERIAL)


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, vars, bytes, list])
def test_a_key_is_neither_copied_nor_written_out(leak: object) -> None:
    with pytest.raises(TypeError):
        leak(Key(MATERIAL))  # type: ignore[operator]


def test_a_key_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Key(MATERIAL)._material = bytes(32)
    with pytest.raises(ValueError, match="32 bytes"):
        Key(MATERIAL[:16])


def test_the_keeper_of_the_root_keys_hides_them(tmp_path: Path) -> None:
    keys = FileKms.generate(tmp_path / "root.json", demo=False)
    everything = shown(keys) + shown(keys._roots) + shown(vars(keys))
    held = [*keys._roots.root.values(), keys._roots.derivation]
    assert not any(tells(everything, key.material) for key in held)


def test_an_error_tells_neither_key_nor_text() -> None:
    key = Key(MATERIAL)
    with pytest.raises(CannotOpen) as error:
        key.decrypt(bytes(12), bytes(40), Place.__name__.encode())
    assert error.value.__cause__ is None
    assert not tells(repr(error.value), MATERIAL)
