"""Which stories tell most: those in which as many circumstances as possible decide, and verbs end in many ways.

Asked of the rules alone, so it costs no query. Mutants are hunted in the stories that tell most, in that order.
"""

from collections.abc import Iterable

from proofs.worlds import deciding
from proofs.worlds.asking import Tally
from proofs.worlds.staffing import judge
from proofs.worlds.telling import Story, story

CANDIDATES = 48


def telling_stories(seed: str, count: int) -> list[Story]:
    """The `count` stories of a seed that tell most, each new one chosen for what the others leave out."""
    pool = [story(f"{seed}/{number}") for number in range(CANDIDATES)]
    told = {number: _tells(one) for number, one in enumerate(pool)}
    chosen: list[int] = []
    seen: dict[str, int] = {}
    for _ in range(min(count, len(pool))):
        rest = [number for number in told if number not in chosen]
        best = max(rest, key=lambda number: sum(1 / (1 + seen.get(what, 0)) for what in told[number]))
        chosen.append(best)
        for what in told[best]:
            seen[what] = seen.get(what, 0) + 1
    return [pool[number] for number in chosen]


def _tells(one: Story) -> frozenset[str]:
    """What happens in a story: how each kind of deed ends, and which circumstances decide in the end."""
    world, tally = one.beginning.copy(), Tally()
    ends: Iterable[str] = {
        f"{type(deed).__name__} {judge(deed, world).code}" for chapter in one.chapters for deed in chapter
    }
    deciding.count(world, tally)
    return frozenset(ends) | {what for what, count in tally.deciding.items() if count}
