"""Agencies, offices, teams, users, their roles, and who may see which file.

The application's role reads these tables and cannot write them, but for a user's own password and language:
the wall derives everybody's principals from them, so whoever could write them could see everything. They change
through definer functions (access/grants.py) or by the operator's commands.
"""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from jiwar.ground.access.classes import AgencyKind, DataClass, Level
from jiwar.ground.access.models_duress import Alarm as Alarm
from jiwar.ground.access.models_duress import AlarmHistory as AlarmHistory
from jiwar.ground.access.models_duress import Shadow as Shadow
from jiwar.ground.access.models_providers import Provider as Provider
from jiwar.ground.access.models_providers import ProviderHistory as ProviderHistory
from jiwar.ground.access.models_providers import ProviderLink as ProviderLink
from jiwar.ground.access.models_providers import ProviderLinkHistory as ProviderLinkHistory
from jiwar.ground.access.models_signing import Attempt as Attempt
from jiwar.ground.access.models_signing import Begun as Begun
from jiwar.ground.access.models_signing import Invitation as Invitation
from jiwar.ground.access.models_signing import InvitationHistory as InvitationHistory
from jiwar.ground.access.models_signing import InvitationKind as InvitationKind
from jiwar.ground.access.models_signing import Password as Password
from jiwar.ground.access.models_signing import Session as Session
from jiwar.ground.access.models_tokens import Answer as Answer
from jiwar.ground.access.models_tokens import Token as Token
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, history_of
from jiwar.ground.base.text import Named


class Body(Named):
    """What agencies, offices and teams have in common."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Agency(Body):
    """A controller: it keeps records of its own, under a key of its own."""

    code = models.SlugField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=AgencyKind)
    is_active = models.BooleanField(default=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Office(Body):
    """A place of an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    governorate = models.CharField(max_length=8, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Team(Body):
    """Who shares a caseload."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]


class Users(BaseUserManager["User"]):
    """Users are made by the operator or by an agency's administrator, never by signing up."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who works here, or the system user of an agency (kind `system`, which cannot sign in).

    The column `password` holds nothing that opens; passwords are in a walled table of their own: signing/passwords.py.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        SYSTEM = "system"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=64, unique=True)
    display_en = models.CharField(max_length=120)
    display_ar = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=[("ar", "العربية"), ("en", "English")], default="ar")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    is_active = models.BooleanField(default=True)

    objects = Users()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        triggers: ClassVar = [ANNOUNCED]

    @property
    def name_en(self) -> str:
        return self.display_en

    @property
    def name_ar(self) -> str:
        return self.display_ar


class RoleAssignment(models.Model):
    """A role, at a place, for a period. Without team the place is the office, without office the agency."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=32)  # a code of roles.ROLES; no choices: a new role is no change of schema
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True)
    starts_at = MomentField()
    ends_at = models.DateTimeField(null=True, blank=True)
    covers = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covered_by", null=True, blank=True)
    """Whose absence this role covers: always for a period, and of the worker's own team."""

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(covers__isnull=True)
                | models.Q(ends_at__isnull=False, team__isnull=False) & ~models.Q(covers=models.F("user")),
                name="cover_has_an_end_and_a_team",
            ),
            models.CheckConstraint(
                condition=models.Q(team__isnull=True) | models.Q(office__isnull=False), name="team_needs_its_office"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="role_ends_after_start",
            ),
        ]


class Grant(models.Model):
    """One permit or denial: this root, to that principal. The truth from which the wall keeps its arrays.

    The application sees its own unexpired permits, never a denial, and writes none: see access/grants.py.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    root_id = models.UUIDField()
    principal = models.CharField(max_length=64)
    agency_id = models.UUIDField(null=True)
    level = models.CharField(max_length=8, choices=Level, default=Level.FULL)
    classes = ArrayField(models.CharField(max_length=16, choices=DataClass), default=list)
    purpose = models.CharField(max_length=64, blank=True)
    basis_kind = models.CharField(max_length=32)
    basis_id = models.CharField(max_length=64, blank=True)
    release = models.BooleanField(default=False)
    denied = models.BooleanField(default=False)
    ruling = models.CharField(max_length=16, blank=True, db_default="")
    """On a denial: what the data-protection officer found, where no supervisor was left to judge it."""
    expires_at = models.DateTimeField(null=True)
    granted_by = models.UUIDField(null=True)
    created_at = MomentField()

    class Meta:
        db_table = "case_access"
        triggers: ClassVar = [ANNOUNCED]
        indexes = [
            models.Index(fields=["root_id"], name="access_root_idx"),
            models.Index(fields=["principal", "-created_at", "root_id"], name="access_principal_idx"),
            models.Index(fields=["basis_kind", "basis_id"], name="access_basis_idx"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["root_id", "principal", "basis_kind", "basis_id"], name="one_permit_per_basis"
            ),
        ]


class AgencyHistory(history_of(Agency)):  # type: ignore[misc]
    """What an agency was."""


class OfficeHistory(history_of(Office)):  # type: ignore[misc]
    """What an office was."""


class TeamHistory(history_of(Team)):  # type: ignore[misc]
    """What a team was."""


class UserHistory(history_of(User, exclude=["password", "last_login"])):  # type: ignore[misc]
    """What a user was; never a password."""


class RoleAssignmentHistory(history_of(RoleAssignment)):  # type: ignore[misc]
    """Who held which role when."""


class GrantHistory(history_of(Grant)):  # type: ignore[misc]
    """Every permit and denial there ever was; closed to the application."""
