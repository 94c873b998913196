"""What happened in a case, in one order: notes, tasks, shares, steps, and who opened it; as far as the reader may see.

Each kind is read by the query of its own room, which decides what of it is shown; here they are only laid into one
another, newest first, page by page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiwar.areas.cases.queries import CaseCard, ShownNote, case_past
from jiwar.doors.desk import told
from jiwar.ground.access.past import PastEvent, past_events
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.keyset import Before, Mark, read_mark
from jiwar.ground.base.templatetags.jiwar_text import day, in_language
from jiwar.ground.work.queries import TaskCard, past_tasks

PAGE = 30
NEVER = datetime(1, 1, 2, tzinfo=UTC)
"""A moment before which nothing happened."""
SAME_DEED = timedelta(seconds=10)
"""A share and the event of sharing it are one transaction; the one that says to whom is shown."""


class Kind(StrEnum):
    """What can be looked for in a timeline; in the address, so plain codes."""

    NOTE = "note"
    TASK = "task"
    DOCUMENT = "document"
    SHARE = "share"
    STEP = "step"
    OPENING = "opening"


KINDS: dict[Kind | None, str | Promise] = {
    None: gettext_lazy("Key moments"),
    Kind.NOTE: gettext_lazy("Notes"),
    Kind.TASK: gettext_lazy("Tasks"),
    Kind.DOCUMENT: gettext_lazy("Documents"),
    Kind.SHARE: gettext_lazy("Shares"),
    Kind.STEP: gettext_lazy("Steps"),
    Kind.OPENING: gettext_lazy("Who opened it"),
}
"""The chips. Key moments are everything but who opened the file."""
TOLD_BY_NOTES = ("note_case", "judge_risk", "drop_hold", "reopen_case")
TOLD_BY_TASKS = ("plan_task", "finish_task", "drop_task")
OF_TASKS = (*TOLD_BY_TASKS, "postpone_task", "assign_task")
OF_DOCUMENTS = ("keep_document", "rename_document", "drop_document")
"""Told without their titles, by the trail: the part of the file that lists documents says what each is."""
OF_SHARES = ("share_case", "end_share")
ICONS = {Kind.OPENING: "eye", Kind.TASK: "today", Kind.DOCUMENT: "keep", Kind.SHARE: "send", Kind.STEP: "case"}
NOTE, PLANNED, ENDED, SHARED, EVENT = range(5)
"""The lists that are laid into one another; of one moment they stand in this order."""
NUMBERED = frozenset({EVENT})


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: when, by whom, what in words; the words of the file where it has any."""

    at: datetime
    rank: int
    key: str
    kind: Kind
    icon: str
    what: str
    by: str = ""
    text: str = ""
    note: ShownNote | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of it; `next` asks for the following one and is empty on the last."""

    card: CaseCard
    moments: list[Moment]
    next: str
    kinds: Sequence[Kind | None]
    """What this reader can look for."""
    shows_narrative: bool


def timeline_of(who: Who, case_id: UUID, *, only: Kind | None = None, after: str = "") -> Timeline:
    """One page; that the file is opened is recorded first. Raises Missing, for a summary too, as the file does."""
    try:
        mark = read_mark(after, ranks=EVENT + 1, numbered=NUMBERED) if after else None
    except ValueError:  # one that was tampered with shows an empty page, never an error
        mark = Mark(NEVER, EVENT, "0")
    before = mark.before(NOTE) if mark else None
    past = case_past(who, case_id, before=before, at_most=PAGE + 1 if only in (None, Kind.NOTE) else 0)
    kinds = tuple(_kinds(who, past.card))
    reading = _Reading(who, past.card, only, mark, kinds, tells=past.shows_narrative)
    found = [_noted(note) for note in past.notes] + (reading.beside() if only in kinds else [])
    found.sort(key=lambda one: (one.rank, int(one.key) if one.rank in NUMBERED else one.key))
    found.sort(key=attrgetter("at"), reverse=True)  # of one moment they stay as they are
    last = found[PAGE - 1] if len(found) > PAGE else None
    onward = str(Mark(last.at, last.rank, last.key)) if last else ""
    return Timeline(past.card, found[:PAGE], onward, kinds, past.shows_narrative)


def _kinds(who: Who, card: CaseCard) -> Iterable[Kind | None]:
    """A partner sees notes alone: tasks, shares and the trail stay in the agency."""
    yield from (None, Kind.NOTE)
    if card.is_own and card.glass is None and who.may(Permission.TASK_WORK):
        yield Kind.TASK
    if card.is_own and who.may(Permission.TRAIL_READ):
        yield from (Kind.DOCUMENT, Kind.SHARE, Kind.STEP, Kind.OPENING)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything that is no note, as far as it is asked for and may be seen."""

    who: Who
    card: CaseCard
    only: Kind | None
    mark: Mark | None
    kinds: Sequence[Kind | None]
    tells: bool
    """Whether the story may be read: else tasks have no words, and events tell what notes would."""

    def beside(self) -> list[Moment]:
        tasks = self._tasks() if self.only in (None, Kind.TASK) and Kind.TASK in self.kinds and self.tells else []
        if Kind.STEP not in self.kinds or self.only is Kind.NOTE:
            return tasks
        shares = told.shares_of(self.who, self.card.id) if self.only in (None, Kind.SHARE) else []
        shown = [_shared(share) for share in shares if _lies(share, self._before(SHARED))]
        return [*tasks, *shown, *(_event(one) for one in self._events(shares) if not _is_told_by(one, shares))]

    def _before(self, rank: int) -> Before | None:
        return self.mark.before(rank, numbered=rank in NUMBERED) if self.mark else None

    def _tasks(self) -> list[Moment]:
        def past(rank: int) -> list[tuple[datetime, TaskCard]]:
            before, ended = self._before(rank), rank == ENDED
            return past_tasks(self.who, self.card.id, ended=ended, before=before, at_most=PAGE + 1)

        return [_planned(*one) for one in past(PLANNED)] + [_ended(*one) for one in past(ENDED)]

    def _events(self, shares: Sequence[told.Share]) -> list[PastEvent]:
        """Those of the kind asked for; what a note or a task tells better is left to it, and so, later, is a share."""
        better = (*TOLD_BY_NOTES, *(TOLD_BY_TASKS if Kind.TASK in self.kinds else ())) if self.tells else ()
        wanted: Sequence[str] | None = None
        if self.only is Kind.TASK:
            wanted = [action for action in OF_TASKS if action not in better]
        elif self.only is Kind.DOCUMENT:
            wanted = OF_DOCUMENTS
        elif self.only is Kind.SHARE:
            wanted = OF_SHARES
        elif self.only is Kind.STEP:
            better = (*better, *OF_TASKS, *OF_DOCUMENTS, *OF_SHARES)
        return past_events(
            self.who,
            self.card.id,
            outcome=Outcome.READ if self.only is Kind.OPENING else Outcome.DONE,
            only=wanted,
            without=() if self.only is Kind.OPENING else better,
            before=self._before(EVENT),
            at_most=PAGE + 1 + len(shares),
        )


def _lies(share: told.Share, before: Before | None) -> bool:
    """The same question that `Before` asks of a table, of the few rows that are here already."""
    if before is None or share.since < before.at:
        return True
    beyond = isinstance(before.beyond, UUID) and share.grant_id > before.beyond
    return share.since == before.at and (before.with_equal or beyond)


def _is_told_by(event: PastEvent, shares: Sequence[told.Share]) -> bool:
    is_share = event.line.action == "share_case"
    return is_share and any(timedelta() <= event.line.at - share.since <= SAME_DEED for share in shares)


def _noted(note: ShownNote) -> Moment:
    words = _("Risk judged: %(risk)s") % {"risk": note.risk.label} if note.risk else str(capfirst(note.occasion.label))
    return Moment(
        note.at, NOTE, str(note.id), Kind.NOTE, "alert" if note.risk else "note", words, in_language(note.author),
        note.text, note,
    )  # fmt: skip


def _planned(at: datetime, task: TaskCard) -> Moment:
    words = _("Task planned: %(kind)s, due %(day)s") % {"kind": task.kind.label, "day": day(task.due_on)}
    owes = in_language(task.assignee or task.team)
    return Moment(at, PLANNED, str(task.id), Kind.TASK, "today", words, owes, task.text)


def _ended(at: datetime, task: TaskCard) -> Moment:
    words = {"kind": task.kind.label, "state": task.state.label}
    return Moment(
        at, ENDED, str(task.id), Kind.TASK, "check", _("Task %(state)s: %(kind)s") % words,
        in_language(task.assignee or task.team), task.reason,
    )  # fmt: skip


def _shared(share: told.Share) -> Moment:
    words = _("Shared with %(agency)s: %(what)s") % {"agency": share.agency, "what": share.what}
    until = _("until %(day)s") % {"day": day(share.until)} if share.until else ""
    return Moment(share.since, SHARED, str(share.grant_id), Kind.SHARE, "send", words, "", until)


def _event(event: PastEvent) -> Moment:
    line = event.line
    kind = (
        Kind.OPENING if line.outcome == Outcome.READ
        else Kind.TASK if line.action in OF_TASKS
        else Kind.DOCUMENT if line.action in OF_DOCUMENTS
        else Kind.SHARE if line.action in OF_SHARES
        else Kind.STEP
    )  # fmt: skip
    icon = ICONS[kind]
    words = str(capfirst(told.what(line.action, Outcome(line.outcome))))
    by = in_language(line.who) or _("The system")
    return Moment(line.at, EVENT, str(event.id), kind, icon, words, by)
