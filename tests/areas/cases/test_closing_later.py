"""A case is closed on a day to come by two people and one night, through the same verb as everybody, and never else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections

from jiwar.areas.cases import actions, jobs, queries, rules
from jiwar.areas.cases.actions import close_case
from jiwar.areas.cases.jobs import close_planned_cases
from jiwar.areas.cases.models import Case, PlannedClosing
from jiwar.areas.cases.words import HoldKind, Outcome, Risk
from jiwar.ground.access import wall
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from tests import keeper, make, people, working
from tests.injecting import answer, inject
from tests.people import World

pytestmark = people.BOTH_SIDES
TODAY = date(2026, 11, 29)


@pytest.fixture
def world() -> World:
    return people.gather()


def propose(who: Who, case: Case, *, closes_on: date | None = None, version: int | None = None) -> PlannedClosing:
    return actions.propose_closing(
        who,
        case.pk,
        outcome=Outcome.GOALS_MET,
        summary="بلغت ما أرادت",
        closes_on=closes_on or clock.today() + timedelta(days=3),
        version=version or case.version,
    )


def agreed(world: World, case: Case) -> PlannedClosing:
    return actions.confirm_closing(world.bashir, case.pk, closing_id=propose(world.amal, case).pk)


def nights(count: int) -> list[str]:
    """So many days from now the schedule beats, at the clock and in the night of then."""
    with clock.frozen(clock.now() + timedelta(days=count)):
        with working.queue() as db:
            db.execute("select wall.fan_out('close_planned_cases')")
        return nightly()


def nightly() -> list[str]:
    """What was done, but for notices: whether those are sent hangs on the hour of the day."""
    return [name for name in working.work() if name != "send_notice"]


def status(case: Case) -> str:
    return str(keeper.rows("select status from public.cases_case where id = %s", [case.pk])[0][0])


class TestTheNight:
    def test_closes_what_two_decided_by_the_same_verb_with_the_same_event(self, world: World) -> None:
        case = make.case(world.amal)
        agreed(world, case)
        assert (nights(2), status(case)) == (["close_planned_cases"] * 3, "active")
        nights(3)
        assert status(case) == "closed"
        [event] = keeper.events("close_case")
        assert (event.outcome, event.actor, event.door) == ("done", world.system.user_id, "job")
        assert (event.root_id, event.agency) == (case.pk, world.amal.agency_id)
        with wall.standing(world.amal):
            file = queries.case_file(world.amal, case.pk)
            assert (file.summary, file.card.outcome) == ("بلغت ما أرادت", Outcome.GOALS_MET)
            assert queries.planned_closing(world.amal, case.pk) is None

    def test_by_hand_the_event_is_the_same(self, world: World) -> None:
        by_night, by_hand = make.case(world.amal), make.case(world.amal)
        agreed(world, by_night)
        nights(3)
        actions.close_case(world.amal, by_hand.pk, outcome=Outcome.GOALS_MET, summary="x", version=by_hand.version)
        told = [event._replace(root_id=None, request_id=None) for event in keeper.events("close_case")]
        assert told[0]._replace(actor=None, door="") == told[1]._replace(actor=None, door="")
        changed = "select pgh_action, status from public.cases_casehistory where status = 'closed'"
        assert keeper.rows(changed) == [("close_case", "closed")] * 2

    def test_closes_nothing_that_nobody_agreed_to(self, world: World) -> None:
        proposed, untouched, withdrawn, anew = (make.case(world.amal) for _ in range(4))
        propose(world.amal, proposed)
        actions.withdraw_closing(world.amal, withdrawn.pk, closing_id=agreed(world, withdrawn).pk)
        agreed(world, anew)
        propose(world.amal, anew)  # on other terms: to be agreed again
        nights(60)
        assert {status(case) for case in (proposed, untouched, withdrawn, anew)} == {"active"}
        assert keeper.events("close_case") == []

    def test_what_holds_the_case_lets_it_stay_until_it_is_gone(self, world: World) -> None:
        case = make.case(world.amal)
        agreed(world, case)
        actions.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
        nights(3)
        [event] = keeper.events("close_case")
        assert (status(case), event.outcome, event.reason) == ("active", "refused", "held")
        actions.release_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
        nights(4)
        assert status(case) == "closed"

    def test_a_sealed_file_and_a_case_that_was_closed_by_hand_stay_as_they_are(self, world: World) -> None:
        sealed, closed = make.case(world.amal), make.case(world.amal)
        for case in (sealed, closed):
            agreed(world, case)
        make.seal(world, sealed)
        actions.close_case(world.amal, closed.pk, outcome=Outcome.DIED, summary="x", version=closed.version)
        actions.reopen_case(world.amal, closed.pk, reason="x", version=closed.version + 1)
        nights(3)
        assert (status(sealed), status(closed)) == ("active", "active")

    def test_one_agencys_night_closes_nothing_of_another(self, world: World) -> None:
        case = make.case(world.amal)
        agreed(world, case)
        with clock.frozen(clock.now() + timedelta(days=3)):
            answer(world.dina, "select wall.defer_job('close_planned_cases', null, null)")
            assert nightly() == ["close_planned_cases"]
        assert status(case) == "active"

    def test_it_says_how_far_it_is(self, world: World) -> None:
        for _ in range(2):
            agreed(world, make.case(world.amal))
        nights(3)
        mine = "select done, total from public.jobs_job where name = 'close_planned_cases' and agency_id = %s"
        assert keeper.rows(mine, [world.amal.agency_id]) == [(2, 2)]

    def test_only_this_job_closes_by_night(self) -> None:
        assert close_planned_cases.cron == "30 22 * * *"


class TestProposing:
    def test_tells_the_supervisors(self, world: World) -> None:
        propose(world.amal, make.case(world.amal))
        assert (world.bashir.user_id, "work_waits") in keeper.notices()
        assert world.ghada.user_id not in {user for user, _ in keeper.notices()}

    def test_refused_and_says_why(self, world: World) -> None:
        case = make.case(world.amal)
        for day, code in ((clock.today(), "closes_in_the_past"), (clock.today() + timedelta(93), "closes_too_far")):
            with pytest.raises(Refused) as refused:
                propose(world.amal, case, closes_on=day)
            assert refused.value.reason.code == code

    def test_stale_where_somebody_saved_first(self, world: World) -> None:
        case = make.case(world.amal)
        with pytest.raises(Stale):
            propose(world.amal, case, version=case.version + 1)

    @pytest.mark.parametrize(
        ("status", "summary", "days", "code"),
        [
            ("active", "x", 1, None),
            ("active", "x", 92, None),
            ("active", "x", 0, "closes_in_the_past"),
            ("active", "x", -1, "closes_in_the_past"),
            ("active", "x", 93, "closes_too_far"),
            ("active", " ", 1, "summary_missing"),
            ("received", "x", 1, "nobody_assigned"),
            ("closed", "x", 1, "already_closed"),
        ],
    )
    def test_rule(self, status: str, summary: str, days: int, code: str | None) -> None:
        day = TODAY + timedelta(days=days)
        found = rules.why_not_plan_closing(status=status, summary=summary, closes_on=day, today=TODAY)
        assert found == code


class TestAgreeing:
    @pytest.mark.parametrize("is_mine", [True, False])
    @pytest.mark.parametrize("is_confirmed", [True, False])
    @pytest.mark.parametrize("is_planned", [True, False])
    @pytest.mark.parametrize("is_late", [True, False])
    def test_rule(self, *, is_planned: bool, is_confirmed: bool, is_mine: bool, is_late: bool) -> None:
        code = rules.why_not_confirm_closing(
            is_planned=is_planned, is_confirmed=is_confirmed, is_mine=is_mine, is_late=is_late
        )
        assert (code is None) == (is_planned and not (is_confirmed or is_mine or is_late))

    def test_not_by_who_proposed_it(self, world: World) -> None:
        case = make.case(world.amal)
        plan = propose(world.bashir, case)
        with pytest.raises(Refused) as refused:
            actions.confirm_closing(world.bashir, case.pk, closing_id=plan.pk)
        assert refused.value.reason.code == "own_closing"
        himself = "update cases_plannedclosing set confirmed_by_id = proposed_by_id"
        with pytest.raises(IntegrityError, match="two_people_plan_a_closing"):
            inject(world.bashir, himself)

    def test_not_by_a_worker_and_not_of_another_agency(self, world: World) -> None:
        case = make.case(world.amal)
        plan = propose(world.amal, case)
        with pytest.raises(Forbidden):
            actions.confirm_closing(world.huda, case.pk, closing_id=plan.pk)
        for case_id, closing_id in ((case.pk, plan.pk), (uuid4(), uuid4())):
            with pytest.raises(Missing):
                actions.confirm_closing(world.dina, case_id, closing_id=closing_id)
        with pytest.raises(Missing):
            actions.confirm_closing(world.bashir, case.pk, closing_id=uuid4())

    def test_whoever_agrees_reads_it_first_and_that_is_recorded(self, world: World) -> None:
        case = make.case(world.amal)
        plan = propose(world.amal, case)
        with wall.standing(world.bashir):
            assert queries.opened_closing(world.bashir, case.pk, closing_id=plan.pk).summary == "بلغت ما أرادت"
        assert keeper.last_event()[:2] == ("opened_closing", "read")

    def test_no_grant_shows_it(self, world: World) -> None:
        case = make.case(world.amal)
        propose(world.amal, case)
        make.share(world.amal, case, world.carine)
        count = "select count(*) from cases_plannedclosing union all select count(*) from cases_plannedclosinghistory"
        assert answer(world.carine, count) == [(0,), (0,)]
        assert answer(world.amal, count) == [(1,), (1,)]
        with wall.standing(world.carine):
            assert queries.planned_closing(world.carine, case.pk) is None


class TestWithdrawing:
    def test_tells_who_proposed_it(self, world: World) -> None:
        case = make.case(world.amal)
        plan = propose(world.amal, case)
        actions.withdraw_closing(world.bashir, case.pk, closing_id=plan.pk)
        assert (world.amal.user_id, "work_waits") in keeper.notices()
        with pytest.raises(Refused):
            actions.withdraw_closing(world.bashir, case.pk, closing_id=plan.pk)

    def test_not_by_another_agency(self, world: World) -> None:
        case = make.case(world.amal)
        with pytest.raises(Missing):
            actions.withdraw_closing(world.dina, case.pk, closing_id=propose(world.amal, case).pk)


def test_moments_are_those_of_amman() -> None:
    """Half past one in the night of a day is that day there, though it is the day before in UTC."""
    assert clock.day_of(datetime.fromisoformat("2026-11-28T22:30:00+00:00")) == TODAY


class TestWhatWasAgreedIsOver:
    """A plan holds for the case as those two knew it: else the night would close what somebody has just taken on."""

    def test_who_takes_the_case_or_judges_its_risk_anew_ends_it(self, world: World) -> None:
        handed, risky = make.case(world.amal), make.case(world.amal)
        for case in (handed, risky):
            agreed(world, case)
        actions.assign_case(world.bashir, handed.pk, owner_id=world.huda.user_id, version=handed.version)
        actions.judge_risk(world.amal, risky.pk, risk=Risk.URGENT, reason="رأيت ذلك", version=risky.version)
        nights(3)
        assert (status(handed), status(risky)) == ("active", "active")
        for who, case in ((world.huda, handed), (world.amal, risky)):
            with wall.standing(who):
                assert queries.planned_closing(who, case.pk) is None

    def test_withdrawn_while_the_night_is_at_work_it_stays_open(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = (make.case(world.amal) for _ in range(2))
        agreed(world, first)
        plan = agreed(world, second)

        def slow(who: Who, case_id: UUID, **values: Any) -> Case:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(withdraw).result()
            return close_case(who, case_id, **values)

        def withdraw() -> None:
            if not done:
                done.append(actions.withdraw_closing(world.bashir, second.pk, closing_id=plan.pk))
            connections.close_all()

        done: list[PlannedClosing] = []
        monkeypatch.setattr(jobs, "close_case", slow)
        with keeper.keeper() as cursor:
            cursor.execute("select wall.announce('test')")
            cursor.execute(
                "update public.cases_plannedclosing set closes_on = closes_on - 1 where case_id = %s", [first.pk]
            )
        nights(3)
        assert (status(first), status(second)) == ("closed", "active")
