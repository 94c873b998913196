"""Which KMS this deployment uses: today the file that the settings name."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiwar.ground.vault.kms import FileKms, Kms


def kms() -> Kms:
    """The keeper of this deployment's root keys; read when first asked for. Raises KeysRefused."""
    return _file(settings.JIWAR.keys_path)


@lru_cache(maxsize=4)
def _file(path: Path) -> FileKms:
    return FileKms(path)
