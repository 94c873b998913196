"""The timeline of a case: everything once, in one order, page by page; to each reader what the file itself shows."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from jiwar.areas.cases import actions as cases
from jiwar.areas.cases.models import Case
from jiwar.areas.cases.queries import case_file
from jiwar.areas.cases.words import GlassCategory, HoldKind, Occasion, Risk
from jiwar.doors.desk import timeline
from jiwar.doors.desk.timeline import KINDS, Kind, Timeline, timeline_of
from jiwar.ground.access.classes import DataClass, Level
from jiwar.ground.access.wall import standing
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing
from jiwar.ground.base.pages import NOBODY
from jiwar.ground.files import actions as files
from jiwar.ground.files.words import DocumentKind
from jiwar.ground.work import actions as work
from jiwar.ground.work.tasks import Planned
from jiwar.ground.work.words import TaskKind
from tests import keeper, make
from tests.ground.files import making
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


@pytest.fixture
def case(world: World) -> Case:
    """A case in which something of every kind happened, some of it at the very same moment."""
    made = make.case(world.amal)
    with clock.frozen(clock.now() - timedelta(days=1)):
        for text in ("أولى", "ثانية", "ثالثة"):
            cases.note_case(world.amal, made.pk, text=text, occasion=Occasion.CALL)
        planned = [
            Planned(kind, clock.today(), text=kind.value, assignee_id=world.amal.user_id)
            for kind in (TaskKind.CALL, TaskKind.VISIT, TaskKind.PAPER)
        ]
        tasks = [cases.plan_task(world.amal, made.pk, planned=one) for one in planned]
        for task in tasks[:2]:
            work.finish_task(world.amal, made.pk, task_id=task.pk, version=task.version)
        until = clock.today() + timedelta(days=3)
        late = tasks[2]
        work.postpone_task(world.amal, made.pk, task_id=late.pk, until=until, reason="تسافر الآن", version=late.version)
    made = cases.judge_risk(world.amal, made.pk, risk=Risk.HIGH, reason="تهديد جديد", version=_version(world, made))
    files.keep_document(world.amal, made.pk, kind=DocumentKind.SOUND, title="مكالمة", content=making.wav())
    make.share(world.amal, made, world.carine)
    make.share(world.amal, made, world.dima, make.terms(DataClass.SERVICE))
    case_file_of(world.bashir, made.pk)
    return made


def _version(world: World, made: Case) -> int:
    with standing(world.amal):
        return Case.objects.get(pk=made.pk).version


def case_file_of(who: Who, case_id: UUID) -> list[str]:
    with standing(who):
        return [note.text for note in case_file(who, case_id).notes]


def read(who: Who, case_id: UUID, only: Kind | None = None, after: str = "") -> Timeline:
    with standing(who):
        return timeline_of(who, case_id, only=only, after=after)


def whole(who: Who, case_id: UUID, only: Kind | None = None) -> list[tuple[datetime, int, str]]:
    """Every page of it, one after another."""
    found, after = [], ""
    for _ in range(200):
        page = read(who, case_id, only, after)
        assert len(page.moments) <= timeline.PAGE
        found += [(one.at, one.rank, one.key) for one in page.moments]
        after = page.next
        if not after:
            return found
    raise AssertionError("it never ends")


@pytest.mark.parametrize("only", KINDS, ids=lambda kind: kind or "all")
def test_page_by_page_it_is_the_same_as_at_once(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch, only: Kind | None
) -> None:
    """Nothing twice and nothing left out, although many things happened at one moment."""
    monkeypatch.setattr(timeline, "PAGE", 1000)
    looked = clock.now()  # each look is an opening of its own, and newer
    once = [row for row in whole(world.amal, case.pk, only) if row[0] < looked]
    assert len(once) == len(set(once))
    assert once == sorted(once, key=lambda row: row[0], reverse=True)
    for size in (1, 2, 3, 7):
        monkeypatch.setattr(timeline, "PAGE", size)
        assert [row for row in whole(world.amal, case.pk, only) if row[0] < looked] == once, size


def test_everything_is_told_once(world: World, case: Case) -> None:
    with translation.override("en"):
        moments = read(world.amal, case.pk).moments
    kinds = [(one.kind, one.rank) for one in moments]
    assert kinds.count((Kind.NOTE, timeline.NOTE)) == 4  # three, and why the risk is high
    assert kinds.count((Kind.TASK, timeline.PLANNED)) == 3
    assert kinds.count((Kind.TASK, timeline.ENDED)) == 2
    assert kinds.count((Kind.SHARE, timeline.SHARED)) == 2
    told = [one.what for one in moments if one.rank == timeline.EVENT]
    assert sorted(told) == ["Added a document", "Let a task rest", "Opened the case"], (
        "what a note, a task or a share tells is not said again"
    )
    assert {one.kind for one in moments} == {Kind.NOTE, Kind.TASK, Kind.DOCUMENT, Kind.SHARE, Kind.STEP}
    assert "تهديد جديد" in [one.text for one in moments]
    assert TaskKind.VISIT.value in [one.text for one in moments]


def test_each_chip_shows_its_kind_and_together_they_show_all(world: World, case: Case) -> None:
    every = {(one.rank, one.key) for one in read(world.amal, case.pk).moments}
    parts = [{(one.rank, one.key) for one in read(world.amal, case.pk, kind).moments} for kind in Kind]
    assert all(parts)
    assert set().union(*parts[:-1]) == every
    assert sum(map(len, parts[:-1])) == len(every), "no two of them show the same"
    openings = read(world.amal, case.pk, Kind.OPENING).moments
    assert {"Bashir", "Amal"} <= {one.by for one in openings}


def test_that_it_was_opened_is_recorded_as_for_the_file(world: World, case: Case) -> None:
    before = len(keeper.events("case_file"))
    assert signed_in(world.bashir).get(reverse("case-timeline", args=[case.pk])).status_code == 200
    (event,) = keeper.events("case_file")[before:]
    assert (event.outcome, event.actor, event.root_id) == ("read", world.bashir.user_id, case.pk)


@pytest.mark.parametrize("name", ["amal", "bashir", "carine"])
def test_its_notes_are_those_of_the_file(world: World, case: Case, name: str) -> None:
    cases.place_hold(world.amal, case.pk, kind=HoldKind.BED, ref="b")
    who = world.named(name)
    assert [one.text for one in read(who, case.pk, Kind.NOTE).moments] == case_file_of(who, case.pk)


def test_a_partner_sees_notes_and_nothing_of_the_agency(world: World, case: Case) -> None:
    page = read(world.carine, case.pk)
    assert {one.kind for one in page.moments} == {Kind.NOTE}
    assert list(page.kinds) == [None, Kind.NOTE]
    for kind in (Kind.TASK, Kind.DOCUMENT, Kind.SHARE, Kind.STEP, Kind.OPENING):
        assert read(world.carine, case.pk, kind).moments == []
    text = signed_in(world.carine).get(reverse("case-timeline", args=[case.pk])).content.decode()
    assert "only=step" not in text
    assert "What comes" not in text


def test_who_may_not_read_the_story_reads_none_of_it(world: World, case: Case) -> None:
    page = read(world.dima, case.pk)
    assert (page.moments, page.shows_narrative) == ([], False)
    text = signed_in(world.dima).get(reverse("case-timeline", args=[case.pk])).content.decode()
    assert "What happened is not open to you." in text


def test_who_opened_it_in_an_emergency_sees_no_task(world: World, case: Case) -> None:
    cases.break_glass(world.huda, code=case.code, category=GlassCategory.LIFE, reason="x" * 20, minutes=60)
    page = read(world.huda, case.pk)
    assert Kind.TASK not in page.kinds
    assert "تهديد جديد" in [one.text for one in page.moments]
    assert {one.by for one in page.moments if one.rank == timeline.EVENT} <= {"Huda"}


@pytest.mark.parametrize("name", ["huda", "omar", "dina"])
def test_not_yours_is_as_absent(world: World, case: Case, name: str) -> None:
    who = world.named(name)
    for case_id in (case.pk, uuid4()):
        with pytest.raises(Missing), standing(who):
            timeline_of(who, case_id)
        for route in ("case-timeline", "case-trail"):
            assert signed_in(who).get(reverse(route, args=[case_id])).status_code == 404


def test_a_summary_opens_no_part(world: World) -> None:
    made = make.case(world.amal)
    make.share(world.amal, made, world.carine, make.terms(DataClass.SERVICE, level=Level.SUMMARY))
    client = signed_in(world.carine)
    for route in ("case-file", "case-timeline", "case-trail"):
        assert client.get(reverse(route, args=[made.pk])).status_code == 404


@pytest.mark.parametrize("name", ["farah", "elias", "ghada"])
def test_who_works_no_cases_is_told_so(world: World, case: Case, name: str) -> None:
    with pytest.raises(Forbidden), standing(world.named(name)):
        timeline_of(world.named(name), case.pk)


class TestParts:
    """Links to pages, put in place by script: the same address gives the page, or to htmx the part."""

    @pytest.mark.parametrize("route", ["case-file", "case-timeline", "case-trail", "case-seers"])
    def test_an_address_gives_the_page_or_the_part(self, world: World, case: Case, route: str) -> None:
        client, path = signed_in(world.amal), reverse(route, args=[case.pk])
        page, part = client.get(path), client.get(path, headers={"hx-request": "true"})
        assert page.content.decode().startswith("<!doctype html>")
        text = part.content.decode()
        assert "<!doctype" not in text
        assert "<h1" not in text
        assert "HX-Request" in part["Vary"]
        heading = re.findall(r"<h2[^>]*>([^<]+)", text)[0]
        assert heading in page.content.decode()

    def test_the_one_that_is_shown_is_marked(self, world: World, case: Case) -> None:
        client = signed_in(world.amal)
        for route in ("case-file", "case-timeline", "case-trail"):
            path = reverse(route, args=[case.pk])
            tabs = client.get(path).content.decode().split("data-parts")[1].split("</nav>")[0]
            assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', tabs) == [path]

    def test_each_has_the_parts_that_are_open_to_the_reader(self, world: World, case: Case) -> None:
        def parts(who: Who) -> list[str]:
            text = signed_in(who).get(reverse("case-file", args=[case.pk])).content.decode()
            return re.findall(r'href="[^"]*/(\w+)"', text.split("data-parts")[1].split("</nav>")[0])

        assert parts(world.amal) == ["file", "facts", "timeline", "documents", "trail", "who"]
        assert parts(world.carine) == ["file", "facts", "timeline", "trail"]

    def test_further_rows_are_a_part_of_the_part(
        self, world: World, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timeline, "PAGE", 3)
        client, path = signed_in(world.amal), reverse("case-timeline", args=[case.pk])
        onward = re.search(
            r'href="([^"]+)" data-hx-get="[^"]+" data-hx-target="#moments-more"', _text(client.get(path))
        )
        assert onward
        further = onward[1].replace("&amp;", "&")
        assert _text(client.get(further, headers={"hx-request": "true"})).lstrip().startswith("<li>")
        assert "Back to the newest" in _text(client.get(further))

    @pytest.mark.parametrize("after", ["x", "2026-01-01~0~x", f"2026-01-01T00:00~0~{NOBODY}", "~~", "a~b~c~d",
                                       "2026-01-01T00:00:00+00:00~4~-1", "0001-01-01T00:00:00+14:00~4~1"])  # fmt: skip
    def test_a_mark_that_was_tampered_with_shows_nothing_and_breaks_nothing(
        self, world: World, case: Case, after: str
    ) -> None:
        path = reverse("case-timeline", args=[case.pk])
        answer = signed_in(world.amal).get(path, {"after": after, "only": "nothing"})
        assert answer.status_code == 200
        assert "Nothing further happened before." in _text(answer)


def _text(answer: object) -> str:
    return str(getattr(answer, "content", b"").decode())
