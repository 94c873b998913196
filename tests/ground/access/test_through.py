"""Through one's organisation: linked by one's own hand, and then a way in beside one's own; never more than that."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiwar.ground.access import providing
from jiwar.ground.access.models import Session
from jiwar.ground.access.signing import linking
from jiwar.ground.base import clock
from jiwar.ground.staff import actions as staff
from tests import keeper, make, people, provider
from tests.injecting import inject
from tests.people import BOTH_SIDES, World
from tests.provider import CLIENT_ID, SECRET, Organisation

pytestmark = BOTH_SIDES
IN, NO, AWAY = 303, 422, 503


@pytest.fixture
def world() -> World:
    return people.gather()


@pytest.fixture
def here() -> Iterator[Organisation]:
    with provider.organisation() as made:
        yield made


@pytest.fixture
def word(world: World, here: Organisation) -> str:
    return provider.provide(here)


def links() -> int:
    return int(keeper.rows("select count(*) from public.access_providerlink")[0][0])


@pytest.fixture
def linked(world: World, here: Organisation, word: str) -> str:
    """Amal has linked her account, and is signed out; the word."""
    client = people.signed_in(world.amal)
    assert provider.link(client, here).status_code == IN
    client.post(reverse("sign-out"))
    return word


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_linked_by_oneself_then_a_way_in(world: World, here: Organisation, linked: str) -> None:
    assert keeper.events("link_provider")[-1][:4] == ("link_provider", "done", "", world.amal.user_id)
    client = Client()
    answer = provider.come_in(client, here, linked, next=reverse("sessions"))
    assert (answer.status_code, answer.headers["location"]) == (IN, reverse("sessions"))
    assert is_in(client)
    assert keeper.last_event()[:2] == ("sign_in", "done")
    assert keeper.last_event().subject_id == world.amal.user_id
    # Whoever showed there that it is them, just now and with two factors, need not show it again.
    assert client.get(reverse("ways")).status_code == 200


def test_nobody_is_made_and_nobody_found_by_a_name(world: World, here: Organisation, word: str) -> None:
    here.subject, here.claims = "amal", {"email": "amal@jiwar.example", "preferred_username": "amal"}
    client = Client()
    assert provider.come_in(client, here, word).status_code == NO
    assert not is_in(client)
    assert keeper.events("sign_in")[-1][:3] == ("sign_in", "failed", "provider_wrong")


def test_unknown_not_linked_and_wrong_look_the_same(world: World, here: Organisation, linked: str) -> None:
    def seen(answer: Any) -> tuple[int, list[str]]:
        """All but what is random, and the address to which the choice of language leads back."""
        changing = ("csrfmiddlewaretoken", "nonce=", "X-CSRFToken", 'name="next"')
        lines = answer.content.decode().replace(linked, "abcdefgh").splitlines()
        return answer.status_code, [line for line in lines if not any(mark in line for mark in changing)]

    unknown = seen(provider.leads(Client(), "abcdefgh"))
    here.subject = "nobody-linked-this"
    not_linked = seen(provider.come_in(Client(), here, linked))
    here.claims = {"nonce": "another"}
    wrong = seen(provider.come_in(Client(), here, linked))
    assert unknown[0] == NO
    assert unknown == not_linked == wrong


def test_the_pages_name_no_agency(world: World, here: Organisation, word: str) -> None:
    for url in (reverse("sign-in"), reverse("through"), reverse("through-word", args=[word])):
        text = Client(headers={"accept-language": "en"}).get(url).content.decode()
        assert "Ministry" not in text
        assert here.issuer not in text
        assert CLIENT_ID not in text


def test_without_their_second_factor_ours_is_asked_or_it_is_refused_with_the_reason(
    world: World, here: Organisation, linked: str
) -> None:
    here.claims = {"amr": ["pwd"], "acr": "bronze"}
    client = Client(headers={"accept-language": "en"})
    answer = provider.come_in(client, here, linked)
    assert answer.status_code == NO
    assert "asked for one proof alone" in answer.content.decode()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    own = people.signed_in(world.amal)
    session = own.session
    session["seed"] = secret
    session.save()
    new = {"password": "seven windows and a yellow boat", "again": "seven windows and a yellow boat"}
    assert own.post(reverse("ways-password"), {**new, "code": make.app_code(secret)}).status_code == IN
    answer = provider.come_in(client, here, linked)
    assert (answer.status_code, answer.headers["location"]) == (IN, reverse("sign-in-code"))
    assert not is_in(client)
    paper = own.get(reverse("recovery-codes")).content.decode().split("<code>")[1].split("</code>")[0]
    assert client.post(reverse("sign-in-code"), {"code": paper}).status_code == IN
    assert is_in(client)


@pytest.mark.parametrize("said", [{"amr": ["otp", "pwd"]}, {"amr": None, "acr": "gold"}])
def test_the_operator_names_what_counts_as_a_second_factor(
    world: World, here: Organisation, linked: str, said: dict[str, object]
) -> None:
    here.claims = said
    assert provider.come_in(Client(), here, linked).status_code == IN


def test_proving_through_it(world: World, here: Organisation, linked: str) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert client.get(reverse("ways")).status_code == IN
        assert "prove/through" in client.get(reverse("prove")).content.decode()
        led = client.post(reverse("prove-through"), {"next": reverse("ways")})
        here.claims = {"auth_time": int(clock.now().timestamp())}
        back = client.get(provider.there(here, led))
        assert back.headers["location"] == reverse("ways")
        assert client.get(reverse("ways")).status_code == 200
    assert keeper.last_event()[:2] == ("prove", "done")


def test_proving_is_one_s_own_and_fresh_and_has_two_factors(world: World, here: Organisation, linked: str) -> None:
    amal, huda = people.signed_in(world.amal), people.signed_in(world.huda)
    old = {"auth_time": int(clock.now().timestamp()) - 3600}
    for client, said in ((huda, {}), (amal, old), (amal, {"auth_time": None}), (amal, {"amr": ["pwd"]})):
        here.claims = said
        back = client.get(provider.there(here, client.post(reverse("prove-through"))))
        assert back.headers["location"].startswith(reverse("prove"))
        assert keeper.events("prove")[-1].outcome == "failed"


def test_linking_asks_first_who_one_is(world: World, word: str) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        for name in ("ways-through", "ways-through-drop"):
            assert client.post(reverse(name)).headers["location"].startswith(reverse("prove"))


def test_only_the_provider_of_one_s_own_agency(world: World, here: Organisation, word: str) -> None:
    dima = people.signed_in(world.dima)
    assert dima.post(reverse("ways-through")).headers["location"] == reverse("ways")
    assert "ways/through" not in dima.get(reverse("ways")).content.decode()
    assert links() == 0


def test_one_account_there_opens_one_here(world: World, here: Organisation, linked: str) -> None:
    huda = people.signed_in(world.huda)
    provider.link(huda, here)
    assert "opens another account here" in huda.get(reverse("ways")).content.decode()
    assert links() == 1


def test_another_account_there_takes_the_place_of_the_first(world: World, here: Organisation, linked: str) -> None:
    client = people.signed_in(world.amal)
    here.subject = "amal-again"
    provider.link(client, here)
    assert links() == 1
    here.subject = "amal-at-the-ministry"
    assert provider.come_in(Client(), here, linked).status_code == NO


def test_a_link_is_removed_by_its_owner(world: World, here: Organisation, linked: str) -> None:
    client = people.signed_in(world.amal)
    assert client.post(reverse("ways-through-drop")).status_code == IN
    assert client.post(reverse("ways-through-drop")).status_code == 404
    assert keeper.events("unlink_provider")[0].outcome == "done"
    assert provider.come_in(Client(), here, linked).status_code == NO


def test_a_reset_ends_the_link_too(world: World, here: Organisation, linked: str) -> None:
    staff.propose_reset(world.farah, user_id=world.amal.user_id)
    invitation = keeper.rows("select id from public.access_invitation")[0][0]
    staff.confirm_invitation(world.ghada, invitation_id=invitation)
    assert links() == 0
    assert provider.come_in(Client(), here, linked).status_code == NO


def test_an_ended_provider_opens_nothing_and_signs_out_who_was_linked(
    world: World, here: Organisation, linked: str
) -> None:
    client, other, away = Client(), people.signed_in(world.huda), Client()
    assert provider.come_in(client, here, linked).status_code == IN
    back = provider.there(here, provider.leads(away, linked))
    assert providing.end_provider(linked) == 1
    assert not is_in(client)
    assert is_in(other)
    assert away.get(back).status_code == NO
    assert provider.leads(Client(), linked).status_code == NO
    assert "sign-in" not in here.asked[-1]
    with pytest.raises(providing.Unfit):
        providing.end_provider(linked)


def test_an_ended_provider_does_not_wait_for_our_code(world: World, here: Organisation, linked: str) -> None:
    here.claims = {"amr": ["pwd"]}
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    own = people.signed_in(world.amal)
    session = own.session
    session["seed"] = secret
    session.save()
    new = {"password": "seven windows and a yellow boat", "again": "seven windows and a yellow boat"}
    own.post(reverse("ways-password"), {**new, "code": make.app_code(secret)})
    paper = own.get(reverse("recovery-codes")).content.decode().split("<code>")[1].split("</code>")[0]
    client = Client()
    provider.come_in(client, here, linked)
    providing.end_provider(linked)
    assert client.post(reverse("sign-in-code"), {"code": paper}).status_code == NO


def test_whoever_is_shut_out_does_not_come_in_through_it(world: World, here: Organisation, linked: str) -> None:
    staff.shut_user_out(world.farah, user_id=world.amal.user_id)
    assert provider.come_in(Client(), here, linked).status_code == NO


def test_what_was_typed_when_the_session_ended_comes_back(world: World, here: Organisation, linked: str) -> None:
    client = people.signed_in(world.amal)
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        client.post(reverse("person-new"), {"first_arab": "سلمى"})
    answer = provider.come_in(client, here, linked)
    assert answer.headers["location"] == reverse("go-on")
    assert "سلمى" in client.get(reverse("go-on"), follow=True).content.decode()


def test_a_row_that_this_house_did_not_make_opens_nothing(world: World, here: Organisation, linked: str) -> None:
    with keeper.keeper() as cursor:  # as if the wall had a hole: Amal's link turned towards Bashir
        cursor.execute("select wall.announce('test')")
        cursor.execute("update public.access_providerlink set user_id = %s", [world.bashir.user_id])
    assert provider.come_in(Client(), here, linked).status_code == NO
    # The verb itself, injected on behalf of Huda with what Amal's row holds: two marks are not alike.
    subject, mark = keeper.rows("select subject, mark from public.access_providerlink")[0]
    made = providing.providers()[0].pk
    with keeper.keeper() as cursor:
        cursor.execute("select wall.announce('test')")
        cursor.execute("delete from public.access_providerlink")
    inject(world.huda, "select wall.link(%s, %s, %s)", made, subject, mark)
    assert links() == 1
    assert provider.come_in(Client(), here, linked).status_code == NO


def test_no_secret_and_no_name_lies_in_the_tables(world: World, here: Organisation, linked: str) -> None:
    tables = ("access_provider", "access_providerhistory", "access_providerlink", "access_providerlinkhistory")
    kept = "".join(str(keeper.rows(f"select t::text from public.{table} t")) for table in tables)
    kept += "".join(bytes(row.sealed).hex() for row in Session.objects.all())
    for told in (SECRET, here.subject):
        assert told not in kept
        assert told.encode().hex() not in kept


def test_words_are_not_guessed_for_long(world: World, word: str) -> None:
    client = Client()
    client.get(reverse("through"))
    assert [provider.leads(client, "abcdefgh").status_code for _ in range(6)] == [NO] * 5 + [429]
    assert provider.leads(client, word).status_code == 429


def test_the_operator_makes_shows_and_renews(world: World, here: Organisation, word: str) -> None:
    made = providing.providers()[0]
    assert (made.agency.code, made.word, made.factors) == ("moa", word, ["otp"])
    with pytest.raises(providing.Unfit, match="end it first"):
        provider.provide(here)
    with pytest.raises(providing.Unfit, match="no agency"):
        provider.provide(here, "nowhere")
    providing.renew_secret(word, "another")
    assert linking.opened_secret(providing.providers()[0]) == "another"
    for issuer in ("http://sso.example.org", "https://sso.example.org?x=1", "https://a@sso.example.org", "ftp://x", ""):
        with pytest.raises(providing.Unfit):
            providing.refuse_unfit(issuer)
    providing.refuse_unfit("https://sso.example.org/realms/staff")


def test_no_open_redirect(world: World, here: Organisation, linked: str) -> None:
    for target in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        client = Client()
        answer = provider.come_in(client, here, linked, next=target)
        assert answer.headers["location"] == "/"
