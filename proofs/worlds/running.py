"""One story told twice, to the rules and to the database; the first thing on which they differ ends it."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from proofs.worlds import deciding, gate
from proofs.worlds.asking import Mismatch, Tally, ask_all
from proofs.worlds.building import build
from proofs.worlds.doing import Doer, Doing
from proofs.worlds.facts import World
from proofs.worlds.forcing import judge
from proofs.worlds.stage import Stage
from proofs.worlds.telling import Story


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a story differs: after how many deeds, on what, and how the world stood by the rules."""

    mismatch: Mismatch
    deeds: int
    world: World


def differ(stage: Stage, story: Story, tally: Tally, *, doing: Doing = Doer) -> Difference | None:
    """Tell a story in the transaction that is open. None: rules and database agree about everything."""
    world, told = story.beginning.copy(), 0
    try:
        build(stage, world)
        tally.worlds += 1
        doer = doing(stage, world)
        for chapter in story.chapters:
            for deed in chapter:
                told += 1
                before = world.copy()
                done, must = doer.do(deed), judge(deed, world)
                tally.note("verb", 1, int(must.code == "done"))
                if done != must:
                    return Difference(Mismatch("verb", str(must), str(done), deed.actor, deed), told, before)
            for mismatch in _asked(stage, world, tally):
                return Difference(mismatch, told, world)
    except psycopg.Error as error:
        return Difference(Mismatch("error", "an answer", str(error)), told, world)
    return None


def _asked(stage: Stage, world: World, tally: Tally) -> Iterator[Mismatch]:
    yield from ask_all(stage, world, tally)
    yield from gate.try_all(stage, world, tally)
    deciding.count(world, tally)
