"""CSV: read whatever its writer's program made of it, written so that no program runs what stands in it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from jiwar.lib.formats.tables import Limits, Sheet, Table, Unreadable

DELIMITERS = ",;\t|"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE = 64_000
"""Characters by which the delimiter is guessed."""

_HARMFUL = re.compile(r"'*[=+\-@\t\r]")
"""How a cell begins that a spreadsheet would compute (OWASP, "CSV Injection")."""
_QUANTITY = re.compile(r"[+-]\d[\d ]*(\.\d+)?")
_MARKED = re.compile(r"'+[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(data: bytes, limits: Limits) -> Table:
    """The one sheet of a CSV file, its encoding guessed where it is not said. Raises Unreadable."""
    text, encoding, is_guess = _decoded(data)
    if _CONTROL.search(text):
        raise Unreadable("not_a_table")  # an image, a program: whatever it is, nobody wrote it as a table
    delimiter = _delimiter(text[:SAMPLE])
    rows: list[tuple[str, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > limits.cells:
                raise Unreadable("too_many_cells", most=limits.cells)
            if any(len(cell) > limits.cell for cell in row):
                raise Unreadable("cell_too_long", most=limits.cell)
            rows.append(tuple(map(unmarked, row)))
    except csv.Error:
        raise Unreadable("cell_too_long", most=limits.cell) from None
    return Table("csv", (Sheet("", tuple(rows)),), encoding=encoding, delimiter=delimiter, is_guess=is_guess)


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that a spreadsheet opens as UTF-8, and of which it computes nothing."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([marked(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def marked(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would compute; a plain number with its sign stays as it is."""
    return f"'{cell}" if _HARMFUL.match(cell) and not _QUANTITY.fullmatch(cell) else cell


def unmarked(cell: str) -> str:
    """Without the apostrophe that `marked`, or a careful hand, put there."""
    return cell[1:] if _MARKED.match(cell) else cell


def _decoded(data: bytes) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is a guess: Arabic Windows where Arabic letters come of it."""
    said = next((encoding for bom, encoding in BOMS if data.startswith(bom)), None)
    try:
        return data.decode(said or "utf-8"), said or "utf-8", False
    except UnicodeDecodeError:
        if said:
            raise Unreadable("damaged") from None
    high = [byte for byte in data if byte > 0x7F]
    arabic = sum(1 for letter in bytes(high).decode("cp1256") if "\u0621" <= letter <= "\u0652")
    encoding = "cp1256" if arabic * 2 > len(high) else "cp1252"
    try:
        return data.decode(encoding), encoding, True
    except UnicodeDecodeError:
        raise Unreadable("not_a_table") from None


def _delimiter(sample: str) -> str:
    """That by which most lines fall into the same number of parts, of the most parts; a comma where none does.

    One that leaves letters behind a closing quote is not the one: it is taken where none does better.
    """

    def lines(delimiter: str, *, strict: bool) -> tuple[int, int]:
        try:
            rows = [
                row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=strict) if row
            ]
        except csv.Error:
            return (0, 0)
        parts, lines = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
        return (lines if parts > 1 else 0, parts)

    return max(DELIMITERS, key=lambda delimiter: (lines(delimiter, strict=True), lines(delimiter, strict=False)))
