"""A document on a case of a world, and what it holds: the rows, named after the case."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from proofs.worlds import deeds
from proofs.worlds.facts import World

KEPT_AT = date(2026, 1, 31)

type Seal = Callable[[str, str, UUID, UUID], bytes]
"""Something sealed for a table, a column and a row, under the keys of a file."""


def document_on(world: World, deed: deeds.OpenCase, sealed: Seal) -> Iterator[tuple[str, dict[str, Any]]]:
    """The line about it, then its bytes, each with its table. Added by whoever works on the case, or by anybody there."""
    pk, about = uuid5(deed.file, "document"), {"root_id": deed.file, "agency_id": deed.agency}
    author = deed.owner or deed.actor or next(u.id for u in world.users.values() if u.agency == deed.agency)
    line = {"id": pk, "version": 1, "added_by_id": author, "kind": "medical", "media": "pdf", "size": 1}
    line |= {"scan": "not_scanned", "drop_reason": b"", "title": sealed("files_document", "title", pk, deed.file)}
    yield "files_document", line | about
    held = sealed("files_documentcontent", "narrative", pk, deed.file)
    yield "files_documentcontent", {"document_id": pk, "narrative": held, "kept_at": KEPT_AT} | about
