"""Several cases at once: what would become of each is told by the deed itself; then each is done, or says why."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import listing
from jiwar.areas.cases.words import Risk
from jiwar.doors.desk import together
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.pages import NOBODY
from jiwar.ground.work.models import Task
from jiwar.ground.work.words import TaskKind
from tests import keeper, make
from tests.doors.test_proving import left_open
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES
WORDS = "الاتصال بالمدرسة"
ASSIGN = {"verb": "assign", "step": "how"}


@pytest.fixture
def world() -> World:
    return gather()


def picks(*found: Case) -> list[str]:
    return [f"{case.pk}~{case.version}" for case in found]


def send(client: Client, route: str, status: int = 200, /, **values: Any) -> str:
    answer = client.post(reverse(route), {"back": "?list=mine", **values})
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def carried(preview: str) -> dict[str, list[str]]:
    """What the page on which one looks sends on."""
    form = preview.split('action="/several/do"')[1].split("</form>", maxsplit=1)[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def look(client: Client, **values: Any) -> dict[str, list[str]]:
    return carried(send(client, "several", **values))


def owners(who: Who, *found: Case) -> list[UUID | None]:
    with standing(who):
        rows = dict(Case.objects.values_list("pk", "owner_id"))
    return [rows[case.pk] for case in found]


def tasks(who: Who, *found: Case) -> Sequence[Task]:
    with standing(who):
        return list(Task.objects.filter(root_id__in=[case.pk for case in found]).order_by("created_at"))


def plan(who: Who, **given: str) -> dict[str, str]:
    return {"verb": "plan", "step": "how", "kind": "call", "text": WORDS, "when": "today", "assignee": "team"} | given


class TestChoosing:
    def test_the_list_has_a_box_for_each_case_and_all_can_be_ticked(self, world: World) -> None:
        made = [make.case(world.amal) for _ in range(2)]
        client = signed_in(world.amal)
        assert 'href="/several?list=mine"' in client.get("/").content.decode()
        text = client.get("/several?list=mine").content.decode()
        assert all(f'value="{pick}"' in text for pick in picks(*made))
        assert " checked" not in text.split('id="picks"')[1].split("</ul>")[0]
        every = client.get("/several?list=mine&all").content.decode()
        assert every.split('id="picks"')[1].split("</ul>")[0].count(" checked") == 2

    def test_nothing_chosen_and_nothing_asked(self, world: World) -> None:
        make.case(world.amal)
        text = send(signed_in(world.amal), "several", 422)
        assert "Choose at least one case." in text
        assert "Choose: What to do with them" in text

    def test_too_many_are_refused_and_stay_ticked(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(together, "at_most", lambda: 2)
        monkeypatch.setattr("jiwar.doors.desk.several_forms.at_most", lambda: 2)
        monkeypatch.setattr(listing, "PAGE", 1)
        made = [make.case(world.amal) for _ in range(3)]
        text = send(signed_in(world.amal), "several", 422, verb="assign", versions=picks(*made))
        assert "At most 2 cases go at once" in text
        assert text.split('id="picks"')[1].split("</ul>")[0].count(" checked") == 3
        send(signed_in(world.amal), "several", verb="assign", versions=picks(*made[:2]))

    def test_a_list_of_further_rows_is_a_part(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listing, "PAGE", 1)
        for _ in range(2):
            make.case(world.amal)
        client = signed_in(world.amal)
        onward = re.search(r'data-hx-get="([^"]+)"', client.get("/several?list=mine").content.decode())
        assert onward
        part = client.get("/several" + onward[1].replace("&amp;", "&"), headers={"hx-request": "true"})
        assert part.content.decode().count("<input") == 1

    @pytest.mark.parametrize("bad", ["", "x", "x~1", f"{NOBODY}~0", f"{NOBODY}~{2**40}", f"{NOBODY}~-1"])
    def test_what_is_no_choice_is_none(self, world: World, bad: str) -> None:
        assert together.read_pick(bad) is None
        send(signed_in(world.amal), "several", 422, verb="assign", versions=[bad])

    @pytest.mark.parametrize("name", ["farah", "elias", "ghada"])
    def test_who_works_no_cases_is_told_so(self, world: World, name: str) -> None:
        client = signed_in(world.named(name))
        for route in ("several", "several-done"):
            assert client.get(reverse(route)).status_code == 403
        for route in ("several", "several-do"):
            send(client, route, 403, **ASSIGN, versions=[f"{uuid4()}~1"])


class TestLooking:
    def test_nothing_happens_before_it_is_done(self, world: World) -> None:
        made = [make.case(world.amal) for _ in range(2)]
        before, told = len(keeper.events()), keeper.notices()
        text = send(signed_in(world.bashir), "several", **ASSIGN, versions=picks(*made), owner=world.huda.user_id)
        assert "2 cases go through" in text
        assert text.count("Goes from Amal to Huda.") == 2
        assert owners(world.bashir, *made) == [world.amal.user_id] * 2
        assert keeper.notices() == told
        assert [event.action for event in keeper.events()[before:]] == ["sign_in"]

    def test_what_a_rule_refuses_is_told_before_and_stands_in_the_trail(self, world: World) -> None:
        fine, closed = make.case(world.amal), make.closed_case(world.amal)
        client = signed_in(world.amal)
        text = send(client, "several", **ASSIGN, versions=picks(fine, closed), owner=world.huda.user_id)
        assert "1 case goes through" in text
        assert "The case is closed: reopen it first." in text
        assert carried(text)["versions"] == picks(fine)
        refused = [event for event in keeper.events("assign_case") if event.outcome == "refused"]
        assert [event.root_id for event in refused] == [closed.pk]

    def test_what_the_wall_refuses_is_told_before(self, world: World) -> None:
        """No rule in Python knows of it: the deed was tried."""
        case = make.case(world.amal)
        cases.declare_conflict(world.amal, case.pk, user_id=world.huda.user_id)
        sent = {**ASSIGN, "versions": picks(case), "owner": world.huda.user_id}
        assert "kept out of the file by a conflict" in send(signed_in(world.bashir), "several", **sent)
        assert "conflict" not in send(signed_in(world.amal), "several", **sent)

    def test_what_changed_meanwhile_and_what_is_out_of_sight(self, world: World) -> None:
        stale, hidden, shared = make.case(world.amal), make.case(world.huda), make.case(world.carine)
        chosen = picks(stale)
        cases.judge_risk(world.amal, stale.pk, risk=Risk.LOW, reason="seen", version=stale.version)
        make.share(world.carine, shared, world.amal)
        sent = {**ASSIGN, "versions": [*chosen, *picks(hidden, shared)], "owner": world.huda.user_id}
        text = send(signed_in(world.amal), "several", **sent)
        assert "3 cases stay as they are" in text
        for why in ("Somebody changed it meanwhile", "This case is not in sight any more.", "nothing here for you"):
            assert why in text
        assert hidden.code not in text
        assert "/several/do" not in text

    def test_a_missing_answer_comes_back_with_everything(self, world: World) -> None:
        case = make.case(world.amal)
        text = send(signed_in(world.amal), "several", 422, **plan(world.amal, when=""), versions=picks(case))
        assert WORDS in text
        assert picks(case)[0] in text

    def test_handing_over_asks_again_who_it_is_and_nothing_typed_is_lost(self, world: World) -> None:
        case, client = make.case(world.amal), left_open(world.amal)
        sent = {**ASSIGN, "versions": picks(case), "owner": str(world.huda.user_id), "back": "?list=mine"}
        for route in ("several", "several-do"):
            assert client.post(reverse(route), sent)["Location"].startswith(reverse("prove"))
        client.post(reverse("several"), sent)
        proof = {"password": "open the blue door", "next": "/"}
        assert client.post(reverse("prove"), proof)["Location"] == reverse("go-on")
        again = client.get(reverse("go-on"), follow=True).content.decode()
        assert re.search(f'value="{world.huda.user_id}"[^>]* checked', again)
        assert f'name="versions" value="{picks(case)[0]}"' in again
        assert client.post(reverse("several"), plan(world.amal) | {"versions": picks(case)}).status_code == 200


class TestDoing:
    def test_each_is_assigned_by_its_own_action(self, world: World) -> None:
        made = [make.case(world.amal) for _ in range(3)]
        client = signed_in(world.bashir)
        onward = look(client, **ASSIGN, versions=picks(*made), owner=world.huda.user_id)
        stale = made[0]
        cases.judge_risk(world.amal, stale.pk, risk=Risk.LOW, reason="seen", version=stale.version)
        send(client, "several-do", 303, **onward)
        done = client.get(reverse("several-done")).content.decode()
        assert "It is done for 2 cases." in done
        assert "1 case stayed as it was." in done
        assert done.index(made[1].code) < done.index(stale.code) < done.index("Somebody changed it meanwhile")
        amal, huda = world.amal.user_id, world.huda.user_id
        assert owners(world.bashir, *made) == [amal, huda, huda]
        outcomes = [(event.outcome, event.root_id) for event in keeper.events("assign_case")]
        assert sorted(outcomes) == sorted([("stale", stale.pk), ("done", made[1].pk), ("done", made[2].pk)])

    def test_pressed_twice_it_is_done_once(self, world: World) -> None:
        case, client = make.case(world.amal), signed_in(world.amal)
        onward = look(client, **plan(world.amal), versions=picks(case))
        for _ in range(2):
            send(client, "several-do", 303, **onward)
        assert len(tasks(world.amal, case)) == 1

    def test_a_task_goes_to_whoever_is_responsible_or_waits_for_the_team(self, world: World) -> None:
        mine, waiting = make.case(world.amal), make.case(world.amal, mine=False)
        client = signed_in(world.bashir)
        onward = look(client, **plan(world.bashir), versions=picks(mine, waiting))
        send(client, "several-do", 303, **onward)
        one, two = tasks(world.bashir, mine), tasks(world.bashir, waiting)
        assert [(task.assignee_id, task.team_id) for task in one] == [(world.amal.user_id, None)]
        assert [(task.assignee_id, task.team_id) for task in two] == [(None, waiting.team_id)]
        assert one[0].due_on == clock.today()
        onward = look(client, **plan(world.bashir, assignee=str(world.bashir.user_id)), versions=picks(mine))
        send(client, "several-do", 303, **onward)
        assert tasks(world.bashir, mine)[1].assignee_id == world.bashir.user_id

    def test_a_day_on_which_they_are_looked_at_again(self, world: World) -> None:
        made = [make.case(world.amal) for _ in range(2)]
        client = signed_in(world.amal)
        asked = send(client, "several", verb="look", versions=picks(*made))
        assert 'type="hidden" name="kind" value="review"' in asked
        onward = look(client, **plan(world.amal, verb="look", kind="review", when="five"), versions=picks(*made))
        send(client, "several-do", 303, **onward)
        assert [task.kind for task in tasks(world.amal, *made)] == [TaskKind.REVIEW] * 2

    def test_what_is_sent_without_having_been_looked_at_is_read_again(self, world: World) -> None:
        """Whoever writes the request by hand meets the same rules, and nothing is half done."""
        case, client = make.case(world.amal), signed_in(world.amal)
        send(client, "several-do", 422)
        send(client, "several-do", 422, verb="assign", versions=picks(case), owner=str(uuid4()))
        assert owners(world.amal, case) == [world.amal.user_id]
        assert client.get(reverse("several-done"))["Location"] == "/"

    def test_what_was_begun_is_gone_when_it_is_done(self, world: World) -> None:
        case, client, draft = make.case(world.amal), signed_in(world.amal), str(uuid4())
        kept = {**plan(world.amal), "draft": draft, "at": reverse("several"), "versions": picks(case)}
        assert client.post(reverse("draft-keep"), kept).status_code == 204
        assert WORDS in client.get(f"{reverse('several')}?draft={draft}").content.decode()
        onward = look(client, **plan(world.amal), versions=picks(case), draft=draft)
        send(client, "several-do", 303, **onward)
        assert WORDS not in client.get(f"{reverse('several')}?draft={draft}").content.decode()


def test_what_is_told_before_is_what_happens(world: World) -> None:
    """Every kind of case that can be ticked, told and then done: the two never differ."""
    closed, waiting, stale = make.closed_case(world.amal), make.case(world.amal, mine=False), make.case(world.amal)
    chosen = [*picks(closed, waiting, stale), f"{uuid4()}~1", *picks(make.case(world.amal))]
    cases.judge_risk(world.amal, stale.pk, risk=Risk.LOW, reason="seen", version=stale.version)
    found = [pick for text in chosen if (pick := together.read_pick(text))]

    def deed(pick: together.Pick, _card: object) -> object:
        return cases.assign_case(world.bashir, pick.case_id, owner_id=world.huda.user_id, version=pick.version)

    with standing(world.bashir):
        told = together.rehearse(world.bashir, found, deed)
        assert together.rehearse(world.bashir, found, deed) == told, "a rehearsal changes nothing"
        done = together.do(world.bashir, found, deed)
        again = together.rehearse(world.bashir, found, deed)
    assert [line.why_not for line in done] == [line.why_not for line in told]
    assert [bool(line.why_not) for line in told] == [True, False, True, True, False]
    assert [bool(line.why_not) for line in again] == [True] * 5, "the control: it was done, and is stale now"


def test_why_not_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "at_most", lambda: 3)
    assert [together.why_not_several(n) for n in (0, 1, 3, 4)] == ["nothing_chosen", None, None, "too_many_chosen"]
