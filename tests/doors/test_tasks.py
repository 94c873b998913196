"""Tasks on pages: planned, listed by day, finished, put off, given away, dropped; not yours is as absent."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.doors.desk.task_forms import holidays_ahead, quick_days, why_rests
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.work import actions as work
from jiwar.ground.work import queries
from jiwar.ground.work.models import Task
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import Rhythm, TaskKind, TaskState
from tests import make, people
from tests.people import World, signed_in

pytestmark = people.BOTH_SIDES
TODAY = clock.today()
WORDS = "الاتصال بالمدرسة بشأن نقل الملف"
WHY = "تسافر حتى الأحد"
STEPS = ["task-finish", "task-rest", "task-give", "task-drop"]


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


def plan(who: Who, case: Case, **given: object) -> Task:
    usual = {"kind": TaskKind.CALL, "due_on": TODAY, "text": WORDS, "assignee_id": who.user_id}
    return cases.plan_task(who, case.pk, planned=Planned(**(usual | given)))  # type: ignore[arg-type]


def address(step: str, task: Task) -> str:
    return reverse(step, args=[task.root_id, task.pk])


def now(who: Who, task_id: UUID) -> Task:
    with standing(who):
        return Task.objects.get(pk=task_id)


def filled(world: World, **given: str) -> dict[str, str]:
    usual = {"kind": "visit", "text": WORDS, "when": "next", "assignee": str(world.amal.user_id), "rhythm": "week"}
    return usual | given


def send(client: Client, path: str, **values: object) -> tuple[int, str]:
    answer = client.post(path, values)
    return answer.status_code, answer.content.decode()


class TestPlanning:
    def test_a_task_is_planned_and_the_cover_shows_it_without_its_words(self, world: World, case: Case) -> None:
        client, cover = signed_in(world.amal), reverse("case", args=[case.pk])
        assert reverse("case-plan", args=[case.pk]) in client.get(cover).content.decode()
        answer = client.post(reverse("case-plan", args=[case.pk]), filled(world))
        assert (answer.status_code, answer["Location"]) == (303, cover)
        shown = client.get(cover).content.decode()
        assert "Visit" in shown
        assert "The task is planned for" in shown
        assert WORDS not in shown
        assert WORDS in client.get(reverse("case-file", args=[case.pk])).content.decode()
        with standing(world.amal):
            [task] = queries.tasks_on(world.amal, case.pk)
        assert (task.due_on, task.rhythm) == (quick_days(TODAY)["next"], Rhythm.WEEK)

    def test_for_the_team_it_is_nobodys_yet(self, world: World, case: Case) -> None:
        client = signed_in(world.amal)
        assert send(client, reverse("case-plan", args=[case.pk]), **filled(world, assignee="team"))[0] == 303
        team = client.get(reverse("tasks"), {"list": "team"}).content.decode()
        assert "Visit" in team
        assert "Team of irbid" in team
        assert "Visit" not in client.get(reverse("tasks")).content.decode()

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"when": "other"}, "Write the day, or choose one"),
            ({"when": "today", "due_on": "27/3/2027"}, "Two days are given"),
            ({"when": "other", "due_on": "1/1/2020", "anyway": "on"}, "Choose today or a later day"),
            ({"assignee": str(uuid4())}, "Select a valid choice"),
        ],
    )
    def test_what_cannot_be_is_said_and_the_words_come_back(
        self, world: World, case: Case, given: dict[str, str], says: str
    ) -> None:
        status, text = send(signed_in(world.amal), reverse("case-plan", args=[case.pk]), **filled(world, **given))
        assert status in {409, 422}
        assert says in text
        assert WORDS in text

    def test_of_a_holiday_it_is_said_which_and_the_day_can_be_kept(self, world: World, case: Case) -> None:
        path, client = reverse("case-plan", args=[case.pk]), signed_in(world.amal)
        christmas = filled(world, when="other", due_on=f"25/12/{TODAY.year}")
        status, text = send(client, path, **christmas)
        assert status == 422
        assert "offices rest: Christmas Day" in text
        assert "although offices rest" in text
        assert send(client, path, **christmas, anyway="on")[0] == 303

    def test_a_closed_case_takes_no_task(self, world: World, case: Case) -> None:
        closed = make.closed_case(world.amal)
        status, text = send(signed_in(world.amal), reverse("case-plan", args=[closed.pk]), **filled(world))
        assert status == 409
        assert "The case is closed" in text


def test_days_of_rest_are_named() -> None:
    assert why_rests(date(2026, 12, 25)) == "Christmas Day"
    assert why_rests(date(2026, 11, 27)) == "weekend"
    assert why_rests(date(2026, 11, 29)) == ""
    assert "Christmas Day" in holidays_ahead(date(2026, 12, 1))
    assert quick_days(date(2026, 11, 26)) == {
        "today": date(2026, 11, 26),
        "next": date(2026, 11, 29),
        "five": date(2026, 12, 3),
    }


def test_the_list_goes_by_day_and_says_no_words(world: World, case: Case) -> None:
    with clock.frozen(clock.start_of(TODAY - timedelta(days=3))):
        plan(world.amal, case, due_on=TODAY - timedelta(days=2))
    for days in (0, 3, 30):
        plan(world.amal, case, due_on=TODAY + timedelta(days=days))
    text = signed_in(world.amal).get(reverse("tasks")).content.decode()
    found = [text.index(f"<h2>{name}") for name in ("Overdue", "Today", "In the next seven days", "Later")]
    assert found == sorted(found)
    assert WORDS not in text
    assert "Salma" in text
    assert "Al-Khatib" not in text


def test_a_heading_is_not_said_again_on_the_next_page(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for _ in range(3):
        plan(world.amal, case)
    client = signed_in(world.amal)
    text = client.get(reverse("tasks")).content.decode()
    onward = text.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(reverse("tasks") + onward, headers={"HX-Request": "true"}).content.decode()
    assert "<h2>Today" in text
    assert "<h2>" not in rest
    assert rest.count("row-task") == 1


def test_home_counts_in_one_line(world: World, case: Case) -> None:
    client = signed_in(world.amal)
    assert "No task is due today." in client.get("/").content.decode()
    plan(world.amal, case)
    assert "1 task is due today." in client.get("/").content.decode()
    assert "due today" not in signed_in(world.farah).get("/").content.decode()


def test_a_supervisor_is_told_what_colleagues_are_late_with(world: World, case: Case) -> None:
    assert "Colleagues have" not in signed_in(world.bashir).get("/").content.decode()
    with clock.frozen(clock.start_of(TODAY - timedelta(days=3))):
        plan(world.amal, case, due_on=TODAY - timedelta(days=2))
    home = signed_in(world.bashir).get("/").content.decode()
    assert "Colleagues have 1 overdue task." in home
    assert f'href="{reverse("tasks")}?list=others"' in home
    assert "Colleagues have" not in signed_in(world.amal).get("/").content.decode()


class TestOneTask:
    def test_finished_with_one_press_it_says_when_it_comes_again(self, world: World, case: Case) -> None:
        task, client = plan(world.amal, case, rhythm=Rhythm.WEEK), signed_in(world.amal)
        answer = client.post(address("task-finish", task), {"version": task.version, "back": "mine"}, follow=True)
        assert "It is done. It comes again on" in answer.content.decode()
        assert now(world.amal, task.pk).state == TaskState.DONE

    def test_it_rests_with_a_reason_and_stands_among_the_resting(self, world: World, case: Case) -> None:
        task, client = plan(world.amal, case), signed_in(world.amal)
        until = TODAY + timedelta(days=5)
        sent = {"version": task.version, "until": until.isoformat(), "reason": WHY}
        assert send(client, address("task-rest", task), **sent)[0] == 303
        assert "row-task" not in client.get(reverse("tasks")).content.decode()
        assert "row-task" in client.get(reverse("tasks"), {"list": "resting"}).content.decode()

    @pytest.mark.parametrize(
        ("step", "given", "says"),
        [
            ("task-rest", {"until": TODAY.isoformat(), "reason": WHY}, "Choose a day after today"),
            ("task-rest", {"until": "27/3/2099", "reason": WHY}, "within the next 60 days"),
            ("task-drop", {"reason": "x"}, "Say in a few words why"),
        ],
    )
    def test_it_is_refused_with_why(
        self, world: World, case: Case, step: str, given: dict[str, str], says: str
    ) -> None:
        task = plan(world.amal, case)
        status, text = send(signed_in(world.amal), address(step, task), version=task.version, **given)
        assert status == 409
        assert says in text
        assert given["reason"] in text

    def test_given_to_a_colleague_who_works_on_the_file_and_to_nobody_else(self, world: World, case: Case) -> None:
        task, client = plan(world.amal, case), signed_in(world.amal)
        offered = client.get(address("task-give", task)).content.decode()
        assert str(world.bashir.user_id) in offered
        for other in (world.amal, world.huda, world.dima, world.farah):
            assert f'value="{other.user_id}"' not in offered
        sent = {"version": task.version, "assignee": str(world.bashir.user_id)}
        assert send(client, address("task-give", task), **sent)[0] == 303
        assert now(world.bashir, task.pk).assignee_id == world.bashir.user_id

    def test_dropped_it_stays_in_the_file_with_its_reason(self, world: World, case: Case) -> None:
        task, client = plan(world.amal, case), signed_in(world.amal)
        assert send(client, address("task-drop", task), version=task.version, reason=WHY)[0] == 303
        assert WHY in client.get(reverse("case-file", args=[case.pk])).content.decode()
        assert "row-task" not in client.get(reverse("tasks")).content.decode()

    def test_who_comes_second_sees_both_and_loses_nothing(self, world: World, case: Case) -> None:
        task = plan(world.amal, case)
        until = TODAY + timedelta(days=2)
        work.postpone_task(world.bashir, case.pk, task_id=task.pk, until=until, reason=WHY, version=task.version)
        mine = "لأن الموعد تأجل"
        sent = {"version": task.version, "until": (TODAY + timedelta(days=9)).isoformat(), "reason": mine}
        status, text = send(signed_in(world.amal), address("task-rest", task), **sent)
        assert status == 409
        assert "This was changed while you were writing" in text
        assert mine in text
        assert f'value="{task.version + 1}"' in text
        status, text = send(signed_in(world.amal), address("task-finish", task), version=task.version)
        assert status == 409
        assert "This was changed while you were writing" in text

    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("name", ["huda", "carine", "dima"])
    def test_not_yours_is_as_absent(self, world: World, case: Case, step: str, name: str) -> None:
        task = plan(world.amal, case)
        make.share(world.amal, case, world.carine)
        client = signed_in(world.named(name))
        hidden = client.get(address(step, task))
        absent = client.get(reverse(step, args=[uuid4(), uuid4()]))
        assert hidden.status_code == absent.status_code == 404
        assert client.post(address(step, task), {"version": 1}).status_code == 404
        assert "row-task" not in client.get(reverse("tasks")).content.decode()
        assert "Visit" not in client.get(reverse("case", args=[case.pk])).content.decode()

    @pytest.mark.parametrize("name", ["elias", "farah", "ghada"])
    def test_forbidden_without_the_role(self, world: World, case: Case, name: str) -> None:
        client, task = signed_in(world.named(name)), plan(world.amal, case)
        for path in (reverse("tasks"), reverse("case-plan", args=[case.pk]), *(address(one, task) for one in STEPS)):
            assert client.get(path).status_code == 403
