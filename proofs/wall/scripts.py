"""The SQL of this proof, kept in files: rules, attacks, and what is dropped or opened as a control."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

HERE = Path(__file__).parent
DROPPED = ("dropped.sql", "dropped_documents.sql")


@dataclass(frozen=True, slots=True)
class Attack:
    """One attempt: in words, by whom, at which file, and what is injected.

    `besides` names a file that is not there: to ask about it must be answered like asking about the real one.
    """

    name: str
    sql: str
    by: str = "dima"
    at: str = "open"
    besides: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """A lock taken off, and the attack that must then succeed."""

    name: str
    sql: LiteralString
    attack: str


def rules() -> dict[str, LiteralString]:
    """Each rule in words, and the query whose rows break it."""
    return dict(_named("rules.sql", "rule"))


def dropped() -> dict[str, LiteralString]:
    """Each rule dropped once, in words, and the statements that drop it."""
    return {name: sql for file in DROPPED for name, sql in _named(file, "dropped")}


def opened() -> list[Door]:
    """The doors opened as a control."""
    parted = ((_parted(title, " → "), sql) for title, sql in _named("opened.sql", "opened"))
    return [Door(name, sql, attack) for (name, attack), sql in parted]


def attacks() -> list[Attack]:
    """Everything that is tried."""
    return [_attack(title, sql) for title, sql in _named("attacks.sql", "attack")]


def _attack(title: str, sql: str) -> Attack:
    name, terms = _parted(title.rstrip("]"), " [")
    words = dict(term.split(" ", 1) for term in terms.split(", ")) if terms else {}
    return Attack(name, sql, by=words.get("by", "dima"), at=words.get("at", "open"), besides=words.get("besides", ""))


def _parted(text: str, mark: str) -> tuple[str, str]:
    first, _, rest = text.partition(mark)
    return first, rest


def _named(file: str, kind: str) -> Iterator[tuple[str, LiteralString]]:
    """The parts of a file, each under a line `-- kind: its name`."""
    text = (HERE / file).read_text(encoding="utf-8")
    _, *parts = re.split(rf"^-- {kind}: (.+)$", text, flags=re.MULTILINE)
    for name, sql in zip(parts[::2], parts[1::2], strict=True):
        yield name, re.sub(r"^-- ──.*$", "", sql, flags=re.MULTILINE).strip()
