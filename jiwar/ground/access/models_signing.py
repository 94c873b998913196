"""What sign-in keeps: secrets, sessions, attempts and invitations. Nothing here is worth stealing without the keys.

Passwords and sessions are sealed by the vault, each bound to its row; of a session and of a one-time link only the
hash is kept; attempts hang on a hash that nobody can make without the deployment's key.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, history_of


class Password(models.Model):
    """What a password is checked against; see signing/passwords.py. One's own row is all that the wall shows."""

    user = models.OneToOneField("access.User", on_delete=models.PROTECT, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    changed_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Session(models.Model):
    """A browser that somebody uses. No address: a list of one's sessions needs the device and the time."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    id = models.UUIDField(unique=True, default=uuid4, editable=False)
    user_id = models.UUIDField(null=True)
    sealed = models.BinaryField()
    device = models.CharField(max_length=32, blank=True)
    began_at = MomentField()
    seen_at = MomentField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user_id"], name="session_user_idx"),
            models.Index(fields=["expires_at"], name="session_expires_idx"),
        ]


class Begun(models.Model):
    """What somebody began to write and has not sent, sealed; see begun.py. One's own rows are all that the wall shows.

    `place` names the form by a keyed hash; `about` the record it writes on, so that what is erased leaves here too.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    place = models.BinaryField()
    about = models.UUIDField(null=True)
    sealed = models.BinaryField()
    saved_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["about"], name="begun_about_idx")]


class Attempt(models.Model):
    """How often something was tried in vain, by the hash of what was tried; see signing/throttle.py."""

    bucket = models.BinaryField(primary_key=True)
    failures = models.IntegerField()
    last_at = MomentField()
    until = models.DateTimeField(null=True)


class InvitationKind(models.TextChoices):
    """What a one-time link is for."""

    JOIN = "join", _("to start")
    RESET = "reset", _("to sign in anew")


class Invitation(models.Model):
    """A one-time link by which somebody sets up how to sign in, made by one person and confirmed by another.

    Whoever confirms gives a code that belongs to it. Link and code are kept as hashes under a key of the deployment.
    `made_by` is empty where the operator made it: then the link alone is enough. `role` starts with the first sign-in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=InvitationKind)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, blank=True)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    made_by = models.UUIDField(null=True)
    made_at = MomentField()
    expires_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency", "-made_at"], name="invitation_agency_idx")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("made_by")),
                name="two_people_invite",
            ),
        ]


class InvitationHistory(history_of(Invitation, exclude=["token_hash", "code_hash"])):  # type: ignore[misc]
    """Who invited whom, who confirmed, when it was used; closed to the application."""
