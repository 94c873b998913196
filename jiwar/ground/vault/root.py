"""Which KMS this deployment uses: today the file that the settings name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiwar.ground.vault.crypto import Key
from jiwar.ground.vault.kms import FileKms, Kms


def kms() -> Kms:
    """The keeper of this deployment's root keys; read when first asked for. Raises KeysRefused."""
    return _file(settings.JIWAR.keys_path)


def derived(purpose: str) -> Key:
    """The key of this deployment for one purpose beside the files: sessions, passwords, counting attempts."""
    return _derived(kms(), purpose)


@lru_cache(maxsize=16)
def _derived(keeper: Kms, purpose: str) -> Key:
    return keeper.derive(purpose)


@lru_cache(maxsize=4)
def _file(path: Path) -> FileKms:
    return FileKms(path)
