"""A counterexample short enough to read: the same difference with as few deeds as possible, in names one can follow."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

from proofs.worlds.deeds import Deed, OpenCase, Register
from proofs.worlds.facts import World
from proofs.worlds.running import Difference
from proofs.worlds.spec import Reader
from proofs.worlds.telling import Story

type Retell = Callable[[Story], Difference | None]
UUID_SHOWN = re.compile(r"UUID\('([-0-9a-f]{36})'\)")


def shrink(story: Story, difference: Difference, retell: Retell) -> tuple[Story, Difference]:
    """Leave out deeds, many at a time and then one by one, as long as the same kind of difference remains."""
    size = max(1, sum(map(len, story.chapters)) // 2)
    while size:
        story, difference, any_left_out = _without_some(story, difference, retell, size)
        size = size if any_left_out and size > 1 else size // 2
    return story, difference


def _without_some(story: Story, difference: Difference, retell: Retell, size: int) -> tuple[Story, Difference, bool]:
    """One pass: every stretch of `size` deeds is left out where the story still differs without it."""
    at, any_left_out = 0, False
    while at < sum(map(len, story.chapters)):
        shorter = _without(story, at, size)
        try:
            found = retell(shorter)
        except KeyError:  # a deed is left about a file that did not come to be
            found = None
        if found and found.mismatch.kind == difference.mismatch.kind:
            story, difference, any_left_out = shorter, found, True
        else:
            at += size
    return story, difference, any_left_out


def _without(story: Story, start: int, size: int) -> Story:
    """The story without the deeds `start` up to `start + size`, and without those about files that these made."""
    chapters: list[tuple[Deed, ...]] = []
    number, known = 0, set[UUID]()
    for chapter in story.chapters:
        kept = []
        for deed in chapter:
            if not start <= number < start + size and _is_about_known(deed, known):
                kept.append(deed)
            number += 1
        chapters.append(tuple(kept))
    return replace(story, chapters=tuple(chapters))


def _is_about_known(deed: Deed, known: set[UUID]) -> bool:
    """Whether the files that a deed is about came to be; what it makes is known from then on."""
    if isinstance(deed, OpenCase) and deed.person not in known:
        return False
    file = getattr(deed, "file", None)
    if isinstance(deed, Register | OpenCase):
        known.add(deed.file)
    return file is None or file in known


def describe(story: Story, difference: Difference) -> str:
    """Who and what is concerned, what was done, and both answers."""
    mismatch, world = difference.mismatch, difference.world
    lines = [f"{mismatch.kind}: the rules say {mismatch.rules}, the database says {mismatch.database}"]
    if mismatch.thing is not None:
        lines.append(f"about {mismatch.thing}")
    if mismatch.user:
        lines += ["asked by", *(f"  {line}" for line in _user(world, mismatch.user))]
    deeds = [deed for chapter in story.chapters for deed in chapter][: difference.deeds]
    lines += ["after", *(f"  {deed}" for deed in deeds)]
    return _named("\n".join(lines))


def _user(world: World, user: UUID) -> Iterator[str]:
    yield str(world.users[user])
    yield str(world.agencies[world.users[user].agency])
    for role in Reader(world, world.users[user]).roles:
        yield f"in force: {role}"


def _named(text: str) -> str:
    """Every id by a number of its own, in the order in which they appear."""
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return names.setdefault(found[1], f"#{len(names) + 1}")

    text = UUID_SHOWN.sub(name, text)
    for full, short in names.items():
        text = text.replace(full, short)
    return text
