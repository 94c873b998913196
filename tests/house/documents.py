"""The documents as the house tests read them: the drawing, the commands, the links, the figures."""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import Breach
from tests.house.storeys import Room

DRAWN = ("site", "doors", "areas", "ground", "lib")
ROOMED = ("doors", "areas", "ground", "lib")
FENCE = re.compile(r"```[a-z]*\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"\bmake ([a-z][a-z0-9-]*)")
JIWAR = re.compile(r"\bjiwar ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
TARGET = re.compile(r"^([a-z][a-z0-9-]*)\s*:(?!=)", re.MULTILINE)
COMMIT = re.compile(r"^[0-9a-f]{7,40}$")
REQUIRED = ("figure", "command", "commit", "seed", "machine", "results")


@dataclass(frozen=True, slots=True)
class Document:
    """One document, by its path from the root."""

    name: str
    text: str


def documents(root: Path) -> Iterator[Document]:
    """Everything in Markdown that people read."""
    for path in [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]:
        yield Document(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def drawing(text: str) -> str:
    """The first fenced block of docs/house.md."""
    match = FENCE.search(text)
    return match[1] if match else ""


def drawn_rooms(text: str) -> list[Room]:
    """The rooms of the drawing from top to bottom; under each other in a box means above each other in the house.

    Two boxes may stand side by side, so a word belongs to the storey whose title was last seen at its place.
    """
    found: list[Room] = []
    titles: list[tuple[int, int, str]] = []
    for line in text.splitlines():
        for start, end, word in _words(line):
            if word in DRAWN:
                titles = [title for title in titles if title[1] <= start or title[0] >= end] + [(start, end, word)]
                found += [] if word in ROOMED else [Room(word, "")]
            else:
                found += [Room(title, word) for left, right, title in titles if left < end and start < right]
    return found


def _words(line: str) -> Iterator[tuple[int, int, str]]:
    """Each box of the line that holds one word: from border to border."""
    borders = [index for index, sign in enumerate(line) if sign == "│"]
    for left, right in itertools.pairwise(borders):
        word = line[left + 1 : right].strip()
        if re.fullmatch(r"[a-z_]+", word):
            yield left, right, word


def real_rooms(root: Path) -> set[Room]:
    """The rooms that exist as packages."""
    rooms = {Room("site", "")}
    for storey in ROOMED:
        rooms |= {Room(storey, path.parent.name) for path in (root / "jiwar" / storey).glob("*/__init__.py")}
    return rooms


def commands(document: Document) -> Iterator[tuple[int, str, str]]:
    """Line, tool and command of everything in code that looks like a command of ours."""
    for block in CODE.finditer(document.text):
        for pattern, tool in ((MAKE, "make"), (JIWAR, "jiwar")):
            for match in pattern.finditer(block[0]):
                yield document.text.count("\n", 0, block.start() + match.start()) + 1, tool, match[1]


def targets(makefile: str) -> set[str]:
    """The targets of a Makefile."""
    return set(TARGET.findall(makefile))


def broken_links(root: Path) -> Iterator[Breach]:
    """Links of the documents that lead nowhere."""
    for document in documents(root):
        for match in LINK.finditer(document.text):
            if not (root / document.name).parent.joinpath(match[1]).exists():
                line = document.text.count("\n", 0, match.start()) + 1
                yield Breach(document.name, line, f"{match[1]} is not there")


def unproven(root: Path) -> Iterator[Breach]:
    """Figures in docs/evidence that do not say how they were made."""
    for path in sorted((root / "docs" / "evidence").glob("*.json")):
        name = path.relative_to(root).as_posix()
        try:
            figure = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            yield Breach(name, 1, "is not JSON")
            continue
        missing = [key for key in REQUIRED if key not in figure]
        if missing:
            yield Breach(name, 1, f"does not say {', '.join(missing)}")
        elif not COMMIT.match(str(figure["commit"])):
            yield Breach(name, 1, "names no commit")
        elif figure.get("changed"):
            yield Breach(name, 1, f"was measured on something else than its commit: {', '.join(figure['changed'])}")
