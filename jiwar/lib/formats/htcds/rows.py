"""Records of HTCDS in the rows of a table, read and written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final, Literal, NoReturn

from jiwar.lib.formats.htcds.standard import FIELDS, LONGEST, Field, known
from jiwar.lib.formats.tables import Cell, Table

type Value = str | date | int | float | bool | tuple[str, ...]
type Record = dict[str, Value]
"""Values by the names of their fields; a field that says nothing is absent."""

SEPARATOR = ";"
"""Between several codes in one cell."""
YES, NO = frozenset({"true", "yes", "1", "نعم"}), frozenset({"false", "no", "0", "لا"})
TOLD = 100
"""So many characters of what was not understood are told."""
HEAD_WITHIN = 20
"""Among so many first rows the header is looked for: above it stand titles."""

type What = Literal[
    "unknown_column", "column_twice", "no_header", "unknown_code", "not_a_date", "not_a_number", "not_yes_or_no",
    "too_long", "without_column", "code_twice",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood. `line` counts from 1 as spreadsheets do; `meant` is a code that is close to it."""

    what: What
    line: int
    column: str
    value: str = ""
    meant: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One record with the line it stood in, and what of that line was not understood."""

    line: int
    record: Record
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file said: its columns in their order, its records, and what is wrong with the file as a whole."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


class NotUnderstood(ValueError):
    """A value that its field does not take."""

    def __init__(self, what: What, *, value: str, meant: str = "", most: int | None = None) -> None:
        super().__init__(what)
        self.what: Final[What] = what
        self.value, self.meant, self.most = value, meant, most


def records(table: Table) -> Sheet:
    """The first visible sheet that has a header of the standard, read row by row. A row of empty cells is no record."""
    for sheet in table.sheets:
        if not sheet.is_hidden:
            head = next((index for index, row in enumerate(sheet.rows[:HEAD_WITHIN]) if _is_head(row)), None)
            if head is not None:
                return _sheet(sheet.rows, head)
    return Sheet((), (), (Problem("no_header", 1, ""),))


def value_of(field: Field, cell: Cell) -> Value | None:
    """What a cell says in this field; None where it is empty. Raises NotUnderstood."""
    text = _text(cell)
    if not text:
        return None
    match field.kind:
        case "date":
            return _date(cell, text)
        case "number":
            return _number(text)
        case "yes_no":
            return _yes_or_no(text)
        case "code":
            return _code(field, text)
        case "codes":
            return _codes(field, text)
        case _:
            most = LONGEST[field.kind]
            if len(text) > most:
                raise NotUnderstood("too_long", value=text, most=most)
            return text


def cell_of(value: Value | None) -> str:
    """How a value is written in a cell of CSV, and in one of a workbook's text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return SEPARATOR.join(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def table_of(columns: Sequence[str], found: Iterable[Record]) -> Iterator[list[str]]:
    """A header and a row for each record, in these columns."""
    yield list(columns)
    for record in found:
        yield [cell_of(record.get(column)) for column in columns]


def strict(record: Record) -> tuple[Record, tuple[Problem, ...]]:
    """The record without what the standard does not have, and what was left out of it."""
    kept: Record = {}
    left: list[Problem] = []
    for name, value in record.items():
        field = FIELDS[name]
        if field.is_extension:
            left.append(Problem("unknown_column", 0, name))
            continue
        foreign = [code for code in (value if isinstance(value, tuple) else ()) if _is_extension(field, code)]
        left += [Problem("unknown_code", 0, name, code) for code in foreign]
        rest = tuple(code for code in value if code not in foreign) if isinstance(value, tuple) else value
        if rest != ():
            kept[name] = rest
    return kept, tuple(left)


def _is_extension(field: Field, code: str) -> bool:
    return code in field.codes and field.codes[code].is_extension


def _is_head(row: Sequence[Cell]) -> bool:
    named = sum(1 for cell in row if _text(cell) in FIELDS)
    return named >= 2 or (named == 1 and len(row) == 1)


def _sheet(rows: Sequence[Sequence[Cell]], head: int) -> Sheet:
    names = [_text(cell) for cell in rows[head]]
    while names and not names[-1]:
        names.pop()
    problems: list[Problem] = []
    columns: dict[int, Field] = {}
    for index, name in enumerate(names):
        if name not in FIELDS:
            problems.append(Problem("unknown_column", head + 1, name[:TOLD], meant=_close(name, FIELDS)))
        elif any(field.name == name for field in columns.values()):
            problems.append(Problem("column_twice", head + 1, name))
        else:
            columns[index] = FIELDS[name]
    read = [_row(row, line, columns) for line, row in enumerate(rows[head + 1 :], head + 2)]
    kept = tuple(row for row in read if row.record or row.problems)
    return Sheet(tuple(field.name for field in columns.values()), kept, tuple(problems))


def _row(row: Sequence[Cell], line: int, columns: Mapping[int, Field]) -> Row:
    record: Record = {}
    problems: list[Problem] = []
    for index, cell in enumerate(row):
        field = columns.get(index)
        if field is None:
            if index not in columns and _text(cell):
                problems.append(Problem("without_column", line, "", _text(cell)[:TOLD]))
            continue
        try:
            value = value_of(field, cell)
        except NotUnderstood as no:
            problems.append(Problem(no.what, line, field.name, no.value[:TOLD], no.meant, no.most))
        else:
            if value is not None:
                record[field.name] = value
    return Row(line, record, tuple(problems))


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _date(cell: Cell, text: str) -> date:
    """A day as the standard writes it. Anything else is told, not guessed: 03/04 is two days."""
    if isinstance(cell, datetime):
        raise NotUnderstood("not_a_date", value=text)  # a moment is no day
    if isinstance(cell, date):
        return cell
    plain = text.translate(_DIGITS)
    try:
        return date(*map(int, plain.split("-"))) if _ISO.fullmatch(plain) else _no_date(text)
    except ValueError:
        return _no_date(text)


def _no_date(text: str) -> NoReturn:
    raise NotUnderstood("not_a_date", value=text)


def _number(text: str) -> int | float:
    plain = text.translate(_DIGITS).replace("٫", ".")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", plain):
        raise NotUnderstood("not_a_number", value=text)
    return float(plain) if "." in plain else int(plain)


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise NotUnderstood("not_yes_or_no", value=text)


def _codes(field: Field, text: str) -> tuple[str, ...]:
    found = tuple(_code(field, part.strip()) for part in text.split(SEPARATOR) if part.strip())
    twice = next((code for index, code in enumerate(found) if code in found[:index]), None)
    if twice:
        raise NotUnderstood("code_twice", value=twice)
    return found


def _code(field: Field, text: str) -> str:
    """The code, also where its label in either language was written. Raises NotUnderstood."""
    codes = known(field.name)
    code = codes.get(text) or codes.get(text.casefold())
    if code:
        return code
    raise NotUnderstood("unknown_code", value=text, meant=codes.get(_close(text.casefold(), codes), ""))


def _close(text: str, among: Iterable[str]) -> str:
    """What was probably meant, or nothing."""
    return next(iter(get_close_matches(text, among, 1, 0.8)), "") if len(text) <= TOLD else ""
