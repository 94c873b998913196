"""Views of lists that somebody keeps: what they are, and how they are sealed.

Name and narrowing lie in one piece under a key of the deployment, bound to row and owner, as drafts do
(access/begun.py): no file's key fits, for a name may say anything, of anybody. To this room a narrowing is an address
within a list that it does not read; whoever shows the list says what still holds of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Reason, Reasons
from jiwar.ground.base.worded import WordedRecords
from jiwar.ground.vault.crypto import CannotOpen, Place, open_sealed, seal
from jiwar.ground.vault.root import derived
from jiwar.ground.work.models import KeptView

FILE = Path(__file__).parent / "data" / "views.json"
LONGEST_NAME, LONGEST_NARROWING = 60, 500
"""Letters of a name; letters of a narrowing, which are codes."""

REASONS = Reasons(
    Reason("view_unnamed", _("Give it a name by which you find it again."), field="name"),
    Reason("view_name_taken", _("You keep another view by this name. Choose another name."), field="name"),
    Reason("too_many_views", _("You keep as many views as there is room for. Remove one first.")),
)
refuse_if = REASONS.refuse_if

_ALL = WordedRecords(lambda: KeptView.objects.order_by("made_at", "id"))


@dataclass(frozen=True, slots=True)
class View:
    """A narrowed list that somebody keeps: by its own name, and by what stands in the address of the list."""

    id: UUID
    name: str
    narrowing: str


@cache
def at_most() -> int:
    """How many views one user may keep; decided in data/views.json."""
    return int(json.loads(FILE.read_text(encoding="utf-8"))["at_most"])


def views_of(who: Who) -> list[View]:
    """Those of whoever is entered, in the order in which they were made."""
    return list(_opened(who, _ALL.records()))


def sealed(who: Who, view_id: UUID, *, name: str, narrowing: str) -> bytes:
    """What is kept of a view."""
    text = json.dumps({"name": name.strip()[:LONGEST_NAME], "narrowing": narrowing}, ensure_ascii=False)
    return seal(derived("views"), text, place=_seat(who, view_id), version=1)


def _opened(who: Who, rows: Iterable[KeptView]) -> Iterable[View]:
    for row in rows:
        try:
            told = json.loads(open_sealed({1: derived("views")}, bytes(row.sealed), place=_seat(who, row.pk)))
        except CannotOpen:  # not what this house wrote
            continue
        yield View(row.pk, told["name"], told["narrowing"])


def _seat(who: Who, view_id: UUID) -> Place:
    return Place("work_keptview", f"sealed {who.user_id}", view_id)
