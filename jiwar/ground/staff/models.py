"""Roles proposed and waiting for a second person, acceptances of the code of conduct, lines of the quarterly review.

The application reads them and writes none: they change through definer functions alone (verbs.py). Users are named
by id without foreign key: what was proposed, accepted or reviewed stays, whatever becomes of the user.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, history_of


class State(models.TextChoices):
    """What became of a proposal. One that ran out stays open and opens nothing."""

    OPEN = "open", _("waits for a second person")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class Verdict(models.TextChoices):
    """What somebody said of a role when it was reviewed."""

    RIGHT = "right", _("still right")
    ENDED = "ended", _("ended")


class RoleProposal(models.Model):
    """A powerful role for a colleague: proposed by one, it holds only once somebody else has confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency_id = models.UUIDField()
    user_id = models.UUIDField()
    role = models.CharField(max_length=32)
    office_id = models.UUIDField(null=True)
    team_id = models.UUIDField(null=True)
    ends_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField()
    proposed_at = MomentField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    assignment_id = models.UUIDField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency_id", "-proposed_at"], name="proposal_agency_idx")]


class ConductAcceptance(models.Model):
    """That somebody accepted a version of the code of conduct, and when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    agency_id = models.UUIDField()
    version = models.CharField(max_length=16)
    accepted_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["user_id", "version"], name="conduct_accepted_once")]


class RoleReview(models.Model):
    """One role looked at in one quarter (2026Q4): still right, or ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency_id = models.UUIDField()
    assignment_id = models.UUIDField()
    quarter = models.CharField(max_length=6)
    verdict = models.CharField(max_length=8, choices=Verdict)
    reviewed_by = models.UUIDField()
    reviewed_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["assignment_id", "quarter"], name="reviewed_once_a_quarter")]


class RoleProposalHistory(history_of(RoleProposal)):  # type: ignore[misc]
    """What a proposal was."""


class ConductAcceptanceHistory(history_of(ConductAcceptance)):  # type: ignore[misc]
    """What was accepted; closed to the application."""


class RoleReviewHistory(history_of(RoleReview)):  # type: ignore[misc]
    """What was said of a role; closed to the application."""
