"""An address for a calendar: says days and nothing else, reads and never writes, and is nothing where its owner is."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.ground.access import wall
from jiwar.ground.access.roles import Administrator
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.staff import actions as staff
from jiwar.ground.work import actions as work
from jiwar.ground.work import feeds
from jiwar.ground.work.models import Feed, Task
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import keeper, make, people
from tests.meanwhile import meanwhile
from tests.people import World

pytestmark = people.BOTH_SIDES
TODAY = clock.today()
WORDS = "زيارة سلمى في البيت"


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    made = make.case(world.amal)
    planned = Planned(TaskKind.VISIT, TODAY, text=WORDS, assignee_id=world.amal.user_id)
    cases.plan_task(world.amal, made.pk, planned=planned)
    return made


def ask(secret: str) -> tuple[int, bytes]:
    answer = Client().get(reverse("calendar-feed", args=[secret]))
    return answer.status_code, answer.content


def refusal(secret: str) -> tuple[dict[str, str], bytes]:
    """What is answered to a secret that is none, but for the number of the request."""
    answer = Client().get(reverse("calendar-feed", args=[secret]))
    assert answer.status_code == 404
    return {name: told for name, told in answer.headers.items() if name != "Request-Id"}, answer.content


def test_a_calendar_is_told_days_and_nothing_else(world: World, case: Case) -> None:
    status, told = ask(work.open_feed(world.amal))
    assert status == 200
    [event] = Calendar.from_ical(told).walk("VEVENT")
    assert event.decoded("DTSTART") == TODAY
    assert str(event["SUMMARY"]) == "Task"
    assert str(event["URL"]).endswith(reverse("tasks"))
    text = told.decode()
    for hidden in (case.code, "Salma", "سلمى", "isit", str(case.pk), str(world.amal.user_id), "Amal"):
        assert hidden not in text
    with standing(world.amal):
        assert str(Task.objects.get().pk) not in text


def test_what_rests_stands_on_the_day_it_comes_back(world: World, case: Case) -> None:
    until = TODAY + timedelta(days=7)
    with standing(world.amal):
        task = Task.objects.get()
    work.postpone_task(world.amal, case.pk, task_id=task.pk, until=until, reason="تسافر", version=task.version)
    [event] = Calendar.from_ical(ask(work.open_feed(world.amal))[1]).walk("VEVENT")
    assert event.decoded("DTSTART") == until


def test_of_the_secret_a_hash_is_kept(world: World, case: Case) -> None:
    secret = work.open_feed(world.amal)
    [(row,)] = keeper.rows("select f::text from public.work_feed f")
    assert secret not in str(row)
    assert feeds.kept(secret) in str(row)


def test_a_new_address_ends_the_old_one(world: World, case: Case) -> None:
    before, after = work.open_feed(world.amal), work.open_feed(world.amal)
    assert (ask(before)[0], ask(after)[0]) == (404, 200)
    work.end_feed(world.amal)
    assert ask(after)[0] == 404
    with pytest.raises(Missing):
        work.end_feed(world.amal)


def test_pressed_twice_at_once_the_later_address_is_the_one(world: World, case: Case) -> None:
    made: list[str] = []
    with meanwhile(world.amal, lambda: made.append(work.open_feed(world.amal))):
        first = work.open_feed(world.amal)
    assert [ask(secret)[0] for secret in (first, *made)] == [404, 200]


def test_shut_out_without_role_without_conduct_looks_like_a_wrong_secret(world: World, case: Case) -> None:
    secret = work.open_feed(world.amal)
    wrong = refusal("x" * 43)
    assert ask(secret)[0] == 200
    staff.shut_user_out(world.farah, user_id=world.amal.user_id)
    assert refusal(secret) == wrong
    staff.let_user_in(world.farah, user_id=world.amal.user_id)
    assert ask(secret)[0] == 200
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("delete from public.staff_conductacceptance where user_id = %s", [world.amal.user_id])
    assert refusal(secret) == wrong


def test_whoever_administers_now_is_fed_nothing(world: World, case: Case) -> None:
    secret = work.open_feed(world.amal)
    people.add_role(world.amal.user_id, Administrator)
    assert ask(secret)[0] == 404


@pytest.mark.parametrize("name", ["elias", "farah", "ghada"])
def test_only_who_works_on_files_has_one(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        work.open_feed(world.named(name))
    with pytest.raises(Forbidden):
        work.end_feed(world.named(name))


def test_one_sees_ones_own_row_and_not_its_hash(world: World, case: Case) -> None:
    work.open_feed(world.amal)
    with standing(world.bashir):
        assert not Feed.objects.defer("token_hash").exists()
    with standing(world.amal), connection.cursor() as cursor:
        assert Feed.objects.defer("token_hash").count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("select token_hash from work_feed")


def test_inside_nothing_can_be_written_and_afterwards_nobody_stands_there(world: World, case: Case) -> None:
    secret = work.open_feed(world.amal)
    with transaction.atomic():
        with feeds.reading(secret) as who:
            assert who.user_id == world.amal.user_id
            with pytest.raises(DatabaseError, match="read-only"), transaction.atomic(), wall.announcing("x"):
                Task.objects.update(rhythm="week")
        assert wall.entered() is None
        with connection.cursor() as cursor:
            cursor.execute("show transaction_read_only")
            assert cursor.fetchone() == ("off",)


def test_a_secret_asked_for_in_vain_has_to_wait_and_a_right_one_never(world: World, case: Case) -> None:
    right, wrong = work.open_feed(world.amal), "y" * 43
    assert [ask(wrong)[0] for _ in range(6)] == [404] * 5 + [429]
    assert [ask(right)[0] for _ in range(7)] == [200] * 7


def test_let_in_anew_the_address_is_gone(world: World, case: Case) -> None:
    secret = work.open_feed(world.amal)
    assert staff.propose_reset(world.farah, user_id=world.amal.user_id)
    [waiting] = keeper.rows("select id from public.access_invitation where user_id = %s", [world.amal.user_id])
    invitation: UUID = waiting[0]
    staff.confirm_invitation(world.ghada, invitation_id=invitation)
    assert ask(secret)[0] == 404
    assert not keeper.rows("select 1 from public.work_feed")


def test_the_page_shows_the_address_once(world: World, case: Case) -> None:
    client = people.signed_in(world.amal)
    assert "No calendar asks yet" in client.get(reverse("calendar")).content.decode()
    told = client.post(reverse("calendar"), {"step": "make"}, follow=True).content.decode()
    secret = told.split("/calendar/")[1].split(".ics")[0]
    assert ask(secret)[0] == 200
    again = client.get(reverse("calendar")).content.decode()
    assert secret not in again
    assert "An address is in use since" in again
    assert client.post(reverse("calendar"), {"step": "end"}).status_code == 303
    assert ask(secret)[0] == 404
    assert client.get(reverse("calendar-feed", args=[secret])).status_code == 404
    assert client.get("/").status_code == 200
