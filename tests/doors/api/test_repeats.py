"""The same request sent again is answered as the first time, and nothing is done twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from jiwar.areas.cases import actions
from jiwar.areas.cases.models import Case
from jiwar.ground.access.actions import sweep_grants
from jiwar.ground.access.models import Answer
from jiwar.ground.access.wall import announcing, standing
from jiwar.ground.base import clock
from tests import keeper, make, people
from tests.partner import NO_HURRY, Partner, Told, partner
from tests.people import World

pytestmark = people.BOTH_SIDES
NADIA: dict[str, Any] = {"names": [{"script": "latn", "first": "Nadia"}], "sex": "female"}


@pytest.fixture(autouse=True)
def no_hurry() -> Iterator[None]:
    with NO_HURRY:
        yield


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def case(world: World) -> Case:
    return make.case(world.amal)


@pytest.fixture
def system(world: World) -> Partner:
    return partner(world.amal)


def told(answer: Told) -> tuple[int, bytes, str | None, str | None]:
    return answer.status, answer.raw, answer.headers.get("Location"), answer.headers.get("ETag")


def count(table: str) -> int:
    [(found,)] = keeper.rows(f"select count(*) from public.{table}")
    return int(found)


def test_the_same_key_makes_one_record_and_the_same_answer(system: Partner) -> None:
    first, second = system.post("people", key="a", **NADIA), system.post("people", key="a", **NADIA)
    assert first.status == 201
    assert told(first) == told(second)
    assert count("people_person") == 1
    system.post("people", key="b", **NADIA)
    system.post("people", **NADIA)
    system.post("people", **NADIA)
    assert count("people_person") == 4


def test_the_same_key_for_something_else_is_refused(system: Partner, case: Case) -> None:
    system.post("people", key="a", **NADIA)
    for answer in (
        system.post("people", key="a", **NADIA | {"sex": "male"}),
        system.post("case-notes", case.pk, key="a", text="x"),
    ):
        assert (answer.status, answer.body["fields"][0]["field"]) == (422, "Idempotency-Key")
        assert answer.body["fields"][0]["code"] == "used_for_other"
    assert count("cases_note") == 0


def test_another_version_is_something_else(system: Partner, case: Case) -> None:
    sent = {"outcome": "goals_met", "summary": "x"}
    assert system.post("case-close", case.pk, version=case.version + 5, key="a", **sent).status == 412
    assert system.post("case-close", case.pk, version=case.version, key="a", **sent).status == 422
    assert system.post("case-close", case.pk, version=case.version, key="b", **sent).status == 200


def test_a_refusal_is_said_again_and_what_was_not_understood_is_not_kept(system: Partner, case: Case) -> None:
    refused = [system.post("case-notes", case.pk, key="a", text=" ") for _ in range(2)]
    assert told(refused[0]) == told(refused[1])
    assert refused[0].status == 409
    assert system.post("case-notes", case.pk, key="b").status == 422
    assert system.post("case-notes", case.pk, key="b", text="x").status == 201
    assert count("cases_note") == 1
    assert count("access_answer") == 2


@pytest.mark.parametrize("key", ["x" * 256, "مفتاح".encode().decode("latin-1"), "a\tb"])
def test_a_key_is_short_and_legible(system: Partner, key: str) -> None:
    answer = system.post("people", key=key, **NADIA)
    assert (answer.status, answer.body["fields"][0]["code"]) == (422, "key")


def test_a_key_is_that_of_its_token_alone(world: World, system: Partner) -> None:
    first = system.post("people", key="a", **NADIA)
    others = [partner(who).post("people", key="a", **NADIA) for who in (world.amal, world.bashir)]
    assert len({first.body["id"], *(other.body["id"] for other in others)}) == 3


def test_sent_at_once_it_is_done_once(system: Partner) -> None:
    def send(_number: int) -> Told:
        try:
            return Partner(system.secret).post("people", key="a", **NADIA)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {told(answer) for answer in answers} == {told(answers[0])}
    assert answers[0].status == 201
    assert count("people_person") == 1


def test_an_answer_is_forgotten_after_its_time(world: World, system: Partner) -> None:
    first = system.post("people", key="a", **NADIA)
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_answer set kept_until = %s", [clock.now() - timedelta(seconds=1)])
    second = system.post("people", key="a", **NADIA)
    assert first.body["id"] != second.body["id"]
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_answer set kept_until = %s", [clock.now() - timedelta(seconds=1)])
    sweep_grants(world.system)
    assert count("access_answer") == 0


def test_what_is_kept_says_nothing_and_is_ones_own(world: World, system: Partner, case: Case) -> None:
    made = system.post("people", key="key of Nadia", **NADIA)
    actions.note_case(world.amal, case.pk, text="x")
    rows = str(keeper.rows("select a::text, encode(sealed, 'escape') from public.access_answer a"))
    for hidden in ("Nadia", made.body["id"], made.body["code"], "key of"):
        assert hidden not in rows
    with standing(world.bashir):
        assert not Answer.objects.exists()
    with standing(world.amal), announcing("x"), connection.cursor() as cursor:
        assert Answer.objects.count() == 1
        cursor.execute("update access_answer set sealed = '\\x00'")
        assert cursor.rowcount == 0, "an answer that stands is not changed"
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("update access_answer set asked = 'x'")


def test_reading_by_post_keeps_nothing(world: World, system: Partner) -> None:
    make.person(world.amal)
    assert len(system.post("people-search", key="a", word="salma").body) == 1
    assert len(system.post("people-search", key="a", word="nobody").body) == 0
    assert count("access_answer") == 0
