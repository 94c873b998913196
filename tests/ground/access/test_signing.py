"""Signing in and out, recorded either way, and the same answer to every wrong one."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import installing
from jiwar.ground.access.models import Agency, User
from jiwar.ground.access.signing.entering import who_with_password
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import JiwarError
from jiwar.ground.staff import actions
from tests import keeper, make, people
from tests.people import PASSWORD, World

pytestmark = people.BOTH_SIDES


@pytest.fixture
def world() -> World:
    return people.gather()


def sign_in(client: Client, username: str, password: str) -> HttpResponse:
    answer: HttpResponse = client.post(reverse("sign-in"), {"username": username, "password": password})  # type: ignore[assignment]
    return answer


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


class TestIn:
    @pytest.mark.parametrize("typed", ["amal", " AMAL ", "\u200eamal\u200f"])
    def test_with_name_and_password(self, world: World, client: Client, typed: str) -> None:
        assert sign_in(client, typed, PASSWORD).status_code == 303
        assert is_in(client)

    def test_it_is_recorded_as_oneself(self, world: World, client: Client) -> None:
        sign_in(client, "amal", PASSWORD)
        event = keeper.last_event()
        assert event[:5] == ("sign_in", "done", "", world.amal.user_id, world.amal.agency_id)
        assert (event.subject_id, event.door) == (world.amal.user_id, "web")

    def test_the_session_is_a_new_one(self, world: World, client: Client) -> None:
        client.get(reverse("sign-in"))
        before = client.session.session_key
        sign_in(client, "amal", PASSWORD)
        assert client.session.session_key not in (None, before)

    def test_at_the_command_line_it_is_recorded_too(self, world: World) -> None:
        who = who_with_password(username="Amal", password=PASSWORD)
        assert isinstance(who, Who)
        assert who.roles == world.amal.roles
        assert keeper.last_event()[:4] == ("sign_in", "done", "", world.amal.user_id)
        assert keeper.last_event().door == "cli"


class TestWrong:
    @pytest.mark.parametrize(
        ("name", "password"),
        [("amal", "wrong"), ("nobody", PASSWORD), ("system.moa", PASSWORD), ("system.moa", ""), ("system.moa", "!")],
    )
    def test_nobody_gets_in(self, world: World, client: Client, name: str, password: str) -> None:
        assert sign_in(client, name, password).status_code == 422
        assert not is_in(client)

    def test_known_and_unknown_users_get_the_same_answer(self, world: World) -> None:
        """Byte for byte, but for the token of the form and the name that was typed, which are as long."""
        answers = []
        for name in ("amal", "lama"):
            answer = sign_in(Client(), name, "wrong")
            token = answer.context["csrf_token"]  # type: ignore[attr-defined]
            page = answer.content.decode().replace(str(token), "").replace(name, "")
            answers.append((answer.status_code, sorted(answer.headers.items()), page))
        assert len(answers[0][2]) == len(answers[1][2])
        assert answers[0][2] == answers[1][2] or _but_for_nonce(answers[0][2]) == _but_for_nonce(answers[1][2])

    @pytest.mark.parametrize(("name", "known"), [("amal", True), ("nobody", False)])
    def test_it_is_recorded_without_what_was_typed(self, world: World, client: Client, name: str, known: bool) -> None:
        sign_in(client, name, "wrong-canary")
        event = keeper.last_event()
        assert event[:5] == ("sign_in", "failed", "", None, None)
        assert event.subject_id == (world.amal.user_id if known else None)
        assert "wrong-canary" not in str(keeper.rows("select e::text from public.audit_event e"))

    def test_the_record_survives_the_end_of_the_request(self, world: World, client: Client) -> None:
        """It is written over the second connection."""
        sign_in(client, "amal", "wrong")
        assert [event.outcome for event in keeper.events("sign_in")] == ["failed"]

    def test_at_the_command_line_nobody_gets_in_either(self, world: World) -> None:
        assert who_with_password(username="amal", password="wrong") is None
        assert who_with_password(username="system.moa", password="") is None
        assert [event[:2] for event in keeper.events()][-2:] == [("sign_in", "failed")] * 2


class TestShutOut:
    def test_the_next_request_is_refused(self, world: World, client: Client) -> None:
        sign_in(client, "amal", PASSWORD)
        assert is_in(client)
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        answer = client.get(reverse("home"))
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, reverse("sign-in"))

    def test_nobody_shut_out_signs_in(self, world: World, client: Client) -> None:
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        assert sign_in(client, "amal", PASSWORD).status_code == 422

    def test_a_who_made_before_opens_nothing(self, world: World) -> None:
        case = make.case(world.amal)
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        with pytest.raises(JiwarError):
            make.case(world.amal, of=case.person_id)

    def test_let_in_again_it_works_again(self, world: World, client: Client) -> None:
        actions.shut_user_out(world.farah, user_id=world.amal.user_id)
        actions.let_user_in(world.farah, user_id=world.amal.user_id)
        assert sign_in(client, "amal", PASSWORD).status_code == 303

    @pytest.mark.parametrize("name", ["carine", "farah", "system"])
    def test_neither_elsewhere_nor_oneself_nor_who_runs_the_jobs(self, world: World, name: str) -> None:
        who = world.named(name)
        with pytest.raises(JiwarError):
            actions.shut_user_out(world.farah, user_id=who.user_id)
        assert User.objects.get(pk=who.user_id).is_active

    def test_an_agency_that_is_shut_sees_nothing(self, world: World) -> None:
        case = make.case(world.amal)
        with installing.installing():
            Agency.objects.using(installing.OWNER).filter(code="moa").update(is_active=False)
        with pytest.raises(JiwarError):
            make.case(world.amal, of=case.person_id)


class TestOut:
    def test_it_is_recorded_and_the_session_is_gone(self, world: World, client: Client) -> None:
        sign_in(client, "amal", PASSWORD)
        assert client.post(reverse("sign-out")).status_code == 303
        assert keeper.last_event()[:4] == ("sign_out", "done", "", world.amal.user_id)
        assert not is_in(client)

    def test_whoever_is_not_in_may_sign_out(self, world: World, client: Client) -> None:
        assert client.post(reverse("sign-out")).status_code == 303


def _but_for_nonce(page: str) -> str:
    return "".join(part.partition('"')[2] for part in page.split('nonce="'))
