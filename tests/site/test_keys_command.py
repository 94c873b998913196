"""`jiwar keys`: whoever runs a deployment makes, shows and rotates its keys, and each step stands in the trail."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from jiwar.areas.people.models import Person
from jiwar.ground.access.installing import installing
from jiwar.ground.audit.models import Event
from jiwar.ground.vault import agency_keys
from jiwar.ground.vault.kms import FileKms
from jiwar.site.cli.keys import keys
from tests.ground.vault.world import BOTH_SIDES, World, acting, found, read, register

pytestmark = BOTH_SIDES


@pytest.fixture(autouse=True)
def path(tmp_path: Path, settings: Settings) -> Path:
    settings.JIWAR = replace(settings.JIWAR, keys_path=tmp_path / "root.json")
    agency_keys.unwrapped.cache_clear()
    return tmp_path / "root.json"


@pytest.fixture
def world(path: Path) -> World:
    run("generate")
    return found()


@pytest.fixture
def person(world: World) -> Person:
    with acting(world.amal):
        return register(world.amal)


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(keys, arguments, input=answer)


def test_keys_are_made_once(path: Path) -> None:
    assert run("generate").exit_code == 0
    before = path.read_bytes()
    again = run("generate")
    assert (again.exit_code, path.read_bytes()) == (1, before)
    assert "there already" in again.output


@pytest.mark.parametrize(("mode", "demo"), [("test", True), ("production", False)])
def test_only_production_makes_keys_that_production_takes(
    path: Path, settings: Settings, mode: str, demo: bool
) -> None:
    settings.JIWAR = replace(settings.JIWAR, mode=mode)
    run("generate")
    assert FileKms(path).is_demo is demo


def test_the_status_counts_and_shows_no_key(world: World, person: Person, path: Path) -> None:
    run("rotate-root")
    shown = run("status").output
    assert "root keys 1, 2; the last one is in use" in shown
    assert "moa\tkey 1\t0 of 1 keys under an older root key\t0 of 3 files' keys under an older key" in shown
    content = json.loads(path.read_bytes())
    assert not any(key in shown for key in (*content["root"].values(), content["derivation"]))


def test_the_root_key_is_rotated_and_the_old_one_forgotten(world: World, person: Person, path: Path) -> None:
    rotated = run("rotate-root")
    assert "Root key 2 is in use" in rotated.output
    assert "moa\t1 keys wrapped anew" in rotated.output
    assert read(world.amal, person) == "أمل"
    assert run("forget-old", answer="n\n").exit_code == 1
    assert FileKms(path).versions == [1, 2]
    assert "destroyed: 1." in run("forget-old", answer="y\n").output
    assert FileKms(path).versions == [2]
    agency_keys.unwrapped.cache_clear()
    assert read(world.amal, person) == "أمل"


def test_a_root_key_that_an_agency_needs_is_kept(world: World, person: Person, path: Path) -> None:
    FileKms(path).rotate()
    refused = run("forget-old", answer="y\n")
    assert refused.exit_code == 1
    assert "rotate-root --resume" in refused.output
    assert FileKms(path).versions == [1, 2]
    assert "moa\t1 keys" in run("rotate-root", "--resume").output
    assert FileKms(path).versions == [1, 2]


def test_an_agency_that_is_shut_holds_up_no_other(world: World, person: Person) -> None:
    with installing():
        shut = world.carine.agency
        shut.is_active = False
        shut.save(using="owner")
    with acting(world.amal):
        agency_keys.current(world.b)
    rotated = run("rotate-root")
    assert rotated.exit_code == 1
    assert "moa\t1 keys wrapped anew" in rotated.output
    assert "Not done for other" in rotated.output


def test_an_agencys_key_is_rotated_in_batches(world: World, person: Person) -> None:
    rotated = run("rotate-agency", "moa", "--batch", "1")
    assert rotated.output.splitlines() == [
        "Key 2 of moa is in use.",
        "1 keys of files wrapped anew",
        "2 keys of files wrapped anew",
        "3 keys of files wrapped anew",
    ]
    assert "moa\tkey 2" in run("status").output
    assert run("rotate-agency", "moa", "--resume").output == ""
    assert read(world.amal, person) == "أمل"


def test_every_step_stands_in_the_trail(world: World, person: Person) -> None:
    run("rotate-agency", "moa")
    with acting(world.system):
        events = list(Event.objects.filter(actor=world.system.pk).values_list("action", "outcome", "door"))
    assert ("rotate_agency_key", "done", "cli") in events
    assert ("rotate_wraps", "done", "cli") in events


def test_an_agency_that_is_not_there_is_named(world: World) -> None:
    assert "There is no agency nowhere." in run("rotate-agency", "nowhere").output
