"""Signing in through the page: one answer for every mistake, and no way around it."""

import re

import pytest
from django.test import Client

from tests.people import BOTH_SIDES, PASSWORD, World, gather, signed_in

pytestmark = BOTH_SIDES


@pytest.fixture
def world() -> World:
    return gather()


def sent(client: Client, **values: str) -> tuple[int, str]:
    answer = client.post("/sign-in", {"username": "amal", "password": PASSWORD, **values})
    return answer.status_code, re.sub(r'name="csrf.*?>|X-CSRFToken": "\w+|value="[^"]*"', "", answer.content.decode())


def test_unknown_wrong_and_system_get_the_same_page(world: World) -> None:
    pages = {
        sent(Client(), username="nobody"),
        sent(Client(), password="wrong"),
        sent(Client(), username="system.moa"),
    }
    assert len(pages) == 1
    assert pages.pop()[0] == 422


def test_the_name_is_forgiven_its_spaces_marks_and_capitals(world: World) -> None:
    assert sent(Client(), username="\u200f Amal ")[0] == 303


def test_every_other_page_leads_to_the_sign_in(world: World) -> None:
    answer = Client().get("/people")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=/people"


def test_onward_only_within_the_house(world: World) -> None:
    for asked, leads in (("/people", "/people"), ("https://evil.example/", "/"), ("//evil.example/", "/")):
        answer = Client().post("/sign-in", {"username": "amal", "password": PASSWORD, "next": asked})
        assert answer["Location"] == leads


def test_a_part_asked_for_after_the_session_ended_leads_the_whole_page_to_the_sign_in(world: World) -> None:
    answer = Client().get("/?list=mine", headers={"hx-request": "true"}, follow=True)
    assert answer["HX-Redirect"] == "/sign-in"


def test_the_first_page_speaks_the_users_language_unless_one_was_chosen(world: World) -> None:
    client = Client()
    client.post("/sign-in", {"username": "amal", "password": PASSWORD})
    assert client.cookies["language"].value == "en"
    chosen = Client()
    chosen.cookies["language"] = "ar"
    chosen.post("/sign-in", {"username": "amal", "password": PASSWORD})
    assert 'dir="rtl"' in chosen.get("/").content.decode()


def test_signing_out_ends_the_session(world: World) -> None:
    client = signed_in(world.amal)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/").status_code == 302


def test_a_forged_request_is_refused_in_words(world: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    answer = client.post("/sign-in", {"username": "amal", "password": PASSWORD})
    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()


def test_nothing_is_kept_by_browsers_and_nothing_is_told_to_others(world: World) -> None:
    answer = signed_in(world.amal).get("/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
