"""A stranger's file, opened in a process of its own, which may use so much memory and time and no more.

What is read comes back as JSON: nothing that the file made runs on this side. It is told nothing of where it runs: the
keys of a deployment stand in its environment.
"""

import json
import resource
import subprocess
import sys
from datetime import date, datetime
from typing import Any, BinaryIO

from jiwar.lib.formats.reading import read as read_here
from jiwar.lib.formats.tables import LIMITS, Cell, Limits, Sheet, Table, Unreadable, size_checked

MEMORY, SECONDS = 1_500_000_000, 30
"""Address space in bytes, of which a large file fills a third; and CPU time."""


def read(data: bytes, limits: Limits = LIMITS) -> Table:
    """As `reading.read`; a file that needs more than it may is refused. Raises Unreadable."""
    size_checked(data, limits)
    made = [str(number) for number in (MEMORY, SECONDS, *(getattr(limits, name) for name in Limits.__slots__))]
    command = [sys.executable, "-I", "-m", "jiwar.lib.formats.apart", *made]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS * 2, check=False, env={})
    except subprocess.TimeoutExpired:
        raise Unreadable("took_too_long", most=SECONDS) from None
    if done.returncode != 0:  # stopped at its limit of time (a signal) or of memory
        raise Unreadable(
            "took_too_long" if done.returncode < 0 else "too_much", most=SECONDS if done.returncode < 0 else MEMORY
        )
    answer = json.loads(done.stdout)
    if "why" in answer:
        raise Unreadable(answer["why"], most=answer["most"])
    return _table(answer)


def main(stdin: BinaryIO, memory: int, seconds: int, limits: Limits) -> dict[str, Any]:
    """In the process apart: the table, or why there is none, as JSON knows it."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        table = read_here(stdin.read(), limits)
    except Unreadable as no:
        return {"why": no.why, "most": no.most}
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "is_guess": table.is_guess,
        "sheets": [
            {
                "name": sheet.name,
                "rows": [list(map(_told, row)) for row in sheet.rows],
                "computed": sorted(sheet.computed),
                "is_hidden": sheet.is_hidden,
            }
            for sheet in table.sheets
        ],
    }


def _told(cell: Cell) -> object:
    """A cell as JSON knows it: a day or a moment as a list of one."""
    return [cell.isoformat()] if isinstance(cell, date) else cell


def _cell(told: Any) -> Cell:
    if not isinstance(told, list):
        return told  # type: ignore[no-any-return]
    return datetime.fromisoformat(told[0]) if "T" in told[0] else date.fromisoformat(told[0])


def _table(answer: dict[str, Any]) -> Table:
    sheets = [
        Sheet(
            one["name"],
            tuple(tuple(map(_cell, row)) for row in one["rows"]),
            frozenset(map(tuple, one["computed"])),
            one["is_hidden"],
        )
        for one in answer["sheets"]
    ]
    return Table(answer["kind"], tuple(sheets), answer["encoding"], answer["delimiter"], answer["is_guess"])


if __name__ == "__main__":
    most_memory, most_seconds, *sizes = map(int, sys.argv[1:])
    sys.stdout.write(json.dumps(main(sys.stdin.buffer, most_memory, most_seconds, Limits(*sizes))))
