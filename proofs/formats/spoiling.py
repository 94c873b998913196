"""Registers that something went wrong with."""

import io
import random
import zipfile
from collections.abc import Callable

from tests.lib.formats.files import COLUMNS, ROWS, csv_of, xlsx_of

CELLS = (
    "", " ", "=1+1", "@x", "\ufeff", "\u202eabc", "٣١-٠١-١٩٩٠", "31/12/99", "1e999", "-0", "NaN", "true", "نعم",
    "x" * 600, "x" * 40_000, "a;b;;c", ";" * 50, "JOR;JOR", "Feminin", "\x00", "\u0085", "😀" * 20, '"', "'=1",
    "9" * 40, "2026-02-30", "0000-00-00", "محمّد", "\n\n", "\t",
)  # fmt: skip
TYPES = (b"d", b"e", b"b", b"str", b"inlineStr", b"zz")
BITS = (b"\x00", b"\xff\xfe", b'"', b",", b"\n", b"<", b"&#0;", b"]]>", b"PK\x03\x04", "ش".encode(), b"\x80" * 9)


def spoiled(chance: random.Random) -> bytes:
    """One file, spoiled in one or several ways."""
    rows = [list(row) for row in (COLUMNS, *ROWS)]
    if chance.random() < 0.7:
        for _ in range(chance.randint(1, 6)):
            _spoil_cell(rows, chance)
    is_csv = chance.random() < 0.5
    data = _as_csv(rows, chance) if is_csv else _as_xlsx(rows, chance)
    for _ in range(chance.choice((0, 0, 1, 1, 3))):
        data = chance.choice(BYTES)(data, chance)
    return data


def _spoil_cell(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.choice(rows)
    way = chance.randrange(4)
    if way == 0 or not row:
        row.append(chance.choice(CELLS))
    elif way == 1:
        row.pop(chance.randrange(len(row)))
    else:
        row[chance.randrange(len(row))] = chance.choice(CELLS)


def _as_csv(rows: list[list[str]], chance: random.Random) -> bytes:
    data = csv_of(rows)
    if chance.random() < 0.3:
        text = data.decode("utf-8-sig").replace(",", chance.choice(";|\t,"))
        data = text.encode(chance.choice(("utf-16", "cp1256", "latin-1", "utf-8")), errors="replace")
    return data


def _as_xlsx(rows: list[list[str]], chance: random.Random) -> bytes:
    data = xlsx_of([[cell[:32_767] for cell in row] for row in rows])
    return _spoil_inside(data, chance) if chance.random() < 0.6 else data


def _spoil_inside(data: bytes, chance: random.Random) -> bytes:
    """The XML of a part changed, and packed again as if it were right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice([name for name in names if "sheet" in name or "workbook" in name or "Strings" in name])
        for name in names:
            part = old.read(name)
            if name == hit:
                part = _text(part, chance)
            if chance.random() > 0.03:
                new.writestr(name, part)
    return out.getvalue()


def _text(part: bytes, chance: random.Random) -> bytes:
    change = chance.choice(
        (
            lambda text: text.replace(b'r="A', b'r="XFD', 1),
            lambda text: text.replace(b'r="2"', b'r="1048577"', 1),
            lambda text: text.replace(b"<v>0</v>", b"<v>99999</v>", 1),
            lambda text: text.replace(
                b't="s"', b't="%s"' % chance.choice((b"d", b"e", b"b", b"str", b"inlineStr", b"zz"))
            ),
            lambda text: text.replace(b"<v>", b"<f>A1</f><v>", 2),
            lambda text: text.replace(b"worksheets/sheet1.xml", b"../../etc/passwd"),
            lambda text: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text.replace(b"<t>", b"<t>&a;", 1),
        )
    )
    return chance.choice((change, change, lambda text: chance.choice(BYTES)(text, chance)))(part)


def _replaced(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(BITS) + data[at + chance.randint(0, 4) :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[max(0, at - chance.randint(1, 200)) :]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if made:
            made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_replaced, _cut, _doubled, _flipped)
