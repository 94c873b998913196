"""Views that somebody keeps: made, opened, renamed, removed; nobody else's; one that leads nowhere any more says so."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases.queries import Narrowing
from jiwar.areas.cases.words import Programme, Risk
from jiwar.doors.desk import narrowing
from jiwar.ground.access.wall import standing
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.base.pages import NOBODY
from jiwar.ground.work import actions, kept, queries
from jiwar.ground.work.rules import why_not_keep
from tests import keeper, make
from tests.people import BOTH_SIDES, World, gather, signed_in

pytestmark = BOTH_SIDES
NAME = "ملف سلمى"
URGENT = "list=mine&risk=urgent"


@pytest.fixture
def world() -> World:
    return gather()


def shown(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def _views(world: World, name: str) -> list[kept.View]:
    who = world.named(name)
    with standing(who):
        return queries.my_views(who)


def test_a_narrowed_list_is_kept_and_opened_by_its_name(world: World) -> None:
    make.case(world.amal)
    client = signed_in(world.amal)
    assert 'href="/views/new?list=mine&amp;risk=urgent"' in shown(client, f"/?{URGENT}")
    assert f'value="{URGENT.replace("&", "&amp;")}"' in shown(client, f"/views/new?{URGENT}")
    answer = client.post(reverse("view-keep"), {"name": f" {NAME} ", "narrowing": URGENT})
    assert answer.headers["Location"] == f"/?{URGENT}"
    home = shown(client, f"/?{URGENT}")
    assert NAME in home
    assert "/views/new" not in home, "what is kept is not offered again"
    chip = home.split('class="chip" href="/?list=mine&amp;risk=urgent"')[1]
    assert chip.startswith(' aria-current="page"')
    assert "My cases · urgent" in shown(client, reverse("views"))
    assert keeper.last_event().action == "keep_view"


def test_a_view_is_renamed_and_removed(world: World) -> None:
    client = signed_in(world.amal)
    view = actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    assert f'value="{NAME}"' in shown(client, reverse("view-rename", args=[view.pk]))
    assert client.post(reverse("view-rename", args=[view.pk]), {"name": "غدًا"}).status_code == 303
    [now] = _views(world, "amal")
    assert (now.name, now.narrowing) == ("غدًا", URGENT)
    assert client.post(reverse("view-drop", args=[view.pk])).status_code == 303
    assert "You keep no view yet" in shown(client, reverse("views"))
    assert _views(world, "amal") == []


def test_what_is_typed_is_sealed_and_comes_back(world: World) -> None:
    actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    [(sealed,)] = keeper.rows("select sealed from public.work_keptview")
    for plain in (NAME, "mine", "urgent"):
        assert plain.encode() not in bytes(sealed)
    refused = signed_in(world.amal).post(reverse("view-keep"), {"name": NAME, "narrowing": URGENT})
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "You keep another view by this name" in text
    assert f'value="{NAME}"' in text
    assert URGENT.replace("&", "&amp;") in text


def test_a_row_that_was_moved_opens_nothing(world: World) -> None:
    """Sealed for its row and its owner: another's, laid over one's own, is none."""
    one = actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    two = actions.keep_view(world.amal, name="غدًا", narrowing="list=mine")
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(
            "update public.work_keptview set sealed = (select sealed from public.work_keptview where id = %s)"
            " where id = %s",
            [one.pk, two.pk],
        )
    assert [view.name for view in _views(world, "amal")] == [NAME]


@pytest.mark.parametrize(
    ("name", "others", "why"),
    [
        ("  ", [], "view_unnamed"),
        ("Today", ["today"], "view_name_taken"),
        ("Today", ["a", "b"], "too_many_views"),
        ("Today", ["a"], None),
    ],
)
def test_why_a_view_is_not_kept(name: str, others: list[str], why: str | None) -> None:
    assert why_not_keep(name=name, others=others, at_most=2) == why


def test_no_more_than_there_is_room_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "at_most", lambda: 1)
    actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    with pytest.raises(Refused, match="Remove one first"):
        actions.keep_view(world.amal, name="غدًا", narrowing=URGENT)
    [view] = _views(world, "amal")
    actions.rename_view(world.amal, view_id=view.id, name="غدًا")


@pytest.mark.parametrize("name", ["farah", "elias", "ghada"])
def test_who_reads_no_case_keeps_no_view(world: World, name: str) -> None:
    view = actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    who = world.named(name)
    for verb in (
        lambda: actions.keep_view(who, name=NAME, narrowing=URGENT),
        lambda: actions.rename_view(who, view_id=view.pk, name="x"),
        lambda: actions.drop_view(who, view_id=view.pk),
        lambda: queries.my_views(who),
    ):
        with pytest.raises(Forbidden):
            verb()


@pytest.mark.parametrize("name", ["bashir", "huda", "carine"])
def test_anothers_view_is_as_absent(world: World, name: str) -> None:
    theirs = actions.keep_view(world.amal, name=NAME, narrowing=URGENT)
    who, client = world.named(name), signed_in(world.named(name))
    assert NAME not in shown(client, reverse("views"))
    for view_id in (theirs.pk, uuid4()):
        with pytest.raises(Missing):
            actions.rename_view(who, view_id=view_id, name="x")
        with pytest.raises(Missing):
            actions.drop_view(who, view_id=view_id)
        shown(client, reverse("view-rename", args=[view_id]), status=404)
        assert client.post(reverse("view-drop", args=[view_id])).status_code == 404
    assert [view.name for view in _views(world, "amal")] == [NAME]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"list=cover-{NOBODY}", "Its list is not among yours any more."),
        ("list=mine&risk=purple", "Part of what it is narrowed to is not there any more."),
        ("list=mine&colour=blue", "Part of what it is narrowed to is not there any more."),
        ("", "Its list is not among yours any more."),
    ],
)
def test_what_leads_nowhere_any_more_says_so(world: World, text: str, why: str) -> None:
    view = actions.keep_view(world.amal, name=NAME, narrowing=text)
    client = signed_in(world.amal)
    home, views = shown(client, "/"), shown(client, reverse("views"))
    assert why in home
    assert f'href="/views#view-{view.pk}"' in home
    assert why in views
    assert "It opens nothing now." in views


def test_an_address_of_a_list_that_is_gone_says_so(world: World) -> None:
    client, words = signed_in(world.amal), "The list that was asked for is not among yours any more."
    assert words in shown(client, f"/?list=team-{uuid4()}")
    assert words not in shown(client, "/?list=mine")
    assert words not in shown(client, "/")


def test_what_is_sent_as_a_narrowing_is_read_before_it_is_kept(world: World) -> None:
    """Nothing that a browser sends is kept as it came: it is read, and what it says is kept."""
    sent = {"name": NAME, "narrowing": "list=agency&risk=urgent&next=//elsewhere"}
    assert signed_in(world.amal).post(reverse("view-keep"), sent).headers["Location"] == "/?list=mine&risk=urgent"
    [view] = _views(world, "amal")
    assert view.narrowing == "list=mine&risk=urgent"


def test_every_narrowing_is_read_as_it_was_written() -> None:
    for risk in (None, "", *Risk):
        for programme in (None, *Programme):
            for waiting in (False, True):
                only = Narrowing(risk=risk, programme=programme, waiting=waiting, still=not waiting)
                read = narrowing.read(narrowing.address("mine", only))
                assert read == narrowing.Asked("mine", only, is_whole=True)
