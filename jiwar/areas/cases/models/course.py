"""The course of a case: the case, its notes, what holds it open, how it is closed, and what is watched about it."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models

from jiwar.areas.cases.rules import AFTER_ALL, CLOSED, CLOSED_RANK, PRESSING
from jiwar.areas.cases.words import (
    Decision,
    GlassCategory,
    HoldKind,
    Occasion,
    Outcome,
    Programme,
    Risk,
    SealKind,
    Status,
    Verdict,
)
from jiwar.areas.people.models import Person
from jiwar.ground.access.models import Agency, Office, Team, User
from jiwar.ground.base.fields import MomentField, TodayField
from jiwar.ground.base.records import ANNOUNCED, Record, Root, history_of
from jiwar.ground.vault.fields import SealedField

RANK = models.Case(
    models.When(status=CLOSED, then=CLOSED_RANK),
    *(models.When(**{column: value}, then=n) for n, (column, value) in enumerate(PRESSING)),
    default=AFTER_ALL,
    output_field=models.SmallIntegerField(),
)
"""The order of rules.PRESSING, as the database reckons it: the indexes of the lists are built on it."""


class Case(Root):
    """One course of help for one person. A root of the wall: owner, team, office and agency decide who sees it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, editable=False)  # kept by the wall
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    code = models.CharField(max_length=12)
    programme = models.CharField(max_length=16, choices=Programme)
    status = models.CharField(max_length=16, choices=Status)
    risk = models.CharField(max_length=8, choices=Risk, blank=True)
    opened_on = TodayField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    summary = SealedField("narrative", blank=True, default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="case_code_per_agency"),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_on__isnull=False) & ~models.Q(outcome="")
                | ~models.Q(status="closed") & models.Q(closed_on__isnull=True, outcome=""),
                name="closed_cases_say_how",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="active") | models.Q(owner__isnull=False), name="open_cases_have_an_owner"
            ),
        ]
        indexes = [
            models.Index("owner", RANK, models.F("updated_at").desc(), "id", name="case_owner_idx"),
            models.Index("team", RANK, models.F("updated_at").desc(), "id", name="case_team_idx"),
            models.Index("agency", RANK, models.F("updated_at").desc(), "id", name="case_agency_idx"),
        ]


class Note(Record):
    """What a worker writes down. Never changed; a correction is another note.

    `happened_on` is the day it tells of, which may lie before the day it was written; `risk` is what was judged then.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes", db_index=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    occasion = models.CharField(max_length=12, choices=Occasion, default=Occasion.NOTE)
    happened_on = TodayField()
    risk = models.CharField(max_length=8, choices=Risk, blank=True)
    text = SealedField("narrative", root="case_id")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["case", "-created_at"], name="note_case_idx")]


class CaseHold(Record):
    """Something that must end before the case may. `ref` names it in the area that placed the hold."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=16, choices=HoldKind)
    ref = models.CharField(max_length=64)
    since = MomentField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "ref"], condition=models.Q(released_at__isnull=True), name="one_hold_per_thing"
            )
        ]


class PlannedClosing(Record):
    """That a case is to be closed on a day to come: proposed by who works on it, agreed by a supervisor.

    It is over when it was carried out, by the jobs of the agency on that day, when it was withdrawn, or when the case
    was closed otherwise. It stays in its agency, whatever of the case was granted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=16, choices=Outcome)
    summary = SealedField("narrative", root="case_id")
    closes_on = models.DateField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="one_planned_closing"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("proposed_by")),
                name="two_people_plan_a_closing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_on"],
                condition=models.Q(ended_at__isnull=True, confirmed_by__isnull=False),
                name="closing_due_idx",
            )
        ]


class Glass(models.Model):
    """An emergency opening: who opened which file, why, until when, and what the review said.

    The permit itself stands in `case_access` with this id as its basis. Seen by whoever opened it, by those who stand
    on the case and by the data-protection officer, who has no key to the reason; written by the wall alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="glasses")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=12)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=16, choices=GlassCategory)
    reason = SealedField("narrative", root="case_id", default=b"")
    opened_at = MomentField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, choices=Verdict, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [
            models.Index(fields=["agency", "-opened_at"], name="glass_agency_idx"),
            models.Index(fields=["user", "-opened_at"], name="glass_user_idx"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("opened_at") + timedelta(minutes=60)),
                name="glass_ends_in_an_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("user")),
                name="glass_is_reviewed_by_another",
            ),
        ]


class SealProposal(models.Model):
    """What a supervisor proposes and somebody else decides: to seal a file, or to lift its seal.

    Seen by the supervisors of the file and the data-protection officer, by its code alone; written by the wall.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=SealKind)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = MomentField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency", "-proposed_at"], name="seal_agency_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(decision=""), name="one_open_proposal_per_case"
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="confirmed") | ~models.Q(decided_by=models.F("proposed_by")),
                name="two_people_seal",
            ),
        ]


class CaseHistory(history_of(Case)):  # type: ignore[misc]
    """What a case was."""

    class Meta:
        indexes = [models.Index(fields=["id"], name="case_history_idx")]


class NoteHistory(history_of(Note)):  # type: ignore[misc]
    """What was written, still sealed."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="note_history_idx")]


class CaseHoldHistory(history_of(CaseHold)):  # type: ignore[misc]
    """What held a case, and until when."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="hold_history_idx")]


class PlannedClosingHistory(history_of(PlannedClosing)):  # type: ignore[misc]
    """How a closing was planned, by whom it was agreed, and how it ended."""

    class Meta:
        indexes = [models.Index(fields=["case"], name="closing_history_idx")]


class GlassHistory(history_of(Glass)):  # type: ignore[misc]
    """Every emergency opening as it was; closed to the application."""


class SealProposalHistory(history_of(SealProposal)):  # type: ignore[misc]
    """Every proposal as it was; closed to the application."""
