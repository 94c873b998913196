"""A table as it came in a file, and why a file is none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

type Cell = str | int | float | bool | date | datetime | None
"""One value. CSV knows text alone; a workbook also numbers, truth values and dates."""

type Why = Literal[
    "empty", "too_big", "unpacks_too_big", "not_a_table", "locked", "damaged", "too_many_cells", "cell_too_long",
    "took_too_long", "too_much",
]  # fmt: skip


class Unreadable(ValueError):
    """The file is refused as a whole. `most` is the limit that it passes, where it passes one."""

    def __init__(self, why: Why, *, most: int | None = None) -> None:
        super().__init__(why if most is None else f"{why} (at most {most})")
        self.why: Final[Why] = why
        self.most: Final = most


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. Sizes in bytes; `cells` counts the rectangle that a sheet spans, empty cells too."""

    size: int = 20_000_000
    unpacked: int = 120_000_000
    members: int = 1_000
    cells: int = 2_000_000
    cell: int = 32_767
    """Characters: no workbook holds more in a cell."""


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; rows may differ in length. `computed` are the places of formulas, (row, column) from 0.

    A formula's value is the one that was computed when the file was last saved, and is missing where none was. In a
    workbook of several sheets the places are those of all of them.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    computed: frozenset[tuple[int, int]] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read. `encoding` and `delimiter` are those of CSV; `is_guess`: the encoding was not said."""

    kind: Literal["csv", "xlsx"]
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    is_guess: bool = False


type Reader = Callable[[bytes, Limits], Table]


def size_checked(data: bytes, limits: Limits) -> None:
    """Refuse what is empty or too big before anything of it is looked at. Raises Unreadable."""
    if len(data) > limits.size:
        raise Unreadable("too_big", most=limits.size)
    if not data.strip():
        raise Unreadable("empty")
