"""XLSX: looked through before it is opened, for a small file can unpack into one that fills a machine."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from jiwar.lib.formats.tables import Cell, Limits, Sheet, Table, Unreadable

MAGIC, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How a zip begins, and how the containers of old and of locked workbooks do."""

PANIC = "PanicException"
"""What Rust's library raises where it did not foresee something; a BaseException that it gives no name to import by."""

_HEAD = struct.Struct("<4s22xHH")
_CHUNK = 1 << 18
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_STRINGS = "xl/sharedstrings.xml"
_PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Za-z]{0,3})(\d{1,9})"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REF = re.compile(rb'\br="([A-Za-z]{1,3})(\d{1,9})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_END_OF_STRING = re.compile(rb"</(?:\w+:)?si>")

type Places = frozenset[tuple[int, int]]


def read(data: bytes, limits: Limits) -> Table:
    """Every sheet of a workbook. Raises Unreadable."""
    if data.startswith(OLD):
        raise Unreadable("locked")
    computed = _looked_through(data, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = {one.name: one.visible == SheetVisibleEnum.Visible for one in book.sheets_metadata}
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, ValueError, OverflowError):
        raise Unreadable("damaged") from None
    except BaseException as error:
        if type(error).__name__ == PANIC:
            raise Unreadable("damaged") from None
        raise
    if not sheets:
        raise Unreadable("empty")
    return Table("xlsx", tuple(_sheet(name, rows, computed, not shown.get(name, True)) for name, rows in sheets))


def written(rows: Iterable[Sequence[Cell]], *, name: str, right_to_left: bool) -> bytes:
    """A workbook of one sheet. Text is text: whatever it begins with, no spreadsheet computes it."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name)
    if right_to_left:
        sheet.right_to_left()
    for index, row in enumerate(rows):
        sheet.write_row(index, 0, row)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _sheet(name: str, rows: Sequence[Sequence[object]], computed: Places, is_hidden: bool) -> Sheet:  # noqa: FBT001
    return Sheet(name, tuple(tuple(map(_cell, row)) for row in rows), computed, is_hidden)


def _cell(value: object) -> Cell:
    match value:
        case "" | None:
            return None
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)  # every number of a workbook is a float
        case datetime() if value.time() == time():
            return value.date()
        case str() | bool() | int() | float() | datetime() | date():
            return value
        case time() | timedelta():
            return str(value)
        case _:
            raise Unreadable("damaged")


def _looked_through(data: bytes, limits: Limits) -> Places:
    """The places of formulas. Raises Unreadable for what would unpack, or spread, beyond the limits."""
    unpacked = longest = cells = 0
    computed: set[tuple[int, int]] = set()
    for name, text in _members(data, limits):
        unpacked += len(text)
        if unpacked > limits.unpacked:
            raise Unreadable("unpacks_too_big", most=limits.unpacked)
        if name == _STRINGS:
            longest = max(map(len, _END_OF_STRING.split(text)), default=0)
        elif _SHEET.fullmatch(name):
            cells += _spanned(text, limits)
            computed |= _computed(text)
    if longest * cells > limits.unpacked * 100:  # one long text shown in very many cells
        raise Unreadable("unpacks_too_big", most=limits.unpacked)
    return frozenset(computed)


def _members(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The parts of the zip, unpacked to their true sizes: what the directory says of them may be a lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("damaged") from None
    names = {info.filename.lower() for info in infos}
    if "[content_types].xml" not in names or not any(_SHEET.fullmatch(name) for name in names):
        raise Unreadable("not_a_table")
    if len(infos) > limits.members or len(names) != len(infos):
        raise Unreadable("damaged")
    for info in infos:
        if info.flag_bits & 1:
            raise Unreadable("locked")
        yield info.filename.lower(), _inflated(data, info, limits.unpacked)


def _inflated(data: bytes, info: zipfile.ZipInfo, most: int) -> bytes:
    try:
        magic, names, extra = _HEAD.unpack_from(data, info.header_offset)
    except struct.error:
        raise Unreadable("damaged") from None
    start = info.header_offset + _HEAD.size + names + extra
    packed = data[start : start + info.compress_size]
    if magic != MAGIC or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("damaged")
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        made = engine.decompress(packed, most + 1)
    except zlib.error:
        raise Unreadable("damaged") from None
    if len(made) > most:
        raise Unreadable("unpacks_too_big", most=most)
    return made


def _spanned(text: bytes, limits: Limits) -> int:
    """How many cells the rectangle holds that this sheet spans: all of them are made, also where they are empty."""
    width = height = 0
    for letters, digits in _PLACE.findall(text):
        width, height = max(width, _column(letters)), max(height, int(digits))
    spanned = max(width, 1) * max(height, 1)
    if spanned > limits.cells:
        raise Unreadable("too_many_cells", most=limits.cells)
    return spanned


def _computed(text: bytes) -> set[tuple[int, int]]:
    if not _FORMULA.search(text):
        return set()
    found = (_REF.search(attributes) for attributes, inner in _CELL.findall(text) if _FORMULA.search(inner))
    return {(int(ref[2]) - 1, _column(ref[1]) - 1) for ref in found if ref}


def _column(letters: bytes) -> int:
    """A is 1, XFD is 16,384; 0 for none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
