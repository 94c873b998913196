"""Every foreign key points down, by the list that import-linter keeps for imports."""

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house import storeys
from tests.house.source import ROOT
from tests.house.storeys import Arrow, Room

CASES, PEOPLE = Room("areas", "cases"), Room("areas", "people")
ACCESS, VAULT = Room("ground", "access"), Room("ground", "vault")


def test_every_foreign_key_points_down() -> None:
    order = storeys.order()
    arrows = storeys.arrows(apps.get_models())
    wrong = [f"{arrow.says}: {arrow.start} may not know {arrow.end}" for arrow in arrows if not order.allows(arrow)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_walk_meets_the_foreign_keys_there_are() -> None:
    met = {(arrow.start, arrow.end) for arrow in storeys.arrows(apps.get_models())}
    assert (CASES, PEOPLE) in met
    assert (PEOPLE, ACCESS) in met


def test_every_room_with_tables_is_in_the_list() -> None:
    order = storeys.order()
    rooms = {storeys.room(model.__module__) for model in apps.get_models()}
    assert not {room for room in rooms if room and room.name and room not in order.rooms}


def test_every_folder_of_a_storey_is_in_the_list() -> None:
    """A new area that nobody put in order fails here, and in import-linter (`exhaustive`)."""
    order = storeys.order()
    for storey in ("areas", "ground", "doors"):
        for folder in (ROOT / "jiwar" / storey).iterdir():
            if (folder / "__init__.py").exists():
                assert Room(storey, folder.name) in order.rooms, folder.name


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        (CASES, PEOPLE, True),
        (PEOPLE, CASES, False),
        (PEOPLE, Room("areas", "directory"), False),
        (CASES, CASES, True),
        (CASES, ACCESS, True),
        (ACCESS, CASES, False),
        (ACCESS, VAULT, True),
        (VAULT, ACCESS, False),
        (Room("doors", "desk"), Room("doors", "api"), False),
        (Room("areas", "unlisted"), PEOPLE, False),
        (Room("lib", ""), ACCESS, False),
    ],
)
def test_the_order_decides(start: Room, end: Room, allowed: bool) -> None:
    assert storeys.order().allows(Arrow("control", start, end)) is allowed


@isolate_apps("jiwar.areas.people", "jiwar.areas.cases", "jiwar.ground.access")
def test_a_planted_upward_foreign_key_is_found() -> None:
    class Case(models.Model):
        __module__ = "jiwar.areas.cases.models"

        class Meta:
            app_label = "cases"

    class Person(models.Model):
        __module__ = "jiwar.areas.people.models"
        newest: models.ForeignKey[Case, Case] = models.ForeignKey(
            "cases.Case", on_delete=models.PROTECT, related_name="+"
        )

        class Meta:
            app_label = "people"

    assert [a for a in storeys.arrows([Case, Person]) if not storeys.order().allows(a)]


def test_siblings_share_a_rank() -> None:
    found = storeys.ranks(["urls", "cases", "people | (directory)"])
    assert found == {"people": 0, "directory": 0, "cases": 1, "urls": 2}
