"""A dangerous step asks again who it is: whoever finds a browser open five minutes later gets no further."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.ground.access.who import Who
from tests import people
from tests.people import World

pytestmark = people.BOTH_SIDES

NOTHING = uuid4()
DANGEROUS = [
    ("amal", "case-share", [NOTHING]),
    ("bashir", "case-lift", [NOTHING, NOTHING]),
    ("ghada", "conflict-rule", [NOTHING, NOTHING]),
    ("bashir", "case-seal", [NOTHING]),
    ("bashir", "case-unseal", [NOTHING]),
    ("bashir", "seal-decide", [NOTHING]),
    ("bashir", "person-erase", [NOTHING]),
    ("bashir", "caseload", [NOTHING]),
    ("bashir", "glass-review", [NOTHING]),
    ("amal", "glass-break", []),
    ("ghada", "staff-review-line", [NOTHING]),
    ("amal", "document-drop", [NOTHING, NOTHING]),
    ("bashir", "export", [NOTHING]),
    ("bashir", "export-confirm", [NOTHING]),
    ("amal", "calendar", []),
    ("amal", "tokens", []),
]


@pytest.fixture
def world() -> World:
    return people.gather()


def left_open(who: Who) -> Client:
    """A browser whose owner showed who they are long ago."""
    client = people.signed_in(who)
    session = client.session
    session["proved_at"] = "2020-01-01T00:00:00+00:00"
    session.save()
    return client


@pytest.mark.parametrize(("name", "route", "about"), DANGEROUS, ids=[route for _, route, _ in DANGEROUS])
def test_a_dangerous_step_asks_again_and_says_nothing_of_the_file(
    world: World, name: str, route: str, about: list[object]
) -> None:
    path = reverse(route, args=about)
    client = left_open(world.named(name))
    for answer in (client.get(path), client.post(path, {"reason": "x"})):
        assert answer.status_code == 303
        assert answer["Location"].startswith(reverse("prove"))
    assert people.signed_in(world.named(name)).get(path).status_code in {200, 404}


def test_a_role_that_is_still_right_is_said_so_without_asking(world: World) -> None:
    path = reverse("staff-review-line", args=[NOTHING])
    assert left_open(world.ghada).post(path, {"verdict": "right"}).status_code == 404
    ending = left_open(world.ghada).post(path, {"verdict": "ended"})
    assert ending["Location"].startswith(reverse("prove"))
