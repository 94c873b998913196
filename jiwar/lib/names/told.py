"""One person as told against one recorded: names, birth, sex, nationality, numbers, each in bits and with its reason.

The bits of a fact are log2 of how much likelier it is between two records of one person than between two persons. They
are rounded from how such data is written (day and month changed, ages guessed) and checked on the tuning half of the
generated queries of `make bench-names`. Added up they are held against limits that rise with the register: among more
persons one who looks the same by chance is likelier.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log2

from jiwar.lib.names import tables
from jiwar.lib.names.keys import Part
from jiwar.lib.names.scoring import Band, Comparison, compare

SAME_DAY, SWAPPED, SAME_YEAR = 12.0, 8.0, 2.0
NEAR_YEARS = (3.2, 2.4, 1.5)
"""An estimated year, by how many years it is off; also a year alone."""
FAR, OFF_YEAR = -8.0, -1.0
"""Other years altogether; a year beside it where both are told to the day, as slips of one digit are."""
SAME_SEX, OTHER_SEX = 0.6, -3.5
SAME_NATION, OTHER_NATION = 1.0, -1.0
SAME_NUMBER = 13.0
"""A number of a document or a telephone."""


@dataclass(frozen=True, slots=True)
class Born:
    """When somebody was born, as exactly as it was told: to the day, a year, or years from `year` to `until`."""

    year: int
    month: int | None = None
    day: int | None = None
    until: int | None = None
    estimated: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is told to the day, and was not guessed."""
        return self.day is not None and self.month is not None and self.until is None and not self.estimated


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a person; whatever is unknown stays empty and weighs nothing."""

    names: tuple[tuple[Part, ...], ...]
    born: Born | None = None
    sex: str = ""
    nationalities: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


class Fact(StrEnum):
    """Why something besides the names counts."""

    SAME_DAY = "same_day"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    SAME_YEAR = "same_year"
    NEAR_YEAR = "near_year"
    OTHER_YEAR = "other_year"
    SAME_SEX = "same_sex"
    OTHER_SEX = "other_sex"
    SAME_NATIONALITY = "same_nationality"
    OTHER_NATIONALITY = "other_nationality"
    SAME_NUMBER = "same_number"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact, and the bits that it adds or takes."""

    fact: Fact
    bits: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two are one: `bits` of everything, the band for a register of that size, and why."""

    bits: float
    band: Band
    names: Comparison
    reasons: tuple[Reason, ...]


def liken(asked: Told, recorded: Told, *, register: int) -> Likeness:
    """Whoever is asked for against somebody recorded among `register` persons; the nearest two names count."""
    pairs = [(one, other) for one in asked.names for other in recorded.names]
    names = max((compare(one, other) for one, other in pairs), key=lambda one: one.bits, default=compare((), ()))
    reasons = tuple(reasons_of(asked, recorded))
    bits = names.bits + sum(one.bits for one in reasons)
    return Likeness(bits, band(bits, register=register, share=names.share), names, reasons)


def reasons_of(asked: Told, recorded: Told) -> list[Reason]:
    """What speaks for and against besides the names; nothing where one side is silent."""
    found = []
    if asked.born and recorded.born:
        found.append(birth(asked.born, recorded.born))
    if asked.sex and recorded.sex:
        same = asked.sex == recorded.sex
        found.append(Reason(Fact.SAME_SEX, SAME_SEX) if same else Reason(Fact.OTHER_SEX, OTHER_SEX))
    if asked.nationalities and recorded.nationalities:
        shared = asked.nationalities & recorded.nationalities
        same_nation = Reason(Fact.SAME_NATIONALITY, SAME_NATION)
        found.append(same_nation if shared else Reason(Fact.OTHER_NATIONALITY, OTHER_NATION))
    if asked.numbers & recorded.numbers:
        found.append(Reason(Fact.SAME_NUMBER, SAME_NUMBER))
    return found


def birth(one: Born, other: Born) -> Reason:
    """Two births. Days count only where neither was guessed."""
    if one.exact and other.exact:
        if (one.year, one.month, one.day) == (other.year, other.month, other.day):
            return Reason(Fact.SAME_DAY, SAME_DAY)
        if (one.year, one.month, one.day) == (other.year, other.day, other.month):
            return Reason(Fact.DAY_AND_MONTH_SWAPPED, SWAPPED)
        if one.year == other.year:
            return Reason(Fact.SAME_YEAR, SAME_YEAR)
        return Reason(Fact.NEAR_YEAR, OFF_YEAR) if abs(one.year - other.year) == 1 else Reason(Fact.OTHER_YEAR, FAR)
    off = max(0, one.year - (other.until or other.year), other.year - (one.until or one.year))
    if off >= len(NEAR_YEARS):
        return Reason(Fact.OTHER_YEAR, FAR)
    return Reason(Fact.NEAR_YEAR if off else Fact.SAME_YEAR, NEAR_YEARS[off])


def band(bits: float, *, register: int, share: float = 1.0) -> Band:
    """Likely, possible or neither, among so many persons; likely only where `share` of the name agrees."""
    limits = tables.thresholds()
    more = log2(max(register, 1) / limits.measured_at)
    if bits >= limits.likely_bits + more and share >= limits.likely_share:
        return Band.MATCH
    return Band.POSSIBLE if bits >= limits.possible_bits + more else Band.NO
