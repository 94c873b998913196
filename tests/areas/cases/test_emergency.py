"""Break-the-glass: opened for minutes, by its code, to be read and noted; told at once, reviewed by somebody else."""

from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case, Glass, Note
from jiwar.areas.cases.words import GlassCategory, Verdict
from jiwar.areas.people.models import Person
from jiwar.areas.people.queries import person_card, person_file
from jiwar.areas.people.words import Erasure
from jiwar.ground.access import grants, wall
from jiwar.ground.access.queries import trail_of
from jiwar.ground.access.roles import Supervisor
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.notices.words import NoticeKind
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES
WHY = "اتصلت من المستشفى، وهي في خطر الآن"


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    made = make.case(world.amal)
    actions.note_case(world.amal, made.pk, text="ما جرى")
    return made


def open_by(who: Who, case: Case, *, reason: str = WHY, code: str = "", minutes: int = 60) -> Case:
    return actions.break_glass(who, code=code or case.code, category=GlassCategory.LIFE, reason=reason, minutes=minutes)


def glass_of(case: Case) -> UUID:
    found: UUID = keeper.rows(
        "select id from public.cases_glass where case_id = %s order by opened_at desc", [case.pk]
    )[0][0]
    return found


def sees(who: Who, case: Case) -> bool:
    with wall.standing(who):
        case_seen = Case.objects.filter(pk=case.pk).exists()
        assert case_seen == Person.objects.filter(pk=case.person_id).exists()
        return case_seen


def refused(code: str) -> AbstractContextManager[object]:
    return pytest.raises(Refused, check=lambda error: error.reason.code == code)


def age(case: Case, *, hours: int) -> None:
    """Let the opening be so many hours old."""
    for table, columns in (("cases_glass", ("opened_at", "ends_at")), ("case_access", ("expires_at",))):
        moved = ", ".join(f"{c} = {c} - interval '{hours} hours'" for c in columns)
        kind = "basis_kind = 'glass'" if table == "case_access" else "true"
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(f"update public.{table} set {moved} where {kind}")


class TestOpening:
    def test_the_file_and_its_person_are_read_in_full(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        with wall.standing(world.huda):
            file = queries.case_file(world.huda, case.pk)
            person = person_file(world.huda, case.person_id)
        assert [note.text for note in file.notes] == ["ما جرى"]
        assert {name.rest for name in person.names} == {name.rest for name in make.SALMA}
        assert file.card.glass is not None

    def test_its_owner_supervisor_and_officer_are_told_and_nobody_else(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        told = {user for user, _ in keeper.notices(NoticeKind.SECOND_LOOK)}
        assert told == {world.amal.user_id, world.bashir.user_id, world.ghada.user_id}

    def test_it_stands_in_the_trail_with_everything_read(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        with wall.standing(world.huda):
            queries.case_file(world.huda, case.pk)
        with wall.standing(world.amal):
            lines = [(line.action, line.who.name_en) for line in trail_of(world.amal, case.pk)[:2] if line.who]
        assert lines == [("case_file", "Huda"), ("break_glass", "Huda")]

    def test_after_its_time_it_is_closed_by_itself(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        assert sees(world.huda, case)
        age(case, hours=1)
        assert not sees(world.huda, case)

    def test_closed_now_it_is_closed_now(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        actions.close_glass(world.huda, case.pk, glass_id=glass_of(case))
        assert not sees(world.huda, case)

    def test_another_colleague_sees_no_more_than_before(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        assert not sees(world.carine, case)
        assert not sees(world.ghada, case)

    def test_the_reason_is_sealed_and_read_by_those_whose_file_it_is(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        raw = bytes(keeper.rows("select reason from public.cases_glass")[0][0])
        assert WHY.encode() not in raw
        for who in (world.amal, world.bashir):
            with wall.standing(who):
                assert [one.reason for one in queries.glasses_on(who, case.pk)] == [WHY]
        for who, reason in ((world.bashir, WHY), (world.ghada, "")):
            with wall.standing(who):
                assert [one.reason for one in queries.glass_waiting(who)] == [reason]


class TestRefused:
    def test_a_short_reason(self, world: World, case: Case) -> None:
        with refused("reason_too_short"):
            open_by(world.huda, case, reason=" " * 30 + "urgent")
        assert not sees(world.huda, case)

    def test_what_is_not_there_sealed_in_conflict_or_of_others_is_one_answer(self, world: World, case: Case) -> None:
        sealed, conflict, foreign = make.case(world.amal), make.case(world.amal), make.case(world.carine)
        make.seal(world, sealed)
        actions.declare_conflict(world.amal, conflict.pk, user_id=world.huda.user_id)
        for code in ("C-AAAAAA", sealed.code, conflict.code, foreign.code, case.code.lower(), "%"):
            with refused("no_such_file"):
                open_by(world.huda, case, code=code)
            event = keeper.last_event()
            assert (event.action, event.outcome, event.reason, event.root_id) == (
                "break_glass", "refused", "no_such_file", None,
            )  # fmt: skip
        assert not keeper.rows("select 1 from public.cases_glass")

    def test_an_erased_file(self, world: World) -> None:
        made = make.closed_case(world.amal)
        actions.erase_file(world.bashir, made.person_id, reason=Erasure.ASKED, version=1)
        with refused("no_such_file"):
            open_by(world.huda, made)

    def test_a_file_that_one_sees(self, world: World, case: Case) -> None:
        for who in (world.amal, world.bashir):
            with refused("in_sight"):
                open_by(who, case)

    def test_a_denial_set_meanwhile_beats_it(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        actions.declare_conflict(world.amal, case.pk, user_id=world.huda.user_id)
        assert not sees(world.huda, case)

    @pytest.mark.parametrize("name", ["elias", "farah", "ghada"])
    def test_whoever_works_on_no_files(self, world: World, case: Case, name: str) -> None:
        with pytest.raises(Forbidden):
            open_by(world.named(name), case)

    def test_while_an_opening_waits_for_its_review_longer_than_a_day(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        other = make.case(world.amal)
        age(case, hours=23)
        open_by(world.huda, other)
        actions.close_glass(world.huda, other.pk, glass_id=glass_of(other))
        age(case, hours=1)
        with refused("glass_suspended"):
            open_by(world.huda, other)
        actions.review_glass(world.bashir, case.pk, glass_id=glass_of(case), verdict=Verdict.JUSTIFIED)
        open_by(world.huda, other)

    def test_without_a_reason_nothing_outlives_its_transaction(self, world: World, case: Case) -> None:
        with pytest.raises(DatabaseError, match="no reason given"), wall.standing(world.huda), wall.announcing("x"):
            grants.call("select wall.break_glass(%s, %s, 'life', 60)", uuid4(), case.code)
        assert not sees(world.huda, case)

    @pytest.mark.parametrize("minutes", [0, 61, -5])
    def test_longer_than_an_hour_is_a_fault(self, world: World, case: Case, minutes: int) -> None:
        with pytest.raises(DatabaseError, match="an hour at most"):
            open_by(world.huda, case, minutes=minutes)


class TestNoStanding:
    """What is opened by glass is read and noted; nothing else."""

    def test_a_note_is_written_and_stays_for_the_owner(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        actions.note_case(world.huda, case.pk, text="نُقلت إلى المستشفى")
        with wall.standing(world.amal):
            assert next(n.text for n in queries.case_file(world.amal, case.pk).notes) == "نُقلت إلى المستشفى"
            assert Case.objects.get(pk=case.pk).version == case.version + 1  # Amal's own note

    def test_no_verb_works_on_it(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        huda = world.huda
        for verb in (
            lambda: actions.assign_case(huda, case.pk, owner_id=huda.user_id, version=case.version + 1),
            lambda: make.share(huda, case, world.carine),
            lambda: actions.declare_conflict(huda, case.pk, user_id=world.amal.user_id),
            lambda: make.case(huda, of=case.person_id),
        ):
            with pytest.raises(Missing):
                verb()

    def test_no_row_is_written_past_the_verbs(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        with wall.standing(world.huda), wall.announcing("x"):
            assert Case.objects.filter(pk=case.pk).exists()
            assert not Case.objects.filter(pk=case.pk).update(risk="low")
            assert not Person.objects.filter(pk=case.person_id).update(sex="male")
            assert not Note.objects.filter(case=case).none()

    def test_the_person_is_shown_as_read_only(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        with wall.standing(world.huda):
            assert person_card(world.huda, case.person_id).by_glass


class TestReviewing:
    def test_somebody_else_reviews_and_only_once(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        glass = glass_of(case)
        with pytest.raises(Forbidden):
            actions.review_glass(world.huda, case.pk, glass_id=glass, verdict=Verdict.JUSTIFIED)
        actions.review_glass(world.ghada, case.pk, glass_id=glass, verdict=Verdict.FOLLOW_UP)
        actions.review_glass(world.bashir, case.pk, glass_id=glass, verdict=Verdict.JUSTIFIED)
        with pytest.raises(Missing):
            actions.review_glass(world.bashir, case.pk, glass_id=glass, verdict=Verdict.NOT_JUSTIFIED)
        assert sees(world.huda, case)

    def test_a_supervisor_does_not_review_ones_own(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        people.add_role(world.huda.user_id, Supervisor)
        with pytest.raises(Missing):
            actions.review_glass(people.again("huda"), case.pk, glass_id=glass_of(case), verdict=Verdict.JUSTIFIED)

    def test_what_is_not_justified_is_closed_at_once(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        actions.review_glass(world.ghada, case.pk, glass_id=glass_of(case), verdict=Verdict.NOT_JUSTIFIED)
        assert not sees(world.huda, case)

    @pytest.mark.parametrize("name", ["dina", "bashir"])
    def test_another_agencys_supervisor_and_one_in_conflict_judge_nothing(
        self, world: World, case: Case, name: str
    ) -> None:
        if name == "bashir":
            actions.declare_conflict(world.amal, case.pk, user_id=world.bashir.user_id)
        open_by(world.huda, case)
        with pytest.raises(Missing):
            actions.review_glass(world.named(name), case.pk, glass_id=glass_of(case), verdict=Verdict.JUSTIFIED)

    def test_the_officer_sees_codes_and_no_content(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        with wall.standing(world.ghada):
            waiting = queries.glass_waiting(world.ghada)
            assert [(one.code, one.reason) for one in waiting] == [(case.code, "")]
            assert not Case.objects.exists()
            assert Glass.objects.count() == 1

    def test_who_opened_sees_what_became_of_it(self, world: World, case: Case) -> None:
        open_by(world.huda, case)
        age(case, hours=2)
        with wall.standing(world.huda):
            mine = queries.my_openings(world.huda)
        assert [(one.code, one.is_open, one.verdict) for one in mine.openings] == [(case.code, False, None)]
        assert not mine.is_suspended
