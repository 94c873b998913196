"""What a record of a person needs. Plain values, no rows, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from jiwar.lib.names import Part, elements, neighbours, parse, weight

OLDEST = 120
"""Years; nobody older has been registered anywhere with proof."""
REGISTER, LOOKED_AT = 200_000, 4_000
"""How large a register is thought to be, and how many bearers of a name are looked at in it."""
NEAR_PARTS = 2
"""Of so many parts of a name the spellings one letter away are asked for."""


def missing_name(firsts: Collection[str]) -> bool:
    """Whether no first name is given in any script."""
    return not any(first.strip() for first in firsts)


def repeated_script(scripts: Sequence[str]) -> str | None:
    """The script in which two names are given, if any."""
    return next((script for script in scripts if scripts.count(script) > 1), None)


def impossible_birth_year(year: int | None, *, this_year: int) -> bool:
    """Whether nobody living can have been born in that year."""
    return year is not None and not this_year - OLDEST <= year <= this_year


def age_in(year: int | None, *, this_year: int) -> int | None:
    """The age reached in `this_year`, in years; None where the year of birth is not known."""
    return None if year is None else this_year - year


def elements_of(names: Iterable[str], birth_year: int | None = None) -> dict[str, float]:
    """Under what somebody of these names is found, in any script, with the worth of each in bits."""
    found: dict[str, float] = {}
    for name in names:
        found |= elements(parse(name), birth_year)
    return found


def telling(found: Mapping[str, float]) -> dict[str, float]:
    """Those elements that are worth looking for: the rarest ones, that few bear; at least one.

    How many bear one is reckoned from its worth, never counted: what is counted tells of those who are hidden.
    """
    chosen: dict[str, float] = {}
    bearers = 0.0
    for element, worth in sorted(found.items(), key=lambda one: (-one[1], one[0])):
        bearers += REGISTER / 2**worth
        if chosen and bearers > LOOKED_AT:
            break
        chosen[element] = worth
    return chosen


def near_elements(parts: Sequence[Part]) -> dict[str, float]:
    """What one letter of the rarest parts put in, left out, changed or swapped makes of them, at half the worth."""
    rarest = sorted((part for part in parts if not part.title), key=lambda part: -weight(part))[:NEAR_PARTS]
    return {near: weight(part) / 2 for part in rarest for near in neighbours(part.keys[0])}
