"""What hangs on a case of a world from its first day: a task, a document and what that holds, named after the case."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from proofs.worlds import deeds
from proofs.worlds.facts import World

DAY = date(2026, 1, 31)

type Seal = Callable[[str, str, UUID, UUID], bytes]
"""Something sealed for a table, a column and a row, under the keys of a file."""


def hanging_on(world: World, deed: deeds.OpenCase, sealed: Seal) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows, each with its table, in an order in which they can be written."""
    about = {"root_id": deed.file, "agency_id": deed.agency}
    task, document = uuid5(deed.file, "task"), uuid5(deed.file, "document")
    owed = {"id": task, "version": 1, "team_id": deed.team, "kind": "call", "due_on": DAY, "rhythm": ""}
    owed |= {"state": "open", "rest_reason": b"", "text": sealed("work_task", "text", task, deed.file)}
    yield "work_task", owed | about
    author = deed.owner or deed.actor or next(u.id for u in world.users.values() if u.agency == deed.agency)
    line = {"id": document, "version": 1, "added_by_id": author, "kind": "medical", "media": "pdf", "size": 1}
    line |= {"scan": "not_scanned", "drop_reason": b"", "title": sealed("files_document", "title", document, deed.file)}
    yield "files_document", line | about
    held = sealed("files_documentcontent", "narrative", document, deed.file)
    yield "files_documentcontent", {"document_id": document, "narrative": held, "kept_at": DAY} | about
