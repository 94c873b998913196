"""The proof of access: that rules and wall agree, that it would notice a hole, and that its stories tell something."""

from dataclasses import replace
from random import Random

import psycopg
import pytest
from django.conf import settings

from jiwar.areas.people.queries import finding as people_finding
from jiwar.ground.vault import kms
from proofs.worlds import doors, mutants_doing, mutants_duress, mutants_emergencies, mutants_reading
from proofs.worlds.asking import Mismatch, Tally
from proofs.worlds.choosing import telling_stories
from proofs.worlds.facts import Agency, File, Holds, Permit, Reach, Role, Sort, To, User, World
from proofs.worlds.hunting import hunt
from proofs.worlds.making import DAY, new_id
from proofs.worlds.mutants import Function, Mutant, Open, Stale
from proofs.worlds.running import Difference, differ
from proofs.worlds.shrinking import describe, shrink
from proofs.worlds.spec import Reader
from proofs.worlds.stage import Stage
from proofs.worlds.telling import Story
from tests.house.test_tables import superuser as superuser  # the fixture

EMERGENCIES = mutants_emergencies.MUTANTS
MUTANTS = mutants_reading.MUTANTS + mutants_doing.MUTANTS + EMERGENCIES + mutants_duress.MUTANTS
DRAWN = Random(6).sample(mutants_reading.MUTANTS + mutants_doing.MUTANTS, 6) + Random(6).sample(EMERGENCIES, 3)
DRAWN += Random(6).sample(mutants_duress.MUTANTS, 3)
HOLE = Mutant("everybody reads every case", Open(("cases_case",)))
HARMLESS = Mutant("nothing", Function("give", "'ended before it began'", "'over before it began'"))


@pytest.fixture
def stage(superuser: psycopg.Connection) -> Stage:
    superuser.execute("set jit = off")
    superuser.commit()
    return Stage(superuser, settings.WALL_APP_KEY)


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return telling_stories("tests", 2, candidates=12)


@pytest.fixture(scope="module")
def more(stories: list[Story]) -> list[Story]:
    """Stories enough for the rarer mutants."""
    return stories + telling_stories("tests of mutants", 16, candidates=48)


def told(stage: Stage, story: Story, tally: Tally, *, mutant: Mutant | None = None) -> Difference | None:
    with stage.world():
        if mutant:
            mutant.how.apply(stage)
        return differ(stage, story, tally)


@pytest.mark.django_db
def test_rules_and_wall_agree(stage: Stage, stories: list[Story]) -> None:
    tally = Tally()
    for story in stories:
        found = told(stage, story, tally)
        assert not found, describe(*shrink(story, found, lambda one: told(stage, one, Tally())))
    assert tally.worlds == len(stories)
    assert tally.decisions > 10_000
    assert all(tally.allowed[kind] for kind in ("file seen", "file written", "key", "event", "permit seen"))


@pytest.mark.django_db
def test_a_hole_in_the_wall_is_noticed_and_told_shortly(stage: Stage, stories: list[Story]) -> None:
    story = stories[0]
    found = told(stage, story, Tally(), mutant=HOLE)
    assert found
    shorter, still = shrink(story, found, lambda one: told(stage, one, Tally(), mutant=HOLE))
    assert sum(map(len, shorter.chapters)) <= 3
    words = describe(shorter, still)
    assert "the rules say" in words
    assert "the database says" in words


@pytest.mark.django_db
@pytest.mark.parametrize("mutant", DRAWN, ids=lambda mutant: mutant.breaks)
def test_some_mutants_are_noticed(stage: Stage, more: list[Story], mutant: Mutant) -> None:
    assert next(hunt(stage, [mutant], more)).killed


@pytest.mark.django_db(transaction=True)
def test_the_doors_agree_with_the_rules(stories: list[Story]) -> None:
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    tally = Tally()
    with doors.stage_on_django() as stage:
        for told in stories[:2]:
            assert doors.differ_at_doors(stage, told, tally) is None
    kinds = ("door: sight", "door: list", "door: service", "door: file", "door: search")
    assert all(tally.allowed[kind] for kind in kinds)
    assert tally.allowed["door: service"] < tally.asked["door: service"]


@pytest.mark.django_db(transaction=True)
def test_a_door_that_tells_a_hidden_name_is_noticed(stories: list[Story], monkeypatch: pytest.MonkeyPatch) -> None:
    kms.ensure(settings.JIWAR.keys_path, demo=True)
    monkeypatch.setattr(people_finding, "_named", lambda who, ids: list(ids))
    found: list[Mismatch | None] = []
    for story in telling_stories("tests of doors", 8, candidates=48):
        with doors.stage_on_django() as stage:
            found.append(doors.differ_at_doors(stage, story, Tally()))
    assert {one.kind for one in found if one} == {"door: search"}


@pytest.mark.django_db
def test_a_mutant_that_breaks_nothing_survives(stage: Stage, stories: list[Story]) -> None:
    assert not next(hunt(stage, [HARMLESS], stories[:1])).killed


@pytest.mark.django_db
def test_a_mutant_whose_place_is_gone_stops_the_hunt(stage: Stage, stories: list[Story]) -> None:
    gone = Mutant("nothing", Function("give", "no such words", ""))
    with pytest.raises(Stale, match="no such words"):
        next(hunt(stage, [gone], stories[:1]))


@pytest.mark.django_db
def test_every_mutant_still_breaks_something(stage: Stage) -> None:
    for mutant in MUTANTS:
        with stage.world():
            mutant.how.apply(stage)


def test_there_are_enough_mutants_each_with_a_name_of_its_own() -> None:
    assert len({mutant.breaks for mutant in MUTANTS}) == len(MUTANTS) >= 40


def test_a_seed_tells_the_same_story_again(stories: list[Story]) -> None:
    assert telling_stories("tests", 2, candidates=12) == stories


# The rules themselves, by hand: they are read by people, so a few sentences are checked by people.


def agency_with_a_worker(*roles: tuple[Holds, int, int | None]) -> tuple[World, Reader, File]:
    """A foreign agency that was granted a case until the moment of asking plus one, and its worker."""
    rng = Random(1)
    own, other = Agency(new_id(rng), "ngo"), Agency(new_id(rng), "un")
    user, file = User(new_id(rng), other.id), File(new_id(rng), Sort.CASE, own.id)
    world = World(agencies={own.id: own, other.id: other}, users={user.id: user}, files={file.id: file})
    for holds, starts, ends in roles:
        role = Role(new_id(rng), user.id, holds, other.id, None, None, starts, ends)
        world.roles[role.id] = role
    granted = Permit(file.id, To(Reach.AGENCY, other.id), frozenset({"status"}), "consent", "x", ends=1)
    world.permits[file.id] = (granted,)
    return world, Reader(world, user), file


@pytest.fixture
def enforcing() -> tuple[Reader, File]:
    world, reader, file = agency_with_a_worker((Holds.WORKER, -DAY, None))
    world.agencies[reader.user.agency] = replace(world.agencies[reader.user.agency], kind="police")
    return reader, file


@pytest.mark.parametrize(
    ("roles", "sees"),
    [
        ([(Holds.WORKER, 0, 1)], True),
        ([(Holds.WORKER, 1, None)], False),
        ([(Holds.WORKER, -DAY, 0)], False),
        ([(Holds.RESEARCHER, -DAY, None)], False),
        ([(Holds.WORKER, -DAY, None), (Holds.ADMINISTRATOR, -DAY, None)], False),
        ([(Holds.WORKER, -DAY, None), (Holds.ADMINISTRATOR, -DAY, 0)], True),
    ],
)
def test_who_reads_what_was_granted(roles: list[tuple[Holds, int, int | None]], sees: bool) -> None:
    _, reader, file = agency_with_a_worker(*roles)
    assert reader.may_see(file) is sees
    assert not reader.may_write(file)


def test_the_firewall_leaves_police_the_figures(enforcing: tuple[Reader, File]) -> None:
    reader, file = enforcing
    assert reader.classes(file) == {"public_stat"}


def test_a_grant_ends_at_its_last_moment() -> None:
    world, reader, file = agency_with_a_worker((Holds.WORKER, -DAY, None))
    world.permits[file.id] = tuple(replace(permit, ends=0) for permit in world.permits[file.id])
    assert not reader.may_see(file)
