"""Answers that others published, and answers of our own that must never change: what was sealed must keep opening."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from jiwar.ground.vault import crypto, tokens
from jiwar.ground.vault.agency_keys import context_of
from jiwar.ground.vault.crypto import Key, Place
from jiwar.ground.vault.kms import FileKms

SPECIFIED_KEY = "feffe9928665731c6d6a8f9467308308" * 2
SPECIFIED_PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
SPECIFIED_CIPHER = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
AES_256_GCM = {  # key, nonce, plain, authenticated besides, cipher, tag
    "specification, case 13": ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    "specification, case 14": (
        "00" * 32,
        "00" * 12,
        "00" * 16,
        "",
        "cea7403d4d606b6e074ec5d3baf39d18",
        "d0d1c8a799996bf0265b98b5d48ab919",
    ),
    "specification, case 15": (
        SPECIFIED_KEY,
        "cafebabefacedbaddecaf888",
        SPECIFIED_PLAIN,
        "",
        SPECIFIED_CIPHER,
        "b094dac5d93471bdec1a502270e3cc6c",
    ),
    "specification, case 16": (
        SPECIFIED_KEY,
        "cafebabefacedbaddecaf888",
        SPECIFIED_PLAIN[:-8],
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        SPECIFIED_CIPHER[:-8],
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
    "CAVP gcmEncryptExtIV256, empty": (
        "b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4",
        "516c33929df5a3284ff463d7",
        "",
        "",
        "",
        "bdc1ac884d332457a1d2664f168c76f0",
    ),
    "CAVP gcmEncryptExtIV256, 128 bits": (
        "31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22",
        "0d18e06c7c725ac9e362e1ce",
        "2db5168e932556f8089a0622981d017d",
        "",
        "fa4362189661d163fcd6a56d8bf0405a",
        "d636ac1bbedd5cc3ee727dc2ab4a9489",
    ),
}
RFC_5869 = {  # material, salt, info, result
    "case 1": (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    "case 3, no salt and no info": (
        "0b" * 22,
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
}
RFC_4231 = {  # key, message, HMAC-SHA-256
    "case 1": (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    "case 2": (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    "case 3": (b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    "case 6, a key longer than a block": (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
}

OURS = Key(bytes(range(32)))
AGENCY = UUID("0d4c1a52-9f0e-4f0a-8f5e-3a1b7c9d2e11")
PLACE = Place("people_personname", "first", UUID("7e57ab1e-0000-4000-8000-000000000001"))
SEALED = bytes.fromhex("016465666768696a6b6c6d6e6f90b807e3a06de247ecb94cad56550665f811ba6dd404")
WRAPPED = bytes.fromhex(
    "0178797a7b7c7d7e7f808182833177cdfdb803d3b701d9639b993c0e79"
    "f7b21e5ba0d4a5801b143c6ea5990272c438de740595b186e6993063464a4d32"
)


@pytest.mark.parametrize("case", AES_256_GCM.values(), ids=AES_256_GCM)
def test_aes_gcm_as_published(case: tuple[str, ...]) -> None:
    key, nonce, plain, bound, cipher, tag = map(bytes.fromhex, case)
    blob = crypto._lock(Key(key), plain, bound, 1, _nonce=nonce)
    assert blob == b"\x01" + nonce + cipher + tag
    assert crypto._unlock(Key(key), blob, bound) == plain


@pytest.mark.parametrize(("material", "salt", "info", "result"), RFC_5869.values(), ids=RFC_5869)
def test_hkdf_as_published(material: str, salt: str, info: str, result: str) -> None:
    made = crypto.hkdf(bytes.fromhex(material), salt=bytes.fromhex(salt), info=bytes.fromhex(info), length=42)
    assert made.hex() == result


@pytest.mark.parametrize(("key", "message", "result"), RFC_4231.values(), ids=RFC_4231)
def test_hmac_as_published(key: bytes, message: bytes, result: str) -> None:
    assert tokens.hmac_sha256(key, message).hex() == result


def test_a_place_is_bound_as_it_always_was() -> None:
    assert PLACE.bound(1) == (
        b"\0\0\0\x11people_personname\0\0\0\x05first\0\0\0\x10" + PLACE.row.bytes + b"\0\0\0\x01\x01"
    )


def test_what_was_sealed_in_the_first_version_still_opens() -> None:
    assert crypto.open_sealed({1: OURS}, SEALED, place=PLACE) == "أمل"


def test_what_was_wrapped_in_the_first_version_still_unwraps() -> None:
    assert crypto.unwrap({1: OURS}, WRAPPED, context=context_of(AGENCY, 1)).material == bytes(range(32, 64))


def test_a_token_of_the_first_version_is_still_found() -> None:
    assert tokens.token_under(crypto.derive(OURS, "token person"), "أمل") == 5_078_177_291_575_119_297


def test_a_key_file_of_the_first_version_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    path.touch(mode=0o600)
    letters = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    path.write_text(
        json.dumps({"format": 1, "demo": False, "derivation": letters, "current": 1, "root": {"1": letters}})
    )
    keys = FileKms(path)
    assert keys.unwrap(WRAPPED, context_of(AGENCY, 1)).material == bytes(range(32, 64))
    assert tokens.token_under(keys.derive("token person"), "أمل") == 5_078_177_291_575_119_297
