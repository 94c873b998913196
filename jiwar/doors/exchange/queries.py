"""Reading files that came in: where each stands, what would become of its rows, what was not understood.

And of files that are to leave: who proposed which, and how many people stand in it. Their content is no query's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise

from jiwar.doors.exchange import sealing
from jiwar.doors.exchange.kinds import KINDS
from jiwar.doors.exchange.kinds.base import Trouble
from jiwar.doors.exchange.kinds.leaving import LEAVING
from jiwar.doors.exchange.models import Batch, BatchRow, Export
from jiwar.doors.exchange.troubles import ShownTrouble, words
from jiwar.doors.exchange.understanding.cells import text_of
from jiwar.doors.exchange.words import OPEN, BatchState, ExportState, RowState
from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Colleague, names_of
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Text

SHOWN, ROWS_SHOWN, SAMPLES = 50, 50, 3
TABLE, HEAD = "exchange_batchrow", "exchange_batch"
REMARKED = "remarked"
"""Beside the states: rows that are taken in, and of which something is left out or was read otherwise."""


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """One file. `name` and `headings` are empty once they are not kept any more."""

    id: UUID
    kind: str
    label: str | Promise
    state: BatchState
    name: str
    headings: Sequence[str]
    others: Sequence[str]
    """Sheets that hold something and were not read."""
    is_guess: bool
    columns: dict[int, str]
    programme: str
    team_id: UUID | None
    rows: int
    counts: dict[str, int]
    made_at: datetime
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def left_out(self) -> list[str]:
        """The headings of the columns of which nothing is taken."""
        return [heading for column, heading in enumerate(self.headings) if heading and column not in self.columns]


@dataclass(frozen=True, slots=True)
class ShownExport:
    """One file that is to leave or left. `of` is the name of the file that its cases came in, while that is kept."""

    id: UUID
    label: Text
    of: str
    cases: int
    people: int
    state: ExportState
    by: Colleague | None
    approver: Colleague | None
    is_mine: bool
    may_decide: bool
    may_fetch: bool
    made_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: where it stands in the file, what becomes of it, what was not understood."""

    line: int
    state: RowState
    troubles: Sequence[ShownTrouble]
    root_id: UUID | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the rows; `next` is where the following part begins, None at the end."""

    rows: Sequence[ShownRow]
    next: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, what stands in its first rows, and which field it is."""

    number: int
    heading: str
    samples: Sequence[str]
    field: str


def batches(who: Who) -> list[ShownBatch]:
    """The files in sight, newest first."""
    demand(who, Permission.DATA_IMPORT)
    found = list(_here(who).order_by("-made_at", "id")[:SHOWN])
    counts = _counts(found)
    return [_shown(one, counts.get(one.pk, {})) for one in found]


def batch(who: Who, batch_id: UUID) -> ShownBatch:
    """One file. Raises Missing."""
    found = _batch(who, batch_id)
    return _shown(found, _counts([found]).get(found.pk, {}))


def batch_columns(who: Who, batch_id: UUID) -> list[Column]:
    """The columns of a file that waits, with what stands in its first rows. Raises Missing."""
    found = _read(who, batch_id, "batch_columns")
    headings = _head(found).get("headings", [])
    rows = BatchRow.objects.filter(batch=found).order_by("line")[: SAMPLES * 4]
    opened = (sealing.opened(found.agency_id, TABLE, row.pk, row.sealed) for row in rows)
    kept = [sealing.row_of(said) for said in opened if said and "cells" in said]
    return [
        Column(
            number,
            heading,
            [text for row in kept if (text := text_of(row.at(number)))][:SAMPLES],
            found.columns.get(str(number), ""),
        )
        for number, heading in enumerate(headings)
    ]


def batch_rows(who: Who, batch_id: UUID, *, only: str = "", after: int = 0) -> Rows:
    """The rows of a file from a line on: all, those in one state, or those with a remark. Raises Missing."""
    found = _read(who, batch_id, "batch_rows")
    rows = _only(BatchRow.objects.filter(batch=found, line__gt=after), only).order_by("line")
    page = list(rows[: ROWS_SHOWN + 1])
    headings = _head(found).get("headings", [])
    shown = [_row(found, row, headings) for row in page[:ROWS_SHOWN]]
    return Rows(shown, shown[-1].line if len(page) > ROWS_SHOWN else None)


def batch_report(who: Who, batch_id: UUID) -> list[ShownRow]:
    """Every row of which something was not understood, or that was not taken in. Raises Missing."""
    found = _read(who, batch_id, "batch_report")
    headings = _head(found).get("headings", [])
    rows = BatchRow.objects.filter(batch=found).exclude(state=RowState.WAITING).order_by("line")
    return [_row(found, row, headings) for row in rows if row.problems or row.state == RowState.REFUSED]


def exports(who: Who) -> list[ShownExport]:
    """The files in sight that are to leave or left, newest first."""
    demand(who, Permission.DATA_EXPORT)
    found = Export.objects.filter(agency_id=who.agency_id).select_related("batch").order_by("-made_at", "id")
    return _exports(who, found[:SHOWN])


def export(who: Who, export_id: UUID) -> ShownExport:
    """One of them. Raises Missing."""
    demand(who, Permission.DATA_EXPORT)
    found = Export.objects.filter(agency_id=who.agency_id, pk=export_id).select_related("batch")
    one = next(iter(_exports(who, found)), None)
    if one is None:
        raise Missing
    return one


def own_export_of(who: Who, batch_id: UUID) -> ShownExport | None:
    """The last file that `who` proposed of what a file became, while it waits or can be fetched."""
    demand(who, Permission.DATA_EXPORT)
    found = Export.objects.filter(agency_id=who.agency_id, batch_id=batch_id, by_id=who.user_id)
    last = _exports(who, found.select_related("batch").order_by("-made_at", "id")[:1])
    return next((one for one in last if one.may_fetch or one.state == ExportState.PROPOSED), None)


def _exports(who: Who, found: Iterable[Export]) -> list[ShownExport]:
    rows, now = list(found), clock.now()
    names = names_of(who, {user for row in rows for user in (row.by_id, row.approver_id)})
    return [_left(who, row, names, now) for row in rows]


def _left(who: Who, row: Export, names: Mapping[UUID, Colleague], now: datetime) -> ShownExport:
    is_over = row.state == ExportState.MADE and (row.ends_at is None or row.ends_at <= now)
    state = ExportState.ENDED if is_over else ExportState(row.state)
    is_mine = row.by_id == who.user_id
    return ShownExport(
        id=row.pk,
        label=LEAVING.get(row.kind, row.kind),
        of=str(_head(row.batch).get("name", "")) if row.batch else "",
        cases=len(row.root_ids),
        people=row.people,
        state=state,
        by=names.get(row.by_id),
        approver=names.get(row.approver_id) if row.approver_id else None,
        is_mine=is_mine,
        may_decide=not is_mine and state == ExportState.PROPOSED,
        may_fetch=is_mine and state == ExportState.MADE,
        made_at=row.made_at,
        ends_at=row.ends_at,
    )


def _here(who: Who) -> QuerySet[Batch]:
    return Batch.objects.filter(agency_id=who.agency_id)


def _batch(who: Who, batch_id: UUID) -> Batch:
    demand(who, Permission.DATA_IMPORT)
    found = _here(who).filter(pk=batch_id).first()
    if found is None:
        raise Missing
    return found


def _read(who: Who, batch_id: UUID, what: str) -> Batch:
    """The file, once it is recorded that what people wrote in it is read."""
    found = _batch(who, batch_id)
    record_reading(who, what, None, subject_id=found.pk)
    return found


def _counts(found: Sequence[Batch]) -> dict[UUID, dict[str, int]]:
    """How many rows stand where, and how many have a remark, of each file."""
    ids = [one.pk for one in found]
    counts: dict[UUID, dict[str, int]] = {}
    rows = BatchRow.objects.filter(batch_id__in=ids)
    for batch_id, state, count in rows.values_list("batch_id", "state").annotate(n=Count("*")).order_by():
        counts.setdefault(batch_id, {})[state] = count
    remarked = _only(rows, REMARKED).values_list("batch_id").annotate(n=Count("*")).order_by()
    for batch_id, count in remarked:
        counts.setdefault(batch_id, {})[REMARKED] = count
    return counts


def _only(rows: QuerySet[BatchRow], only: str) -> QuerySet[BatchRow]:
    if only == REMARKED:
        return rows.filter(state__in=[RowState.READY, RowState.APPLIED]).exclude(problems=[])
    return rows.filter(state=only) if only in RowState.values else rows


def _head(found: Batch) -> dict[str, list[str]]:
    return sealing.opened(found.agency_id, HEAD, found.pk, found.head) or {}


def _shown(found: Batch, counts: dict[str, int]) -> ShownBatch:
    head = _head(found)
    kind = KINDS.get(found.kind)
    return ShownBatch(
        id=found.pk,
        kind=found.kind,
        label=kind.label if kind else found.kind,
        state=BatchState(found.state),
        name=str(head.get("name", "")),
        headings=head.get("headings", []),
        others=head.get("others", []),
        is_guess=bool(head.get("is_guess")),
        columns={int(column): name for column, name in found.columns.items()},
        programme=found.programme,
        team_id=found.team_id,
        rows=found.rows,
        counts=counts,
        made_at=found.made_at,
        ended_at=found.ended_at,
    )


def _row(found: Batch, row: BatchRow, headings: Sequence[str]) -> ShownRow:
    said = sealing.opened(found.agency_id, TABLE, row.pk, row.sealed) or {}
    troubles = sealing.troubles_of(said.get("told")) or tuple(_codes(row.problems))
    return ShownRow(row.line, RowState(row.state), [_trouble(one, headings) for one in troubles], row.root_id)


def _codes(problems: Sequence[str]) -> Iterator[Trouble]:
    """What is still known where the words are not kept any more."""
    for problem in problems:
        code, _colon, column = problem.partition(":")
        yield Trouble(code, int(column) if column else None)


def _trouble(one: Trouble, headings: Sequence[str]) -> ShownTrouble:
    what, cure = words(one.code)
    column = headings[one.column] if one.column is not None and one.column < len(headings) else ""
    if one.column is not None and not column:
        column = str(one.column + 1)
    return ShownTrouble(one.code, column, one.value, one.meant, what, cure, one.is_final)
