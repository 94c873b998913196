"""A file of the standard becomes persons and cases, and what they hold gives every value of it back."""

from typing import Any

import pytest

from jiwar.areas.cases import queries as of_cases
from jiwar.areas.cases.words import HTCDS, Outcome
from jiwar.areas.consent.queries import consents_of
from jiwar.areas.people import queries as of_people
from jiwar.areas.people.words import HTCDS as OF_PERSON
from jiwar.areas.people.words import HTCDS_NAMES, HTCDS_PHONES
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.kinds.htcds import KEPT
from jiwar.doors.exchange.models import BatchRow
from jiwar.doors.exchange.words import RowState
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.lib.formats import htcds
from jiwar.lib.formats.delimited import written
from jiwar.lib.formats.htcds import FIELDS
from tests import people
from tests.people import World

pytestmark = people.BOTH_SIDES

TOLD: dict[str, Any] = {
    "text": "Words, «كلمات» = as they stand",
    "long_text": "قصة طويلة\nof two lines",
    "date": "2020-02-29",
    "number": "7",
    "yes_no": "true",
}


def record(**others: str) -> dict[str, str]:
    """A value in every field that is kept, as the standard writes it."""
    found = {}
    for name in sorted(KEPT):
        field = FIELDS[name]
        codes = {"country": "JOR", "language": "ara"}.get(field.of) or next(iter(field.codes), "")
        several = ";".join(list(field.codes)[:2]) if field.kind == "codes" and field.codes else codes
        found[name] = TOLD.get(field.kind) or several or codes
    status = {"cas_Status": "ClosedReferred", "prs_Birthdate": "1990-02-28", "prs_Email": "a@b.example"}
    return {**found, **status, "cas_ExternalId": "X-1", **others}


def brought(who: Who, *records: dict[str, str], team: Any) -> Any:
    """A file of these records, taken in."""
    columns = list(records[0])
    content = written([columns, *([one.get(name, "") for name in columns] for one in records)])
    batch = actions.take_batch(who, kind="htcds", name="a.csv", content=content)
    said = {int(column): field for column, field in batch.columns.items()}
    assert [said[number] for number in range(len(columns))] == columns
    actions.state_mapping(who, batch_id=batch.pk, columns=said, team_id=team.pk)
    return actions.review_batch(who, batch_id=batch.pk)


def held(who: Who, case_id: Any) -> dict[str, Any]:
    """What the records hold, by the fields of the standard."""
    with standing(who):
        case = of_cases.case_records(who, case_ids=[case_id])[case_id]
        person = of_people.people_records(who, person_ids=[case.person_id])[case.person_id]
        consents = consents_of(who, person_ids=[case.person_id])
    found: dict[str, Any] = {name: getattr(person.names[0], a) for name, a in HTCDS_NAMES.items()}
    found |= {name: getattr(person.details, attribute) for name, attribute in OF_PERSON.items()}
    phones = {one.kind: one.number for one in person.phones}
    found |= {name: phones.get(kind, "") for name, kind in HTCDS_PHONES.items()}
    groups = [case.trafficking, case.intake, case.support, *case.incidents, *case.perpetrators]
    for group in groups:
        found |= {name: getattr(group, attribute) for name, attribute in HTCDS[type(group)].items()}
    found |= {"cas_Status": case.status, "cas_ReasonForCaseClosure": case.summary}
    found |= {"cas_ExternalId": next((one.number for one in case.numbers), "")}
    found |= {"con_Consent": next((one.given for one in consents.get(case.person_id, ())), None)}
    return found | {"cco_CaseComment": next(iter(case.notes), "")}


@pytest.fixture
def world() -> World:
    return people.gather()


def test_every_value_of_every_column_comes_back(world: World) -> None:
    full, bare = record(), {"cas_ExternalId": "X-2", "prs_FirstName": "Lina", "cas_Status": "FollowUp"}
    batch = brought(world.bashir, full, bare, team=world.teams["irbid"])
    with standing(world.bashir):
        assert queries.batch(world.bashir, batch.pk).counts == {"ready": 2}
    actions.finish_batch(world.bashir, batch_id=batch.pk)
    with standing(world.bashir):
        rows = list(BatchRow.objects.filter(batch=batch).order_by("line"))
    for row, said in zip(rows, (full, bare), strict=True):
        there = {name: htcds.cell_of(value) for name, value in held(world.bashir, row.root_id).items()}
        assert {name: value for name, value in there.items() if value} == said


def test_a_case_that_came_closed_without_a_word_is_closed(world: World) -> None:
    said = {"prs_FirstName": "Lina", "cas_Status": "Closed", "cas_ExternalId": "X-3"}
    batch = brought(world.bashir, said, team=world.teams["irbid"])
    actions.finish_batch(world.bashir, batch_id=batch.pk)
    with standing(world.bashir):
        (row,) = BatchRow.objects.all()
        (case,) = of_cases.case_records(world.bashir, case_ids=[row.root_id] if row.root_id else []).values()
    assert (case.closed, case.status) == (Outcome.RECORDED, "Closed")


def test_what_the_standard_does_not_know_is_told_and_the_rest_is_taken(world: World) -> None:
    said = record(prs_Gender="Femnine", prs_Birthdate="29/02/2020", org_Phone="+962 6")
    batch = brought(world.bashir, said, team=world.teams["irbid"])
    with standing(world.bashir):
        (row,) = queries.batch_rows(world.bashir, batch.pk).rows
    told = {one.code: (one.column, one.value, one.meant) for one in row.troubles}
    assert row.state == RowState.READY
    assert told == {
        "unknown_code": ("prs_Gender", "Femnine", "Feminine"),
        "not_a_date": ("prs_Birthdate", "29/02/2020", ""),
        "no_place": ("org_Phone", "+962 6", ""),
    }


def test_a_number_that_is_here_already_makes_no_second_case(world: World) -> None:
    first = brought(world.bashir, record(), team=world.teams["irbid"])
    actions.finish_batch(world.bashir, batch_id=first.pk)
    other = brought(
        world.bashir,
        record(prs_FirstName="Other"),
        record(cas_ExternalId="X-9"),
        record(cas_ExternalId="X-9", prs_FirstName="Third"),
        team=world.teams["irbid"],
    )
    with standing(world.bashir):
        rows = queries.batch_rows(world.bashir, other.pk).rows
    assert [row.state for row in rows] == [RowState.REFUSED, RowState.READY, RowState.REFUSED]
    assert rows[0].troubles[-1].code == "number_known"
