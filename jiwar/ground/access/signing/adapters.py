"""What django-allauth asks of us: its secrets pass through the vault, and nothing is sent or shown by it."""

from base64 import b64decode, b64encode
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from jiwar.ground.access.models import User
from jiwar.ground.vault.crypto import Place, open_sealed, seal
from jiwar.ground.vault.root import derived

PLACE = Place("mfa_authenticator", "data", UUID(int=0))
"""Allauth does not say whose secret it seals. That rows are not mixed up is the wall's: one sees one's own alone."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of one-time codes and of recovery codes are sealed; pages call people what we call them."""

    def encrypt(self, text: str) -> str:
        return b64encode(seal(derived("factors"), text, place=PLACE, version=1)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed({1: derived("factors")}, b64decode(encrypted_text), place=PLACE)

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """None: whoever reads the mail of a worker need not learn how that worker signs in."""

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, object]:
        if not isinstance(user, User):
            raise TypeError("not a user of this house")
        return {"id": str(user.pk).encode(), "display_name": user.display_en, "name": user.username}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Jiwar"}

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()
