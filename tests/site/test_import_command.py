"""`jiwar import`: the same verbs, the exit codes of the house, nothing taken in unless it is said."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jiwar.areas.people.models import Person
from jiwar.doors.exchange.models import Batch
from jiwar.ground.access.wall import standing
from jiwar.lib.formats.reading import read
from jiwar.site.cli.exchange import import_file
from tests import people
from tests.doors.exchange import files
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def asked(*words: str, user: str = "bashir", agency: str = "moa") -> Result:
    runner = CliRunner(env={"JIWAR_PASSWORD": PASSWORD})
    return runner.invoke(import_file, [*words, "--as", user, "--agency", agency, "--language", "en"])


def test_it_looks_first_and_takes_in_when_it_is_told(world: World, tmp_path: Path) -> None:
    file, report = tmp_path / "a.csv", tmp_path / "report.csv"
    file.write_bytes(files.table(files.SALMA, files.OMAR))
    looked = asked("register", str(file), "--report", str(report))
    assert looked.exit_code == 0, looked.output
    assert "ready\t2" in looked.output
    assert {row[2] for row in read(report.read_bytes()).sheets[0].rows[1:]} == {"district_meant", "note_needs_case"}
    assert not any(word in looked.output for word in ("سلمى", "لا يرد")), "a terminal is logged"
    with standing(world.bashir):
        assert Person.objects.count() == 0
        batch_id = str(Batch.objects.get().pk)
    done = asked("register", "--batch", batch_id, "--apply")
    assert done.exit_code == 0, done.output
    with standing(world.bashir):
        assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "whose", "code"),
    [
        (["--apply"], ("bashir", "iom"), 5),
        (["--apply"], ("amal", "moa"), 4),
        (["--column", "2="], ("bashir", "moa"), 3),
        (["--column", "x"], ("bashir", "moa"), 2),
    ],
)
def test_it_says_no_as_every_command(
    world: World, tmp_path: Path, words: list[str], whose: tuple[str, str], code: int
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(files.table(files.SALMA))
    assert asked("register", str(file), *words, user=whose[0], agency=whose[1]).exit_code == code
    with standing(world.bashir):
        assert Person.objects.count() == 0


def test_a_hundred_megabytes_are_refused_at_once(world: World, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    told = asked("register", str(file))
    assert told.exit_code == 3
    assert "larger than 20 MB" in told.output
