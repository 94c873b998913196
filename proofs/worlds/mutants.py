"""The wall with one rule broken, once for each rule: whoever looks for differences must find every one of these.

A mutant is laid over the wall inside the transaction of a world and goes with it. Its text is looked for in what the
database itself says of a function or policy; where it is not found any more the wall was reworded, and the mutant
must be reworded too: that fails the run, for a mutant that breaks nothing proves nothing.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from proofs.worlds.stage import Stage


class Stale(Exception):
    """The text that a mutant changes is not there."""


class Breach(Protocol):
    """How a rule is broken."""

    def apply(self, stage: Stage) -> None: ...


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the schema `wall` with other words in one place; {} in `new` stands for the old ones."""

    name: str
    old: str
    new: str

    def apply(self, stage: Stage) -> None:
        stage.superuser()
        text: str = stage.one(
            "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'wall'::regnamespace and proname = %s",
            [self.name],
        )
        changed = _changed(text, self.old, self.new)
        stage.keeper()
        stage.run(changed)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with another condition in one place, on one table or several."""

    tables: tuple[str, ...]
    name: str
    old: str
    new: str

    def apply(self, stage: Stage) -> None:
        stage.superuser()
        for table in self.tables:
            verb, condition = _policy(stage, table, self.name)
            changed = _changed(condition, self.old.replace("{table}", table), self.new.replace("{table}", table))
            stage.run(f"alter policy {self.name} on {table} {verb} ({changed})")


@dataclass(frozen=True, slots=True)
class Open:
    """Policies that say yes to everything."""

    tables: tuple[str, ...]
    name: str = "wall"

    def apply(self, stage: Stage) -> None:
        stage.superuser()
        for table in self.tables:
            verb, _ = _policy(stage, table, self.name)
            stage.run(f"alter policy {self.name} on {table} {verb} (true)")


@dataclass(frozen=True, slots=True)
class Script:
    """Any statements of the owner of the tables."""

    text: str

    def apply(self, stage: Stage) -> None:
        stage.run(f"set local role jiwar_owner; {self.text}")


@dataclass(frozen=True, slots=True)
class Both:
    """A rule that stands in two places."""

    one: Breach
    other: Breach

    def apply(self, stage: Stage) -> None:
        self.one.apply(stage)
        self.other.apply(stage)


@dataclass(frozen=True, slots=True)
class Mutant:
    """`breaks` says in words what somebody could do whom the mutant serves."""

    breaks: str
    how: Breach


def _policy(stage: Stage, table: str, name: str) -> tuple[str, str]:
    """Where a policy has its condition, and the condition."""
    query = "select qual, with_check from pg_policies where tablename = %s and policyname = %s"
    found = stage.db.execute(query.encode(), [table, name]).fetchone()
    if found is None:
        raise Stale(f"no policy {name} on {table}")
    using, check = found
    return ("using", using) if using else ("with check", check)


def _changed(text: str, old: str, new: str) -> str:
    """The text with `old` replaced, both without comments and with single spaces."""
    flat, wanted = _flat(text), _flat(old)
    if wanted not in flat:
        raise Stale(f"not found: {wanted}")
    return flat.replace(wanted, new.replace("{}", wanted))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", text)).strip()
