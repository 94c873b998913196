"""Opening a case, writing notes in it, judging its risk."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jiwar.areas.cases import actions, queries
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import Occasion, Programme, Risk, Status
from jiwar.areas.people.words import Erasure
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Refused, Stale
from tests import keeper, make, people
from tests.people import World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def stored(who: Who, case: Case) -> Case:
    with standing(who):
        return Case.objects.get(pk=case.pk)


def notes(who: Who, case: Case) -> list[str]:
    with standing(who):
        return [note.text for note in queries.case_file(who, case.pk).notes]


def sees(who: Who, case: Case) -> bool:
    with standing(who):
        return Case.objects.filter(pk=case.pk).exists()


class TestOpening:
    def test_with_an_owner_it_is_open_in_the_owners_team(self, world: World) -> None:
        case = stored(world.amal, make.case(world.amal))
        assert (case.status, case.owner_id, case.team_id) == (
            Status.ACTIVE,
            world.amal.user_id,
            world.teams["irbid"].pk,
        )

    def test_without_one_it_waits_in_the_team_of_who_opens(self, world: World) -> None:
        case = stored(world.amal, make.case(world.amal, mine=False))
        assert (case.status, case.owner_id, case.team_id) == (Status.RECEIVED, None, world.teams["irbid"].pk)

    def test_it_has_a_code_that_names_nobody(self, world: World) -> None:
        assert make.case(world.amal).code.startswith("C-")

    def test_it_may_be_opened_for_a_colleague_of_another_team(self, world: World) -> None:
        """And is then out of the sight of whoever opened it, as after a hand-over."""
        case = actions.open_case(
            world.amal,
            person_id=make.person(world.amal).pk,
            programme=Programme.CHILD,
            owner_id=world.huda.user_id,
        )
        mine = stored(world.huda, case)
        assert (mine.owner_id, mine.team_id, mine.status) == (
            world.huda.user_id,
            world.teams["amman"].pk,
            Status.ACTIVE,
        )
        assert (case.owner_id, case.team_id, case.status, case.version) == (
            mine.owner_id,
            mine.team_id,
            mine.status,
            mine.version,
        )
        assert not sees(world.amal, case)

    def test_it_may_wait_in_another_team_of_the_agency(self, world: World) -> None:
        team = world.teams["amman"].pk
        case = make.case(world.amal, mine=False, team_id=team)
        assert stored(world.huda, case).team_id == team

    def test_a_supervisor_without_team_opens_it_for_a_worker(self, world: World) -> None:
        case = make.case(world.bashir, mine=False, owner_id=world.huda.user_id)
        assert stored(world.huda, case).owner_id == world.huda.user_id

    def test_refused_where_there_is_no_team(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            make.case(world.bashir, mine=False)
        assert refused.value.reason.code == "no_team"

    @pytest.mark.parametrize("name", ["carine", "elias", "farah"])
    def test_refused_for_somebody_who_works_on_no_files_here(self, world: World, name: str) -> None:
        with pytest.raises(Refused) as refused:
            make.case(world.amal, mine=False, owner_id=world.named(name).user_id)
        assert refused.value.reason.code == "not_a_colleague"

    def test_a_team_of_another_agency_is_no_team(self, world: World) -> None:
        with pytest.raises(Refused) as refused:
            make.case(world.amal, mine=False, team_id=world.teams["mission"].pk)
        assert refused.value.reason.code == "no_team"

    def test_an_erased_person_is_missing(self, world: World) -> None:
        person = make.person(world.bashir)
        actions.erase_file(world.bashir, person.pk, reason=Erasure.ASKED, version=person.version)
        with pytest.raises(Missing):
            make.case(world.bashir, of=person, owner_id=world.amal.user_id)

    def test_a_person_of_a_colleague_elsewhere_is_as_missing_as_nobody(self, world: World) -> None:
        person = make.person(world.huda)
        for pk in (person.pk, uuid4()):
            with pytest.raises(Missing):
                make.case(world.amal, of=pk)

    def test_the_event_is_about_the_new_case(self, world: World) -> None:
        case = make.case(world.amal)
        assert keeper.last_event()[:6] == (
            "open_case",
            "done",
            "",
            world.amal.user_id,
            world.amal.agency_id,
            case.pk,
        )

    def test_the_owner_and_the_team_see_the_person_because_of_it(self, world: World) -> None:
        person = make.person(world.bashir)
        case = make.case(world.bashir, of=person, owner_id=world.huda.user_id)
        assert sees(world.huda, case)
        with standing(world.huda):
            assert queries.case_card(world.huda, case.pk).person is not None


class TestNoting:
    def test_it_stands_in_the_file_as_written(self, world: World) -> None:
        case = make.case(world.amal)
        text = "  أولى %s <b>'\"\n\tثانية "
        actions.note_case(world.amal, case.pk, text=text)
        assert notes(world.amal, case) == [text]

    def test_newest_first(self, world: World) -> None:
        case = make.case(world.amal)
        for text in ("one", "two"):
            actions.note_case(world.amal, case.pk, text=text)
        assert notes(world.amal, case) == ["two", "one"]

    def test_the_case_has_changed(self, world: World) -> None:
        case = make.case(world.amal)
        actions.note_case(world.amal, case.pk, text="x")
        assert stored(world.amal, case).version == case.version + 1

    def test_refused_in_a_closed_case(self, world: World) -> None:
        case = make.closed_case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.note_case(world.amal, case.pk, text="x")
        assert refused.value.reason.code == "case_closed"

    @pytest.mark.parametrize("text", ["", " \n"])
    def test_refused_without_words(self, world: World, text: str) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.note_case(world.amal, case.pk, text=text)
        assert refused.value.reason.code == "text_missing"
        assert not keeper.rows("select 1 from public.cases_note")

    def test_it_tells_of_a_day_that_has_come(self, world: World) -> None:
        case, today = make.case(world.amal), clock.today()
        yesterday = today - timedelta(days=1)
        actions.note_case(world.amal, case.pk, text="x", occasion=Occasion.VISIT, happened_on=yesterday)
        actions.note_case(world.amal, case.pk, text="y")
        with pytest.raises(Refused) as refused:
            actions.note_case(world.amal, case.pk, text="z", happened_on=today + timedelta(days=1))
        assert refused.value.reason.code == "not_happened_yet"
        with standing(world.amal):
            shown = queries.case_file(world.amal, case.pk).notes
        assert [(one.occasion, one.happened_on) for one in shown] == [
            (Occasion.NOTE, None),
            (Occasion.VISIT, yesterday),
        ]

    def test_refused_leaves_nothing_but_its_event(self, world: World) -> None:
        case = make.closed_case(world.amal)
        before = stored(world.amal, case)
        with pytest.raises(Refused):
            actions.note_case(world.amal, case.pk, text="x")
        assert stored(world.amal, case).updated_at == before.updated_at
        assert keeper.last_event()[:3] == ("note_case", "refused", "case_closed")


class TestJudging:
    @pytest.mark.parametrize("risk", Risk)
    def test_the_risk_is_as_judged(self, world: World, risk: Risk) -> None:
        case = make.case(world.amal)
        actions.judge_risk(world.amal, case.pk, risk=risk, reason="رأيت ذلك", version=case.version)
        assert stored(world.amal, case).risk == risk

    def test_why_stands_beside_the_risk_until_it_is_judged_anew(self, world: World) -> None:
        case = make.case(world.amal)
        actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason=" هُدّدت أمس ", version=case.version)
        actions.note_case(world.amal, case.pk, text="x")
        with standing(world.amal):
            [_, judged] = queries.case_file(world.amal, case.pk).notes
            shown = queries.case_file(world.amal, case.pk).risk_note
        assert shown == judged
        assert (judged.occasion, judged.risk, judged.text) == (Occasion.RISK, Risk.HIGH, "هُدّدت أمس")
        version = stored(world.amal, case).version
        actions.judge_risk(world.bashir, case.pk, risk=Risk.LOW, reason="انتقلت", version=version)
        with standing(world.amal):
            now = queries.case_file(world.amal, case.pk).risk_note
        assert now
        assert now.text == "انتقلت"

    def test_a_story_without_the_service_does_not_name_it(self, world: World) -> None:
        """Which risk was judged is of the class `service`; why it was is part of the story."""
        case = make.case(world.amal)
        actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="رأيت ذلك", version=case.version)
        make.share(world.amal, case, world.carine, make.terms(DataClass.NARRATIVE))
        with standing(world.carine):
            file = queries.case_file(world.carine, case.pk)
        assert [(note.text, note.occasion, note.risk) for note in file.notes] == [("رأيت ذلك", Occasion.RISK, None)]
        assert file.risk_note is None
        answer = people.signed_in(world.carine).get(f"/cases/{case.pk}/file")
        assert answer.status_code == 200
        assert "رأيت ذلك" in answer.content.decode()
        assert "igh risk" not in answer.content.decode()

    @pytest.mark.parametrize("reason", ["", "  ", " x "])
    def test_refused_without_a_word_why(self, world: World, reason: str) -> None:
        case = make.case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason=reason, version=case.version)
        assert refused.value.reason.code == "why_missing"
        assert (stored(world.amal, case).risk, keeper.rows("select 1 from public.cases_note")) == ("", [])

    def test_refused_in_a_closed_case(self, world: World) -> None:
        case = make.closed_case(world.amal)
        with pytest.raises(Refused) as refused:
            actions.judge_risk(world.amal, case.pk, risk=Risk.LOW, reason="رأيت ذلك", version=case.version)
        assert refused.value.reason.code == "case_closed"

    def test_the_second_save_gets_both_versions(self, world: World) -> None:
        case = make.case(world.amal)
        actions.judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="رأيت ذلك", version=case.version)
        with pytest.raises(Stale) as stale:
            actions.judge_risk(world.bashir, case.pk, risk=Risk.LOW, reason="رأيت ذلك", version=case.version)
        current = stale.value.current
        assert isinstance(current, Case)
        assert (current.risk, current.version) == (Risk.HIGH, case.version + 1)
        assert keeper.last_event()[:3] == ("judge_risk", "stale", "")
