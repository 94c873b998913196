"""Invitations: a link from one person, a code from another; taken up once, by whoever holds both."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import installing, wall
from jiwar.ground.access.models import Invitation, Session, User
from jiwar.ground.access.signing.inviting import Newcomer
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions
from jiwar.ground.staff import queries as staff
from tests import keeper, make, people
from tests.people import BOTH_SIDES, PASSWORD, World

pytestmark = BOTH_SIDES
NEW_PASSWORD = "seven quiet yellow boats"


@pytest.fixture
def world() -> World:
    return people.gather()


def newcomer(world: World, **given: Any) -> Newcomer:
    return Newcomer(
        **{
            "username": "zaina", "display_en": "Zaina", "display_ar": "زينة", "role": "case_worker",
            "team_id": world.teams["irbid"].pk, **given,
        }
    )  # fmt: skip


def invited(world: World, **given: Any) -> tuple[str, UUID]:
    """A link, and which invitation it belongs to."""
    token = actions.invite_colleague(world.farah, newcomer=newcomer(world, **given)).letters
    return token, latest()


def latest() -> UUID:
    found: UUID = keeper.rows("select id from public.access_invitation order by made_at desc limit 1")[0][0]
    return found


def knocks(client: Client, token: str, code: str) -> int:
    return client.post(reverse("welcome"), {"token": token, "code": code}).status_code


def sets_password(client: Client) -> int:
    client.get(reverse("welcome-password"))
    secret = client.session["seed"]
    shown = make.app_code(secret)
    given = {"password": NEW_PASSWORD, "again": NEW_PASSWORD, "code": shown}
    return client.post(reverse("welcome-password"), given).status_code


def test_link_and_code_together_let_somebody_in_once(world: World) -> None:
    token, invitation = invited(world)
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation)
    client = Client()
    assert knocks(client, token.lower().replace("-", " "), code) == 303
    assert "زينة" in client.get(reverse("welcome-ways"), headers={"accept-language": "ar"}).content.decode()
    assert sets_password(client) == 303
    codes = client.get(reverse("recovery-codes"))
    assert codes.content.decode().count("<code>") == 10
    assert client.get(reverse("home")).headers["location"] == reverse("conduct")
    assert client.post(reverse("recovery-codes")).status_code == 303
    assert client.get(reverse("recovery-codes")).status_code == 303
    assert [held.role.code for held in people.again("zaina").roles] == ["case_worker"]
    assert knocks(Client(), token, code) == 422


def test_the_trail_names_whom_it_is_for_at_each_step(world: World) -> None:
    _, invitation = invited(world)
    actions.confirm_invitation(world.ghada, invitation_id=invitation)
    made = User.objects.get(username="zaina")
    with wall.standing(world.ghada):
        lines = staff.agency_trail(world.ghada).lines
    told = {line.action: line.about for line in lines if line.action.endswith(("_colleague", "_invitation"))}
    assert told == {"invite_colleague": made, "confirm_invitation": made}
    assert not [line.file for line in lines if line.file]


@pytest.mark.parametrize("wrong", ["no code", "another code", "not confirmed", "late", "withdrawn", "shut out"])
def test_less_than_both_opens_nothing(world: World, wrong: str) -> None:
    token, invitation = invited(world)
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation) if wrong != "not confirmed" else ""
    client = Client()
    match wrong:
        case "withdrawn":
            actions.withdraw_invitation(world.farah, invitation_id=invitation)
        case "shut out":
            actions.shut_user_out(world.farah, user_id=User.objects.get(username="zaina").pk)
        case "late":
            with keeper.keeper() as cursor:
                cursor.execute("select wall.announce('test')")
                cursor.execute("update public.access_invitation set expires_at = now() - interval '1 second'")
        case "no code" | "another code":
            code = "" if wrong == "no code" else "ABCDE-FGHJK"
        case _:
            pass
    assert knocks(client, token, code) == 422
    for page in ("welcome-ways", "welcome-password"):
        assert client.get(reverse(page)).status_code == 404


def test_what_was_shown_can_be_taken_back_until_it_is_used(world: World) -> None:
    token, invitation = invited(world)
    client = Client()
    knocks(client, token, actions.confirm_invitation(world.ghada, invitation_id=invitation))
    assert client.get(reverse("welcome-ways")).status_code == 200
    actions.withdraw_invitation(world.ghada, invitation_id=invitation)
    assert client.get(reverse("welcome-ways")).status_code == 404


def test_neither_of_the_two_acts_alone(world: World) -> None:
    _, invitation = invited(world)
    with pytest.raises(Missing):
        actions.confirm_invitation(world.farah, invitation_id=invitation)
    with pytest.raises(Missing):
        actions.propose_reset(world.farah, user_id=world.farah.user_id)


def test_who_proposed_must_still_keep_people(world: World) -> None:
    _, invitation = invited(world)
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(
            "update public.access_roleassignment set ends_at = now() where user_id = %s", [world.farah.user_id]
        )
    with pytest.raises(Missing):
        actions.confirm_invitation(world.ghada, invitation_id=invitation)


@pytest.mark.parametrize("name", ["farah", "ghada"])
def test_an_invitation_ends_with_either_of_those_who_let_in(world: World, name: str) -> None:
    token, invitation = invited(world)
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation)
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_user set is_active = false where id = %s", [world.named(name).user_id])
    assert knocks(Client(), token, code) == 422


def test_a_taken_name_is_refused_in_words(world: World) -> None:
    with pytest.raises(Refused) as refused:
        actions.invite_colleague(world.farah, newcomer=newcomer(world, username="amal"))
    assert refused.value.reason.code == "name_taken"


@pytest.mark.parametrize(
    "given", [{"role": "system"}, {"role": "king"}, {"role": "administrator"}, {"team_id": "of others"}]
)
def test_no_role_of_a_job_and_no_place_of_others(world: World, given: dict[str, Any]) -> None:
    if "team_id" in given:
        given = {"team_id": world.teams["mission"].pk}
    with pytest.raises(Refused) as refused:
        actions.invite_colleague(world.farah, newcomer=newcomer(world, **given))
    assert refused.value.reason.code == "not_here"
    assert not User.objects.filter(username="zaina").exists()


@pytest.mark.parametrize("name", ["amal", "bashir", "elias", "ghada", "dina"])
def test_only_administrators_invite(world: World, name: str) -> None:
    who = world.named(name)
    with pytest.raises(Forbidden):
        actions.invite_colleague(who, newcomer=newcomer(world))
    with pytest.raises(Forbidden):
        actions.propose_reset(who, user_id=world.huda.user_id)


@pytest.mark.parametrize("name", ["amal", "bashir", "elias", "dina"])
def test_who_neither_keeps_people_nor_watches_confirms_nothing(world: World, name: str) -> None:
    _, invitation = invited(world)
    for act in (actions.confirm_invitation, actions.withdraw_invitation):
        with pytest.raises(Forbidden):
            act(world.named(name), invitation_id=invitation)


@pytest.mark.parametrize("act", [actions.confirm_invitation, actions.withdraw_invitation])
def test_what_is_not_there_or_of_others_is_missing(world: World, act: Any) -> None:
    with pytest.raises(Missing):
        act(world.ghada, invitation_id=uuid4())
    with pytest.raises(Missing):
        actions.propose_reset(world.farah, user_id=world.carine.user_id)


def test_a_reset_ends_every_session_and_every_way_once_confirmed(world: World) -> None:
    client = people.signed_in(world.amal)
    token = actions.propose_reset(world.farah, user_id=world.amal.user_id)
    invitation = latest()
    assert client.get(reverse("home")).status_code == 200
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation)
    assert client.get(reverse("home")).status_code == 302
    assert not Session.objects.filter(user_id=world.amal.user_id).exists()
    assert tried(PASSWORD) == 422
    again = Client()
    assert knocks(again, token, code) == 303
    assert sets_password(again) == 303
    assert again.get(reverse("home")).status_code == 200
    assert [held.role.code for held in people.again("amal").roles] == ["case_worker"]


def tried(password: str) -> int:
    return Client().post(reverse("sign-in"), {"username": "amal", "password": password}).status_code


def test_a_newer_link_ends_the_older(world: World) -> None:
    old = actions.propose_reset(world.farah, user_id=world.amal.user_id)
    first = latest()
    actions.propose_reset(world.farah, user_id=world.amal.user_id)
    with pytest.raises(Missing):
        actions.confirm_invitation(world.ghada, invitation_id=first)
    code = actions.confirm_invitation(world.ghada, invitation_id=latest())
    assert knocks(Client(), old, code) == 422


def test_a_link_that_ran_out_is_made_anew_with_its_role(world: World) -> None:
    _, invitation = invited(world)
    actions.withdraw_invitation(world.farah, invitation_id=invitation)
    zaina = User.objects.get(username="zaina")
    token = actions.propose_reset(world.farah, user_id=zaina.pk)
    client = Client()
    knocks(client, token, actions.confirm_invitation(world.ghada, invitation_id=latest()))
    sets_password(client)
    assert [held.role.code for held in people.again("zaina").roles] == ["case_worker"]


def test_codes_are_not_guessed(world: World) -> None:
    token, invitation = invited(world)
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation)
    answers = [knocks(Client(), token, f"AAAAA-AAAA{n}") for n in range(2, 9)]
    assert answers == [422] * 5 + [429] * 2
    assert knocks(Client(), token, code) == 429


def test_the_table_holds_neither_link_nor_code(world: World) -> None:
    token, invitation = invited(world)
    code = actions.confirm_invitation(world.ghada, invitation_id=invitation)
    row = str(keeper.rows("select i::text from public.access_invitation i")) + str(
        keeper.rows("select h::text from public.access_invitationhistory h")
    )
    assert token not in row
    assert code not in row
    with transaction.atomic():
        wall.enter(world.farah.user_id)
        assert Invitation.objects.defer("token_hash", "code_hash").count() == 1
        wall.enter(world.amal.user_id)
        assert Invitation.objects.defer("token_hash", "code_hash").count() == 0


def test_a_broken_passkey_uses_nothing_up(world: World) -> None:
    token, invitation = invited(world)
    client = Client()
    knocks(client, token, actions.confirm_invitation(world.ghada, invitation_id=invitation))
    assert client.post(reverse("welcome-challenge")).status_code == 200
    for sent in ("{}", "[]", "x", '{"id": 1}'):
        assert client.post(reverse("welcome-passkey"), {"credential": sent}).status_code == 422
    assert client.get(reverse("welcome-ways")).status_code == 200


def test_the_invitation_ends_in_half_an_hour_in_a_browser(world: World) -> None:
    token, invitation = invited(world)
    client = Client()
    knocks(client, token, actions.confirm_invitation(world.ghada, invitation_id=invitation))
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        assert client.get(reverse("welcome-ways")).status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get(reverse("welcome-ways")).status_code == 404


def test_the_operator_lets_somebody_in_where_there_are_no_two(world: World) -> None:
    before = people.signed_in(world.farah)
    token = installing.let_in(" Farah ")
    assert token is not None
    client = Client()
    assert knocks(client, token, "") == 303
    assert sets_password(client) == 303
    assert before.get(reverse("home")).status_code == 302
    assert client.get(reverse("invitations")).status_code == 200
    assert installing.let_in("nobody") is None
    assert installing.let_in("system.moa") is None


def test_everything_one_signs_in_with_can_be_changed_but_the_last_way_not_dropped(world: World) -> None:
    client = people.signed_in(world.amal)
    assert client.post(reverse("ways-codes")).status_code == 303
    assert client.get(reverse("recovery-codes")).content.decode().count("<code>") == 10
    assert keeper.last_event()[:2] == ("renew_codes", "done")
    with keeper.keeper() as cursor:
        cursor.execute(
            "insert into public.mfa_authenticator (user_id, type, data, created_at)"
            " values (%s, 'webauthn', '{\"name\": \"chrome/linux\"}', now()) returning id",
            [world.amal.user_id],
        )
        passkey = cursor.fetchone()[0]
    assert "Chrome" in client.get(reverse("ways")).content.decode()
    assert client.post(reverse("way-drop", args=[passkey])).status_code == 409
    assert people.signed_in(world.huda).post(reverse("way-drop", args=[passkey])).status_code == 404


def test_changing_asks_first_who_one_is(world: World) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        for name in ("ways", "ways-password"):
            answer = client.get(reverse(name))
            assert answer.headers["location"].startswith(reverse("prove"))
        for name in ("ways-challenge", "ways-passkey", "ways-codes"):
            assert client.post(reverse(name)).headers["location"].startswith(reverse("prove"))
    farah = people.signed_in(world.farah)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        for name in ("invitation-new", "invitation-reset"):
            assert farah.get(reverse(name)).headers["location"].startswith(reverse("prove"))


def test_whoever_may_confirm_is_told_and_whoever_is_reset(world: World) -> None:
    actions.invite_colleague(world.farah, newcomer=newcomer(world))
    assert keeper.notices() == [(world.ghada.user_id, "role_waits")]
    actions.propose_reset(world.farah, user_id=world.amal.user_id)
    actions.confirm_invitation(world.ghada, invitation_id=latest())
    assert keeper.notices()[1:] == [(world.ghada.user_id, "role_waits"), (world.amal.user_id, "roles_changed")]
