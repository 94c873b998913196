"""`make prove-formats`: no file of a stranger breaks its reader, and no cell of it is dropped in silence (S6).

    python -m proofs.formats [--files 400] [--seed 1] [--full] [--write]

Full size (`--full`): 10,000 files. Each is a small register, spoiled: bytes changed, parts cut out or doubled, cells
replaced, the XML inside a workbook spoiled and packed again. What comes of it is a table or `Unreadable`; of a table,
a report in which every cell is either understood or told. Controls: a reader that lets go on what it does not know
must be caught, and one that drops a cell.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from bench import home

home.settle()

from jiwar.lib.formats import delimited, htcds, workbooks
from jiwar.lib.formats.htcds import rows
from jiwar.lib.formats.reading import read
from jiwar.lib.formats.tables import Cell, Limits, Table, Unreadable
from proofs import evidence
from proofs.formats import registers
from proofs.formats.spoiling import spoiled

FULL, CONTROL = 10_000, 200
LIMITS = Limits(size=2_000_000, unpacked=20_000_000, cells=200_000)


def main() -> int:
    options = _options()
    found = tried(options.files, options.seed, of=_outcome)
    broke = {what: count for what, count in found.items() if what.startswith("broke")}
    with _letting_go():
        loose = tried(CONTROL, options.seed, of=_outcome)
    with _dropping():
        silent = tried(CONTROL, options.seed, of=_outcome)
    of_registers = tried(options.files // 2, options.seed + 1, of=lambda data: registers.outcome(data, LIMITS))
    broke |= {what: count for what, count in of_registers.items() if what.startswith("broke")}
    with registers.letting_go():
        careless = tried(CONTROL, options.seed, of=lambda data: registers.outcome(data, LIMITS))
    caught = {
        "a reader of registers that lets go of a day": any(what.startswith("broke") for what in careless),
        "a reader that lets go of what it does not know": any(what.startswith("broke") for what in loose),
        "a reader that drops a cell": silent["broke: a cell was dropped"] > 0,
    }
    print(f"S6: {options.files} spoiled files:")
    for what, count in [*found.most_common(), *of_registers.most_common()]:
        print(f"  {count:6} {what}")
    for what, is_caught in caught.items():
        print(f"  control, {what}: {'caught' if is_caught else 'MISSED'}")
    holds = not broke and all(caught.values())
    print("  the proof holds" if holds else "  THE PROOF FAILS")
    if options.write:
        command = f"python -m proofs.formats --files {options.files} --seed {options.seed}"
        results: dict[str, object] = {"files": dict(found), "registers": dict(of_registers), "controls": caught}
        print(evidence.write("formats", figure="S6", command=command, seed=options.seed, results=results))
    return 0 if holds else 1


def tried(files: int, seed: int, *, of: Callable[[bytes], str]) -> Counter[str]:
    """What came of so many spoiled files."""
    chance = random.Random(seed)
    return Counter(of(spoiled(chance)) for _ in range(files))


def _outcome(data: bytes) -> str:
    try:
        table = read(data, LIMITS)
        dropped = _dropped(table, htcds.records(table))
    except Unreadable as no:
        return f"refused: {no.why}"
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        return f"broke: {type(error).__name__}"
    return "broke: a cell was dropped" if dropped else f"{table.kind} read, with a report"


def _dropped(table: Table, sheet: htcds.Sheet) -> bool:
    """Whether a filled cell below the header is neither in a record nor in the report."""
    if not sheet.rows:
        return False
    lines = {row.line: row for row in sheet.rows}
    cells = next(one.rows for one in table.sheets if len(one.rows) >= max(lines) and not one.is_hidden)
    return any(_filled(cells[line - 1]) > len(row.record) + len(row.problems) for line, row in lines.items())


def _filled(row: tuple[Cell, ...]) -> int:
    return sum(1 for cell in row if cell is not None and str(cell).strip())


@contextmanager
def _letting_go() -> Iterator[None]:
    """As if nobody had thought of what a file may hold."""
    with (
        mock.patch.object(workbooks, "_looked_through", return_value=frozenset()),
        mock.patch.object(workbooks, "CalamineError", KeyError),
        mock.patch.object(delimited, "_decoded", lambda data: (data.decode("utf-8-sig"), "utf-8", False)),
    ):
        yield


@contextmanager
def _dropping() -> Iterator[None]:
    """As if a cell that is not understood were empty."""
    real = rows.value_of

    def careless(field: htcds.Field, cell: Cell) -> htcds.Value | None:
        try:
            return real(field, cell)
        except htcds.NotUnderstood:
            return None

    with mock.patch.object(rows, "value_of", careless):
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.formats")
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--full", action="store_true", help=f"{FULL} files")
    parser.add_argument("--write", action="store_true", help="keep the results in docs/evidence/formats.json")
    options = parser.parse_args()
    if options.full:
        options.files = FULL
    return options


if __name__ == "__main__":
    sys.exit(main())
