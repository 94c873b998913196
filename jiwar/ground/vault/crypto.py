"""Sealing one value, and wrapping one key in another. Knows no Django and remembers nothing.

A sealed value is

    version of the key (1 byte) · nonce (12 bytes) · AES-256-GCM ciphertext with its tag

and is bound to the place where it stands: table, column, row and version are authenticated with it, each with its
length before it, so that two places never read the same. Ciphertext that was moved to another row, relabelled,
cut or changed does not open. A wrapped key looks the same, with a context in the place of the place.

Nonces are random. At 96 bits a key must not seal more than 2**32 values (NIST SP 800-38D, 8.3); a data key seals
the values of one person or one case, an agency's key the data keys of its files.

The length of a text can be read from its ciphertext; nothing else can.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple, Never, Self, final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
VERSIONS = range(1, 128)
"""What the first byte may say. 128 and above are kept for a later layout."""


class CannotOpen(Exception):
    """The bytes, the key and the place do not belong together. Which of them is wrong cannot be told."""


@final
class Key:
    """A key of 256 bits: never shown, copied or pickled. `material` is for wrapping it and for nothing else."""

    __slots__ = ("_cipher", "_material")
    _cipher: AESGCM
    _material: bytes

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        object.__setattr__(self, "_material", bytes(material))
        object.__setattr__(self, "_cipher", AESGCM(material))

    @classmethod
    def fresh(cls) -> Self:
        """A new random key."""
        return cls(os.urandom(KEY_BYTES))

    @property
    def material(self) -> bytes:
        return self._material

    def encrypt(self, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """AES-256-GCM. A nonce is used once."""
        return self._cipher.encrypt(nonce, plain, bound)

    def decrypt(self, nonce: bytes, cipher: bytes, bound: bytes) -> bytes:
        """The plain bytes. Raises CannotOpen."""
        try:
            return self._cipher.decrypt(nonce, cipher, bound)
        except InvalidTag:
            raise CannotOpen("bytes, key and place do not belong together") from None

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError("a key does not change")

    def __reduce__(self) -> Never:
        raise TypeError("a key does not leave the process")


class Place(NamedTuple):
    """Where a sealed value stands."""

    table: str
    column: str
    row: UUID

    def bound(self, version: int) -> bytes:
        """What is authenticated with a value of this place."""
        return bind(self.table.encode(), self.column.encode(), self.row.bytes, bytes((version,)))


def bind(*parts: bytes) -> bytes:
    """The parts as one string of bytes that no other parts give: each with its length before it."""
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


def seal(key: Key, text: str, *, place: Place, version: int) -> bytes:
    """Encrypt `text` for `place` under the key that readers will find as `version`. Empty text is sealed too."""
    try:
        plain = text.encode()
    except UnicodeEncodeError:
        raise ValueError("not Unicode text: it holds half a character") from None  # the cause would quote the text
    return seal_bytes(key, plain, place=place, version=version)


def seal_bytes(key: Key, plain: bytes, *, place: Place, version: int) -> bytes:
    """The same for what is no text: what a file holds, as it is."""
    return _lock(key, plain, place.bound(_checked(version)), version)


def open_sealed(keys: Mapping[int, Key], blob: bytes, *, place: Place) -> str:
    """The text that was sealed for `place` under one of `keys`, by version. Raises CannotOpen."""
    return open_bytes(keys, blob, place=place).decode()


def open_bytes(keys: Mapping[int, Key], blob: bytes, *, place: Place) -> bytes:
    """The same for what is no text. Raises CannotOpen."""
    version = version_of(blob)
    return _unlock(keys.get(version), blob, place.bound(version))


def wrap(outer: Key, inner: Key, *, context: bytes, version: int) -> bytes:
    """Encrypt the key `inner` under the key `outer`, bound to `context`."""
    return _lock(outer, inner.material, context, _checked(version))


def unwrap(outers: Mapping[int, Key], blob: bytes, *, context: bytes) -> Key:
    """The key that was wrapped for `context` under one of `outers`, by version. Raises CannotOpen."""
    return Key(_unlock(outers.get(version_of(blob)), blob, context))


def derive(key: Key, purpose: str) -> Key:
    """The key for one purpose that follows from `key` and tells nothing about it or about other purposes."""
    return Key(hkdf(key.material, salt=b"", info=purpose.encode(), length=KEY_BYTES))


def hkdf(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info).derive(material)


def version_of(blob: bytes) -> int:
    """Under which version of its key something was sealed or wrapped. Raises CannotOpen."""
    if len(blob) < 1 + NONCE_BYTES + TAG_BYTES or blob[0] not in VERSIONS:
        raise CannotOpen("not a sealed value")
    return blob[0]


def _checked(version: int) -> int:
    if version not in VERSIONS:
        raise ValueError("the versions of a key run from 1 to 127")
    return version


def _lock(key: Key, plain: bytes, bound: bytes, version: int, _nonce: bytes | None = None) -> bytes:
    nonce = os.urandom(NONCE_BYTES) if _nonce is None else _nonce  # given by known-answer tests alone
    return bytes((version,)) + nonce + key.encrypt(nonce, plain, bound)


def _unlock(key: Key | None, blob: bytes, bound: bytes) -> bytes:
    if key is None:
        raise CannotOpen("no key of this version")
    return key.decrypt(blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :], bound)
