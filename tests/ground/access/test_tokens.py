"""A token stands for its user, for one purpose, until a day; and is nothing where its user is."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from jiwar.ground.access import tokens, wall
from jiwar.ground.access.actions import end_token, open_token
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.models import Token
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import Administrator
from jiwar.ground.access.scopes import Pace, Scope, TokenPurpose, bounds_of, scopes_of
from jiwar.ground.access.wall import standing
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Forbidden, Missing, Refused
from jiwar.ground.staff import actions as staff
from tests import keeper, make, people
from tests.partner import Partner, partner
from tests.people import World

pytestmark = people.BOTH_SIDES
USER, AGENCY = "update public.access_user set is_active", "update public.access_agency set is_active"
ROLE = "update public.access_roleassignment set ends_at"
TOKEN = "update public.access_token set made_at = now() - interval '2 days', ends_at"
SHUT = (
    (f"{USER} = true where id = %s", f"{USER} = false where id = %s"),
    (f"{AGENCY} = true where id <> %s", f"{AGENCY} = false where id <> %s"),
    (f"{ROLE} = null where user_id = %s", f"{ROLE} = now() where user_id = %s"),
    (f"{TOKEN} = now() + interval '1 day' where user_id = %s", f"{TOKEN} = now() where user_id = %s"),
)
"""What lets a user's token in again, and what keeps it out."""
OWN, ALL = TokenPurpose.OWN_SYSTEM, tuple(Scope)


@pytest.fixture
def world() -> World:
    return people.gather()


def refusal(secret: str) -> tuple[int, dict[str, str], object]:
    """What is answered to a token that is none, but for the number of the request."""
    told = Partner(secret).get("me")
    headers = {name: value for name, value in told.headers.items() if name != "Request-Id"}
    return told.status, headers, {key: value for key, value in told.body.items() if key != "request"}


def test_a_token_says_whom_it_stands_for_and_how_far(world: World) -> None:
    told = partner(world.amal, Scope.CASES_READ).get("me")
    assert told.status == 200
    assert told.body["user"]["id"] == str(world.amal.user_id)
    assert told.body["scopes"] == ["cases.read"]
    assert told.body["purpose"] == "own_system"


def test_of_the_secret_a_hash_is_kept(world: World) -> None:
    secret = open_token(world.amal, purpose=OWN, scopes=ALL, days=30).secret
    [(row,)] = keeper.rows("select t::text from public.access_token t")
    assert secret not in str(row)
    assert tokens.kept(secret) in str(row)
    assert secret.startswith("jiwar_")
    assert len(secret) > 40


@pytest.mark.parametrize(
    ("purpose", "scopes", "days", "code"),
    [
        (OWN, (), 30, "no_scope"),
        (TokenPurpose.REPORTING, (Scope.CASES_READ, Scope.PEOPLE_READ), 30, "beyond_purpose"),
        (OWN, ALL, 31, "no_such_period"),
        (OWN, ALL, 100_000, "no_such_period"),
    ],
)
def test_no_token_without_scope_beyond_its_purpose_or_without_end(
    world: World, purpose: TokenPurpose, scopes: tuple[Scope, ...], days: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        open_token(world.amal, purpose=purpose, scopes=scopes, days=days)
    assert refused.value.reason.code == code


def test_nobody_has_more_tokens_than_one_may(world: World) -> None:
    for _ in range(10):
        open_token(world.amal, purpose=OWN, scopes=ALL, days=30)
    with pytest.raises(Refused) as refused:
        open_token(world.amal, purpose=OWN, scopes=ALL, days=30)
    assert refused.value.reason.code == "too_many_tokens"


@pytest.mark.parametrize("name", ["elias", "farah", "ghada", "system"])
def test_only_who_works_on_files_has_one(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        open_token(world.named(name), purpose=OWN, scopes=ALL, days=30)
    with pytest.raises(Forbidden):
        end_token(world.named(name), token_id=uuid4())


def test_nobody_ends_the_token_of_another(world: World) -> None:
    made = open_token(world.amal, purpose=OWN, scopes=ALL, days=30)
    with pytest.raises(Missing):
        end_token(world.bashir, token_id=made.id)
    assert Partner(made.secret).get("me").status == 200
    end_token(world.amal, token_id=made.id)
    assert Partner(made.secret).get("me").status == 401


def test_ended_expired_shut_out_without_role_or_conduct_or_agency_looks_like_a_wrong_one(world: World) -> None:
    wrong = refusal("jiwar_" + "x" * 43)
    assert wrong[0] == 401
    assert refusal("") == wrong
    made = open_token(world.amal, purpose=OWN, scopes=ALL, days=30)
    with clock.frozen(clock.now()):
        assert Partner(made.secret).get("me").status == 200
    for undo, change in SHUT:
        written(change, world.amal.user_id)
        assert refusal(made.secret) == wrong, change
        written(undo, world.amal.user_id)
        assert Partner(made.secret).get("me").status == 200, undo
    written("delete from public.staff_conductacceptance where user_id = %s", world.amal.user_id)
    assert refusal(made.secret) == wrong


def written(statement: str, user_id: UUID) -> None:
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute(statement, [user_id])


def test_who_administers_now_comes_in_no_more(world: World) -> None:
    system = partner(world.amal)
    people.add_role(world.amal.user_id, Administrator)
    assert system.get("me").status == 401


def test_a_token_stays_in_the_agency_it_was_made_in(world: World) -> None:
    system = partner(world.amal)
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_token set agency_id = %s", [world.carine.agency_id])
    assert system.get("me").status == 401


def test_let_in_anew_the_tokens_are_gone(world: World) -> None:
    system = partner(world.amal)
    staff.propose_reset(world.farah, user_id=world.amal.user_id)
    [(invitation,)] = keeper.rows("select id from public.access_invitation where user_id = %s", [world.amal.user_id])
    staff.confirm_invitation(world.ghada, invitation_id=invitation)
    assert system.get("me").status == 401
    assert not keeper.rows("select 1 from public.access_token")


def test_shut_out_and_let_in_again_the_tokens_are_gone(world: World) -> None:
    system = partner(world.amal)
    staff.shut_user_out(world.farah, user_id=world.amal.user_id)
    assert not keeper.rows("select 1 from public.access_token")
    staff.let_user_in(world.farah, user_id=world.amal.user_id)
    assert system.get("me").status == 401


def test_a_new_password_ends_them(world: World) -> None:
    """Whoever knew the former one can have made a token, which would outlive it by a year."""
    system, other = partner(world.amal), partner(world.bashir)
    client = people.signed_in(world.amal)
    client.get(reverse("ways-password"))
    word = "seven windows and a yellow boat"
    given = {"password": word, "again": word, "code": make.app_code(client.session["seed"])}
    assert client.post(reverse("ways-password"), given).status_code == 303
    assert system.get("me").status == 401
    assert other.get("me").status == 200


def test_one_sees_ones_own_rows_and_no_hash_and_changes_none(world: World) -> None:
    partner(world.amal)
    with standing(world.bashir):
        assert not Token.objects.defer("token_hash").exists()
    for statement in (
        "select token_hash from access_token",
        "update access_token set ends_at = now() + interval '1 year'",
        "update access_token set scopes = '{cases.read}'",
    ):
        with (
            standing(world.amal),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(statement)


def test_a_secret_shown_in_vain_has_to_wait_and_a_good_one_does_not(world: World) -> None:
    wrong, ended = "jiwar_" + "y" * 43, open_token(world.amal, purpose=OWN, scopes=ALL, days=30)
    end_token(world.amal, token_id=ended.id)
    for secret in (wrong, ended.secret):
        answers = [Partner(secret).get("me") for _ in range(6)]
        assert [told.status for told in answers] == [401] * 5 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 30
    system = partner(world.amal)
    assert [system.get("me").status for _ in range(8)] == [200] * 8


def test_a_token_and_its_user_have_a_pace(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    paces = {"token": Pace(per_minute=60, burst=4), "user": Pace(per_minute=60, burst=6)}
    monkeypatch.setattr(tokens, "pace_of", paces.__getitem__)
    first, second = partner(world.amal), partner(world.amal)
    assert [first.get("me").status for _ in range(5)] == [200] * 4 + [429]
    turned = [second.get("me") for _ in range(3)]
    assert [told.status for told in turned] == [200, 200, 429]
    assert turned[-1].headers["Retry-After"] == "1"
    assert turned[-1].body["code"] == "too_often"
    assert partner(world.bashir).get("me").status == 200


def test_bounds_only_take_away() -> None:
    narrow = bounds_of(TokenPurpose.REPORTING, ["cases.read", "people.read", "nonsense"])
    assert narrow.permissions == {Permission.CASE_READ}
    assert narrow.classes == {DataClass.PUBLIC_STAT, DataClass.SERVICE}
    assert not bounds_of("nonsense", ["cases.read"]).permissions
    for purpose in TokenPurpose:
        whole = bounds_of(purpose, scopes_of(purpose))
        for scope in scopes_of(purpose):
            assert bounds_of(purpose, [scope]).permissions <= whole.permissions
            assert bounds_of(purpose, [scope]).classes <= whole.classes


def test_no_scope_leads_to_what_asks_again_who_one_is() -> None:
    """Sharing, seals, erasure, handing over, emergencies, tokens: for people at a screen."""
    opened = {permission for purpose in TokenPurpose for permission in bounds_of(purpose, Scope).permissions}
    assert opened == {
        Permission.PERSON_REGISTER, Permission.PERSON_READ, Permission.PERSON_CORRECT, Permission.CASE_OPEN,
        Permission.CASE_READ, Permission.CASE_NOTE, Permission.CASE_ASSIGN, Permission.CASE_CLOSE,
        Permission.CASE_REOPEN,
    }  # fmt: skip


def test_the_page_shows_the_secret_once_and_ends_it(world: World) -> None:
    client = people.signed_in(world.amal)
    assert "None yet." in client.get(reverse("tokens")).content.decode()
    sent = {"purpose": "own_system", "scopes": ["cases.read"], "days": "30"}
    told = client.post(reverse("tokens"), sent, follow=True).content.decode()
    secret = told.split('<code id="secret">')[1].split("</code>")[0]
    assert Partner(secret).get("me").status == 200
    again = client.get(reverse("tokens")).content.decode()
    assert secret not in again
    assert "read cases" in again
    [(token_id,)] = keeper.rows("select id from public.access_token")
    assert client.post(reverse("token-end", args=[token_id])).status_code == 303
    assert Partner(secret).get("me").status == 401


def test_what_was_chosen_comes_back_with_the_reason(world: World) -> None:
    client = people.signed_in(world.amal)
    sent = {"purpose": "reporting", "scopes": ["cases.read", "people.read"], "days": "90"}
    told = client.post(reverse("tokens"), sent)
    assert told.status_code == 409
    assert "This purpose does not need all of that" in told.content.decode()
    assert told.content.decode().count(" checked") == 4
    assert client.post(reverse("tokens"), {}).status_code == 422


def test_a_session_opens_nothing_at_the_api(world: World) -> None:
    client = people.signed_in(world.amal)
    assert client.get(reverse("api-me")).status_code == 401
    assert client.get(reverse("api-cases")).status_code == 401


def test_a_token_opens_no_page(world: World) -> None:
    system = partner(world.amal)
    assert system.ask("GET", reverse("home")).status == 302


def test_what_is_done_by_a_token_says_so(world: World) -> None:
    partner(world.amal).post("people", names=[{"script": "latn", "first": "Nadia"}], sex="female")
    rows = keeper.rows("select actor, door from public.audit_event where action = 'register_person'")
    assert rows == [(world.amal.user_id, "api")]
    made = keeper.rows("select actor, door from public.audit_event where action = 'open_token'")
    assert made == [(world.amal.user_id, "cli")]


FOR_EVER = (
    "insert into access_token (id, user_id, agency_id, purpose, scopes, token_hash, made_at, ends_at) values"
    " (gen_random_uuid(), %s, %s, 'own_system', '{}', 'x', now(), now() + interval '2 years')"
)


def test_a_token_has_an_end_whatever_a_statement_says(world: World) -> None:
    with standing(world.amal), wall.announcing("x"), connection.cursor() as cursor:
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(FOR_EVER, [world.amal.user_id, world.amal.agency_id])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(FOR_EVER, [world.amal.user_id, world.carine.agency_id])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(FOR_EVER, [world.bashir.user_id, world.amal.agency_id])
