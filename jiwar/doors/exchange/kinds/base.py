"""What a kind of file is: which fields it knows, how a row is understood, what is done with those that are.

    columns = kind.guess(headings)                  which column is which field, as far as it can be told
    found = kind.read(row, terms)                   a planned value, and what of the row was not understood
    kind.look(who, [found.planned, …], terms)       what the records say to it: nothing is written
    kind.apply(who, [found.planned, …], terms)      what became of each, in the same order

A kind decides nothing of its own: rules are asked of the area, and records are made by its verbs.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from jiwar.doors.exchange.understanding.cells import folded, is_empty, listed, text_of
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Text
from jiwar.lib.formats.tables import Cell

LEFT_OUT = ""
"""The field of a column of which nothing is taken."""
COUNTS = "-"
"""In a list of headings: what only counts the rows."""
NOBODY_YET = UUID(int=0)
"""The person of a case before both are made."""
MOST_BEFORE = 15
"""Rows above the headings: titles, dates, empty lines."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of a row that was not understood, or was read otherwise than it is written (`meant`).

    `column` counts from 0; None where it is about the row. `is_final`: because of it the row is not taken in.
    """

    code: str
    column: int | None = None
    value: str = ""
    meant: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for a whole file: which column is which field, what is opened for whom, and what day it is.

    `width`: how many columns have a heading.
    """

    columns: Mapping[int, str]
    width: int
    today: date
    programme: str = ""
    team_id: UUID | None = None

    def of(self, field: str) -> list[int]:
        """The columns of a field, in order."""
        return [column for column, name in sorted(self.columns.items()) if name == field]


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came; `computed` are the columns that hold a formula."""

    cells: Sequence[Cell]
    computed: frozenset[int] = frozenset()

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood of a row. Without `planned` nothing becomes of it. `says` is what it says, to know it by."""

    planned: object | None
    troubles: tuple[Trouble, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a row: the file it is now, or the code of why it is none; and what was left out."""

    root_id: UUID | None = None
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a kind of file tells. `is_needed`: a file without it says nothing."""

    label: Text
    is_needed: bool = False
    is_many: bool = False
    """Whether several columns may be it."""


class Kind(ABC):
    """One kind of file that is taken in."""

    code: ClassVar[str]
    label: ClassVar[Text]
    says: ClassVar[Text]
    fields: ClassVar[Mapping[str, Field]]
    permission: ClassVar[Permission]
    """What whoever takes such a file in must be allowed besides."""
    opens_cases: ClassVar[bool] = False
    """Whether cases of a programme may be opened for its rows."""
    changes_files: ClassVar[bool] = False
    """Whether it touches files that are there. Such rows are never left to a job: it would see what is kept from
    whoever had it done."""
    programme: ClassVar[str] = ""
    """The programme of the cases that are always opened."""

    def guess(self, headings: Sequence[str]) -> dict[int, str]:
        """Which column is which field: by its heading, word for word; each field once where only one can be it."""
        words, taken = self.words(), set[str]()
        found: dict[int, str] = {}
        for column, heading in enumerate(headings):
            name = words.get(folded(heading), COUNTS)
            if name == COUNTS or (name in taken and not self.fields[name].is_many):
                continue
            taken.add(name)
            found[column] = name
        return found

    def is_named(self, columns: Mapping[int, str]) -> bool:
        """Whether these columns say whom or what a row is about, where a kind has several ways to."""
        return True

    def words(self) -> Mapping[str, str]:
        """The headings that are known, folded, and their fields."""
        return listed("headings", self.code)

    def head(self, rows: Sequence[Sequence[Cell]]) -> int:
        """Where the headings stand: in the row near the top that has most that are known; else the first of several."""
        words = self.words()
        near = rows[:MOST_BEFORE]
        known = [sum(folded(text_of(cell)) in words for cell in row) for row in near]
        if max(known, default=0) >= min(2, len(self.fields)):
            return known.index(max(known))
        full = [sum(not is_empty(cell) for cell in row) for row in near]
        return next((index for index, count in enumerate(full) if count > 1), 0)

    @abstractmethod
    def read(self, row: Row, terms: Terms) -> Read:
        """Understand one row. Looks at no record."""

    def look(self, who: Who, planned: Sequence[object], terms: Terms) -> list[tuple[Trouble, ...]]:
        """What the records say to each, before anything is done."""
        return [() for _ in planned]

    @abstractmethod
    def apply(self, who: Who, planned: Sequence[object], terms: Terms) -> list[Became]:
        """Do it, by the verbs of the area; in an action, not many at once."""


def missing_columns(kind: Kind, columns: Mapping[int, str]) -> list[str]:
    """The fields without which a file of this kind says nothing, and that no column is."""
    return [name for name, one in kind.fields.items() if one.is_needed and name not in columns.values()]
