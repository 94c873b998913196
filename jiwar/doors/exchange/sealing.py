"""What a person wrote in a file, sealed under a key of the deployment and bound to table, agency and row.

No file's own key fits: what waits belongs to no record yet. So it does not stay: see BatchRow.
"""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jiwar.doors.exchange.kinds.base import Row, Trouble
from jiwar.ground.vault.crypto import CannotOpen, Place, open_sealed, seal
from jiwar.ground.vault.root import derived
from jiwar.ground.vault.tokens import token
from jiwar.lib.formats.tables import Cell

PURPOSE, VERSION = "exchange", 1


def sealed(agency_id: UUID, table: str, row_id: UUID, value: object) -> bytes:
    """A value that JSON knows, sealed for one row of one agency."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    return seal(derived(PURPOSE), text, place=_place(agency_id, table, row_id), version=VERSION)


def opened(agency_id: UUID, table: str, row_id: UUID, blob: bytes | memoryview) -> Any:
    """The value; None where nothing is kept any more, or what is kept was not sealed here."""
    if not blob:
        return None
    try:
        return json.loads(open_sealed({VERSION: derived(PURPOSE)}, bytes(blob), place=_place(agency_id, table, row_id)))
    except CannotOpen:
        return None


def token_of(agency_id: UUID, kind: str, says: str) -> int:
    """By which a row, or a heading, is known again: to this agency, in this kind of file."""
    return token(f"exchange.{kind}", f"{agency_id}\0{says}")


def told(cells: Row) -> dict[str, Any]:
    """A row as JSON knows it: a day or a moment as a list of one."""
    plain = [[cell.isoformat()] if isinstance(cell, date) else cell for cell in cells.cells]
    return {"cells": plain, "computed": sorted(cells.computed)}


def row_of(said: dict[str, Any]) -> Row:
    """And back."""
    return Row([_cell(cell) for cell in said["cells"]], frozenset(said["computed"]))


def told_troubles(troubles: tuple[Trouble, ...]) -> list[list[Any]]:
    """What was not understood, as JSON knows it."""
    return [[one.code, one.column, one.value[:500], one.meant, one.is_final] for one in troubles]


def troubles_of(said: Any) -> tuple[Trouble, ...]:
    """And back."""
    return tuple(Trouble(*one) for one in said or ())


def _cell(said: Any) -> Cell:
    if not isinstance(said, list):
        return said  # type: ignore[no-any-return]
    return datetime.fromisoformat(said[0]) if "T" in said[0] else date.fromisoformat(said[0])


def _place(agency_id: UUID, table: str, row_id: UUID) -> Place:
    return Place(table, f"sealed {agency_id}", row_id)
