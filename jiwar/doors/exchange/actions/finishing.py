"""Carrying out what was looked through; throwing away; tidying what has waited too long."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import batched
from uuid import UUID

from django.db import connection

from jiwar.doors.exchange.actions.leaving import end_exports
from jiwar.doors.exchange.actions.reasons import own_batch, refuse_if
from jiwar.doors.exchange.actions.reviewing import Looked, look_through, terms_here
from jiwar.doors.exchange.actions.storing import Kept, Line, change_rows, kept_rows
from jiwar.doors.exchange.kinds import KINDS
from jiwar.doors.exchange.kinds.base import Became, Kind, Terms
from jiwar.doors.exchange.models import Batch, BatchRow
from jiwar.doors.exchange.words import OPEN, BatchState, RowState, limits
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Door, Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden
from jiwar.ground.jobs.kinds import KINDS as JOBS
from jiwar.ground.jobs.kinds import Report
from jiwar.ground.jobs.putting import defer

JOB = "take_rows_in"
"""By whom many rows are carried out: jobs.py."""


def _silent(_done: int, _total: int, /) -> None:
    """Nobody waits to be told how far it is."""


@action(Permission.DATA_IMPORT)
def finish_batch(who: Who, *, batch_id: UUID, report: Report = _silent) -> Batch:
    """Take in what was looked through and can be. Many rows from a page are left to a job, which comes back here.

    Every row is understood anew, and by the verb that everybody uses: what was taken in meanwhile is not taken twice.
    """
    batch = own_batch(who, batch_id)
    kind = KINDS[batch.kind]
    if not who.may(kind.permission):
        raise Forbidden(kind.permission)
    refuse_if("batch_over" if batch.state in (BatchState.APPLIED, BatchState.DROPPED) else None)
    refuse_if(None if batch.state in (BatchState.REHEARSED, BatchState.APPLYING) else "not_rehearsed")
    ready = BatchRow.objects.filter(batch=batch, state=RowState.READY).count()
    refuse_if(None if ready else "nothing_to_do")
    refuse_if("not_by_a_job" if who.door == Door.JOB and kind.changes_files else None)
    if who.door == Door.WEB and ready > limits().at_once:
        refuse_if("too_many_to_change" if kind.changes_files else None)
        refuse_if(None if who.reaches_agency else "office_too_many")
        batch.state = BatchState.APPLYING
        batch.save(update_fields=["state"])
        defer(JOBS[JOB], batch.pk)
        return batch
    refuse_if("not_rehearsed" if who.door == Door.JOB and batch.state != BatchState.APPLYING else None)
    _carry_out(replace(who, door=Door.IMPORT), batch, kind, report)
    return batch


@action(Permission.DATA_IMPORT)
def drop_batch(who: Who, *, batch_id: UUID) -> Batch:
    """Throw a file away before it is taken in; nothing of what stood in it is kept."""
    batch = own_batch(who, batch_id)
    refuse_if(None if batch.state in OPEN else "batch_over")
    _drop(batch)
    return batch


@action(Permission.DATA_IMPORT)
def sweep_batches(who: Who) -> int:
    """Throw away what has waited too long, forget what old reports still tell, end what was not fetched. How many."""
    now, swept = clock.now(), end_exports(who)
    here = Batch.objects.filter(agency_id=who.agency_id)
    waiting = [*OPEN, BatchState.APPLYING]  # a job that was given up leaves its file in hand
    for batch in here.filter(state__in=waiting, made_at__lt=now - timedelta(days=limits().waits_days)):
        _drop(batch)
        swept += 1
    for batch in here.filter(state=BatchState.APPLIED, ended_at__lt=now - timedelta(days=limits().report_days)):
        if batch.head:
            BatchRow.objects.filter(batch=batch).update(sealed=b"")
            BatchRow.objects.filter(batch=batch).exclude(state=RowState.APPLIED).update(token=None)
            batch.head = b""
            batch.save(update_fields=["head"])
            swept += 1
    return swept


def _drop(batch: Batch) -> None:
    BatchRow.objects.filter(batch=batch).delete()
    batch.state, batch.head, batch.ended_at = BatchState.DROPPED, b"", clock.now()
    batch.save(update_fields=["state", "head", "ended_at"])


def _carry_out(who: Who, batch: Batch, kind: Kind, report: Report) -> None:
    """One agency takes in one file at a time: two with the same row would both find it new."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange {batch.agency_id}"])
    terms, done = terms_here(batch), 0
    rows = kept_rows(batch, RowState.READY)
    for some in batched(rows, limits().at_once):
        report(done, len(rows))
        _plan_anew()
        change_rows(batch, _carried_out(who, kind, terms, some))
        done += len(some)
    rest = kept_rows(batch, RowState.REFUSED, RowState.KNOWN)
    change_rows(batch, [_as_it_was(kept) for kept in rest])
    batch.state, batch.ended_at = BatchState.APPLIED, clock.now()
    batch.save(update_fields=["state", "ended_at"])
    report(len(rows), len(rows))


def _plan_anew() -> None:
    """In a house that takes in its first register the tables grow meanwhile.

    The wall's functions would keep the plans that they made while these were small, and look through all of them for
    each row.
    """
    with connection.cursor() as cursor:
        cursor.execute("discard plans")


def _carried_out(who: Who, kind: Kind, terms: Terms, some: Sequence[Kept]) -> list[Line]:
    looked = look_through(who, kind, terms, [kept.row for kept in some])
    ready = [one.read.planned for one in looked if one.state == RowState.READY and one.read.planned]
    became = iter(kind.apply(who, ready, terms))
    return [
        _line(kept.record, one, next(became) if one.state == RowState.READY else None)
        for kept, one in zip(some, looked, strict=True)
    ]


def _line(kept: BatchRow, one: Looked, became: Became | None) -> Line:
    """How a row stands afterwards: of what it said only what was not understood stays."""
    if became is None:
        return Line(kept.pk, one.state, None, one.read.troubles, one.token)
    state = RowState.APPLIED if became.root_id else RowState.REFUSED
    return Line(kept.pk, state, None, (*one.read.troubles, *became.troubles), one.token, became.root_id)


def _as_it_was(kept: Kept) -> Line:
    """A row that was not taken in, without what it said."""
    return Line(kept.record.pk, RowState(kept.record.state), None, kept.troubles, kept.record.token)
