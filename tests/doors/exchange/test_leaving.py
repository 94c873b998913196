"""A file that leaves tells what the records hold, every value of it; and many people leave only by two."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID

import pytest

from jiwar.areas.cases.actions import declare_conflict, note_case
from jiwar.areas.cases.models import Case
from jiwar.areas.people.actions import state_details
from jiwar.areas.people.models import Person
from jiwar.areas.people.queries import details_of
from jiwar.doors.exchange import actions, queries
from jiwar.doors.exchange.models import Export
from jiwar.doors.exchange.words import ExportState, Limits, limits
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.lib.formats.reading import read
from tests import keeper, make, people
from tests.doors.exchange import files
from tests.people import World

pytestmark = people.BOTH_SIDES

HEADINGS = ["cas_ExternalId", "prs_FirstName", "prs_SecondName", "prs_Citizenship", "cas_Status", "cco_CaseComment"]
LINA = ["X-1", "Lina", "Haddad", "JOR", "FollowUp", "=cmd|' /C calc'!A0"]
SALMA = ["X-2", "سلمى", "الخطيب", "SYR;IRQ", "ClosedReferred", "'=1 سطر\nof two"]
ALONE = Limits(rows=20, at_once=200, export_alone=1, export_hours=24, waits_days=30, report_days=30)


@pytest.fixture
def world() -> World:
    return people.gather()


def other(world: World) -> Who:
    """A second supervisor of the ministry."""
    people.add_role(world.huda.user_id, Supervisor)
    return people.again("huda")


def few() -> Any:
    """As if one person alone could be taken out alone."""
    return mock.patch("jiwar.doors.exchange.actions.leaving.limits", return_value=ALONE)


def cells(content: bytes) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in read(content).sheets[0].rows]


def fetched(who: Who, batch_id: UUID, *, form: Any = "csv") -> list[list[str]]:
    made = actions.propose_export(who, kind="htcds", batch_id=batch_id)
    return cells(actions.hand_export(who, export_id=made.pk, form=form).content)


def brought(world: World, *rows: Sequence[str]) -> UUID:
    return files.came_in(world.bashir, HEADINGS, *rows, team_id=world.teams["irbid"].pk).pk


def waiting(world: World) -> Export:
    batch_id = brought(world, LINA, SALMA)
    with few():
        return actions.propose_export(world.bashir, kind="htcds", batch_id=batch_id)


class TestHandingOut:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_every_value_comes_out_as_it_came_in(self, world: World, form: str) -> None:
        assert fetched(world.bashir, brought(world, LINA, SALMA), form=form) == [HEADINGS, LINA, SALMA]

    def test_no_spreadsheet_computes_a_cell(self, world: World) -> None:
        made = actions.propose_export(world.bashir, kind="htcds", batch_id=brought(world, LINA))
        content = actions.hand_export(world.bashir, export_id=made.pk, form="csv").content
        assert content.startswith(b"\xef\xbb\xbf")
        assert b"\"'=cmd|" in content

    def test_one_field_that_was_corrected_is_the_one_cell_that_differs(self, world: World) -> None:
        batch_id = brought(world, LINA, SALMA)
        before = fetched(world.bashir, batch_id)
        with standing(world.bashir):
            told = {one.pk: (one.version, details_of(world.bashir, one.pk)) for one in Person.objects.all()}
        person, (version, details) = next((pk, one) for pk, one in told.items() if one[1].citizenship == ("JOR",))
        state_details(world.bashir, person, details=replace(details, citizenship=("PSE",)), version=version)
        pairs = zip(before, fetched(world.bashir, batch_id), strict=True)
        differ = [(old, new) for rows in pairs for old, new in zip(*rows, strict=True) if old != new]
        assert differ == [("JOR", "PSE")]

    def test_what_has_no_place_in_a_row_is_counted(self, world: World) -> None:
        batch_id = brought(world, LINA)
        with standing(world.bashir):
            case = Case.objects.get()
        note_case(world.bashir, case.pk, text="a second note")
        made = actions.propose_export(world.bashir, kind="htcds", batch_id=batch_id)
        done = actions.hand_export(world.bashir, export_id=made.pk, form="csv")
        assert (done.rows, done.left_out) == (1, 1)
        assert b"a second note" not in done.content

    def test_ones_own_cases_of_a_programme_leave_too(self, world: World) -> None:
        ours, theirs = make.case(world.amal), make.case(world.carine)
        made = actions.propose_export(world.bashir, kind="htcds", programme=ours.programme)
        assert made.root_ids == [ours.pk] != [theirs.pk]
        headings, row = cells(actions.hand_export(world.bashir, export_id=made.pk, form="csv").content)
        assert set(headings) == {"prs_FirstName", "prs_SecondName", "prs_Gender", "cas_Status"}
        assert dict(zip(headings, row, strict=True))["prs_Gender"] == "Feminine"

    def test_each_record_that_is_read_stands_in_the_trail(self, world: World) -> None:
        brought(world, LINA, SALMA)
        made = actions.propose_export(world.bashir, kind="htcds", programme="trafficking")
        before = len(keeper.events("case_file"))
        assert not keeper.events("people_records"), "to propose reads nothing"
        actions.hand_export(world.bashir, export_id=made.pk, form="csv")
        with standing(world.bashir):
            persons, cases = {one.pk for one in Person.objects.all()}, {one.pk for one in Case.objects.all()}
        assert {one.root_id for one in keeper.events("people_records")} == persons
        assert {one.root_id for one in keeper.events("case_file")[before:]} == cases
        (handed,) = keeper.events("hand_export")
        assert (handed.subject_id, handed.outcome) == (made.pk, "done")

    def test_what_was_closed_to_its_proposer_meanwhile_does_not_leave(self, world: World) -> None:
        brought(world, LINA, SALMA)
        made = actions.propose_export(world.bashir, kind="htcds", programme="trafficking")
        with standing(world.bashir):
            gone = Case.objects.order_by("code")[0]
        declare_conflict(world.bashir, gone.pk, user_id=world.bashir.user_id)
        done = actions.hand_export(world.bashir, export_id=made.pk, form="csv")
        assert done.rows == 1

    def test_it_is_fetched_once_and_in_its_time(self, world: World) -> None:
        batch_id = brought(world, LINA)
        made = actions.propose_export(world.bashir, kind="htcds", batch_id=batch_id)
        actions.hand_export(world.bashir, export_id=made.pk, form="csv")
        assert why(actions.hand_export, world.bashir, export_id=made.pk, form="csv") == "export_over"
        late = actions.propose_export(world.bashir, kind="htcds", batch_id=batch_id)
        with clock.frozen(clock.now() + timedelta(hours=limits().export_hours, seconds=1)):
            assert why(actions.hand_export, world.bashir, export_id=late.pk, form="csv") == "export_over"
            assert actions.sweep_batches(world.system) == 1
        assert state_of(world.bashir, late) == ExportState.ENDED


class TestAgreeing:
    def test_few_people_need_nobody_else(self, world: World) -> None:
        made = actions.propose_export(world.bashir, kind="htcds", batch_id=brought(world, LINA))
        assert (made.people, made.state) == (1, ExportState.MADE)

    def test_many_leave_when_somebody_else_has_agreed(self, world: World) -> None:
        made, huda = waiting(world), other(world)
        assert made.state == ExportState.PROPOSED
        assert why(actions.hand_export, world.bashir, export_id=made.pk, form="csv") == "export_waits"
        assert why(actions.confirm_export, world.bashir, export_id=made.pk) == "own_export"
        assert actions.confirm_export(huda, export_id=made.pk).approver_id == huda.user_id
        assert why(actions.hand_export, huda, export_id=made.pk, form="csv") == "not_for_you"
        assert why(actions.confirm_export, huda, export_id=made.pk) == "export_decided"
        assert actions.hand_export(world.bashir, export_id=made.pk, form="csv").rows == 2

    def test_what_was_declined_does_not_leave(self, world: World) -> None:
        made, huda = waiting(world), other(world)
        actions.decline_export(huda, export_id=made.pk)
        assert why(actions.confirm_export, huda, export_id=made.pk) == "export_decided"
        assert why(actions.decline_export, huda, export_id=made.pk) == "export_decided"
        assert why(actions.hand_export, world.bashir, export_id=made.pk, form="csv") == "export_over"

    def test_what_nobody_decides_ends(self, world: World) -> None:
        made = waiting(world)
        with clock.frozen(clock.now() + timedelta(days=limits().waits_days + 1)):
            assert actions.sweep_batches(world.system) == 2, "and the old report of the file that came in"
        assert state_of(world.bashir, made) == ExportState.ENDED

    def test_the_list_says_who_and_what_each_may(self, world: World) -> None:
        made, huda = waiting(world), other(world)
        with standing(world.bashir):
            (mine,) = queries.exports(world.bashir)
            assert queries.own_export_of(world.bashir, made.batch_id or UUID(int=0)) == mine
        with standing(huda):
            theirs = queries.export(huda, made.pk)
            assert queries.own_export_of(huda, made.batch_id or UUID(int=0)) is None
        assert (mine.may_decide, mine.may_fetch, mine.cases, mine.people, mine.of) == (False, False, 2, 2, "a.csv")
        assert (theirs.may_decide, theirs.may_fetch) == (True, False)
        assert theirs.by is not None
        assert theirs.by.id == world.bashir.user_id


class TestRefusing:
    def test_what_cannot_leave_is_refused_in_words(self, world: World) -> None:
        register = files.reviewed(world.bashir, files.SALMA)
        raised: list[tuple[dict[str, Any], str]] = [
            ({"programme": "nothing"}, "programme_needed"),
            ({"programme": "trafficking"}, "nothing_leaves"),
            ({"batch_id": register.pk}, "other_kind_leaves"),
            ({"batch_id": files.taken(world.bashir, SALMA, kind="htcds", headings=HEADINGS).pk}, "batch_not_in"),
        ]
        for given, code in raised:
            assert why(actions.propose_export, world.bashir, kind="htcds", **given) == code
        with pytest.raises(Missing):
            actions.propose_export(world.bashir, kind="register", programme="trafficking")

    @pytest.mark.parametrize("verb", ["confirm", "decline", "hand"])
    def test_nobody_else_gets_to_it(self, world: World, verb: str) -> None:
        made = waiting(world)
        act, form = getattr(actions, f"{verb}_export"), {"form": "csv"} if verb == "hand" else {}
        with pytest.raises(Missing):
            act(world.dina, export_id=made.pk, **form)
        with pytest.raises(Forbidden):
            act(world.amal, export_id=made.pk, **form)
        assert state_of(world.bashir, made) == ExportState.PROPOSED

    def test_a_case_worker_proposes_nothing(self, world: World) -> None:
        with pytest.raises(Forbidden):
            actions.propose_export(world.amal, kind="htcds", programme="trafficking")
        with standing(world.amal), pytest.raises(Forbidden):
            queries.exports(world.amal)


def why(act: Callable[..., object], who: Who, /, **given: object) -> str:
    """The code of the reason why not."""
    with pytest.raises(Refused) as refused:
        act(who, **given)
    return refused.value.reason.code


def state_of(who: Who, made: Export) -> str:
    with standing(who):
        return Export.objects.get(pk=made.pk).state
