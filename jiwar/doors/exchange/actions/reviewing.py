"""Saying what the columns are, and looking through a file: what would become of each row, nothing done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.utils.translation import pgettext

from jiwar.areas.cases.words import Programme
from jiwar.doors.exchange import sealing
from jiwar.doors.exchange.actions.reasons import REASONS, kind_of, own_batch, refuse_if
from jiwar.doors.exchange.actions.storing import Line, change_rows, head_of, kept_rows, terms_of
from jiwar.doors.exchange.actions.taking import heading_token
from jiwar.doors.exchange.kinds.base import LEFT_OUT, Kind, Read, Row, Terms, Trouble, missing_columns
from jiwar.doors.exchange.models import Batch, Heading
from jiwar.doors.exchange.words import OPEN, BatchState, RowState
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import teams_of
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Refused


@action(Permission.DATA_IMPORT)
def state_mapping(
    who: Who, *, batch_id: UUID, columns: Mapping[int, str], programme: str = "", team_id: UUID | None = None
) -> Batch:
    """Say which column is which field, and remember it for the headings of this agency's partners.

    With `programme`, a case of it is opened for each row, in this team.
    """
    batch = own_batch(who, batch_id)
    kind = kind_of(who, batch.kind)
    refuse_if(None if batch.state in OPEN else "batch_over")
    said = {column: name for column, name in columns.items() if name in kind.fields}
    _refuse_fields(kind, said)
    programme = kind.programme or programme
    opens = kind.opens_cases and programme in Programme.values
    team = next((one.pk for one in teams_of(who) if one.pk == team_id), None) if opens else None
    refuse_if("no_team_for_cases" if opens and team is None else None)
    headings: Sequence[str] = head_of(batch).get("headings", ())  # type: ignore[assignment]  # as it was sealed
    for column, heading in enumerate(headings):
        if heading:
            _remember(who, kind, heading, said.get(column, LEFT_OUT))
    batch.columns, batch.state = {str(column): name for column, name in said.items()}, BatchState.MAPPED
    batch.programme, batch.team_id = (programme if opens else ""), team
    batch.save(update_fields=["columns", "state", "programme", "team"])
    return batch


@action(Permission.DATA_IMPORT)
def review_batch(who: Who, *, batch_id: UUID) -> Batch:
    """Look through the rows: which would be taken in, which were, what of them is not understood. Nothing is done."""
    batch = own_batch(who, batch_id)
    kind = kind_of(who, batch.kind)
    refuse_if(None if batch.state in OPEN else "batch_over")
    refuse_if("not_mapped" if batch.state == BatchState.RECEIVED else None)
    rows = kept_rows(batch)
    looked = look_through(who, kind, terms_here(batch), [one.row for one in rows])
    change_rows(
        batch,
        [
            Line(kept.record.pk, one.state, kept.row, one.read.troubles, one.token)
            for kept, one in zip(rows, looked, strict=True)
        ],
    )
    batch.state = BatchState.REHEARSED
    batch.save(update_fields=["state"])
    return batch


@dataclass(frozen=True, slots=True)
class Looked:
    """One row as it was understood now."""

    state: RowState
    read: Read
    token: int


def terms_here(batch: Batch) -> Terms:
    """The terms of a file whose head is kept."""
    headings: Sequence[str] = head_of(batch).get("headings", ())  # type: ignore[assignment]  # as it was sealed
    return terms_of(batch, width=len(headings))


def look_through(who: Who, kind: Kind, terms: Terms, rows: Sequence[Row]) -> list[Looked]:
    """Understand the rows, and ask the records about those that can be taken in."""
    reads = [kind.read(row, terms) for row in rows]
    tokens = [sealing.token_of(who.agency_id, kind.code, read.says) for read in reads]
    taken, before = taken_rows(tokens), set[int]()
    looked: list[Looked] = []
    for read, token in zip(reads, tokens, strict=True):
        twice = token in before
        before.add(token)
        if token in taken or twice:
            known = (Trouble("row_twice"),) if twice and token not in taken else ()
            looked.append(Looked(RowState.KNOWN, replace(read, troubles=known), token))
        else:
            looked.append(Looked(RowState.READY if read.planned else RowState.REFUSED, read, token))
    return _asked(who, kind, terms, looked)


def _asked(who: Who, kind: Kind, terms: Terms, looked: list[Looked]) -> list[Looked]:
    """What the records say to what would be taken in."""
    ready = [index for index, one in enumerate(looked) if one.state == RowState.READY]
    answers = kind.look(who, [looked[index].read.planned for index in ready if looked[index].read.planned], terms)
    for index, answer in zip(ready, answers, strict=True):
        if answer:
            one = looked[index]
            state = RowState.REFUSED if any(trouble.is_final for trouble in answer) else RowState.READY
            read = replace(one.read, troubles=(*one.read.troubles, *answer))
            looked[index] = replace(one, state=state, read=read)
    return looked


def taken_rows(tokens: Sequence[int]) -> set[int]:
    """Which of these rows the agency took in, by whatever file."""
    with connection.cursor() as cursor:
        cursor.execute("select wall.taken_rows(%s::bigint[])", [list(tokens)])
        return {row[0] for row in cursor.fetchall()}


def _refuse_fields(kind: Kind, said: Mapping[int, str]) -> None:
    """Refused where a column that is needed is missing, or a field stands in two that can stand in one."""
    comma = pgettext("between the items of a list", ", ")
    refuse_if(None if kind.is_named(said) else "name_needed")
    missing = missing_columns(kind, said)
    names = list(said.values())
    twice = {name for name in names if names.count(name) > 1 and not kind.fields[name].is_many}
    for code, fields in (("column_needed", missing), ("field_twice", sorted(twice))):
        if fields:
            words = comma.join(str(kind.fields[name].label) for name in fields)
            raise Refused(replace(REASONS[code], params={"fields": words}))


def _remember(who: Who, kind: Kind, heading: str, field: str) -> None:
    token = heading_token(who, kind, heading)
    Heading.objects.update_or_create(agency_id=who.agency_id, kind=kind.code, token=token, defaults={"field": field})
