"""Many rows are taken in by a job, as the agency's own system user; what nobody decided is not."""

from datetime import timedelta
from unittest import mock

import pytest

from jiwar.areas.cases.actions import declare_conflict
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Status
from jiwar.areas.people.models import Person
from jiwar.doors.exchange import actions
from jiwar.doors.exchange.models import Batch, BatchRow
from jiwar.doors.exchange.words import BatchState, Limits, limits
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.access.who import Door
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Refused
from tests import keeper, make, people, working
from tests.doors.exchange import files
from tests.people import World

pytestmark = people.BOTH_SIDES
FEW = Limits(rows=20, at_once=1, export_alone=20, export_hours=24, waits_days=30, report_days=30)


@pytest.fixture
def world() -> World:
    return people.gather()


def test_many_rows_of_a_page_are_taken_in_by_a_job(world: World) -> None:
    batch = files.reviewed(world.bashir, files.SALMA, files.OMAR)
    with mock.patch("jiwar.doors.exchange.actions.finishing.limits", return_value=FEW):
        done = actions.finish_batch(people.again("bashir", door=Door.WEB), batch_id=batch.pk)
        assert done.state == BatchState.APPLYING
        with standing(world.bashir):
            assert not Person.objects.exists()
        assert working.work() == ["take_rows_in"]
    with standing(world.bashir):
        assert Person.objects.count() == 2
        assert Batch.objects.get().state == BatchState.APPLIED
    told = [
        one
        for one in keeper.events()
        if one.action == "finish_batch" or (one.action == "register_people" and one.root_id)
    ]
    assert [(one.action, one.door, one.actor) for one in told] == [
        ("finish_batch", "web", world.bashir.user_id),
        ("register_people", "import", world.system.user_id),
        ("register_people", "import", world.system.user_id),
        ("finish_batch", "job", world.system.user_id),
    ]


def test_a_job_takes_in_nothing_that_nobody_decided(world: World) -> None:
    batch = files.reviewed(world.bashir, files.SALMA)
    with pytest.raises(Refused) as refused:
        actions.finish_batch(world.system, batch_id=batch.pk)
    assert refused.value.reason.code == "not_rehearsed"


def test_done_twice_it_changes_nothing(world: World) -> None:
    batch = files.reviewed(world.bashir, files.SALMA)
    actions.finish_batch(world.bashir, batch_id=batch.pk)
    with pytest.raises(Refused) as refused:
        actions.finish_batch(world.bashir, batch_id=batch.pk)
    assert refused.value.reason.code == "batch_over"
    with standing(world.bashir):
        assert Person.objects.count() == 1


def test_what_waits_too_long_is_thrown_away_and_old_reports_are_forgotten(world: World) -> None:
    waits = files.reviewed(world.bashir, files.SALMA)
    done = files.reviewed(world.bashir, files.OMAR)
    actions.finish_batch(world.bashir, batch_id=done.pk)
    with clock.frozen(clock.now() + timedelta(days=limits().waits_days + 1)):
        assert actions.sweep_batches(people.again("bashir")) == 2
        assert actions.sweep_batches(people.again("bashir")) == 0
    with standing(world.bashir):
        assert not BatchRow.objects.filter(batch=waits).exists()
        (row,) = BatchRow.objects.filter(batch=done)
        assert (bytes(row.sealed), row.problems) == (b"", ["note_needs_case:8"])
        assert row.token is not None, "the same row is still known"


def test_files_that_are_there_are_changed_by_no_job(world: World) -> None:
    """The system user sees what is kept from one person: a conflict declared meanwhile would not stop it."""
    rows = [(make.case(world.amal).code, "Goals met", "x") for _ in range(2)]
    batch = files.reviewed(world.bashir, *rows, kind="closings", headings=("Case code", "Outcome", "Summary"))
    with (
        mock.patch("jiwar.doors.exchange.actions.finishing.limits", return_value=FEW),
        pytest.raises(Refused) as refused,
    ):
        actions.finish_batch(people.again("bashir", door=Door.WEB), batch_id=batch.pk)
    assert refused.value.reason.code == "too_many_to_change"
    with standing(world.bashir), announcing("test"):
        Batch.objects.update(state=BatchState.APPLYING)
    with pytest.raises(Refused) as refused:
        actions.finish_batch(people.again("system.moa", door=Door.JOB), batch_id=batch.pk)
    assert refused.value.reason.code == "not_by_a_job"


def test_a_conflict_declared_between_looking_and_doing_holds(world: World) -> None:
    case = make.case(world.amal)
    row = (case.code, "Goals met", "x")
    batch = files.reviewed(world.bashir, row, kind="closings", headings=("Case code", "Outcome", "Summary"))
    declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
    actions.finish_batch(people.again("bashir"), batch_id=batch.pk)
    with standing(world.amal):
        assert Case.objects.get(pk=case.pk).status == Status.ACTIVE
