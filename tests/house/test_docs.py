"""The documents speak of the house as it is."""

import json
from pathlib import Path

import click
import pytest

from jiwar.site.cli import commands as jiwar
from tests.house import documents, storeys
from tests.house.source import ROOT
from tests.house.storeys import Room
from tests.house.test_budgets import plant

DRAWING = documents.drawing((ROOT / "docs" / "house.md").read_text(encoding="utf-8"))


def test_the_drawing_shows_the_rooms_there_are() -> None:
    assert set(documents.drawn_rooms(DRAWING)) == documents.real_rooms(ROOT)


def test_the_drawing_has_the_order_of_the_contracts() -> None:
    order = storeys.order()
    for storey in documents.ROOMED[:-1]:
        ranks = [order.rooms[room] for room in documents.drawn_rooms(DRAWING) if room.storey == storey]
        assert ranks == sorted(ranks, reverse=True), storey


@pytest.mark.parametrize("change", [("people  │", "persons │"), ("│   base     │", "│            │")])
def test_a_drawing_out_of_step_is_found(change: tuple[str, str]) -> None:
    assert set(documents.drawn_rooms(DRAWING.replace(*change))) != documents.real_rooms(ROOT)


def test_boxes_side_by_side_are_read_apart() -> None:
    text = "│ ground │ │ lib │\n│ access │ │     │\n│ audit  │ │ names │"
    assert documents.drawn_rooms(text) == [Room("ground", "access"), Room("ground", "audit"), Room("lib", "names")]


def test_every_command_in_the_documents_exists() -> None:
    targets = documents.targets((ROOT / "Makefile").read_text(encoding="utf-8"))
    unknown = [
        f"{document.name}:{line}: {tool} {command}"
        for document in documents.documents(ROOT)
        for line, tool, command in documents.commands(document)
        if not (command in targets if tool == "make" else _is_command(command))
    ]
    assert not unknown, "\n" + "\n".join(unknown)


def _is_command(words: str) -> bool:
    """Whether the words lead to a command; words after the command are its arguments."""
    here: click.Command | None = jiwar
    for word in words.split():
        if not isinstance(here, click.Group):
            break
        here = here.get_command(click.Context(here), word)
    return here is not None


def test_an_unknown_command_is_found() -> None:
    text = "Run `make nothing-there` or ```\njiwar nonsense now\n```; the words make sense and jiwar stays."
    found = list(documents.commands(documents.Document("a.md", text)))
    assert [(tool, command) for _, tool, command in found] == [("make", "nothing-there"), ("jiwar", "nonsense now")]
    assert not _is_command("nonsense now")


def test_no_link_leads_nowhere() -> None:
    found = list(documents.broken_links(ROOT))
    assert not found, "\n" + "\n".join(map(str, found))


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "docs/a.md", "[x](adr/0001.md) [y](https://example.org)")
    assert [str(breach) for breach in documents.broken_links(tmp_path)] == ["docs/a.md:1: adr/0001.md is not there"]


def test_every_decision_has_its_number_and_its_place_in_the_list() -> None:
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [name[:4] for name in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    contents = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert not [name for name in decisions if f"({name})" not in contents]


def test_every_house_test_is_named_in_the_document() -> None:
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    tests = {path.stem for path in (ROOT / "tests" / "house").glob("test_*.py")}
    assert not {name for name in tests if f"`{name}`" not in text}


def test_every_figure_says_how_it_was_made() -> None:
    found = list(documents.unproven(ROOT))
    assert not found, "\n" + "\n".join(map(str, found))


GOOD = {
    "figure": "S4",
    "command": "make x",
    "commit": "0" * 40,
    "seed": 1,
    "machine": "2 cores",
    "results": {},
}


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        json.dumps(GOOD | {"commit": "main"}),
        json.dumps(GOOD | {"changed": ["jiwar/a.py"]}),
        *(json.dumps({k: v for k, v in GOOD.items() if k != x}) for x in GOOD),
    ],
)
def test_a_figure_without_its_making_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, "docs/evidence/x.json", text)
    assert list(documents.unproven(tmp_path))


def test_a_figure_with_its_making_is_let_be(tmp_path: Path) -> None:
    plant(tmp_path, "docs/evidence/x.json", json.dumps(GOOD))
    assert not list(documents.unproven(tmp_path))
