"""Reading tasks: one's own work by day, what waits for the team, what is owed on one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Count, F, Func, Q, QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Body, Colleague, names_of, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.keyset import Before
from jiwar.ground.base.worded import Worded, given
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.work.calendar import working_days
from jiwar.ground.work.kept import View, views_of
from jiwar.ground.work.models import Feed, Task
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState

PAGE = 50
IN_A_CALENDAR = 500
COUNTED_TO = 99
"""So far what colleagues are late with is counted; a supervisor needs to know that it is much, not how much."""
ON_ONE_FILE = 100
"""Of the ended tasks of a file, so many are shown."""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task without its words. `working_days_left` counts in working days, and is negative for what is late."""

    id: UUID
    root_id: UUID
    kind: TaskKind
    due_on: date
    working_days_left: int
    rests_until: date | None
    rhythm: Rhythm | None
    state: TaskState
    assignee: Colleague | None
    team: Body | None
    version: int
    text: str = ""
    """Only in the opened file."""
    reason: str = ""
    """Why it rests, or why it was dropped; only in the opened file."""

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.state is TaskState.OPEN and self.due_on < clock.today()

    @property
    def is_today(self) -> bool:
        """Whether it is due today."""
        return self.state is TaskState.OPEN and self.due_on == clock.today()


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of tasks, by day; `next` asks for the following one and is empty on the last."""

    rows: list[TaskCard]
    next: str


@dataclass(frozen=True, slots=True)
class OwedDay:
    """A day on which something is owed, and nothing of what it is: for a calendar outside the house."""

    task_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many of one's tasks are late, due today, due in the next seven days."""

    late: int
    today: int
    week: int


def my_tasks(who: Who, *, after: str = "") -> TaskPage:
    """What `who` owes, with that of colleagues whose absence is covered, the oldest day first; nothing that rests."""
    return _page(who, Q(assignee_id__in={who.user_id, *who.covered_ids}), after)


def team_tasks(who: Who, *, after: str = "") -> TaskPage:
    """What waits for one's teams and is nobody's yet."""
    return _page(who, Q(assignee__isnull=True, team_id__in=who.seen_team_ids), after)


def colleagues_tasks(who: Who, *, after: str = "") -> TaskPage:
    """What colleagues owe on files that `who` works on, whoever gave it; an emergency opens no list of this kind."""
    return _page(who, Q(), after, rows=_of_colleagues(who))


def late_of_colleagues(who: Who) -> int:
    """How many of these are overdue, one more than `COUNTED_TO` at most."""
    demand(who, Permission.TASK_WORK)
    late = _of_colleagues(who).filter(due_on__lt=clock.today())
    return len(late.values_list("pk")[: COUNTED_TO + 1])


def resting_tasks(who: Who, *, after: str = "") -> TaskPage:
    """What rests until a day, of one's own and of what waits for one's teams."""
    mine = Q(assignee_id__in={who.user_id, *who.covered_ids})
    teams = Q(assignee__isnull=True, team_id__in=who.seen_team_ids)
    return _page(who, (mine | teams) & _resting(), after, rows=_open())


def task_counts(who: Who) -> TaskCounts:
    """The figures over one's own tasks, as `my_tasks` lists them."""
    demand(who, Permission.TASK_WORK)
    today = clock.today()
    days = _DAYS.rows(mine=[who.user_id, *who.covered_ids], today=today, week=today + timedelta(days=7))
    return TaskCounts(
        late=sum(n for day, n in days if day < today),
        today=sum(n for day, n in days if day == today),
        week=sum(n for day, n in days if day > today),
    )


_DAYS = Worded(
    lambda: (
        Task.objects.filter(state=TaskState.OPEN, assignee_id__among=given("mine"), due_on__lte=given("week"))
        .exclude(rests_until__isnull=False, rests_until__gt=given("today"))
        .order_by()
        .values_list("due_on")
        .annotate(n=Count("pk"))
    )
)


def days_owed(who: Who) -> list[OwedDay]:
    """The days of one's own open tasks; what rests stands on the day on which it comes back."""
    demand(who, Permission.TASK_WORK)
    rows = _open().filter(assignee_id__in={who.user_id, *who.covered_ids}).order_by("due_on", "id")[:IN_A_CALENDAR]
    return [OwedDay(task.pk, max(task.due_on, task.rests_until or task.due_on)) for task in rows]


def feed_since(who: Who) -> datetime | None:
    """When the address of one's own calendar was made; None where there is none."""
    demand(who, Permission.TASK_WORK)
    return Feed.objects.filter(user_id=who.user_id).values_list("made_at", flat=True).first()


def my_views(who: Who) -> list[View]:
    """The views that somebody keeps, in the order in which they were made; nobody reads those of others."""
    demand(who, Permission.CASE_READ)
    return views_of(who)


def task_on(who: Who, root_id: UUID, *, task_id: UUID) -> TaskCard:
    """One task of a file that `who` works on, without its words. Raises Missing."""
    demand(who, Permission.TASK_WORK)
    found = list(_listed(Task.objects.filter(pk=task_id, root_id=root_id, agency_id=who.agency_id)))
    if not found or not stands_on(who, root_id):
        raise Missing
    [card] = _cards(who, found)
    return card


def open_tasks_on(who: Who, root_id: UUID) -> list[TaskCard]:
    """What is still to be done on a file that `who` works on, by day, without its words: for the closed cover."""
    demand(who, Permission.TASK_WORK)
    if not stands_on(who, root_id):
        return []
    return _cards(who, _OWED.rows(root=root_id))


def tasks_on(who: Who, root_id: UUID) -> list[TaskCard]:
    """All tasks of a file with their words: open ones by day, then those that ended. The file is opened already."""
    demand(who, Permission.TASK_WORK)
    if not stands_on(who, root_id):
        return []
    ring = keyring.ring(who.agency_id, [root_id], kinds=[Kind.NARRATIVE])
    return _cards(who, [*_OPENED.rows(root=root_id), *_ENDED.rows(root=root_id)], ring)


def past_tasks(
    who: Who, root_id: UUID, *, ended: bool, before: Before | None, at_most: int
) -> list[tuple[datetime, TaskCard]]:
    """When tasks of a file were planned, or when they ended, newest first, with their words. The file is opened."""
    demand(who, Permission.TASK_WORK)
    if not stands_on(who, root_id):
        return []
    column = "ended_at" if ended else "created_at"
    tasks = Task.objects.filter(before.rows(column) if before else Q(), root_id=root_id)
    if ended:
        tasks = tasks.exclude(state=TaskState.OPEN)
    rows = list(
        _listed(tasks.order_by(f"-{column}", "id"), opened=True).values_list(column, *_TaskRow._fields)[:at_most]
    )
    ring = keyring.ring(who.agency_id, [root_id], kinds=[Kind.NARRATIVE])
    return list(zip([row[0] for row in rows], _cards(who, [row[1:] for row in rows], ring), strict=True))


class _TaskRow(NamedTuple):
    """The columns that a card needs; its sealed words in the opened file alone."""

    id: UUID
    root_id: UUID
    kind: str
    due_on: date
    rests_until: date | None
    rhythm: str
    state: str
    assignee_id: UUID | None
    team_id: UUID | None
    team_en: str | None
    team_ar: str | None
    version: int
    text: bytes = b""
    rest_reason: bytes = b""


def _listed(rows: QuerySet[Task], *, opened: bool = False) -> QuerySet[Task, tuple[Any, ...]]:
    named = rows.annotate(team_en=F("team__name_en"), team_ar=F("team__name_ar"))
    return named.values_list(*(_TaskRow._fields if opened else _TaskRow._fields[:-2]))


_OWED = Worded(lambda: _listed(_open().filter(root_id=given("root")).order_by("due_on", "id")))
_OPENED = Worded(
    lambda: _listed(
        Task.objects.filter(root_id=given("root"), state=TaskState.OPEN).order_by("due_on", "id"), opened=True
    )
)
_ENDED = Worded(
    lambda: _listed(
        Task.objects.filter(root_id=given("root")).exclude(state=TaskState.OPEN).order_by("-ended_at", "id"),
        opened=True,
    )[:ON_ONE_FILE]
)


def _open() -> QuerySet[Task]:
    return Task.objects.filter(state=TaskState.OPEN).defer("text", "rest_reason")


def _awake() -> QuerySet[Task]:
    return _open().exclude(_resting())


def _of_colleagues(who: Who) -> QuerySet[Task]:
    theirs = _awake().filter(agency_id=who.agency_id, assignee__isnull=False)
    works = Func("root_id", function="wall.stands_on", output_field=BooleanField())
    return theirs.exclude(assignee_id__in={who.user_id, *who.covered_ids}).alias(works=works).filter(works=True)


def _resting() -> Q:
    return Q(rests_until__isnull=False, rests_until__gt=clock.today())


def _page(who: Who, narrow: Q, after: str, *, rows: QuerySet[Task] | None = None) -> TaskPage:
    demand(who, Permission.TASK_WORK)
    rows = (_awake() if rows is None else rows).filter(narrow).order_by("due_on", "id")
    if after:
        rows = rows.filter(_beyond(after))
    found = [_TaskRow(*row) for row in _listed(rows)[: PAGE + 1]]
    more = f"{found[PAGE - 1].due_on.isoformat()}~{found[PAGE - 1].id}" if len(found) > PAGE else ""
    return TaskPage(_cards(who, found[:PAGE]), more)


def _beyond(mark: str) -> Q:
    """The rows after a mark. One that was tampered with shows an empty page, never an error."""
    day, _, pk = mark.partition("~")
    try:
        due, last = date.fromisoformat(day), UUID(pk)
    except ValueError:
        return Q(pk__in=[])
    return Q(due_on__gt=due) | Q(due_on=due, id__gt=last)


def _cards(who: Who, rows: Sequence[tuple[Any, ...]], ring: keyring.Ring | None = None) -> list[TaskCard]:
    tasks = [_TaskRow(*row) for row in rows]
    names = names_of(who, [task.assignee_id for task in tasks])
    days, today = working_days(), clock.today()

    def opened(task: _TaskRow, column: str, blob: bytes) -> str:
        return (ring.read(Task, column, root=task.root_id, row=task.id, blob=blob) or "") if ring and blob else ""

    return [
        TaskCard(
            id=task.id,
            root_id=task.root_id,
            kind=TaskKind(task.kind),
            due_on=task.due_on,
            working_days_left=days.between(today, task.due_on),
            rests_until=task.rests_until if task.rests_until and task.rests_until > today else None,
            rhythm=Rhythm(task.rhythm) if task.rhythm else None,
            state=TaskState(task.state),
            assignee=names.get(task.assignee_id) if task.assignee_id else None,
            team=Body(task.team_id, task.team_en or "", task.team_ar or "") if task.team_id else None,
            version=task.version,
            text=opened(task, "text", task.text),
            reason=opened(task, "rest_reason", task.rest_reason),
        )
        for task in tasks
    ]
