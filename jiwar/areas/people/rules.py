"""What a record of a person needs. Plain values, no rows, no clock."""

from collections.abc import Collection, Sequence

OLDEST = 120
"""Years; nobody older has been registered anywhere with proof."""


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


def words_of(name: str) -> list[str]:
    """The words of a name for exact finding: lower case, two letters and more, each once, in order."""
    return list(dict.fromkeys(word for word in name.casefold().split() if len(word) > 1))
