"""Files in and out stand behind the wall: one's own agency, whoever brought them, its supervisors."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jiwar.areas.cases.actions import declare_conflict, erase_file
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import Erasure
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.models import EXPORT_ALONE, Batch, BatchRow, Export, Heading
from jiwar.doors.exchange.words import ExportState, limits
from jiwar.ground.access import wall
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from tests import keeper, make, people
from tests.doors.exchange import files
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def proposed(who: Who, *, people_in_it: int) -> Export:
    """A file that is to leave."""
    with standing(who), wall.announcing("test"):
        made = Export(agency_id=who.agency_id, by_id=who.user_id, kind="htcds", people=people_in_it, root_ids=[uuid4()])
        made.save(force_insert=True)
    return made


def changed(who: Who, made: Export, **values: object) -> int:
    with standing(who), wall.announcing("test"), transaction.atomic():
        return Export.objects.filter(pk=made.pk).update(**values)


@pytest.mark.parametrize("name", ["dina", "dima", "amal", "farah", "ghada"])
def test_nobody_else_sees_a_file_that_came_in(world: World, name: str) -> None:
    files.reviewed(world.bashir, files.SALMA)
    proposed(world.bashir, people_in_it=1)
    with standing(world.bashir):
        assert (Batch.objects.count(), BatchRow.objects.count(), Export.objects.count()) == (1, 1, 1)
    with standing(world.named(name)):
        assert (Batch.objects.count(), BatchRow.objects.count(), Export.objects.count()) == (0, 0, 0)


def test_what_a_heading_means_is_kept_without_the_heading(world: World) -> None:
    files.reviewed(world.bashir, files.SALMA)
    with standing(world.bashir):
        assert Heading.objects.filter(field="name").count() == 1
    kept = keeper.rows("select row_to_json(h)::text from public.exchange_heading h")
    assert not any("الاسم" in text for (text,) in kept)


def test_of_what_was_brought_no_word_lies_in_plain(world: World) -> None:
    files.reviewed(world.bashir, files.SALMA)
    tables = ("exchange_batch", "exchange_batchrow", "exchange_heading")
    kept = [text for table in tables for (text,) in keeper.rows(f"select row_to_json(t)::text from public.{table} t")]
    assert kept
    assert not any(word in text for word in ("سلمى", "الخطيب", "كشف", "0790146567", "+962") for text in kept)


def test_a_row_is_no_way_around_what_keeps_its_file_from_somebody(world: World) -> None:
    batch = files.reviewed(world.bashir, files.OMAR)
    actions.finish_batch(world.bashir, batch_id=batch.pk)
    with standing(world.bashir):
        (row,) = queries.batch_report(world.bashir, batch.pk)
        person = row.root_id
    assert person is not None
    case = make.case(world.bashir, of=person, team_id=world.teams["irbid"].pk)
    declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
    with standing(world.bashir):
        assert queries.batch_report(world.bashir, batch.pk) == []
        assert queries.batch_rows(world.bashir, batch.pk).rows == []


def test_who_reads_what_came_stands_in_the_trail(world: World) -> None:
    batch = files.reviewed(world.bashir, files.OMAR)
    with standing(world.bashir):
        queries.batch_rows(world.bashir, batch.pk)
    event = keeper.last_event()
    assert (event.action, event.outcome, event.actor) == ("batch_rows", "read", world.bashir.user_id)


def test_with_a_person_goes_what_the_report_of_their_row_still_told(world: World) -> None:
    batch = files.reviewed(world.bashir, files.OMAR, files.SALMA)
    actions.finish_batch(world.bashir, batch_id=batch.pk)
    with standing(world.bashir):
        omar, salma = BatchRow.objects.order_by("-line")
        gone = salma if bytes(omar.sealed) == b"" else omar
        person = Person.objects.get(pk=gone.root_id or uuid4())
    erase_file(world.bashir, person.pk, reason=Erasure.ASKED, version=person.version)
    with standing(world.bashir):
        gone.refresh_from_db()
        other = BatchRow.objects.exclude(pk=gone.pk).get()
    assert (bytes(gone.sealed), gone.token) == (b"", None)
    assert other.token is not None


def test_more_than_a_few_people_leave_by_two(world: World) -> None:
    made = proposed(world.bashir, people_in_it=EXPORT_ALONE + 1)
    with pytest.raises(IntegrityError, match="many_people_leave_by_two"):
        changed(world.bashir, made, state=ExportState.MADE)
    with pytest.raises(IntegrityError, match="two_people_agree_to_an_export"):
        changed(world.bashir, made, state=ExportState.MADE, approver_id=world.bashir.user_id)
    few = proposed(world.bashir, people_in_it=EXPORT_ALONE)
    assert changed(world.bashir, few, state=ExportState.MADE) == 1


def test_nobody_agrees_in_somebody_elses_name(world: World) -> None:
    made = proposed(world.bashir, people_in_it=EXPORT_ALONE + 1)
    with pytest.raises(DatabaseError, match="whoever agrees is whoever is entered"):
        changed(world.bashir, made, state=ExportState.MADE, approver_id=world.huda.user_id)


def test_the_number_that_leaves_alone_is_said_once(world: World) -> None:
    assert limits().export_alone == EXPORT_ALONE
