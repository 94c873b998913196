"""`jiwar export`: a new file for its owner alone, and of many people only when somebody else has agreed."""

import stat
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner, Result

from jiwar.doors.exchange import actions
from jiwar.doors.exchange.models import Batch, Export
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.lib.formats.reading import read
from jiwar.site.cli.leaving import export_file
from tests import people
from tests.doors.exchange import files
from tests.doors.exchange.test_leaving import ALONE, HEADINGS, LINA, SALMA
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def batch(world: World) -> Batch:
    return files.came_in(world.bashir, HEADINGS, LINA, SALMA, team_id=world.teams["irbid"].pk)


def asked(*words: str, user: str = "bashir", agency: str = "moa") -> Result:
    runner = CliRunner(env={"JIWAR_PASSWORD": PASSWORD})
    return runner.invoke(export_file, ["htcds", *words, "--as", user, "--agency", agency, "--language", "en"])


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_few_people_are_written_at_once_for_nobody_else(batch: Batch, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    done = asked("--batch", str(batch.pk), "--output", str(out))
    assert done.exit_code == 0, done.output
    assert "rows\t2\nleft out\t0" in done.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    rows = read(out.read_bytes()).sheets[0].rows
    assert [list(row) for row in rows] == [HEADINGS, LINA, SALMA]
    assert not any(word in done.output for word in ("Lina", "سلمى")), "a terminal is logged"


def test_many_people_are_written_by_the_same_command_once_somebody_agreed(
    world: World, batch: Batch, tmp_path: Path
) -> None:
    out, words = tmp_path / "a.csv", ("--batch", str(batch.pk), "--output", str(tmp_path / "a.csv"))
    people.add_role(world.huda.user_id, Supervisor)
    with mock.patch("jiwar.doors.exchange.actions.leaving.limits", return_value=ALONE):
        for _again in range(2):
            waits = asked(*words)
            assert waits.exit_code == 3
            assert "another supervisor of your agency has to agree first" in waits.output
            assert not out.exists()
    with standing(world.bashir):
        made = Export.objects.get()
    actions.confirm_export(people.again("huda"), export_id=made.pk)
    assert asked(*words).exit_code == 0
    assert len(read(out.read_bytes()).sheets[0].rows) == 3


def test_no_file_is_written_over(batch: Batch, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("mine", encoding="utf-8")
    told = asked("--batch", str(batch.pk), "--output", str(out))
    assert told.exit_code == 1
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "whose", "code"),
    [
        ([], ("bashir", "iom"), 5),
        ([], ("amal", "moa"), 4),
        ([], ("dina", "iom"), 5),
        (["--programme", "general"], ("bashir", "moa"), 2),
    ],
)
def test_it_says_no_as_every_command(
    batch: Batch, tmp_path: Path, words: list[str], whose: tuple[str, str], code: int
) -> None:
    out = tmp_path / "a.csv"
    told = asked("--batch", str(batch.pk), "--output", str(out), *words, user=whose[0], agency=whose[1])
    assert told.exit_code == code, told.output
    assert not out.exists()


def test_a_file_of_another_kind_is_not_guessed(batch: Batch, tmp_path: Path) -> None:
    assert asked("--batch", str(batch.pk), "--output", str(tmp_path / "a.doc")).exit_code == 2
