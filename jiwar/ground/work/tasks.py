"""Tasks as the verbs of areas make, move and end them, inside their own action; each file knows its own rules.

An area that plans a task asks first whether its file is worked on at all (a closed case is not), then calls here.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiwar.ground.access.queries import seeing_colleagues
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Reason, Reasons, Refused
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.work import rules
from jiwar.ground.work.models import Task
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState

REASONS = Reasons(
    Reason("due_in_the_past", _("Choose today or a later day."), field="due_on"),
    Reason("due_too_far", _("Choose a day within the next two years."), field="due_on"),
    Reason(
        "not_on_this_file",
        _("This cannot be given to them. Choose somebody of your agency who works on this file."),
        field="assignee",
    ),
    Reason("task_is_over", _("This task has ended already.")),
    Reason("rest_in_the_past", _("Choose a day after today."), field="until"),
    Reason("rest_too_long", _("Choose a day within the next 60 days."), field="until"),
    Reason("reason_missing", _("Say in a few words why."), field="reason"),
)
refuse_if = REASONS.refuse_if


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be done, by whom, until when. Without a colleague it waits for the whole team."""

    kind: TaskKind
    due_on: date
    text: str = ""
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    rhythm: Rhythm | None = None


def refuse_stranger(who: Who, root_id: UUID, assignee_id: UUID) -> None:
    """A task is owed by somebody who sees the file. Whoever is kept from it looks like one who never saw it."""
    if assignee_id != who.user_id and assignee_id not in {one.id for one in seeing_colleagues(who, root_id)}:
        raise Refused(REASONS["not_on_this_file"])


def put(who: Who, root_id: UUID, planned: Planned) -> Task:
    """One more task on a file that `who` works on; whoever owes it is told that something waits."""
    refuse_if(rules.why_not_plan(due_on=planned.due_on, today=clock.today()))
    if planned.assignee_id:
        refuse_stranger(who, root_id, planned.assignee_id)
    task = write(who, root_id, planned)
    if planned.assignee_id and planned.assignee_id != who.user_id:
        tell(planned.assignee_id, NoticeKind.WORK_WAITS, root_id=root_id)
    return task


def write(who: Who, root_id: UUID, planned: Planned) -> Task:
    """The row of a task, its words sealed with the file. What may be planned is asked before."""
    task = Task(
        root_id=root_id,
        agency_id=who.agency_id,
        assignee_id=planned.assignee_id,
        team_id=planned.team_id,
        kind=planned.kind,
        due_on=planned.due_on,
        rhythm=planned.rhythm or "",
    )
    if planned.text.strip():
        task.text = sealed(who, task, "text", planned.text)
    return task.insert()


def sealed(who: Who, task: Task, column: str, words: str) -> bytes:
    """Words of a task as they are kept: sealed with its file, for this column of this row."""
    ring = keyring.ring(who.agency_id, [task.root_id], kinds=[Kind.NARRATIVE])
    return ring.seal(task, column, words.strip())


def end_all(root_id: UUID) -> None:
    """The file has ended: what was still to do on it is no longer needed."""
    for task in _all_open(root_id):
        task.change(version=task.version, state=TaskState.DROPPED, ended_at=clock.now())


def follow(root_id: UUID, *, former_id: UUID | None, owner_id: UUID | None, team_id: UUID) -> None:
    """The file goes to other hands: what its former worker owed goes with it, what waited for the team too."""
    for task in _all_open(root_id):
        theirs = task.assignee_id is not None and task.assignee_id == former_id
        assignee_id = owner_id if theirs else task.assignee_id
        team = team_id if task.team_id or assignee_id is None else None
        if (assignee_id, team) != (task.assignee_id, task.team_id):
            task.change(version=task.version, assignee_id=assignee_id, team_id=team)


def _all_open(root_id: UUID) -> QuerySet[Task]:
    """Every open task of a file, all of them locked; also one that a rhythm planned while this waited for another."""
    tasks, met = Task.objects.select_for_update(no_key=True).filter(root_id=root_id), set[UUID]()
    while (found := set(tasks.values_list("pk", flat=True))) != met:
        met = found
    return tasks.filter(state=TaskState.OPEN)
