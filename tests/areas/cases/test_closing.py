"""Closing and reopening, and the gates that keep a case open."""

import threading
from uuid import UUID

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import CaseFile
from jiwar.areas.cases.words import HoldKind, Outcome, Status
from jiwar.ground.access import wall
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
WORDS = 'عادت إلى أسرتها، 100% <done> "quoted"'


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def file_of(who: Who, case: Case) -> CaseFile:
    with standing(who):
        return queries.case_file(who, case.pk)


def close(who: Who, case: Case, *, version: int | None = None, summary: str = WORDS) -> Case:
    return actions.close_case(who, case.pk, outcome=Outcome.GOALS_MET, summary=summary, version=version or case.version)


class TestClosing:
    def test_it_is_closed_today_with_outcome_and_words(self, world: World, case: Case) -> None:
        close(world.amal, case)
        file = file_of(world.amal, case)
        assert (file.card.status, file.card.outcome, file.card.closed_on, file.summary) == (
            Status.CLOSED,
            Outcome.GOALS_MET,
            clock.today(),
            WORDS,
        )

    def test_it_leaves_the_open_lists_for_the_closed_one(self, world: World, case: Case) -> None:
        close(world.amal, case)
        with standing(world.amal):
            assert not queries.my_cases(world.amal).rows
            assert [row.id for row in queries.closed_cases(world.amal).rows] == [case.pk]

    def test_refused_where_it_is_closed_already(self, world: World, case: Case) -> None:
        closed = close(world.amal, case)
        with pytest.raises(Refused) as refused:
            close(world.amal, closed)
        assert refused.value.reason.code == "already_closed"

    def test_refused_where_nobody_is_responsible(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            close(world.amal, make.case(world.amal, mine=False))
        assert refused.value.reason.code == "nobody_assigned"

    def test_refused_without_words(self, world: World, case: Case) -> None:
        with pytest.raises(Refused) as refused:
            close(world.amal, case, summary="  ")
        assert (refused.value.reason.code, refused.value.reason.field) == ("summary_missing", "summary")

    def test_stale_where_somebody_wrote_meanwhile_and_both_texts_remain(self, world: World, case: Case) -> None:
        actions.note_case(world.bashir, case.pk, text="meanwhile")
        with pytest.raises(Stale) as stale:
            close(world.amal, case)
        assert isinstance(stale.value.current, Case)
        assert stale.value.current.status == Status.ACTIVE
        assert [note.text for note in file_of(world.amal, case).notes] == ["meanwhile"]

    def test_a_database_that_is_told_otherwise_refuses_a_closed_case_without_outcome(
        self, world: World, case: Case
    ) -> None:
        with pytest.raises(IntegrityError), standing(world.amal), wall.announcing("test"):
            Case.objects.filter(pk=case.pk).update(status=Status.CLOSED)


class TestHolds:
    def test_a_hold_keeps_it_open_and_says_what(self, world: World, case: Case) -> None:
        actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
        with pytest.raises(Refused) as refused:
            close(world.amal, case)
        assert refused.value.reason.code == "held"
        assert str(HoldKind.BED.label) in str(refused.value)

    def test_each_kind_is_named_once(self, world: World, case: Case) -> None:
        for ref in ("b-1", "b-2"):
            actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref=ref)
        with pytest.raises(Refused) as refused:
            close(world.amal, case)
        assert str(refused.value).count(str(HoldKind.BED.label)) == 1

    def test_released_it_closes(self, world: World, case: Case) -> None:
        actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
        actions.release_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
        assert close(world.amal, case).status == Status.CLOSED

    def test_the_same_thing_holds_once(self, world: World, case: Case) -> None:
        one, two = (actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1") for _ in range(2))
        assert one.pk == two.pk
        assert file_of(world.amal, case).holds == [HoldKind.BED]

    def test_what_ended_may_hold_again(self, world: World, case: Case) -> None:
        for _ in range(2):
            actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
            actions.release_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
        assert file_of(world.amal, case).holds == []

    @pytest.mark.parametrize(("kind", "ref"), [(HoldKind.BED, "b-2"), (HoldKind.HEARING, "b-1")])
    def test_releasing_what_holds_nothing_is_missing(self, world: World, case: Case, kind: HoldKind, ref: str) -> None:
        actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b-1")
        with pytest.raises(Missing):
            actions.release_hold(world.amal, case.pk, kind=kind, ref=ref)
        assert file_of(world.amal, case).holds == [HoldKind.BED]

    def test_a_supervisor_drops_what_nobody_released_and_says_why(self, world: World, case: Case) -> None:
        held = actions.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h-1")
        with pytest.raises(Refused) as refused:
            actions.drop_hold(world.bashir, case.pk, hold_id=held.pk, reason=" ")
        assert refused.value.reason.code == "reason_missing"
        actions.drop_hold(world.bashir, case.pk, hold_id=held.pk, reason="the hearing was held on Sunday")
        file = file_of(world.bashir, case)
        assert (file.holds, [note.text for note in file.notes]) == ([], ["the hearing was held on Sunday"])
        with pytest.raises(Missing):
            actions.drop_hold(world.bashir, case.pk, hold_id=held.pk, reason="again")

    def test_a_worker_drops_nothing_and_a_hold_of_another_case_is_not_there(self, world: World, case: Case) -> None:
        held = actions.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h-1")
        with pytest.raises(Forbidden):
            actions.drop_hold(world.amal, case.pk, hold_id=held.pk, reason="x")
        for who, other in ((world.bashir, make.case(world.amal)), (world.dina, case)):
            with pytest.raises(Missing):
                actions.drop_hold(who, other.pk, hold_id=held.pk, reason="x")
        assert file_of(world.amal, case).holds == [HoldKind.HEARING]

    def test_a_supervisor_drops_it_on_a_page_that_says_what_follows(self, world: World, case: Case) -> None:
        held = actions.place_hold(world.amal, case.pk, kind=HoldKind.HEARING, ref="h-1")
        page, browser = reverse("case-hold", args=[case.pk]), people.signed_in(world.bashir)
        assert page in browser.get(reverse("case-file", args=[case.pk])).content.decode()
        assert page not in people.signed_in(world.amal).get(reverse("case-file", args=[case.pk])).content.decode()
        assert browser.post(page, {"hold": str(held.pk)}).status_code == 422
        assert browser.post(page, {"hold": str(held.pk), "reason": "held on Sunday"}).status_code == 303
        assert browser.get(page).status_code == 404

    def test_nothing_holds_a_closed_case(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.place_hold(world.amal, closed.pk, kind=HoldKind.BED, ref="b-1")
        assert refused.value.reason.code == "case_closed"


class TestReopening:
    def test_it_is_open_again_with_the_same_worker(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        actions.reopen_case(world.amal, closed.pk, reason="عادت", version=closed.version)
        card = file_of(world.amal, closed).card
        assert (card.status, card.outcome, card.closed_on) == (Status.ACTIVE, None, None)
        assert card.owner is not None
        assert card.owner.id == world.amal.user_id

    def test_the_reason_is_a_note(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        actions.reopen_case(world.amal, closed.pk, reason="عادت", version=closed.version)
        assert [note.text for note in file_of(world.amal, closed).notes] == ["عادت"]

    def test_refused_where_it_is_open(self, world: World, case: Case) -> None:
        with pytest.raises(Refused) as refused:
            actions.reopen_case(world.amal, case.pk, reason="x", version=case.version)
        assert refused.value.reason.code == "not_closed"

    def test_refused_without_a_reason(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.reopen_case(world.amal, closed.pk, reason=" ", version=closed.version)
        assert (refused.value.reason.code, refused.value.reason.field) == ("reason_missing", "reason")

    def test_stale_where_it_was_seen_otherwise(self, world: World) -> None:
        closed = make.closed_case(world.amal)
        with pytest.raises(Stale):
            actions.reopen_case(world.amal, closed.pk, reason="x", version=closed.version - 1)
        assert file_of(world.amal, closed).notes == []


class TestTakingTurns:
    """Two people at once: real connections, real threads."""

    def together(self, *deeds: "Deed") -> list[JiwarError | None]:
        return [thread.result for thread in _run(list(deeds))]

    def test_a_hold_and_a_closing_never_both_succeed(self, world: World) -> None:
        for _ in range(4):
            case = make.case(world.amal)

            def hold(pk: UUID = case.pk) -> None:
                actions.place_hold(world.amal, pk, kind=HoldKind.BED, ref="b")

            def end(made: Case = case) -> None:
                close(world.bashir, made)

            assert sum(error is None for error in self.together(Deed(hold), Deed(end))) == 1
            [(status, holds)] = keeper.rows(
                "select status, (select count(*) from public.cases_casehold h where h.case_id = c.id)"
                " from public.cases_case c where id = %s",
                [case.pk],
            )
            assert (status, holds) in {("closed", 0), ("active", 1)}

    def test_two_notes_at_once_are_two_notes(self, world: World, case: Case) -> None:
        def note(text: str) -> "Deed":
            return Deed(lambda: actions.note_case(world.amal, case.pk, text=text))

        assert self.together(*(note(str(n)) for n in range(4))) == [None] * 4
        assert sorted(n.text for n in file_of(world.amal, case).notes) == ["0", "1", "2", "3"]

    def test_two_closings_of_one_version_are_one(self, world: World, case: Case) -> None:
        def end() -> None:
            close(world.amal, case)

        errors = self.together(Deed(end), Deed(end))
        assert sum(error is None for error in errors) == 1
        assert file_of(world.amal, case).card.version == case.version + 1


class Deed(threading.Thread):
    """Something that is done on a connection of its own; `result` is the refusal, if there was one."""

    def __init__(self, deed: "object") -> None:
        super().__init__()
        self.deed = deed
        self.result: JiwarError | None = None

    def run(self) -> None:
        try:
            self.deed()  # type: ignore[operator]
        except JiwarError as error:
            self.result = error
        finally:
            connections.close_all()


def _run(deeds: list[Deed]) -> list[Deed]:
    assert not transaction.get_connection().in_atomic_block
    for deed in deeds:
        deed.start()
    for deed in deeds:
        deed.join(timeout=20)
    return deeds
