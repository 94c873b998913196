"""People by the API: found, read, registered, corrected."""

from typing import Any

import pytest

from jiwar.areas.people.models import Person
from jiwar.ground.access.scopes import Scope, TokenPurpose
from tests import keeper, make, people
from tests.partner import Partner, partner
from tests.people import World

pytestmark = people.BOTH_SIDES
NADIA: dict[str, Any] = {
    "names": [
        {"script": "latn", "first": " Nadia ", "middle": "Omar", "rest": "Al-Example"},
        {"script": "arab", "first": "نادية", "middle": "", "rest": ""},
    ],
    "sex": "female",
    "birth_year": 1991,
    "birth_year_estimated": False,
    "language": "ar",
    "safe_contact": "بعد السادسة",
    "residence": "migrant",
}


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def salma(world: World) -> Person:
    return make.person(world.amal)


@pytest.fixture
def system(world: World) -> Partner:
    return partner(world.amal)


def test_somebody_is_registered_found_read_and_corrected(world: World, system: Partner) -> None:
    made = system.post("people", **NADIA)
    assert made.status == 201
    person_id = made.body["id"]
    assert made.headers["Location"] == f"/api/v1/people/{person_id}"
    [found] = system.post("people-search", word="nadia").body
    assert (found["id"], found["first_names"]["latn"]) == (person_id, "Nadia")
    assert [one["id"] for one in system.get("people").body] == [person_id]
    file = system.get("person-file", person_id)
    assert file.body["residence"] == "migrant"
    assert {name["script"]: name["rest"] for name in file.body["names"]} == {"arab": "", "latn": "Al-Example"}
    assert {name["script"]: name["middle"] for name in file.body["names"]} == {"arab": "", "latn": "Omar"}
    changed = system.put("person", person_id, version=1, **NADIA | {"birth_year": 1992})
    assert (changed.status, changed.body["version"]) == (200, 2)
    assert system.get("person", person_id).body["birth_year"] == 1992
    assert system.get("person-cases", person_id).body == []
    doors = keeper.rows("select distinct door from public.audit_event where action = 'correct_person'")
    assert doors == [("api",)]


def test_who_corrects_second_is_told(system: Partner, salma: Person) -> None:
    assert system.put("person", salma.pk, version=1, **NADIA).status == 200
    stale = system.put("person", salma.pk, version=1, **NADIA)
    assert (stale.status, stale.body["version"]) == (412, 2)
    assert system.put("person", salma.pk, **NADIA).body["fields"][0]["field"] == "If-Match"


@pytest.mark.parametrize("left_out", ["names.0.rest", *(name for name in NADIA if name != "names")])
def test_what_is_left_out_of_a_correction_is_asked_for_and_never_wiped(
    system: Partner, salma: Person, left_out: str
) -> None:
    before = system.get("person-file", salma.pk).body
    sent = {name: value for name, value in NADIA.items() if name != left_out}
    if left_out == "names.0.rest":
        sent["names"] = [{"script": "latn", "first": "Nadia", "middle": ""}]
    told = system.put("person", salma.pk, version=1, **sent)
    assert (told.status, [one["field"] for one in told.body["fields"]]) == (422, [left_out])
    assert system.get("person-file", salma.pk).body == before


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"names": []}, 409, "names"),
        ({"names": [{"script": "latn", "first": ""}]}, 409, "names"),
        ({"names": [{"script": "latn", "first": "A"}, {"script": "latn", "first": "B"}]}, 409, "names"),
        ({"birth_year": 1700}, 409, "birth_year"),
        ({"birth_year": 10**9}, 422, "birth_year"),
        ({"birth_year": "1990"}, 422, "birth_year"),
        ({"names": [{"script": "grek", "first": "A"}]}, 422, "names.0.script"),
        ({"names": [{"script": "latn"}]}, 422, "names.0.first"),
        ({"sex": None}, 422, "sex"),
        ({"safe_contact": "x" * 1001}, 422, "safe_contact"),
    ],
)
def test_what_is_wrong_is_named(system: Partner, change: dict[str, Any], status: int, field: str) -> None:
    told = system.post("people", **NADIA | change)
    assert (told.status, told.body["fields"][0]["field"]) == (status, field)
    assert "Nadia" not in told.raw.decode()


def test_absent_and_not_yours_look_the_same(world: World, salma: Person) -> None:
    stranger = partner(world.dima)
    for told in (
        stranger.get("person", salma.pk),
        stranger.get("person-file", salma.pk),
        stranger.put("person", salma.pk, version=1, **NADIA),
    ):
        assert (told.status, told.body["code"]) == (404, "missing")
    assert stranger.get("person-cases", salma.pk).body == []
    assert stranger.post("people-search", word="salma").body == []


def test_a_name_is_found_by_those_alone_who_may_read_it(world: World, salma: Person) -> None:
    assert partner(world.bashir).post("people-search", word="سلمى").body[0]["id"] == str(salma.pk)
    assert partner(world.amal, Scope.CASES_READ).post("people-search", word="سلمى").status == 403


def test_who_may_not_read_does_not_write_over(world: World, salma: Person) -> None:
    system = partner(world.amal, Scope.PEOPLE_WRITE)
    assert system.post("people", **NADIA).status == 201
    assert system.put("person", salma.pk, version=1, **NADIA).status == 403


def test_a_token_for_intake_reads_people_and_no_case(world: World, salma: Person) -> None:
    scopes = (Scope.PEOPLE_READ, Scope.PEOPLE_WRITE, Scope.CASES_WRITE)
    system = partner(world.amal, *scopes, purpose=TokenPurpose.INTAKE)
    assert system.get("person-file", salma.pk).status == 200
    made = system.post("cases", person_id=salma.pk, programme="general", owner_id=str(world.amal.user_id))
    assert made.status == 201
    assert system.get("case", made.body["id"]).status == 403
    assert system.get("person-cases", salma.pk).status == 403
