"""Tasks on a file: planned, finished, put off, given away, dropped; seen by those who work on it and by nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.words import GlassCategory, Outcome
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused, Stale
from jiwar.ground.work import actions as work
from jiwar.ground.work import queries
from jiwar.ground.work.models import Task, TaskHistory
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState
from tests import keeper, make, people, working
from tests.meanwhile import meanwhile
from tests.people import World

pytestmark = people.BOTH_SIDES
TODAY = clock.today()
REASON = "تسافر حتى الأحد"


def plan(who: Who, case: Case, **given: object) -> Task:
    usual = {"kind": TaskKind.CALL, "due_on": TODAY, "text": "الاتصال بالمدرسة", "assignee_id": who.user_id}
    return cases.plan_task(who, case.pk, planned=Planned(**(usual | given)))  # type: ignore[arg-type]


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def test_a_task_is_planned_and_stands_in_the_file_with_its_words(world: World, case: Case) -> None:
    task = plan(world.amal, case, rhythm=Rhythm.WEEK)
    with standing(world.amal):
        [shown] = queries.tasks_on(world.amal, case.pk)
        [listed] = queries.my_tasks(world.amal).rows
    assert (shown.id, shown.text, shown.rhythm, shown.is_today) == (task.pk, "الاتصال بالمدرسة", Rhythm.WEEK, True)
    assert (listed.id, listed.text) == (task.pk, "")


def test_a_task_that_comes_again_while_its_case_is_closed_ends_with_it(world: World, case: Case) -> None:
    task = plan(world.amal, case, rhythm=Rhythm.WEEK)

    def close() -> None:
        cases.close_case(world.amal, case.pk, outcome=Outcome.GOALS_MET, summary="بلغت ما أرادت", version=case.version)

    with meanwhile(world.amal, close):
        work.finish_task(world.amal, case.pk, task_id=task.pk, version=task.version)
    assert keeper.rows("select status from public.cases_case") == [("closed",)]
    assert sorted(keeper.rows("select state from public.work_task")) == [("done",), ("dropped",)]


def test_a_task_that_comes_again_while_its_case_changes_hands_goes_along(world: World, case: Case) -> None:
    task = plan(world.amal, case, rhythm=Rhythm.WEEK)

    def assign() -> None:
        cases.assign_case(world.bashir, case.pk, owner_id=world.huda.user_id, version=case.version)

    with meanwhile(world.amal, assign):
        work.finish_task(world.amal, case.pk, task_id=task.pk, version=task.version)
    owes = "select assignee_id from public.work_task where state = 'open'"
    assert keeper.rows(owes) == [(world.huda.user_id,)]


def test_words_are_sealed(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    assert "المدرسة".encode() not in bytes(task.text)


def test_whoever_owes_a_task_is_told_that_something_waits(world: World, case: Case) -> None:
    plan(world.bashir, case, assignee_id=world.amal.user_id)
    with working.office_hours():
        working.work()
    [sent] = mail.outbox
    assert sent.to == ["amal@jiwar.example"]
    assert "المدرسة" not in f"{sent.subject} {sent.body}"


@pytest.mark.parametrize(("days", "why"), [(-1, "due_in_the_past"), (800, "due_too_far")])
def test_a_day_that_nobody_can_keep_is_refused(world: World, case: Case, days: int, why: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(world.amal, case, due_on=TODAY + timedelta(days=days))
    assert refused.value.reason.code == why


@pytest.mark.parametrize("stranger", ["huda", "dima", "elias", "farah"])
def test_nobody_owes_work_on_a_file_out_of_sight(world: World, case: Case, stranger: str) -> None:
    with pytest.raises(Refused) as refused:
        plan(world.amal, case, assignee_id=world.named(stranger).user_id)
    assert refused.value.reason.code == "not_on_this_file"


def test_whoever_is_kept_out_by_a_conflict_looks_like_a_stranger(world: World, case: Case) -> None:
    cases.assign_case(world.bashir, case.pk, owner_id=world.huda.user_id, version=case.version)
    cases.declare_conflict(world.bashir, case.pk, user_id=world.amal.user_id)
    with pytest.raises(Refused) as refused:
        plan(world.huda, case, assignee_id=world.amal.user_id)
    assert refused.value.reason.code == "not_on_this_file"


def test_a_closed_case_takes_no_task_and_ends_those_it_had(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    cases.close_case(world.amal, case.pk, outcome=Outcome.GOALS_MET, summary="x", version=case.version)
    with standing(world.amal):
        assert Task.objects.get(pk=task.pk).state == TaskState.DROPPED
        assert not queries.my_tasks(world.amal).rows
    with pytest.raises(Refused) as refused:
        plan(world.amal, case)
    assert refused.value.reason.code == "case_closed"


def test_a_task_is_finished_once(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    work.finish_task(world.amal, case.pk, task_id=task.pk, version=task.version)
    with pytest.raises(Refused) as refused:
        work.finish_task(world.amal, case.pk, task_id=task.pk, version=task.version + 1)
    assert refused.value.reason.code == "task_is_over"
    with standing(world.amal):
        done = Task.objects.get(pk=task.pk)
        written = TaskHistory.objects.filter(id=task.pk).order_by("pgh_id").last()
        assert (done.state, done.ended_at is not None) == (TaskState.DONE, True)
        assert written is not None
        assert (written.pgh_actor, written.pgh_action) == (world.amal.user_id, "finish_task")


def test_what_comes_again_is_planned_anew_with_its_words(world: World, case: Case) -> None:
    task = plan(world.amal, case, rhythm=Rhythm.MONTH)
    work.finish_task(world.amal, case.pk, task_id=task.pk, version=task.version)
    with standing(world.amal):
        again, before = queries.tasks_on(world.amal, case.pk)
    assert (again.state, again.text, again.rhythm) == (TaskState.OPEN, "الاتصال بالمدرسة", Rhythm.MONTH)
    assert again.due_on > TODAY + timedelta(days=27)
    assert before.state is TaskState.DONE


def test_a_task_rests_with_a_reason_and_comes_back_late(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    until = TODAY + timedelta(days=5)
    work.postpone_task(world.amal, case.pk, task_id=task.pk, until=until, reason=REASON, version=task.version)
    with standing(world.amal):
        assert not queries.my_tasks(world.amal).rows
        [shown] = queries.tasks_on(world.amal, case.pk)
        assert (shown.rests_until, shown.reason) == (until, REASON)
        with clock.frozen(clock.start_of(until)):
            [back] = queries.my_tasks(world.amal).rows
            assert back.is_late
            assert queries.task_counts(world.amal) == queries.TaskCounts(late=1, today=0, week=0)


def test_without_a_reason_nothing_rests(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        work.postpone_task(world.amal, case.pk, task_id=task.pk, until=tomorrow, reason=" ", version=task.version)
    assert refused.value.reason.code == "reason_missing"


def test_a_task_goes_to_somebody_else_who_works_on_the_file(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    work.assign_task(world.amal, case.pk, task_id=task.pk, assignee_id=world.bashir.user_id, version=task.version)
    with standing(world.bashir):
        assert [one.id for one in queries.my_tasks(world.bashir).rows] == [task.pk]
    with pytest.raises(Refused) as refused:
        work.assign_task(world.amal, case.pk, task_id=task.pk, assignee_id=world.huda.user_id, version=task.version + 1)
    assert refused.value.reason.code == "not_on_this_file"


def test_what_was_given_away_stands_in_the_list_of_colleagues(world: World, case: Case) -> None:
    task, _ = plan(world.amal, case, assignee_id=world.bashir.user_id), plan(world.amal, case)
    for who, there in ((world.amal, {task.pk}), (world.huda, set())):
        with standing(who):
            assert {one.id for one in queries.colleagues_tasks(who).rows} == there
    make.share(world.amal, case, world.carine)
    with standing(world.carine):
        assert not queries.colleagues_tasks(world.carine).rows


def test_what_colleagues_are_late_with_is_counted_for_whoever_works_on_the_file(world: World, case: Case) -> None:
    with clock.frozen(clock.now() - timedelta(days=3)):
        plan(world.amal, case, due_on=TODAY - timedelta(days=1))
    plan(world.amal, case)
    for who, late in ((world.bashir, 1), (world.amal, 0), (world.huda, 0)):
        with standing(who):
            assert queries.late_of_colleagues(who) == late


def test_a_file_open_in_an_emergency_lists_no_tasks_of_colleagues(world: World, case: Case) -> None:
    plan(world.amal, case)
    cases.break_glass(world.huda, code=case.code, category=GlassCategory.LIFE, reason="x" * 20, minutes=15)
    with standing(world.huda):
        assert not queries.colleagues_tasks(world.huda).rows


def test_a_task_is_dropped_and_says_why(world: World, case: Case) -> None:
    task = plan(world.amal, case, rhythm=Rhythm.WEEK)
    work.drop_task(world.amal, case.pk, task_id=task.pk, reason="لم تعد هناك حاجة", version=task.version)
    with standing(world.amal):
        [shown] = queries.tasks_on(world.amal, case.pk)
    assert (shown.state, shown.reason) == (TaskState.DROPPED, "لم تعد هناك حاجة")


def test_a_second_save_loses_nothing(world: World, case: Case) -> None:
    task = plan(world.amal, case)
    until = TODAY + timedelta(days=2)
    work.postpone_task(world.amal, case.pk, task_id=task.pk, until=until, reason=REASON, version=task.version)
    with pytest.raises(Stale):
        work.finish_task(world.bashir, case.pk, task_id=task.pk, version=task.version)


def test_the_file_takes_the_work_of_its_former_worker_along(world: World, case: Case) -> None:
    mine, chiefs = plan(world.amal, case), plan(world.bashir, case, assignee_id=world.bashir.user_id)
    teams = plan(world.amal, case, assignee_id=None, team_id=case.team_id)
    cases.assign_case(world.bashir, case.pk, owner_id=world.huda.user_id, version=case.version)
    with standing(world.huda):
        assert {one.id for one in queries.my_tasks(world.huda).rows} == {mine.pk}
        assert {one.id for one in queries.team_tasks(world.huda).rows} == {teams.pk}
    with standing(world.amal):
        assert not queries.my_tasks(world.amal).rows
    with standing(world.bashir):
        assert {one.id for one in queries.my_tasks(world.bashir).rows} == {chiefs.pk}


@pytest.mark.parametrize("name", ["elias", "farah", "ghada"])
def test_who_sees_no_files_sees_and_plans_no_tasks(world: World, case: Case, name: str) -> None:
    plan(world.amal, case)
    who = world.named(name)
    with pytest.raises(Forbidden):
        plan(who, case)
    with standing(who):
        assert not Task.objects.exists()
        with pytest.raises(Forbidden):
            queries.my_tasks(who)


@pytest.mark.parametrize("name", ["huda", "carine", "dima"])
def test_of_a_file_that_is_not_ones_own_there_are_no_tasks(world: World, case: Case, name: str) -> None:
    """Carine has a share of the whole file; the plans of those who work on it are not part of it."""
    task = plan(world.amal, case)
    make.share(world.amal, case, world.carine)
    who = world.named(name)
    args: Any = {"task_id": task.pk, "version": task.version}
    tomorrow = TODAY + timedelta(days=1)
    attempts: list[Callable[[], object]] = [
        lambda: plan(who, case),
        lambda: work.finish_task(who, case.pk, **args),
        lambda: work.postpone_task(who, case.pk, until=tomorrow, reason=REASON, **args),
        lambda: work.drop_task(who, case.pk, reason=REASON, **args),
        lambda: work.assign_task(who, case.pk, assignee_id=who.user_id, **args),
    ]
    for attempt in attempts:
        with pytest.raises(Missing):
            attempt()
    with standing(who):
        assert not Task.objects.exists()
        assert not TaskHistory.objects.exists()
        assert not queries.tasks_on(who, case.pk)


def test_a_task_of_another_file_is_missing(world: World, case: Case) -> None:
    task, other = plan(world.amal, case), make.case(world.amal)
    with pytest.raises(Missing):
        work.finish_task(world.amal, other.pk, task_id=task.pk, version=task.version)
    with pytest.raises(Missing):
        work.finish_task(world.amal, case.pk, task_id=uuid4(), version=1)


def test_a_list_longer_than_a_page_goes_on_where_it_stopped(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    planned = [plan(world.amal, case, due_on=TODAY + timedelta(days=n // 2)).pk for n in range(5)]
    with standing(world.amal):
        shown: list[UUID] = []
        mark = ""
        for _ in range(4):
            page = queries.my_tasks(world.amal, after=mark)
            shown += [one.id for one in page.rows]
            mark = page.next
            if not mark:
                break
        assert len(shown) == len(set(shown)) == 5
        assert set(shown) == set(planned)
        assert not queries.my_tasks(world.amal, after="2026-13-40~x").rows


def test_days_left_are_working_days(world: World, case: Case) -> None:
    thursday, monday = date(2027, 2, 4), date(2027, 2, 8)
    with clock.frozen(clock.start_of(thursday) + timedelta(hours=9)):
        plan(world.amal, case, due_on=monday)
        with standing(world.amal):
            [card] = queries.my_tasks(world.amal).rows
    assert card.working_days_left == 2
