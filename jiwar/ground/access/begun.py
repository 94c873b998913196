"""What somebody began to write and has not sent: kept every few seconds, given back to the same user alone.

It survives the end of the session, of the browser and of the server, and a form that has changed since. Each opened
form has an id of its own, so that two tabs never overwrite each other. What is kept is sealed under a key of the
deployment and bound to its row; nothing here is a record: it is on no list of others, in no figure, no trail.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from jiwar.ground.access import wall
from jiwar.ground.access.drafts import LEFT_OUT, may_be_kept
from jiwar.ground.access.models import Begun
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.forms import PageForm
from jiwar.ground.base.worded import WordedRecords
from jiwar.ground.vault.crypto import CannotOpen, Place, open_sealed, seal
from jiwar.ground.vault.root import derived

GOOD_FOR = timedelta(days=7)
MOST = 40
"""As many as one user has; the oldest go."""
LARGEST = 256 * 1024
ID = "draft"
"""The field of a form that says which of one's beginnings it is."""
EXTRA = frozenset({ID, "at", "heading"})


_ALL = WordedRecords(lambda: Begun.objects.order_by("-saved_at"))


@dataclass(frozen=True, slots=True)
class Beginning:
    """A form as it stood when it was kept: where it is, what its page is called, every field."""

    id: UUID
    path: str
    heading: str
    fields: tuple[tuple[str, str], ...]
    saved_at: datetime

    @property
    def data(self) -> QueryDict:
        """The fields as a browser would send them."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data


def keep(who: Who, *, draft_id: UUID, path: str, heading: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Keep what stands in a form now; True if it was. Only forms in which people write, never secrets."""
    about = _about(path)
    plain = [(name, _storable(value)) for name, value in fields if name not in LEFT_OUT | EXTRA]
    text = json.dumps({"path": path, "heading": _storable(heading)[:200], "fields": plain}, ensure_ascii=False)
    if about is None or len(text) > LARGEST or not any(value.strip() for _, value in plain):
        return False
    sealed = seal(derived("drafts"), text, place=_seat(who, draft_id), version=1)
    values = {"sealed": sealed, "saved_at": clock.now()}
    once = {"user_id": who.user_id, "place": _place(who, path), "about": about[0]}
    try:
        with transaction.atomic(), wall.announcing("keep_draft"):
            Begun.objects.filter(saved_at__lt=clock.now() - GOOD_FOR).delete()
            Begun.objects.update_or_create(pk=draft_id, defaults=values, create_defaults={**values, **once})
            Begun.objects.filter(pk__in=Begun.objects.order_by("-saved_at").values("pk")[MOST:]).delete()
    except IntegrityError:  # the id of a row that is not one's own
        return False
    return True


def begun_at(who: Who, path: str) -> list[Beginning]:
    """What was begun in the form at this address, newest first."""
    return _opened(who, Begun.objects.filter(place=_place(who, path)).order_by("-saved_at"))


def begun_anywhere(who: Who) -> list[Beginning]:
    """All that somebody began and has not sent, newest first."""
    return _opened(who, _ALL.records())


def forget(draft_id: UUID) -> None:
    """It was sent, or thrown away."""
    with wall.announcing("drop_draft"):
        Begun.objects.filter(pk=draft_id).delete()


@dataclass(frozen=True, slots=True)
class OpenForm:
    """What base/_draft.html shows beside a form: its own id, what was begun here before, and what is shown again."""

    id: UUID
    others: Sequence[Beginning] = ()
    taken: Beginning | None = None
    without_field: Sequence[str] = ()
    """Words of the beginning for which the form has no field any more."""


@dataclass(frozen=True, slots=True)
class FormDrafts:
    """The beginnings of whoever asks for one page with a form; base/answers.py calls it."""

    request: HttpRequest
    who: Who

    def opened(self, form: PageForm) -> OpenForm:
        """Before the form is shown for the first time: filled again where ?draft= says so."""
        here = begun_at(self.who, self.request.path)
        taken = next((one for one in here if str(one.id) == self.request.GET.get(ID)), None)
        if taken is None:
            return OpenForm(uuid4(), others=here)
        return OpenForm(taken.id, taken=taken, without_field=form.take_up(taken.data))

    def refused(self, heading: str) -> OpenForm:
        """The form was sent and comes back: what was typed is kept as it was sent, under the heading of its page."""
        sent = self.request.POST
        fields = [(name, value) for name, values in sent.lists() for value in values]
        draft_id = self._sent_id() or uuid4()
        keep(self.who, draft_id=draft_id, path=self.request.path, heading=heading, fields=fields)
        return OpenForm(draft_id)

    def done(self) -> None:
        """The form was sent and taken."""
        if draft_id := self._sent_id():
            forget(draft_id)

    def _sent_id(self) -> UUID | None:
        return id_of(self.request.POST.get(ID, ""))


def id_of(text: str) -> UUID | None:
    """The id that a form carries, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _opened(who: Who, rows: Iterable[Begun]) -> list[Beginning]:
    return [found for row in rows if clock.now() - row.saved_at < GOOD_FOR and (found := _open(who, row))]


def _open(who: Who, row: Begun) -> Beginning | None:
    """None where the row is not what this house wrote."""
    try:
        told = json.loads(open_sealed({1: derived("drafts")}, bytes(row.sealed), place=_seat(who, row.pk)))
    except CannotOpen:
        return None
    fields = tuple((name, value) for name, value in told["fields"])
    return Beginning(row.pk, told["path"], told["heading"], fields, row.saved_at)


def _about(path: str) -> tuple[UUID | None] | None:
    """The record on which the form at this address writes, if any; None where nobody writes there."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    if not may_be_kept(found.func):
        return None
    return (next((value for value in found.kwargs.values() if isinstance(value, UUID)), None),)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _place(who: Who, path: str) -> bytes:
    """The name of a form in the table: nobody without the key can tell which one it is."""
    return hmac.digest(derived("drafts").material, f"{who.user_id}\0{path}".encode("utf-8", "replace"), "sha256")


def _seat(who: Who, draft_id: UUID) -> Place:
    return Place("access_begun", f"sealed {who.user_id}", draft_id)
