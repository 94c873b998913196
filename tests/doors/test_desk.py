"""The desk: my work, the cover and the file of a case and of a person."""

import re
from uuid import uuid4

import pytest

from jiwar.areas.cases.actions import assign_case, judge_risk, plan_task
from jiwar.areas.cases.queries import listing
from jiwar.areas.cases.words import Risk
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.wall import standing
from jiwar.ground.audit.models import Event
from jiwar.ground.base import clock
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import make
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


def page(world: World, name: str, path: str, *, status: int = 200) -> str:
    answer = signed_in(world.named(name)).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_my_work_has_the_lists_of_the_role(world: World) -> None:
    make.case(world.amal)
    assert "Whole agency" not in page(world, "amal", "/")
    assert "Salma" in page(world, "amal", "/")
    assert "Whole agency" in page(world, "bashir", "/")
    assert "Salma" in page(world, "bashir", "/")
    assert "Salma" not in page(world, "huda", "/?list=agency")
    for name in ("farah", "elias", "ghada"):
        assert "No files belong to your role" in page(world, name, "/")


def test_show_more_as_a_link_and_as_a_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    codes = {make.case(world.amal).code for _ in range(5)}
    client = signed_in(world.amal)
    seen, path, text = set(), "/", ""
    for htmx in (False, True, False):
        answer = client.get(path, headers={"hx-request": "true"} if htmx else None)
        text = answer.content.decode()
        assert text.startswith("<!doctype html>") is not htmx
        seen |= {code for code in codes if code in text}
        if htmx or path == "/":
            path = "/" + text.split('<a class="btn btn-line" href="')[1].split('"')[0].replace("&amp;", "&")
    assert seen == codes
    assert "Show more" not in text


class TestNarrowing:
    def test_a_tile_opens_the_list_that_it_counts_and_closes_it_again(self, world: World) -> None:
        urgent, other = make.case(world.amal), make.case(world.amal)
        judge_risk(world.amal, urgent.pk, risk=Risk.URGENT, reason="seen", version=urgent.version)
        whole = page(world, "amal", "/")
        assert 'href="?list=mine&amp;risk=urgent"' in whole
        narrowed = page(world, "amal", "/?list=mine&risk=urgent")
        assert (urgent.code in narrowed, other.code in narrowed) == (True, False)
        tile = narrowed.split('class="tile"')[1]
        assert tile.split(">")[0] == ' href="?list=mine" data-state="late" aria-current="true"'

    def test_each_chip_takes_one_thing_away(self, world: World) -> None:
        make.case(world.amal)
        text = page(world, "amal", "/?list=mine&risk=unjudged&programme=elderly")
        assert "No case like that" in text
        assert 'class="chip" href="?list=mine&amp;programme=elderly"' in text
        assert 'class="chip" href="?list=mine&amp;risk=unjudged"' in text

    def test_the_form_keeps_what_is_chosen_and_comes_when_it_is_asked_for(self, world: World) -> None:
        make.case(world.amal)
        assert "<select" not in page(world, "amal", "/?list=mine&risk=high")
        text = page(world, "amal", "/?list=mine&risk=high&narrow=1")
        assert '<option value="high" selected>' in text
        assert '<input type="hidden" name="list" value="mine"' in text

    @pytest.mark.parametrize("asked", ["risk=x", "programme=%00", "waiting=2", "still=yes", "risk=" + "س" * 900])
    def test_what_nobody_understands_narrows_nothing(self, world: World, asked: str) -> None:
        case = make.case(world.amal)
        assert case.code in page(world, "amal", f"/?list=mine&{asked}")

    def test_the_next_page_is_narrowed_too(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(listing, "PAGE", 1)
        for _ in range(2):
            make.case(world.amal)
        assert 'href="?list=mine&amp;risk=unjudged&amp;after=3' in page(world, "amal", "/?list=mine&risk=unjudged")


def test_a_tampered_mark_is_an_empty_page(world: World) -> None:
    for mark in ("x", "2026-01-01~x", "2026-01-01T00:00:00+00:00~" + str(uuid4()), "\x00"):
        assert "no further cases" in page(world, "amal", f"/?list=mine&after={mark}")


def test_the_cover_opens_nothing_and_the_file_is_recorded_before_it_leaves(world: World) -> None:
    case = make.case(world.amal)
    cover = page(world, "amal", f"/cases/{case.pk}")
    assert "Salma" in cover
    assert "Al-Khatib" not in cover
    with standing(world.bashir):
        assert not Event.objects.filter(outcome="read", root_id=case.pk).exists()
    file = page(world, "bashir", f"/cases/{case.pk}/file")
    assert "Al-Khatib" in file
    assert "opened the full file" in page(world, "bashir", f"/cases/{case.pk}/trail")
    with standing(world.bashir):
        assert Event.objects.filter(outcome="read", root_id=case.pk, actor=world.bashir.user_id).count() == 1


def test_the_title_names_nobody_and_no_kind_of_harm(world: World) -> None:
    case = make.case(world.amal, programme="trafficking")
    for path in (
        f"/cases/{case.pk}",
        f"/cases/{case.pk}/file",
        f"/cases/{case.pk}/timeline",
        f"/people/{case.person_id}/file",
        "/people",
    ):
        title = page(world, "amal", path).split("<title>")[1].split("</title>")[0]
        assert title in {"Case · Jiwar", "Person · Jiwar", "People · Jiwar"}


def test_absent_and_not_yours_get_the_same_page(world: World) -> None:
    case = make.case(world.amal)
    client = signed_in(world.dima)
    pages = []
    for pk in (case.pk, uuid4()):
        for path in (f"/cases/{pk}", f"/cases/{pk}/file", f"/cases/{pk}/note"):
            answer = client.get(path)
            assert answer.status_code == 404
            pages.append(answer.content.decode().replace(str(pk), "").replace(path, ""))
    assert len({text.split("<main")[1].split("</main>")[0] for text in pages}) == 1


def test_the_person_behind_a_case(world: World) -> None:
    case = make.case(world.amal)
    cover = page(world, "amal", f"/people/{case.person_id}")
    assert "Al-Khatib" not in cover
    assert case.code in cover
    file = page(world, "amal", f"/people/{case.person_id}/file")
    assert "Al-Khatib" in file
    assert "Migrant worker" in file
    assert page(world, "farah", f"/people/{case.person_id}", status=403)


def test_a_shared_case_is_read_and_not_worked_on(world: World) -> None:
    case = make.case(world.amal)
    make.share(world.amal, case, world.carine)
    assert case.code in page(world, "carine", "/?list=shared")
    cover = page(world, "carine", f"/cases/{case.pk}")
    assert "Shared by Ministry" in cover
    assert "Write a note" not in cover
    file = page(world, "carine", f"/cases/{case.pk}/file")
    assert "Al-Khatib" in file
    assert "opened the case" not in file, "what its own agency does with the file stays with that agency"
    assert page(world, "dima", f"/cases/{case.pk}", status=404)


class TestTheCourse:
    """The progress list on the cover says what is true, and leads to the step that is now."""

    def test_it_follows_the_case(self, world: World) -> None:
        case = make.case(world.amal, mine=False)
        path, course = f"/cases/{case.pk}", "steps-across"
        states = re.compile(r'class="step" data-state="(\w+)"')
        waiting = page(world, "bashir", path).split(course)[1].split("</ol>")[0]
        assert states.findall(waiting) == ["done", "now", "ahead", "ahead", "ahead"]
        assert f'href="{path}/assign"' in waiting
        case = assign_case(world.bashir, case.pk, owner_id=world.amal.user_id, version=case.version)
        taken = page(world, "amal", path).split(course)[1].split("</ol>")[0]
        assert states.findall(taken) == ["done", "done", "now", "ahead", "ahead"]
        assert f'href="{path}/risk"' in taken
        judge_risk(world.amal, case.pk, risk=Risk.HIGH, reason="seen", version=case.version)
        judged = page(world, "amal", path).split(course)[1].split("</ol>")[0]
        assert states.findall(judged) == ["done", "done", "done", "now", "ahead"]
        assert "No next step is planned." in judged
        assert f'href="{path}/plan"' in judged
        plan_task(world.amal, case.pk, planned=Planned(TaskKind.CALL, clock.today(), assignee_id=world.amal.user_id))
        planned = page(world, "amal", path).split(course)[1].split("</ol>")[0]
        assert "Next: call" in planned
        assert "/plan" not in planned

    def test_a_closed_case_is_at_its_end(self, world: World) -> None:
        case = make.closed_case(world.amal)
        course = page(world, "amal", f"/cases/{case.pk}").split("steps-across")[1].split("</ol>")[0]
        assert re.findall(r'class="step" data-state="(\w+)"', course) == ["done", "done", "left", "done", "done"]
        assert "<a " not in course

    def test_a_partner_is_told_no_task_and_led_nowhere(self, world: World) -> None:
        case = make.case(world.amal)
        judge_risk(world.amal, case.pk, risk=Risk.LOW, reason="seen", version=case.version)
        make.share(world.amal, case, world.carine)
        course = page(world, "carine", f"/cases/{case.pk}").split("steps-across")[1].split("</ol>")[0]
        assert "next step" not in course
        assert "<a " not in course

    def test_who_may_not_see_the_service_sees_no_course(self, world: World) -> None:
        case = make.case(world.amal)
        make.share(world.amal, case, world.carine, make.terms(DataClass.IDENTITY))
        assert "steps-across" not in page(world, "carine", f"/cases/{case.pk}")
