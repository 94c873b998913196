"""What was begun and not sent: kept, given back to its owner alone, gone when it was sent or is old."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from jiwar.areas.cases.actions import close_case, judge_risk
from jiwar.areas.cases.words import Outcome, Risk
from jiwar.areas.people.actions import erase_person
from jiwar.areas.people.words import Erasure
from jiwar.ground.access import begun, wall
from jiwar.ground.access.actions import sweep_grants
from jiwar.ground.access.models import Begun
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from tests import keeper, make, people
from tests.people import BOTH_SIDES, World, again

pytestmark = BOTH_SIDES
WORDS = "وصلت سلمى مساءً مع طفليها، وتريد أن تعرف ما الذي سيحدث غدًا."


@pytest.fixture
def world() -> World:
    return people.gather()


def begin(client: Client, path: str, draft_id: UUID | None = None, **typed: str) -> UUID:
    """Kept as the script does it."""
    name = draft_id or uuid4()
    answer = client.post(reverse("draft-keep"), {"draft": str(name), "at": path, "heading": "Write a note", **typed})
    assert answer.status_code == 204
    return name


def stored() -> list[tuple[object, ...]]:
    return keeper.rows("select id, sealed from public.access_begun")


def note_path(who: Who) -> str:
    return reverse("case-note", args=[make.case(who).pk])


def test_what_was_begun_is_offered_and_shown_again(world: World) -> None:
    path, client = note_path(world.amal), people.signed_in(world.amal)
    draft_id = begin(client, path, text=WORDS)
    other = people.signed_in(world.amal)  # after the browser crashed
    assert f"?draft={draft_id}" in other.get(path).content.decode()
    assert WORDS not in other.get(path).content.decode()
    assert WORDS in other.get(f"{path}?draft={draft_id}").content.decode()
    assert f"{path}?draft={draft_id}" in other.get(reverse("home")).content.decode()


def test_what_was_sent_is_no_draft_any_more(world: World) -> None:
    path, client = note_path(world.amal), people.signed_in(world.amal)
    draft_id = begin(client, path, text=WORDS)
    assert client.post(path, {**make.note_form(WORDS), "draft": str(draft_id)}).status_code == 303
    assert stored() == []


def test_what_comes_back_refused_is_kept_as_it_was_sent(world: World) -> None:
    client = people.signed_in(world.amal)
    answer = client.post(reverse("person-new"), {"first_arab": "سلمى", "birth_year": "قبل الحرب"})
    assert answer.status_code == 422
    with wall.standing(world.amal):
        (kept,) = begun.begun_at(world.amal, reverse("person-new"))
    assert ("first_arab", "سلمى") in kept.fields
    assert str(kept.id) in answer.content.decode()


def test_what_comes_back_refused_is_named_after_its_page(world: World) -> None:
    path = note_path(world.amal)
    assert people.signed_in(world.amal).post(path, make.note_form("")).status_code == 422
    with wall.standing(world.amal):
        (kept,) = begun.begun_anywhere(world.amal)
    assert kept.heading.startswith("Write a note · C-")


def test_two_tabs_do_not_overwrite_each_other(world: World) -> None:
    path, client = note_path(world.amal), people.signed_in(world.amal)
    begin(client, path, text="one")
    begin(client, path, text="two")
    with wall.standing(world.amal):
        assert {dict(one.fields)["text"] for one in begun.begun_at(world.amal, path)} == {"one", "two"}


def test_it_is_thrown_away_by_its_owner_alone(world: World) -> None:
    path, client = note_path(world.amal), people.signed_in(world.amal)
    draft_id = begin(client, path, text=WORDS)
    drop = reverse("draft-drop", args=[draft_id])
    assert people.signed_in(world.bashir).post(drop).status_code == 303
    assert len(stored()) == 1
    answer = client.post(drop, {"next": path})
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert stored() == []


def test_nobody_else_sees_it_nor_takes_its_place(world: World) -> None:
    path, client = note_path(world.amal), people.signed_in(world.amal)
    draft_id = begin(client, path, text=WORDS)
    supervisor = people.signed_in(world.bashir)
    assert WORDS not in supervisor.get(f"{path}?draft={draft_id}").content.decode()
    taken = {"draft": str(draft_id), "at": path, "text": "mine"}
    assert supervisor.post(reverse("draft-keep"), taken).status_code == 422
    with wall.standing(world.bashir):
        assert not Begun.objects.exists()
    with wall.standing(world.amal):
        assert dict(begun.begun_anywhere(world.amal)[0].fields)["text"] == WORDS


def test_the_table_tells_nothing(world: World) -> None:
    begin(people.signed_in(world.amal), note_path(world.amal), text=WORDS)
    ((_, sealed),) = stored()
    assert isinstance(sealed, bytes | memoryview)
    assert WORDS.encode() not in bytes(sealed)
    assert b"cases" not in bytes(sealed)


def test_a_row_that_was_moved_or_written_by_another_hand_is_none(world: World) -> None:
    client = people.signed_in(world.amal)
    begin(client, note_path(world.amal), text=WORDS)
    begin(client, "/people/new", first_arab="سلمى")
    with wall.standing(world.amal):
        with wall.announcing("test"), connection.cursor() as cursor:
            cursor.execute("update access_begun b set sealed = o.sealed from access_begun o where o.id <> b.id")
        assert begun.begun_anywhere(world.amal) == []


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/sign-in", {"username": "amal"}),
        ("/nowhere", {"text": WORDS}),
        ("", {"text": WORDS}),
        ("//example.org/", {"text": WORDS}),
        ("/people/new", {"first_arab": "  "}),
        ("/people/new", {"first_arab": "x" * 300_000}),
        ("/people/new", {"password": "only a secret", "code": "123456"}),
    ],
)
def test_what_is_not_kept(world: World, path: str, typed: dict[str, str]) -> None:
    client = people.signed_in(world.amal)
    sent = {"draft": str(uuid4()), "at": path, "heading": "", **typed}
    assert client.post(reverse("draft-keep"), sent).status_code == 422
    assert client.post(reverse("draft-keep"), {**sent, "draft": "no id"}).status_code == 422
    assert stored() == []


def test_odd_letters_break_nothing(world: World) -> None:
    client = people.signed_in(world.amal)
    begin(client, "/people/new", first_arab="\0 \u202e 😀 x")
    assert client.get("/people/new").status_code == 200


def test_old_ones_go_and_the_oldest_of_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begun, "MOST", 3)
    client = people.signed_in(world.amal)
    first = begin(client, "/people/new", first_arab="first")
    for number in range(3):
        begin(client, "/people/new", first_arab=str(number))
    assert first not in [one for one, _ in stored()]
    with clock.frozen(clock.now() + timedelta(days=8)):
        with wall.standing(world.amal):
            assert begun.begun_anywhere(world.amal) == []
        begin(people.signed_in(world.amal), "/people/new", first_arab="later")
    assert len(stored()) == 1


def test_old_ones_of_whoever_comes_no_more_are_swept(world: World) -> None:
    begin(people.signed_in(world.amal), "/people/new", first_arab="سلمى")
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_begun set saved_at = now() - interval '8 days'")
    sweep_grants(world.system)
    assert stored() == []


def test_what_was_begun_about_somebody_leaves_with_the_record(world: World) -> None:
    person = make.person(world.amal)
    path = reverse("person-correct", args=[person.pk])
    begin(people.signed_in(world.amal), path, first_arab="سلمى")
    begin(people.signed_in(world.amal), "/people/new", first_arab="هدى")
    erase_person(world.bashir, person.pk, reason=Erasure.ASKED, version=person.version)
    assert len(stored()) == 1


def test_a_draft_that_is_older_than_the_record_is_noticed(world: World) -> None:
    """The version of then comes back with it: both versions are shown, nothing is overwritten."""
    case, client = make.case(world.amal), people.signed_in(world.amal)
    path = reverse("case-close", args=[case.pk])
    draft_id = begin(client, path, summary=WORDS, version=str(case.version), outcome=str(Outcome.GOALS_MET))
    case = judge_risk(world.bashir, case.pk, risk=Risk.HIGH, reason="رأيت ذلك", version=case.version)
    shown = client.get(f"{path}?draft={draft_id}").content.decode()
    assert f'value="{case.version - 1}"' in shown
    sent = {"summary": WORDS, "version": str(case.version - 1), "outcome": str(Outcome.GOALS_MET)}
    answer = client.post(path, {**sent, "draft": str(draft_id)})
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert len(stored()) == 1


def test_a_form_that_has_changed_since_loses_no_word(world: World) -> None:
    client = people.signed_in(world.amal)
    draft_id = begin(client, "/people/new", first_arab="سلمى", nickname="أم ليث", version="2")
    shown = client.get(f"/people/new?draft={draft_id}").content.decode()
    assert "سلمى" in shown
    assert "أم ليث" in shown


def test_a_draft_of_a_file_that_is_out_of_sight_now_opens_nothing(world: World) -> None:
    case, client = make.case(world.amal), people.signed_in(world.amal)
    path = reverse("case-close", args=[case.pk])
    draft_id = begin(client, path, summary=WORDS)
    close_case(again("bashir"), case.pk, outcome=Outcome.GOALS_MET, summary=WORDS, version=case.version)
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(
            "update public.access_roleassignment set ends_at = now() where user_id = %s", [world.amal.user_id]
        )
    assert client.get(f"{path}?draft={draft_id}").status_code in {302, 403, 404}


def test_nobody_keeps_anything_who_is_not_signed_in(world: World) -> None:
    assert (
        Client().post(reverse("draft-keep"), {"draft": str(uuid4()), "at": "/people/new", "x": "y"}).status_code == 302
    )
    assert stored() == []
