"""The rows of a file: written and changed many at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db import connection

from jiwar.doors.exchange import sealing
from jiwar.doors.exchange.kinds.base import Row, Terms, Trouble
from jiwar.doors.exchange.models import Batch, BatchRow
from jiwar.doors.exchange.words import RowState
from jiwar.ground.base import clock

TABLE, HEAD = "exchange_batchrow", "exchange_batch"
TOGETHER = 500
"""Rows in one statement."""
CHANGE = """
update exchange_batchrow r set state = u.state, sealed = u.sealed, problems = string_to_array(u.problems, ' '),
  token = u.token, root_id = u.root_id
from unnest(%s::uuid[], %s::text[], %s::bytea[], %s::text[], %s::bigint[], %s::uuid[])
  as u(id, state, sealed, problems, token, root_id)
where r.id = u.id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it will stand. Without `row` only what was not understood stays of what it said."""

    id: UUID
    state: RowState
    row: Row | None
    troubles: tuple[Trouble, ...] = ()
    token: int | None = None
    root_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as it came, and what of it was not understood when it was looked through."""

    record: BatchRow
    row: Row
    troubles: tuple[Trouble, ...]


def terms_of(batch: Batch, *, width: int) -> Terms:
    """What is the same for all its rows."""
    columns = {int(column): name for column, name in batch.columns.items()}
    return Terms(columns, width, clock.today(), programme=batch.programme, team_id=batch.team_id)


def head_of(batch: Batch) -> dict[str, object]:
    """Name, sheet and headings; empty where they are not kept any more."""
    return sealing.opened(batch.agency_id, HEAD, batch.pk, batch.head) or {}


def keep_rows(batch: Batch, rows: Iterable[tuple[int, Row]]) -> None:
    """Write the rows as they came, by their lines."""
    for some in batched(rows, TOGETHER):
        made = [BatchRow(batch=batch, line=line) for line, _ in some]
        for one, (_line, row) in zip(made, some, strict=True):
            one.sealed = sealing.sealed(batch.agency_id, TABLE, one.pk, sealing.told(row))
        BatchRow.objects.bulk_create(made)


def kept_rows(batch: Batch, *states: RowState) -> list[Kept]:
    """The rows as they came, in order; what is not kept any more is not among them."""
    rows = BatchRow.objects.filter(batch=batch).order_by("line")
    found = rows.filter(state__in=states) if states else rows
    opened = ((row, sealing.opened(batch.agency_id, TABLE, row.pk, row.sealed)) for row in found)
    return [
        Kept(row, sealing.row_of(said), sealing.troubles_of(said.get("told")))
        for row, said in opened
        if said and "cells" in said
    ]


def change_rows(batch: Batch, lines: Sequence[Line]) -> None:
    """Write what became of rows."""
    for some in batched(lines, TOGETHER):
        columns = (
            [line.id for line in some],
            [str(line.state) for line in some],
            [_sealed(batch, line) for line in some],
            [" ".join(_problems(line.troubles)) for line in some],
            [line.token for line in some],
            [line.root_id for line in some],
        )
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, columns)


def _sealed(batch: Batch, line: Line) -> bytes:
    said = sealing.told(line.row) if line.row else {}
    if line.troubles:
        said["told"] = sealing.told_troubles(line.troubles)
    return sealing.sealed(batch.agency_id, TABLE, line.id, said) if said else b""


def _problems(troubles: Iterable[Trouble]) -> list[str]:
    return [one.code if one.column is None else f"{one.code}:{one.column}" for one in troubles]
