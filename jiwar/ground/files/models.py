"""Documents: what somebody brought on paper or sent. The line about one, and apart from it what it holds.

Two tables, so that no list and no history reads or keeps the bytes of a file.
"""

from typing import ClassVar

from django.db import models

from jiwar.ground.access.models import Agency, User
from jiwar.ground.base.fields import MomentField
from jiwar.ground.base.records import ANNOUNCED, Record, history_of
from jiwar.ground.files.cleaning import FileKind
from jiwar.ground.files.words import DocumentKind, ScanState
from jiwar.ground.vault.fields import SealedField


class Document(Record):
    """One document on a file of whatever area; `root_id` is that file, so no foreign key.

    It is seen by those of its own agency who see the file, and written by those who work on it; no grant shows it to
    another agency. No name of a file and no digest is kept: a digest would tell whoever has the same file that it
    lies here. One that was removed keeps its line: who, when and why.
    """

    root_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=DocumentKind)
    title = SealedField("narrative", root="root_id")
    media = models.CharField(max_length=8, choices=[(one.value, one.value) for one in FileKind], blank=True)
    size = models.PositiveIntegerField(default=0)
    scan = models.CharField(max_length=16, choices=ScanState)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drop_reason = SealedField("narrative", root="root_id", blank=True, default=b"")

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        indexes = [models.Index(fields=["root_id", "-created_at", "id"], name="document_root_idx")]


class DocumentHistory(history_of(Document)):  # type: ignore[misc]
    """What a document was called, and who changed it; its words still sealed."""

    class Meta:
        indexes = [models.Index(fields=["root_id"], name="document_history_idx")]


class DocumentContent(models.Model):
    """What a document holds, cleaned and sealed: in the column of its class, under the key of that class.

    It has no history: what was removed must be gone. It is made and deleted, never changed.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="+")
    root_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    identity = SealedField("identity", root="root_id", null=True)
    narrative = SealedField("narrative", root="root_id", null=True)
    kept_at = MomentField()

    class Meta:
        triggers: ClassVar = [ANNOUNCED]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(identity__isnull=False, narrative__isnull=True)
                | models.Q(identity__isnull=True, narrative__isnull=False),
                name="content_of_one_class",
            )
        ]
        indexes = [models.Index(fields=["root_id"], name="content_root_idx")]
