"""The verbs of a task, whatever its file: finished, put off, given to somebody else, dropped.

And those of what somebody has for their own work: the address of a calendar, the views of lists.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.work import feeds, kept, rules
from jiwar.ground.work.calendar import working_days
from jiwar.ground.work.models import Feed, KeptView, Task
from jiwar.ground.work.tasks import Planned, refuse_if, refuse_stranger, sealed, write
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that is done, and the day on which it is due again, if it comes again."""

    task: Task
    again_on: date | None


@action(Permission.TASK_WORK)
def finish_task(who: Who, root_id: UUID, *, task_id: UUID, version: int) -> Finished:
    """It is done. One that comes again is planned anew, in the same rhythm, for the same colleague or team."""
    task = _open_task(who, root_id, task_id)
    done = task.change(version=version, state=TaskState.DONE, ended_at=clock.now())
    again = rules.next_due(due_on=task.due_on, every=rules.Every(task.rhythm), today=clock.today(), days=working_days())
    if again:
        _plan_again(who, task, again)
    return Finished(done, again)


@action(Permission.TASK_WORK)
def postpone_task(who: Who, root_id: UUID, *, task_id: UUID, until: date, reason: str, version: int) -> Task:
    """Let it rest until a day; when it was due stays as it was, so what comes back late says so."""
    task = _open_task(who, root_id, task_id)
    refuse_if(rules.why_not_postpone(until=until, today=clock.today(), reason=reason))
    return task.change(version=version, rests_until=until, rest_reason=sealed(who, task, "rest_reason", reason))


@action(Permission.TASK_WORK)
def assign_task(who: Who, root_id: UUID, *, task_id: UUID, assignee_id: UUID, version: int) -> Task:
    """Somebody else owes it now, who works on the file too; it waits for nobody's return and rests no longer."""
    task = _open_task(who, root_id, task_id)
    refuse_stranger(who, root_id, assignee_id)
    task.change(version=version, assignee_id=assignee_id, rests_until=None, rest_reason=b"")
    if assignee_id != who.user_id:
        tell(assignee_id, NoticeKind.WORK_WAITS, root_id=root_id)
    return task


@action(Permission.TASK_WORK)
def drop_task(who: Who, root_id: UUID, *, task_id: UUID, reason: str, version: int) -> Task:
    """It is no longer needed, and why; it does not come again."""
    task = _open_task(who, root_id, task_id)
    refuse_if(rules.why_not_drop(reason=reason))
    why = sealed(who, task, "rest_reason", reason)
    return task.change(version=version, state=TaskState.DROPPED, ended_at=clock.now(), rest_reason=why)


@action(Permission.TASK_WORK)
def open_feed(who: Who) -> str:
    """Make the address by which one's own calendar asks for days; the one before ends. Returns its secret."""
    secret = feeds.new_secret()
    try:
        with transaction.atomic():
            _make_feed(who, secret)
    except IntegrityError:  # pressed twice: the other one was there first, and is seen now
        _make_feed(who, secret)
    return secret


@action(Permission.TASK_WORK)
def end_feed(who: Who) -> None:
    """The address answers nobody any more. Raises Missing where there is none."""
    ended, _ = Feed.objects.filter(user_id=who.user_id).delete()
    if not ended:
        raise Missing


@action(Permission.CASE_READ)
def keep_view(who: Who, *, name: str, narrowing: str) -> KeptView:
    """Keep a list as it is narrowed now, under a name of one's own; for whoever keeps it alone."""
    if len(narrowing) > kept.LONGEST_NARROWING:
        raise ValueError("a narrowing is a few codes")
    names = [view.name for view in kept.views_of(who)]
    kept.refuse_if(rules.why_not_keep(name=name, others=names, at_most=kept.at_most()))
    view = KeptView(user_id=who.user_id)
    view.sealed = kept.sealed(who, view.pk, name=name, narrowing=narrowing)
    view.save(force_insert=True)
    return view


@action(Permission.CASE_READ)
def rename_view(who: Who, *, view_id: UUID, name: str) -> None:
    """Call one's own view otherwise. Raises Missing."""
    views = {view.id: view for view in kept.views_of(who)}
    if view_id not in views:
        raise Missing
    others = [view.name for view in views.values() if view.id != view_id]
    kept.refuse_if(rules.why_not_keep(name=name, others=others, at_most=kept.at_most()))
    told = kept.sealed(who, view_id, name=name, narrowing=views[view_id].narrowing)
    KeptView.objects.filter(pk=view_id).update(sealed=told)


@action(Permission.CASE_READ)
def drop_view(who: Who, *, view_id: UUID) -> None:
    """Remove one's own view; the list and its cases stay as they are. Raises Missing."""
    dropped, _ = KeptView.objects.filter(pk=view_id).delete()
    if not dropped:
        raise Missing


def _make_feed(who: Who, secret: str) -> None:
    Feed.objects.filter(user_id=who.user_id).delete()
    Feed.objects.create(user_id=who.user_id, token_hash=feeds.kept(secret), made_at=clock.now())


def _open_task(who: Who, root_id: UUID, task_id: UUID) -> Task:
    """The task, locked, if one works on its file. Raises Missing; refuses what has ended."""
    tasks = Task.objects.select_for_update(no_key=True)
    task = tasks.filter(pk=task_id, root_id=root_id, agency_id=who.agency_id).first()
    if task is None or not stands_on(who, root_id):
        raise Missing
    refuse_if(rules.why_not_work_on(is_open=task.state == TaskState.OPEN))
    return task


def _plan_again(who: Who, task: Task, due_on: date) -> None:
    """The next one of a rhythm, with the same words sealed anew for its own row."""
    ring = keyring.ring(who.agency_id, [task.root_id], kinds=[Kind.NARRATIVE])
    following = Planned(
        TaskKind(task.kind),
        due_on,
        ring.open(task, "text") or "",
        assignee_id=task.assignee_id,
        team_id=task.team_id,
        rhythm=Rhythm(task.rhythm),
    )
    write(who, task.root_id, following)
