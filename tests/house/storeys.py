"""The order of the rooms, read from the one list there is (import-linter's), and the arrows between tables.

Import-linter follows imports. A foreign key given as a string (`"people.Person"`) is an arrow too, and it
sees none of those; so the models are walked here, against the same list.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import models

from tests.house.source import ROOT

ROOMED = ("jiwar.areas", "jiwar.ground", "jiwar.doors")
"""Storeys that have rooms; `lib` has none that the house orders, and `site` is one room."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where something stands: the storey, and the room in it (empty where the storey is one room)."""

    storey: str
    name: str

    def __str__(self) -> str:
        return f"{self.storey}.{self.name}" if self.name else self.storey


@dataclass(frozen=True, slots=True)
class Arrow:
    """One foreign key: what points, and from which room to which."""

    says: str
    start: Room
    end: Room


@dataclass(frozen=True, slots=True)
class Order:
    """The ranks, lowest 0: of storeys, and of rooms within their storey. Siblings share a rank."""

    storeys: Mapping[str, int]
    rooms: Mapping[Room, int]

    def allows(self, arrow: Arrow) -> bool:
        """Down, or within one room. Up and sideways are refused, and so is a room that is not listed."""
        start, end = arrow.start, arrow.end
        if start == end:
            return True
        if start.storey != end.storey:
            return self.storeys[end.storey] < self.storeys[start.storey]
        return start in self.rooms and end in self.rooms and self.rooms[end] < self.rooms[start]


def order(root: Path = ROOT) -> Order:
    """Read the contracts of import-linter from `pyproject.toml`."""
    with (root / "pyproject.toml").open("rb") as handle:
        contracts = tomllib.load(handle)["tool"]["importlinter"]["contracts"]
    layers: dict[str, list[str]] = {
        container: contract["layers"]
        for contract in contracts
        if contract["type"] == "layers"
        for container in contract.get("containers", [])
        if "*" not in container
    }
    rooms = {
        Room(storey.removeprefix("jiwar."), name): rank
        for storey in ROOMED
        for name, rank in ranks(layers.get(storey, [])).items()
    }
    return Order(storeys=ranks(layers["jiwar"]), rooms=rooms)


def ranks(layers: Iterable[str]) -> dict[str, int]:
    """`["cases", "people | directory"]` from the top down → people 0, directory 0, cases 1."""
    rows = [[name.strip().strip("()").strip() for name in row.split("|")] for row in layers]
    return {name: rank for rank, row in enumerate(reversed(rows)) for name in row}


def room(module: str) -> Room | None:
    """The room of a dotted module; None for what is not of the house."""
    parts = module.split(".")
    if parts[0] != "jiwar" or len(parts) < 2:
        return None
    return Room(parts[1], parts[2] if f"jiwar.{parts[1]}" in ROOMED and len(parts) > 2 else "")


def arrows(tables: Iterable[type[models.Model]]) -> Iterator[Arrow]:
    """Every foreign key, one-to-one and many-to-many between two tables of the house."""
    for table in tables:
        for field in [*table._meta.get_fields()]:
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                end = field.related_model
                start, target = room(table.__module__), room(end.__module__)
                if start and target:
                    yield Arrow(f"{table.__qualname__}.{field.name} → {end.__qualname__}", start, target)
