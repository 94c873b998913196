"""A register becomes persons; what is not understood becomes a line of the report, and nothing is dropped silently."""

from datetime import date
from uuid import UUID

import pytest

from jiwar.areas.people import queries as people_queries
from jiwar.areas.people.models import Person
from jiwar.areas.people.words import PhoneKind, Sex
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.models import BatchRow
from jiwar.doors.exchange.words import BatchState, RowState
from jiwar.ground.access.wall import standing
from jiwar.ground.base.errors import Refused
from tests import people
from tests.doors.exchange import files

pytestmark = people.BOTH_SIDES


def test_a_row_becomes_a_person_with_all_it_tells() -> None:
    bashir = people.gather().bashir
    batch = files.reviewed(bashir, files.SALMA)
    actions.finish_batch(bashir, batch_id=batch.pk)
    with standing(bashir):
        (row,) = BatchRow.objects.filter(batch=batch)
        assert (row.state, row.problems) == (RowState.APPLIED, ["district_meant:6"])
        (record,) = people_queries.people_records(bashir, person_ids=[row.root_id or UUID(int=0)]).values()
    assert record.names[0].whole == "سلمى عبد الرحمن الخطيب"
    assert record.particulars.sex == Sex.FEMALE
    assert (record.particulars.birth_year, record.particulars.birth_year_estimated) == (1980, False)
    assert record.details.birth_date == date(1980, 10, 13)
    assert record.details.citizenship == ("PHL",)
    assert (record.details.mailing_city, record.details.mailing_state) == ("لواء ذيبان", "مادبا")
    assert record.details.identity_number == "N1"
    assert [(one.kind, one.number) for one in record.phones] == [(PhoneKind.MOBILE, "+962790146567")]


def test_what_is_not_understood_is_told_with_its_column_and_what_to_do() -> None:
    bashir = people.gather().bashir
    odd = ("3", "ليلى", "؟؟", "31/02/1980", "بدون", "12", "لواء قصبة عان", "", "أرملة")
    batch = files.reviewed(bashir, odd)
    with standing(bashir):
        (row,) = queries.batch_rows(bashir, batch.pk).rows
    assert row.state == RowState.READY
    told = {one.code: (one.column, one.value) for one in row.troubles}
    assert told == {
        "sex_unknown": ("الجنس", "؟؟"),
        "day_unreadable": ("تاريخ الميلاد", "31/02/1980"),
        "nation_or_none": ("الجنسية", "بدون"),
        "phone_unreadable": ("رقم الهاتف", "12"),
        "district_unknown": ("اللواء", "لواء قصبة عان"),
        "note_needs_case": ("ملاحظات", "أرملة"),
    }
    assert all(one.what and one.cure for one in row.troubles)


def test_without_a_name_nothing_becomes_of_a_row() -> None:
    bashir = people.gather().bashir
    batch = files.reviewed(bashir, files.SALMA, ("4", "", "ذكر", "1990", "", "", "", "", ""))
    actions.finish_batch(bashir, batch_id=batch.pk)
    with standing(bashir):
        assert queries.batch(bashir, batch.pk).counts == {"applied": 1, "refused": 1, "remarked": 1}
        assert Person.objects.count() == 1


def test_the_same_file_again_changes_nothing() -> None:
    bashir = people.gather().bashir
    first = files.reviewed(bashir, files.SALMA, files.OMAR, files.OMAR)
    actions.finish_batch(bashir, batch_id=first.pk)
    again = files.reviewed(bashir, files.SALMA, files.OMAR, files.OMAR)
    with pytest.raises(Refused) as refused:
        actions.finish_batch(bashir, batch_id=again.pk)
    assert refused.value.reason.code == "nothing_to_do"
    with standing(bashir):
        assert Person.objects.count() == 2
        assert queries.batch(bashir, first.pk).counts == {"applied": 2, "known": 1, "remarked": 2}
        assert queries.batch(bashir, again.pk).counts == {"known": 3}


def test_what_a_row_said_is_gone_once_it_is_taken_in() -> None:
    bashir = people.gather().bashir
    batch = files.reviewed(bashir, files.OMAR)
    actions.finish_batch(bashir, batch_id=batch.pk)
    with standing(bashir):
        batch.refresh_from_db()
        (row,) = queries.batch_rows(bashir, batch.pk).rows
    assert batch.state == BatchState.APPLIED
    assert [one.value for one in row.troubles] == ["لا يرد"]
