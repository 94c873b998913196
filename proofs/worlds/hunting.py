"""Laying mutants over the wall, one after the other, until a story tells each apart from the rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg

from proofs.worlds.asking import Mismatch, Tally
from proofs.worlds.mutants import Mutant, Stale
from proofs.worlds.running import differ
from proofs.worlds.stage import Stage
from proofs.worlds.telling import Story


@dataclass(frozen=True, slots=True)
class Hunt:
    """What became of a mutant: the first difference and the story that showed it, or none."""

    mutant: Mutant
    mismatch: Mismatch | None
    stories: int
    deeds: int

    @property
    def killed(self) -> bool:
        return self.mismatch is not None

    @property
    def how(self) -> str:
        """By which question, after how many deeds of which story."""
        return f"{self.mismatch.kind}, story {self.stories} deed {self.deeds}" if self.mismatch else "by nothing"


def hunt(stage: Stage, mutants: Iterable[Mutant], stories: list[Story]) -> Iterator[Hunt]:
    """Each mutant in the stories, until the first difference. Raises Stale where one breaks nothing any more."""
    for mutant in mutants:
        yield _hunt(stage, mutant, stories)


def _hunt(stage: Stage, mutant: Mutant, stories: list[Story]) -> Hunt:
    for number, story in enumerate(stories, start=1):
        with stage.world():
            try:
                mutant.how.apply(stage)
            except psycopg.Error as error:
                raise Stale(f"{mutant.breaks}: {error}") from error
            except Stale as error:
                raise Stale(f"{mutant.breaks}: {error}") from error
            found = differ(stage, story, Tally())
        if found:
            return Hunt(mutant, found.mismatch, number, found.deeds)
    return Hunt(mutant, None, len(stories), 0)
