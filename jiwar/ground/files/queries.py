"""Reading documents: the lines about those on one file, and one of them whole; each recorded before it leaves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Colleague, names_of, sights, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.worded import WordedRecords, given
from jiwar.ground.files import rules
from jiwar.ground.files.cleaning import FileKind
from jiwar.ground.files.models import Document, DocumentContent
from jiwar.ground.files.words import DocumentKind, ScanState
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

ON_ONE_FILE = 400
"""So many lines of a file are shown, those about removed documents among them."""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """What is said of a document without opening it. `media` is None where nothing of it is left."""

    id: UUID
    root_id: UUID
    kind: DocumentKind
    title: str
    media: FileKind | None
    size: int
    scan: ScanState
    added_at: datetime
    added_by: Colleague | None
    version: int
    dropped_at: datetime | None = None
    dropped_by: Colleague | None = None
    reason: str = ""

    @property
    def is_there(self) -> bool:
        """Whether it can be opened: it was not removed."""
        return self.dropped_at is None


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One document, opened."""

    id: UUID
    media: FileKind
    content: bytes


def has_documents(who: Who, root_id: UUID) -> bool:
    """Whether `who` keeps documents on this file: one on which they work, open to them. Told without reading."""
    if not who.may(Permission.DOCUMENT_WORK) or not stands_on(who, root_id):
        return False
    sight = sights(who, [root_id]).get(root_id)
    return bool(sight and sight.opens(DataClass.NARRATIVE))


def documents_on(who: Who, root_id: UUID) -> list[DocumentCard]:
    """The lines about all documents of a file that `who` works on, the newest first. Raises Missing.

    That they are read is recorded first: a title may tell as much as a note.
    """
    demand(who, Permission.DOCUMENT_WORK)
    record_reading(who, "document_list", root_id, found=has_documents(who, root_id))
    return _cards(who, root_id, _ALL.records(root=root_id))


def document_on(who: Who, root_id: UUID, *, document_id: UUID) -> DocumentCard:
    """The line about one document, for changing it; recorded as the list is. Raises Missing."""
    demand(who, Permission.DOCUMENT_WORK)
    rows = _ONE.records(root=root_id, pk=document_id)
    record_reading(who, "document_list", root_id, found=bool(rows) and has_documents(who, root_id))
    [card] = _cards(who, root_id, rows)
    return card


def document_content(who: Who, root_id: UUID, *, document_id: UUID) -> DocumentFile:
    """One document whole; the reading is recorded first. Raises Missing where it is absent, removed or not yours."""
    demand(who, Permission.DOCUMENT_WORK)
    document = next(iter(_ONE.records(root=root_id, pk=document_id)), None)
    there = document is not None and document.dropped_at is None
    is_open = there and has_documents(who, root_id) and _opens(who, document)
    record_reading(who, "document_content", root_id, found=bool(is_open), subject_id=document_id)
    content = DocumentContent.objects.filter(pk=document_id, root_id=root_id).first()
    if document is None or content is None:
        raise Missing
    column = rules.class_of(document.kind)
    plain = keyring.ring(who.agency_id, [root_id], kinds=[Kind(column)]).open_bytes(content, column)
    if plain is None:
        raise Missing
    return DocumentFile(document.pk, FileKind(document.media), plain)


_ALL = WordedRecords(lambda: Document.objects.filter(root_id=given("root")).order_by("-created_at", "id")[:ON_ONE_FILE])
_ONE = WordedRecords(lambda: Document.objects.filter(root_id=given("root"), pk=given("pk")))


def _opens(who: Who, document: Document | None) -> bool:
    """Whether the class of what it holds is open to `who`: who somebody is, or what happened."""
    sight = sights(who, [document.root_id]).get(document.root_id) if document else None
    return bool(document and sight and sight.opens(rules.class_of(document.kind)))


def _cards(who: Who, root_id: UUID, rows: list[Document]) -> list[DocumentCard]:
    """Nothing where the keys are gone: of an erased file no line is told."""
    ring = keyring.ring(who.agency_id, [root_id], kinds=[Kind.NARRATIVE])
    if not ring.holds(root_id, Kind.NARRATIVE):
        return []
    people = names_of(who, {user for row in rows for user in (row.added_by_id, row.dropped_by_id)})
    return [
        DocumentCard(
            id=row.pk,
            root_id=row.root_id,
            kind=DocumentKind(row.kind),
            title=ring.open(row, "title") or "",
            media=FileKind(row.media) if row.media and row.dropped_at is None else None,
            size=row.size,
            scan=ScanState(row.scan),
            added_at=row.created_at,
            added_by=people.get(row.added_by_id),
            version=row.version,
            dropped_at=row.dropped_at,
            dropped_by=people.get(row.dropped_by_id) if row.dropped_by_id else None,
            reason=ring.open(row, "drop_reason") or "",
        )
        for row in rows
    ]
