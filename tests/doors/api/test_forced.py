"""Whoever is forced to sign in: their programs stop, and in the shadow a token works as everywhere."""

from typing import Any

import pytest
from django.urls import reverse

from tests import make, people
from tests.forced import choose, forced
from tests.partner import Partner, partner
from tests.people import World

pytestmark = people.BOTH_SIDES
NADIA: dict[str, Any] = {"names": [{"script": "latn", "first": "Nadia"}], "sex": "female"}


@pytest.fixture
def world() -> World:
    return people.gather()


def test_the_programs_of_whoever_is_forced_stop_and_those_of_others_go_on(world: World) -> None:
    system, others = partner(world.amal), partner(world.bashir)
    choose(world.amal)
    people.signed_in(world.amal)
    assert system.get("me").status == 200, "a word that was chosen and a real sign-in end nothing"
    forced()
    assert system.get("me").status == 401
    assert others.get("me").status == 200
    assert partner(world.amal).get("me").status == 200, "a new one can be made"


def test_in_the_shadow_a_token_shows_what_is_there_and_nothing_else(world: World) -> None:
    real = make.case(world.amal)
    choose(world.amal)
    browser = forced()
    sent = {
        "purpose": "own_system",
        "scopes": ["cases.read", "cases.write", "people.read", "people.write"],
        "days": "30",
    }
    told = browser.post(reverse("tokens"), sent, follow=True).content.decode()
    system = Partner(told.split('<code id="secret">')[1].split("</code>")[0])
    me = system.get("me").body
    assert (me["user"]["name_en"], me["user"]["id"]) != (world.amal.name_en, str(world.amal.user_id))
    assert me["user"]["name_en"] == world.amal.name_en
    listed = [item["id"] for item in system.get("cases").body["items"]]
    assert listed
    assert str(real.pk) not in listed
    assert system.get("case", real.pk).status == system.get("person", real.person_id).status == 404
    found = [one["id"] for one in system.post("people-search", word="salma").body]
    assert str(real.person_id) not in found, "somebody invented there may be called alike"
    assert {one["name_en"] for one in system.get("colleagues").body} == {"Amal"}
    made = [system.post("people", key="k", **NADIA) for _ in range(2)]
    assert [one.status for one in made] == [201, 201]
    assert made[0].body == made[1].body
    assert partner(world.bashir).get("person", made[0].body["id"]).status == 404
