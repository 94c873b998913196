"""Keyed tokens: finding an encrypted name by equality, without keeping the name.

A token is the HMAC-SHA256 of a text, cut to 63 bits so that it fits a bigint and is never negative. Its key comes
from the deployment's own secret by HKDF, another one for each domain, so that the tokens of two domains cannot be
compared. Whoever reads the table learns which rows share a text and no text: without the key he cannot even try
the names he knows.

The text is taken exactly as it is: the caller normalises it (spelling, case, script) first.
"""

import hmac
from functools import lru_cache

from jiwar.ground.vault.crypto import Key
from jiwar.ground.vault.kms import Kms
from jiwar.ground.vault.root import kms

TOKEN_BITS = 63


def token(domain: str, text: str) -> int:
    """The token of `text` in `domain`, under the key of this deployment."""
    return token_under(_key(kms(), domain), text)


def token_under(key: Key, text: str) -> int:
    """The first 63 bits of the HMAC of `text`."""
    return int.from_bytes(hmac_sha256(key.material, text.encode())[:8], "big") >> (64 - TOKEN_BITS)


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """HMAC with SHA-256 (RFC 2104)."""
    return hmac.digest(key, message, "sha256")


@lru_cache(maxsize=64)
def _key(kms: Kms, domain: str) -> Key:
    return kms.derive(f"token {domain}")
