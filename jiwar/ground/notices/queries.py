"""What the person who is signed in was told, newest first: the bell."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiwar.ground.access.who import Who
from jiwar.ground.base.worded import Worded, given
from jiwar.ground.notices.models import Notice
from jiwar.ground.notices.wishes import Wishes, wishes_of
from jiwar.ground.notices.words import NoticeKind

SHOWN = 50
"""How many are listed: older ones were either followed up or are of no use."""
MANY = 10
"""So far the unseen ones are counted: from so many on the bell says 9+."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the file it is about if there is one."""

    kind: NoticeKind
    at: datetime
    root_id: UUID | None
    is_new: bool


def my_notices(who: Who) -> list[Line]:
    """The latest, unseen ones among them marked. The wall shows nobody those of others."""
    rows = Notice.objects.filter(user_id=who.user_id).order_by("-created_at", "-id")
    columns = rows.values_list("kind", "created_at", "root_id", "seen_at")
    return [Line(NoticeKind(kind), at, root_id, seen_at is None) for kind, at, root_id, seen_at in columns[:SHOWN]]


def unseen(who: Who) -> int:
    """How many were not looked at yet, MANY at most."""
    return len(_UNSEEN.rows(user=who.user_id))


def my_wishes(who: Who) -> Wishes:
    """How one wants to be told, as chosen, or as it holds for whoever chose nothing."""
    return wishes_of(who.user_id)


_UNSEEN = Worded(
    lambda: Notice.objects.filter(user_id=given("user"), seen_at__isnull=True).values_list("pk", flat=True)[:MANY]
)
