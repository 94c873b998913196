"""What somebody typed, kept in the session across a proof or a new sign-in, and given back to the same user alone.

Sessions are sealed. One draft, for an hour. Where a session had ended, somebody else may sit at the browser: only
what was written in a view that `keeps_drafts` is kept then, never a decision, and it is shown before it is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from jiwar.ground.base import clock

DRAFT = "draft"
LARGEST = 256 * 1024
GOOD_FOR = timedelta(hours=1)
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "again", "code", "token", "word", "credential"})
UNSEEN = ("initial-", "version")


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was sent: where to, and every field."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What was typed, to be read before it is sent."""
        return [value for name, value in self.fields if value.strip() and not name.startswith(UNSEEN)]


def keeps_drafts[V: Callable[..., object]](view: V) -> V:
    """Mark a view in which people write: what they sent after their session had ended is kept for them."""
    vars(view)["keeps_draft"] = True
    return view


def may_be_kept(view: object) -> bool:
    """Whether people write in this view."""
    return bool(getattr(view, "keeps_draft", False))


def keep(request: HttpRequest, *, user_id: str) -> None:
    """Keep what this request sent, for that user."""
    fields = [[name, value] for name, values in request.POST.lists() for value in values if name not in LEFT_OUT]
    if sum(len(str(value)) for _, value in fields) > LARGEST:
        return
    request.session[DRAFT] = {
        "path": request.get_full_path(), "fields": fields, "user": user_id, "at": clock.now().isoformat(),
    }  # fmt: skip


def kept(request: HttpRequest) -> Draft | None:
    """The draft of whoever asks, if there is one and it is fresh."""
    draft = request.session.get(DRAFT)
    if not draft or draft["user"] != str(request.user.pk):
        return None
    if clock.now() - datetime.fromisoformat(draft["at"]) > GOOD_FOR:
        return None
    return Draft(draft["path"], tuple((name, value) for name, value in draft["fields"]))


def forget(request: HttpRequest) -> None:
    """It was given back."""
    request.session.pop(DRAFT, None)
