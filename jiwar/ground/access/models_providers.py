"""An agency's own provider of sign-in (OpenID Connect), and which account there belongs to which account here.

The application reads neither table as it is: a provider is found by its word or by the agency that is entered, a link
by the keyed token of whoever stands at the provider. See signing/linking.py.
"""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, history_of


class Provider(models.Model):
    """Where people of one agency sign in; made, renewed and ended by the operator (providing.py). One at a time.

    `factors` and `contexts` are the values of `amr` and `acr` that tell of a second factor.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    word = models.SlugField(max_length=32, unique=True)
    issuer = models.CharField(max_length=200)
    client_id = models.CharField(max_length=200)
    sealed = models.BinaryField()
    factors = ArrayField(models.CharField(max_length=64), default=list)
    contexts = ArrayField(models.CharField(max_length=200), default=list)
    made_at = MomentField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(ended_at__isnull=True), name="one_provider_at_a_time"
            ),
        ]


class ProviderLink(models.Model):
    """An account at a provider that opens an account here. Made by its owner alone, who has just proved who they are.

    `subject` is a keyed token, so that nobody can look a name up; `mark` binds the row to provider and user under a key
    that the database does not have: a row that was injected opens nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)
    made_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_account_here_for_one_there"),
            models.UniqueConstraint(fields=["provider", "user"], name="one_account_there_for_one_here"),
        ]


class ProviderHistory(history_of(Provider, exclude=["sealed"])):  # type: ignore[misc]
    """What a provider was, and since when; closed to the application."""


class ProviderLinkHistory(history_of(ProviderLink, exclude=["subject", "mark"])):  # type: ignore[misc]
    """Who was linked when; closed to the application."""
