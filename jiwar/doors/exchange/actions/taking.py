"""Taking a file: read in a process of its own, its rows kept until somebody says what becomes of them."""

from collections.abc import Sequence

from jiwar.doors.exchange import sealing
from jiwar.doors.exchange.actions.reasons import kind_of, refuse_if
from jiwar.doors.exchange.actions.storing import HEAD, keep_rows
from jiwar.doors.exchange.kinds.base import Kind, Row
from jiwar.doors.exchange.models import Batch, Heading
from jiwar.doors.exchange.understanding.cells import folded, is_empty, text_of
from jiwar.doors.exchange.words import limits
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.lib.formats import apart
from jiwar.lib.formats.tables import Sheet, Table, Unreadable

LONGEST_NAME, LONGEST_HEADING = 200, 200


@action(Permission.DATA_IMPORT)
def take_batch(who: Who, *, kind: str, content: bytes, name: str = "") -> Batch:
    """Read a file and keep its rows, sealed; what its columns are is guessed, and said by `state_mapping`.

    Refused where it is no table, or more than may be taken at once.
    """
    wanted = kind_of(who, kind)
    table = _read(content)
    sheet = _sheet(table)
    top = wanted.head(sheet.rows)
    headings = _headings(sheet, top)
    formulas = _formulas(sheet)
    rows = [
        (line, Row(cells, formulas.get(line - 1, frozenset())))
        for line, cells in enumerate(sheet.rows[top + 1 :], top + 2)
        if any(not is_empty(cell) for cell in cells)
    ]
    refuse_if("too_many_rows" if len(rows) > limits().rows else None)
    refuse_if(None if rows else "no_rows")
    batch = Batch(agency_id=who.agency_id, by_id=who.user_id, kind=wanted.code, rows=len(rows))
    head = {
        "name": name[:LONGEST_NAME],
        "sheet": sheet.name,
        "headings": headings,
        "top": top + 1,
        "others": [one.name for one in table.sheets if one is not sheet and _is_full(one)],
        "is_guess": table.is_guess,
    }
    batch.head = sealing.sealed(who.agency_id, HEAD, batch.pk, head)
    batch.columns = {str(column): field for column, field in guessed(who, wanted, headings).items()}
    batch.save(force_insert=True)
    keep_rows(batch, rows)
    return batch


def guessed(who: Who, kind: Kind, headings: Sequence[str]) -> dict[int, str]:
    """Which column is which field: what was said of such a heading before, else by the kind's own words."""
    tokens = {heading_token(who, kind, heading): column for column, heading in enumerate(headings) if heading}
    known = Heading.objects.filter(agency_id=who.agency_id, kind=kind.code, token__in=list(tokens))
    said = {tokens[one.token]: one.field for one in known}
    found = {column: field for column, field in kind.guess(headings).items() if column not in said}
    taken = set(said.values())
    found = {column: field for column, field in found.items() if field not in taken or kind.fields[field].is_many}
    return {**found, **{column: field for column, field in said.items() if field in kind.fields}}


def heading_token(who: Who, kind: Kind, heading: str) -> int:
    """By which a heading is known again."""
    return sealing.token_of(who.agency_id, f"{kind.code}.heading", folded(heading))


def _read(content: bytes) -> Table:
    try:
        return apart.read(content)
    except Unreadable as no:
        why = no.why
    refuse_if(f"file_{why}")
    raise AssertionError(why)


def _sheet(table: Table) -> Sheet:
    """The sheet that shows most; hidden ones come last."""
    return max(table.sheets, key=lambda one: (not one.is_hidden, sum(any(row) for row in one.rows)))


def _is_full(sheet: Sheet) -> bool:
    return any(not is_empty(cell) for row in sheet.rows for cell in row)


def _headings(sheet: Sheet, top: int) -> list[str]:
    found = [text_of(cell)[:LONGEST_HEADING] for cell in (sheet.rows[top] if sheet.rows else ())]
    while found and not found[-1]:
        found.pop()
    return found


def _formulas(sheet: Sheet) -> dict[int, frozenset[int]]:
    """The columns of formulas, by the row in which they stand."""
    found: dict[int, set[int]] = {}
    for row, column in sheet.computed:
        found.setdefault(row, set()).add(column)
    return {row: frozenset(columns) for row, columns in found.items()}
