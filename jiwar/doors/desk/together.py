"""One verb on several cases: rehearsed, so that somebody reads line by line what would become of each; then done.

A rehearsal calls the very action, in a savepoint that is taken back: so what is told beforehand comes from the rules,
the wall and the row as they are, and can never say otherwise than the deed. What was refused was tried, and stands in
the trail as any refusal does; what would be done leaves nothing behind (see the ADR on several cases at once).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiwar.areas.cases.queries import CaseCard, case_cards
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import JiwarError, Stale

FILE = Path(__file__).parent / "data" / "several.json"


@dataclass(frozen=True, slots=True)
class Pick:
    """One case that was chosen, in the version that was looked at."""

    case_id: UUID
    version: int

    def __str__(self) -> str:
        return f"{self.case_id}~{self.version}"


@dataclass(frozen=True, slots=True)
class Line:
    """What would become, or became, of one case; `why_not` is empty where it goes through.

    `card` is the case as it was before; None where it is not in sight.
    """

    pick: Pick
    card: CaseCard | None
    why_not: str = ""


type Deed = Callable[[Pick, CaseCard], object]
"""One action on one case, with what was chosen for all of them."""


@cache
def at_most() -> int:
    """How many cases are worked on at once; decided in data/several.json."""
    return int(json.loads(FILE.read_text(encoding="utf-8"))["at_most"])


def why_not_several(count: int) -> str | None:
    """So few that each is looked at, and at least one."""
    if not count:
        return "nothing_chosen"
    return "too_many_chosen" if count > at_most() else None


def read_pick(text: str) -> Pick | None:
    """What `str` of a pick wrote, if it did."""
    pk, _tilde, version = text.partition("~")
    try:
        return Pick(UUID(pk), int(version)) if 0 < int(version) < 2**31 else None
    except ValueError:
        return None


def rehearse(who: Who, picks: Sequence[Pick], deed: Deed) -> list[Line]:
    """What would become of each if it were done now, each by itself."""
    return _each(who, picks, lambda pick, card: _rehearsed(lambda: deed(pick, card)))


def do(who: Who, picks: Sequence[Pick], deed: Deed) -> list[Line]:
    """Do it, each by its own action with its own event; what is refused holds up nothing else."""
    return _each(who, picks, lambda pick, card: _tried(lambda: deed(pick, card)))


def _each(who: Who, picks: Sequence[Pick], outcome: Callable[[Pick, CaseCard], JiwarError | None]) -> list[Line]:
    """In the order of the ids, so that two who do it at once wait for each other and never in a circle."""
    cards = case_cards(who, root_ids=[pick.case_id for pick in picks])
    lines = {pick: _line(pick, cards.get(pick.case_id), outcome) for pick in sorted(picks, key=lambda p: p.case_id)}
    return [lines[pick] for pick in picks]


def _line(pick: Pick, card: CaseCard | None, outcome: Callable[[Pick, CaseCard], JiwarError | None]) -> Line:
    if card is None:
        return Line(pick, None, _("This case is not in sight any more."))
    error = outcome(pick, card)
    return Line(pick, card, _worded(error) if error else "")


def _tried(act: Callable[[], object]) -> JiwarError | None:
    try:
        act()
    except JiwarError as error:
        return error
    return None


def _rehearsed(act: Callable[[], object]) -> JiwarError | None:
    """A refusal keeps its trace; what went through is taken back, its notices with it."""
    with transaction.atomic():
        error = _tried(act)
        if error is None:
            transaction.set_rollback(True)
    return error


def _worded(error: JiwarError) -> str:
    return _("Somebody changed it meanwhile: look at it again first.") if isinstance(error, Stale) else str(error)


def parted(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Those that go through, and those that do not."""
    told = list(lines)
    return [line for line in told if not line.why_not], [line for line in told if line.why_not]
