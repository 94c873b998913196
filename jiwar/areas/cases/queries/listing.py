"""Lists of cases: what cannot wait first, narrowed by what somebody chooses, page by page.

Lists narrow by plain columns; the wall is the net beneath (see the ADR on the wall).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value

from jiwar.areas.cases.models import RANK, Case
from jiwar.areas.cases.queries.carding import LISTED, CaseRow, cards_for
from jiwar.areas.cases.queries.shown import CaseCard
from jiwar.areas.cases.rules import CLOSED, CLOSED_RANK, RECEIVED, ranks_of
from jiwar.areas.cases.words import Programme, Risk
from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import GRANTED_AT_ONCE, roots_granted
from jiwar.ground.access.roles import Reach
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.worded import Worded, given

PAGE = 50
COUNTED_TO = 99
"""Nobody needs to know how many more there are."""
STILL_DAYS = 14
CASELOAD_AT_MOST = 200
"""So many cases are handed over at once; a larger caseload in several goes."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `next` asks for the following one and is empty on the last."""

    rows: list[CaseCard]
    next: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to. `risk` is empty where nobody has judged it; None of either narrows nothing.

    `waiting`: nobody is responsible yet. `still`: nothing was changed for two weeks.
    """

    risk: Risk | str | None = None
    programme: Programme | None = None
    waiting: bool = False
    still: bool = False

    def asks(self) -> Q:
        """The plain columns of it, for open cases; `still_since` is told when it is asked."""
        asked = Q()
        if self.risk is not None:
            asked &= Q(rank__in=ranks_of("risk", self.risk), risk=self.risk)
        if self.programme:
            asked &= Q(programme=self.programme)
        if self.waiting:
            asked &= Q(rank__lte=ranks_of("status", RECEIVED)[-1], status=RECEIVED)
        if self.still:
            asked &= Q(updated_at__lt=given("still_since"))
        return asked


EVERYTHING = Narrowing()
URGENT, WAITING, UNJUDGED, STILL = (
    Narrowing(risk=Risk.URGENT), Narrowing(waiting=True), Narrowing(risk=""), Narrowing(still=True),
)  # fmt: skip
TILES = {"urgent": URGENT, "waiting": WAITING, "unjudged": UNJUDGED, "still": STILL}


@dataclass(frozen=True, slots=True)
class Tile:
    """How many cases of a list press, and the narrowing that shows them. Counted to COUNTED_TO: `more` says beyond."""

    key: str
    narrowing: Narrowing
    count: int
    more: bool


def my_cases(who: Who, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases for which `who` is responsible."""
    return _page(who, Within("owner", {"owner": who.user_id}), after, only)


def covered_cases(who: Who, user_id: UUID, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of a colleague whose absence `who` covers now. Raises Missing where nothing is covered."""
    if user_id not in who.covered_ids:
        raise Missing
    return _page(who, Within("covered", {"owner": user_id, "agency": who.agency_id}), after, only)


def caseload(who: Who, user_id: UUID) -> list[CaseCard]:
    """Every open case of a colleague that a supervisor sees, the greatest risk first: for handing them over."""
    demand(who, Permission.CASELOAD_HAND)
    rows = LISTED.filter(_reached(who).now(), owner_id=user_id, agency_id=who.agency_id).exclude(status=CLOSED)
    steps = list(Risk)
    found = cards_for(who, rows=list(rows.order_by("opened_on", "id")[:CASELOAD_AT_MOST]))
    return sorted(found, key=lambda card: -steps.index(card.risk) if card.risk else 1)


def caseload_sizes(who: Who) -> dict[UUID, int]:
    """How many open cases each colleague has, as far as a supervisor sees."""
    demand(who, Permission.CASELOAD_HAND)
    rows = Case.objects.filter(_reached(who).now(), agency_id=who.agency_id, owner__isnull=False)
    rows = rows.exclude(status=CLOSED)
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


def team_cases(who: Who, team_id: UUID, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of one of one's teams."""
    return _page(who, Within("team", {"team": team_id}), after, only)


def agency_cases(who: Who, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of the agency, as far as `who` reaches."""
    return _page(who, _reached(who), after, only)


def closed_cases(who: Who, *, after: str = "") -> CasePage:
    """Closed cases of the agency, as far as `who` reaches."""
    return _page(who, _reached(who), after, None)


def pressing_cases(who: Who, *, user_id: UUID | None = None, team_id: UUID | None = None) -> list[Tile]:
    """What presses among the open cases of a worker, of a team, or of all that `who` reaches; empty kinds left out."""
    demand(who, Permission.CASE_READ)
    within = _reached(who)
    if user_id or team_id:
        within = Within("owner", {"owner": user_id}) if user_id else Within("team", {"team": team_id})
    kinds = tuple(kind for kind in TILES if kind != ("waiting" if user_id else "still"))
    counts = Counter(kind for (kind,) in _pressing(within.kind, kinds, COUNTED_TO + 1).rows(**within.values, **_told()))
    return [
        Tile(kind, TILES[kind], min(counts[kind], COUNTED_TO), more=counts[kind] > COUNTED_TO)
        for kind in kinds
        if counts[kind]
    ]


def granted_cases(who: Who, *, after: str = "") -> CasePage:
    """Cases that others have shared, newest permit first. Starts from the permits, not from the cases."""
    demand(who, Permission.CASE_READ)
    try:
        before = _read_mark(after) if after else None
    except ValueError:
        return CasePage(rows=[], next="")
    found: list[tuple[datetime, CaseRow]] = []
    for some in batched(roots_granted(who, before=before), GRANTED_AT_ONCE):
        rows = LISTED.exclude(_reached(who).now()).filter(pk__in=[root for _, root in some])
        cases = {case.id: case for case in map(CaseRow._make, rows)}
        found += [(at, cases[root]) for at, root in some if root in cases]
        if len(found) > PAGE:
            break
    more = _mark(found[PAGE - 1][0], found[PAGE - 1][1].id) if len(found) > PAGE else ""
    return CasePage(rows=cards_for(who, rows=[case for _, case in found[:PAGE]]), next=more)


@dataclass(frozen=True, slots=True)
class Within:
    """Which cases a list is about, in plain columns: the kind of list, and the values of its columns."""

    kind: str
    values: dict[str, Any]

    def now(self) -> Q:
        """With its values, for a query that is worded for this once."""
        return _within(self.kind, self.values.__getitem__)


def _within(kind: str, value: Callable[[str], Any]) -> Q:
    """The columns of a kind of list."""
    if kind == "agency":
        return Q(agency_id=value("agency"))
    if kind == "owner":
        return Q(owner_id=value("owner"))
    if kind == "covered":
        return Q(owner_id=value("owner"), agency_id=value("agency"))
    if kind == "team":
        return Q(team_id=value("team"))
    own = Q(owner_id=value("owner")) | Q(team_id__among=value("teams"))
    return own | Q(office_id__among=value("offices")) if kind == "offices" else own


def _reached(who: Who) -> Within:
    """The plain columns that hold what `who` reaches in the agency without a grant.

    The wall would find the same in the list of the whole agency, by passing over everybody else's cases first.
    """
    if who.reaches_agency:
        return Within("agency", {"agency": who.agency_id})
    offices = {h.office_id for h in who.roles if h.role.reach is Reach.SUPERVISE and h.team_id is None}
    own: dict[str, Any] = {"owner": who.user_id, "teams": list(who.seen_team_ids)}
    return Within("offices", {**own, "offices": list(offices)}) if offices else Within("own", own)


def _page(who: Who, within: Within, after: str, only: Narrowing | None) -> CasePage:
    """One page of open cases as far as they are narrowed, or of closed ones."""
    demand(who, Permission.CASE_READ)
    try:
        mark = _read_place(after) if after else {}
    except ValueError:  # one that was tampered with shows an empty page, never an error
        return CasePage(rows=[], next="")
    rows = _pages(within.kind, only, PAGE + 1, is_later=bool(mark)).rows(**within.values, **mark, **_told())
    last = CaseRow._make(rows[PAGE - 1]) if len(rows) > PAGE else None
    more = f"{last.rank}~{_mark(last.updated_at, last.id)}" if last else ""
    return CasePage(rows=cards_for(who, rows=rows[:PAGE]), next=more)


def _told() -> dict[str, datetime]:
    return {"still_since": clock.now() - timedelta(days=STILL_DAYS)}


@lru_cache(maxsize=1024)
def _pages(kind: str, only: Narrowing | None, at_most: int, *, is_later: bool) -> Worded[Case]:
    """The list of a kind, narrowed; worded once for each way in which it can be asked."""
    asked = Q(rank=CLOSED_RANK) if only is None else only.asks() & Q(rank__lt=CLOSED_RANK)
    beyond = Q(rank__gt=given("rank")) | Q(rank=given("rank")) & (
        Q(updated_at__lt=given("at")) | Q(updated_at=given("at"), id__gt=given("last"))
    )

    def rows() -> QuerySet[Case, tuple[Any, ...]]:
        found = LISTED.filter(_within(kind, given) & asked & (beyond if is_later else Q()))
        return found.order_by(F("rank"), "-updated_at", "id")[:at_most]

    return Worded(rows)


@lru_cache(maxsize=64)
def _pressing(kind: str, tiles: tuple[str, ...], at_most: int) -> Worded[Case]:
    """For each tile one line for each case, and no more than are counted."""

    def some(tile: str) -> QuerySet[Case, tuple[Any, ...]]:
        narrow = _within(kind, given) & TILES[tile].asks() & Q(rank__lt=CLOSED_RANK)
        found = Case.objects.annotate(rank=RANK, kind=Value(tile)).filter(narrow)
        return found.order_by().values_list("kind")[:at_most]

    first, *others = tiles
    return Worded(lambda: some(first).union(*map(some, others), all=True))


def _mark(at: datetime, pk: UUID) -> str:
    return f"{at.isoformat()}~{pk}"


def _read_mark(mark: str) -> tuple[datetime, UUID]:
    """What `_mark` wrote. Raises ValueError where it was tampered with."""
    moment, _, pk = mark.partition("~")
    at = datetime.fromisoformat(moment)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    try:
        return at.astimezone(UTC), UUID(pk)  # offsets that PostgreSQL does not know
    except OverflowError as error:
        raise ValueError("a time beyond all calendars") from error


def _read_place(mark: str) -> dict[str, Any]:
    """Where in the order of a list a mark stands. Raises ValueError where it was tampered with."""
    rank, _, place = mark.partition("~")
    step = range(CLOSED_RANK + 1).index(int(rank))
    at, last = _read_mark(place)
    return {"rank": step, "at": at, "last": last}
