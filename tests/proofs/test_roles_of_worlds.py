"""Rules and wall agree on roles in life, in random stories; every rule of roles that is broken shows."""

import os

import psycopg
import pytest
from django.conf import settings

from proofs.worlds import mutants_roles
from proofs.worlds.asking import Tally
from proofs.worlds.choosing import telling_stories
from proofs.worlds.hunting import hunt
from proofs.worlds.running import differ
from proofs.worlds.stage import Stage
from proofs.worlds.telling import story
from tests.house.test_tables import superuser as superuser  # the fixture

pytestmark = pytest.mark.django_db
STORIES = int(os.environ.get("STORIES", "6"))
SEED = os.environ.get("SEED", "roles")


@pytest.fixture
def stage(superuser: psycopg.Connection) -> Stage:
    return Stage(superuser, settings.WALL_APP_KEY)


def test_rules_and_wall_agree(stage: Stage) -> None:
    tally = Tally()
    for number in range(STORIES):
        with stage.world():
            found = differ(stage, story(f"{SEED}/{number}"), tally)
        assert found is None, (number, found.mismatch, found.deeds)
    assert tally.worlds == STORIES


def test_every_mutant_of_roles_has_something_to_break(stage: Stage) -> None:
    for mutant in mutants_roles.MUTANTS:
        with stage.world():
            mutant.how.apply(stage)


def test_a_broken_rule_shows(stage: Stage) -> None:
    stories = telling_stories(SEED, STORIES)
    assert [found.killed for found in hunt(stage, mutants_roles.GIVING[:1], stories)] == [True]
