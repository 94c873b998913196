"""Spoiled files through the reader of registers: what is left out of a row is said.

Needs Django: what a register becomes is the business of areas. No database is asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest import mock

from jiwar.doors.exchange.kinds.base import Row as RegisterRow
from jiwar.doors.exchange.kinds.base import Terms
from jiwar.doors.exchange.kinds.register import Register
from jiwar.doors.exchange.understanding import days
from jiwar.doors.exchange.understanding.cells import is_empty, text_of
from jiwar.lib.formats.reading import read
from jiwar.lib.formats.tables import Cell, Limits, Unreadable

REGISTER, TODAY = Register(), date(2026, 5, 4)
AS_A_REGISTER = {0: "name", 1: "birth", 2: "phone", 3: "nation", 4: "district", 5: "sex", 6: "note"}
"""Columns of a file whose headings no register has, so that every reader of a cell meets it."""


def outcome(data: bytes, limits: Limits) -> str:
    """What the reader of registers makes of it."""
    try:
        table = read(data, limits)
    except Unreadable as no:
        return f"refused: {no.why}"
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        return f"broke: {type(error).__name__}"
    try:
        silent = any(_silent_in_register(sheet.rows, sheet.computed) for sheet in table.sheets)
    except Exception as error:  # noqa: BLE001 (the same)
        return f"broke: {type(error).__name__} in the register"
    return "broke: a cell was dropped from a register" if silent else f"{table.kind} read as a register"


def _silent_in_register(rows: tuple[tuple[Cell, ...], ...], computed: frozenset[tuple[int, int]]) -> bool:
    """Whether a row that says something leaves a filled field out without a word."""
    top = REGISTER.head(rows)
    headings = [text_of(cell) for cell in rows[top]] if rows else []
    terms = Terms(REGISTER.guess(headings) or AS_A_REGISTER, len(headings), TODAY)
    for line, cells in enumerate(rows[top + 1 :], top + 1):
        found = REGISTER.read(RegisterRow(cells, frozenset(c for r, c in computed if r == line)), terms)
        told = {trouble.column for trouble in found.troubles}
        named = {column for column in terms.columns if column < len(cells) and not is_empty(cells[column])}
        if named and found.planned is None and not told:
            return True
        beside = {column for column in range(len(headings), len(cells)) if not is_empty(cells[column])}
        if beside - told:
            return True
    return False


@contextmanager
def letting_go() -> Iterator[None]:
    """As if nobody had thought of a day that no calendar has."""

    def careless(text: str) -> date:
        year, month, day = (int(part) for part in text.replace("/", "-").split("-"))
        return date(max(year, day), month, min(year, day))

    with mock.patch.object(days, "_written", careless), mock.patch.object(days, "NotUnderstood", KeyError):
        yield
