"""The verbs of a document, whatever its file: kept, described anew, removed."""

from uuid import UUID

from django.conf import settings

from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Refused
from jiwar.ground.files import rules
from jiwar.ground.files.apart import clean_apart
from jiwar.ground.files.cleaning import Cleaned
from jiwar.ground.files.cleaning.taken import NotTaken
from jiwar.ground.files.models import Document, DocumentContent
from jiwar.ground.files.reasons import REASONS, refuse_if
from jiwar.ground.files.scanning import Scan, scan
from jiwar.ground.files.words import DocumentKind, ScanState
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

KINDS = (Kind.IDENTITY, Kind.NARRATIVE)


@action(Permission.DOCUMENT_WORK)
def keep_document(who: Who, root_id: UUID, *, kind: DocumentKind, title: str, content: bytes) -> Document:
    """One more document on a file that `who` works on: scanned where there is a scanner, cleaned, sealed.

    Refused with a reason where it is of no kind that is taken, damaged or dangerous for good; raises Missing.
    """
    if not stands_on(who, root_id):
        raise Missing
    already = Document.objects.filter(root_id=root_id, dropped_at__isnull=True).count()
    refuse_if(rules.why_not_keep(title=title, has_content=bool(content), already=already))
    state = _scanned(content)
    cleaned = _cleaned(content)
    if not stands_on(who, root_id):  # asked again: it may have been taken away or erased in the meantime
        raise Missing
    ring = _ring(who, root_id)
    document = Document(root_id=root_id, agency_id=who.agency_id, added_by_id=who.user_id, kind=kind, scan=state)
    document.title = ring.seal(document, "title", title.strip())
    document.media, document.size = cleaned.kind.value, len(cleaned.content)
    document.insert()
    _keep_content(document, ring, cleaned.content)
    return document


@action(Permission.DOCUMENT_WORK)
def rename_document(
    who: Who, root_id: UUID, *, document_id: UUID, kind: DocumentKind, title: str, version: int
) -> Document:
    """Say anew what it is. Where its kind is of another class, what it holds is sealed anew under the other key."""
    document = _there(who, root_id, document_id)
    refuse_if(rules.why_not_title(title=title))
    ring = _ring(who, root_id)
    former = rules.class_of(document.kind)
    document.change(version=version, kind=kind, title=ring.seal(document, "title", title.strip()))
    if rules.class_of(kind) != former:
        content = DocumentContent.objects.get(pk=document_id)
        plain = ring.open_bytes(content, former)
        if plain is None:
            raise Missing
        content.delete()
        _keep_content(document, ring, plain)
    return document


@action(Permission.DOCUMENT_WORK)
def drop_document(who: Who, root_id: UUID, *, document_id: UUID, reason: str, version: int) -> Document:
    """What it holds is gone for good; its line stays, and says who removed it, when and why."""
    document = _there(who, root_id, document_id)
    refuse_if(rules.why_not_drop(reason=reason))
    why = _ring(who, root_id).seal(document, "drop_reason", reason.strip())
    document.change(version=version, dropped_at=clock.now(), dropped_by_id=who.user_id, drop_reason=why)
    DocumentContent.objects.filter(pk=document_id).delete()
    return document


def _there(who: Who, root_id: UUID, document_id: UUID) -> Document:
    """The document, locked, if one works on its file. Raises Missing; refuses what was removed."""
    rows = Document.objects.select_for_update(no_key=True)
    document = rows.filter(pk=document_id, root_id=root_id, agency_id=who.agency_id).first()
    if document is None or not stands_on(who, root_id):
        raise Missing
    refuse_if(rules.why_not_work_on(is_there=document.dropped_at is None))
    return document


def _ring(who: Who, root_id: UUID) -> keyring.Ring:
    """The keys of a file; Missing where they were destroyed, for nothing is written about an erased record."""
    ring = keyring.ring(who.agency_id, [root_id], kinds=KINDS)
    if not all(ring.holds(root_id, kind) for kind in KINDS):
        raise Missing
    return ring


def _scanned(content: bytes) -> ScanState:
    """What came is looked at as it came: what is found there was in it before anything was cleaned."""
    found = scan(content, at=settings.JIWAR.scanner)
    if found is Scan.FOUND:
        raise Refused(REASONS["malware_found"])
    return ScanState(found.value)


def _cleaned(content: bytes) -> Cleaned:
    try:
        return clean_apart(content)
    except NotTaken as no:
        raise Refused(REASONS.get(no.code) or REASONS["damaged"]) from None


def _keep_content(document: Document, ring: keyring.Ring, plain: bytes) -> None:
    content = DocumentContent(document=document, root_id=document.root_id, agency_id=document.agency_id)
    column = rules.class_of(document.kind)
    setattr(content, column, ring.seal_bytes(content, column, plain))
    content.kept_at = clock.now()
    content.save(force_insert=True)
