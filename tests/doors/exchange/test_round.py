"""The register of the standard, in and out again: every value of every column, and nothing besides.

Its first forty rows; by `make round-trip` all of it.
"""

import os
from pathlib import Path

import pytest

from jiwar.doors.exchange import actions
from jiwar.doors.exchange.words import limits
from jiwar.ground.access.roles import Supervisor
from jiwar.lib.formats.delimited import written
from jiwar.lib.formats.reading import read
from jiwar.lib.formats.tables import Cell
from tests import people
from tests.doors.exchange import files
from tests.people import World

pytestmark = people.BOTH_SIDES
REGISTER = Path(__file__).parents[4] / "shared" / "data" / "registers" / "htcds_2385.csv"
ROWS = None if os.environ.get("JIWAR_ROUND") == "all" else 40


@pytest.fixture
def world() -> World:
    return people.gather()


def texts(rows: list[tuple[Cell, ...]] | tuple[tuple[Cell, ...], ...]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


@pytest.mark.skipif(not REGISTER.exists(), reason="the registers of ../shared are not here")
def test_the_register_leaves_as_it_came(world: World) -> None:
    head, *rows = texts(read(REGISTER.read_bytes()).sheets[0].rows)[: None if ROWS is None else ROWS + 1]
    assert len(rows) == (ROWS or 2385)
    batch = files.came_in(world.bashir, head, *rows, team_id=world.teams["irbid"].pk)
    made = actions.propose_export(world.bashir, kind="htcds", batch_id=batch.pk)
    assert made.people == len(rows) > limits().export_alone
    people.add_role(world.huda.user_id, Supervisor)
    actions.confirm_export(people.again("huda"), export_id=made.pk)
    done = actions.hand_export(world.bashir, export_id=made.pk, form="csv")
    assert done.left_out == 0
    assert done.content == written([head, *rows])
