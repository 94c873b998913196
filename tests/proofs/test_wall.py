"""The proof of the wall: that its lists fit together, and that it would see what it looks for."""

import psycopg
import pytest

from proofs.wall import catalogue, injection, scripts, world
from tests.house.test_tables import superuser as superuser  # the fixture

ATTACKS = {attack.name: attack for attack in scripts.attacks()}


def test_there_are_at_least_thirty_attacks_each_with_a_name_of_its_own() -> None:
    assert len(ATTACKS) == len(scripts.attacks()) >= 30


def test_every_attack_is_made_by_somebody_at_a_file_that_is_there() -> None:
    assert {attack.by for attack in ATTACKS.values()} <= set(world.BY_NAME)
    assert {attack.at for attack in ATTACKS.values()} <= {*world.FILES, "home"}
    assert {attack.besides for attack in ATTACKS.values()} == {"", "nowhere"}
    assert "nowhere" not in world.FILES


def test_every_opened_door_invites_an_attack_that_there_is() -> None:
    assert {door.attack for door in scripts.opened()} <= set(ATTACKS)
    assert scripts.opened()[0].name == "unsigned context"


def test_every_part_of_the_scripts_says_something() -> None:
    statements = [*scripts.rules().values(), *scripts.dropped().values()]
    statements += [attack.sql for attack in ATTACKS.values()] + [door.sql for door in scripts.opened()]
    assert all(statements)


def test_the_heading_of_an_attack_says_who_and_where() -> None:
    assert scripts._attack("a name [by farah, at home]", "select 1") == scripts.Attack(
        "a name", "select 1", by="farah", at="home"
    )
    assert scripts._attack("a name", "select 1") == scripts.Attack("a name", "select 1", by="dima", at="open")


@pytest.mark.parametrize(
    ("text", "tells"),
    [("C-open", True), ("('P-open', 1)", True), ("summary open", True), ("C-home", False), ("case open", False)],
)
def test_an_answer_tells_by_code_or_content(text: str, tells: bool) -> None:
    assert injection._tells(text, {"open"}) is tells


@pytest.mark.django_db
def test_a_reworded_policy_is_named(superuser: psycopg.Connection) -> None:
    superuser.execute("alter policy wall on cases_note using (true)")
    assert any("cases_note" in row for row in catalogue.breaches(superuser)[catalogue.POLICIES])
