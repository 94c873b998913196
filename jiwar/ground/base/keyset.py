"""Where a list that is read newest first goes on, by the place of its last row: never by a number of rows.

Several lists in one order (a timeline) share the place: each asks for what comes after it in its own table.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Before:
    """What lies before a moment; of what lies at it, whatever comes after an id, everything, or nothing."""

    at: datetime
    beyond: UUID | int | None = None
    with_equal: bool = False

    def rows(self, at: str) -> Q:
        """The rows whose column `at` lies there; rows of one moment stand in the order of their ids."""
        if self.with_equal:
            return Q(**{f"{at}__lte": self.at})
        earlier = Q(**{f"{at}__lt": self.at})
        return earlier if self.beyond is None else earlier | Q(**{at: self.at, "pk__gt": self.beyond})


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a row among several lists: its moment, the number of its list, its id in there."""

    at: datetime
    rank: int
    key: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.rank}~{self.key}"

    def before(self, rank: int, *, numbered: bool = False) -> Before:
        """What of the list of this rank comes after the place; `numbered` where its ids are numbers."""
        if rank != self.rank:
            return Before(self.at, with_equal=rank > self.rank)
        return Before(self.at, beyond=int(self.key) if numbered else UUID(self.key))


def read_mark(text: str, *, ranks: int, numbered: frozenset[int] = frozenset()) -> Mark:
    """What `str` of a mark wrote. Raises ValueError where it was tampered with."""
    moment, rank, key = text.split("~")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    number = range(ranks).index(int(rank))
    if number in numbered and not 0 <= int(key) < 2**63:
        raise ValueError("no number of a row")
    try:
        return Mark(at.astimezone(UTC), number, key if number in numbered else str(UUID(key)))
    except OverflowError as error:
        raise ValueError("a time beyond all calendars") from error
