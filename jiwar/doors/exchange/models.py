"""Files that came in, their rows, what a partner's headings mean, and files that are to leave.

Seen by the agency that brought them: by whoever did, and by its supervisors. What a person wrote is sealed under a key
of the deployment, bound to row and agency (sealing.py), and goes when it is taken in, thrown away or too old.
"""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange.words import BatchState, ExportState, RowState
from jiwar.ground.access.models import Agency, Team, User
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED

EXPORT_ALONE = 20
"""People whom one user takes out alone: data/limits.json says the same, and the database holds to it."""


class Batch(models.Model):
    """One file that came in. `head` is its name, its sheet and its headings; the file itself is not kept.

    `columns` says for each column, by its number, which field it is; what is not named is left out. `programme` and
    `team`: the cases that are opened for its people, where any are.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=12, choices=BatchState, default=BatchState.RECEIVED)
    head = models.BinaryField(blank=True, default=b"")
    columns = models.JSONField(default=dict)
    programme = models.CharField(max_length=16, choices=Programme, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    made_at = MomentField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency", "-made_at"], name="batch_agency_idx")]
        constraints = [models.CheckConstraint(condition=Q(kind__regex=r"^[a-z]+$"), name="a_batch_is_of_a_kind")]

    @property
    def subject_id(self) -> object:
        """What the trail names where a verb makes one."""
        return self.pk


class BatchRow(models.Model):
    """One row of a file. `sealed` is what stands in it, and what of it was not understood.

    `problems` are codes with the number of their column. `token` is the keyed token of what the row says to its
    agency: the same row of a later file is known by it. Of a row that was taken in only what was not understood stays
    sealed; with the keys of the file it became, that and the token go too (0002_wall.sql).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines", db_index=False)
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState, default=RowState.WAITING)
    sealed = models.BinaryField(blank=True, default=b"")
    problems = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    token = models.BigIntegerField(null=True, blank=True)
    root_id = models.UUIDField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="one_row_a_line"),
            models.UniqueConstraint(fields=["token"], condition=Q(state="applied"), name="taken_in_once"),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "line"], name="batch_row_state_idx"),
            models.Index(fields=["root_id"], name="batch_row_root_idx"),
        ]


class Heading(models.Model):
    """What a heading of a partner's file means to an agency: remembered by a keyed token, for it may be a name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    token = models.BigIntegerField()
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "token"], name="one_meaning_a_heading")]


class Export(models.Model):
    """One file that is to leave: of which cases, of how many people, who proposed it, who agreed.

    What stands in it is kept nowhere: it is read when it is fetched, by whoever proposed it, as they may read then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    root_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    people = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.PROPOSED)
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = MomentField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["agency", "-made_at"], name="export_agency_idx")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=models.F("by")), name="two_people_agree_to_an_export"
            ),
            models.CheckConstraint(
                condition=Q(people__lte=EXPORT_ALONE)
                | Q(approver__isnull=False)
                | Q(state__in=["proposed", "declined", "ended"]),
                name="many_people_leave_by_two",
            ),
        ]

    @property
    def subject_id(self) -> object:
        """What the trail names where a verb makes one."""
        return self.pk
