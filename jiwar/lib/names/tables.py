"""The shipped tables: irregular spellings, how frequent a key is, and from which score on two names may be one."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares of the most that a query could score, between 0 and 1, and bits where more is told than a name."""

    match: float
    possible: float
    measured_at: int
    """For a register of so many persons the following limits hold; each doubling adds a bit."""
    likely_bits: float
    likely_share: float
    """So much of the name must agree too: somebody else may be born on that day."""
    possible_bits: float


def _load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("jiwar.lib.names").joinpath("data", name).read_text("utf-8"))
    return found


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    found = _load("lexicon.json")["keys"] | _load("by_hand.json")["keys"]
    return {word: tuple(keys.split()) for word, keys in found.items()}


def usual(word: str) -> tuple[str, ...]:
    """Further keys of a folded word whose spelling follows no rule; none for most."""
    return _lexicon().get(word, ())


@cache
def _rarity() -> dict[str, float]:
    table = _load("rarity.json")
    found = {key: log2(table["total"] / count) for key, count in table["counts"].items()}
    here = {key: log2(1000 / count) for key, count in _load("by_hand.json")["per_thousand"].items()}
    return found | here  # Wikidata's names are those of the world: محمد is commoner where Jiwar is used


@cache
def spellings() -> dict[str, dict[str, float]]:
    """For each Arabic letter what it is written as in Latin ones, and how surprising that is, in bits."""
    found: dict[str, dict[str, float]] = _load("spelling.json")["letters"]
    return found


RAREST_BITS = 13.0
"""What a key is worth that the table does not know: one bearer in 8,192. Rarer ones are told apart by no count."""
LEAST_BITS = 1.7
"""What the most frequent key is worth at least."""


def bits(keys: tuple[str, ...]) -> float:
    """What agreement on these keys is worth: log2(1 / frequency), by the most frequent of them; kept in bounds."""
    known = _rarity()
    return max(LEAST_BITS, min((known.get(key, RAREST_BITS) for key in keys), default=RAREST_BITS))


@cache
def thresholds() -> Thresholds:
    """The limits between the bands. Nothing may decide by them alone."""
    table = _load("thresholds.json")
    return Thresholds(**{field: table[field] for field in Thresholds.__dataclass_fields__})
