"""Lists of cases: what cannot wait first, narrowed by what somebody chooses, page by page.

Lists narrow by plain columns; the wall is the net beneath (see the ADR on the wall).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from jiwar.areas.cases.models import RANK, Case
from jiwar.areas.cases.queries.carding import LISTED, cards_for
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
        """The plain columns of it, for open cases."""
        asked = Q()
        if self.risk is not None:
            asked &= Q(rank__in=ranks_of("risk", self.risk), risk=self.risk)
        if self.programme:
            asked &= Q(programme=self.programme)
        if self.waiting:
            asked &= Q(rank__lte=ranks_of("status", RECEIVED)[-1], status=RECEIVED)
        if self.still:
            asked &= Q(updated_at__lt=clock.now() - timedelta(days=STILL_DAYS))
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
    return _page(who, Q(owner_id=who.user_id), after, only)


def covered_cases(who: Who, user_id: UUID, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of a colleague whose absence `who` covers now. Raises Missing where nothing is covered."""
    if user_id not in who.covered_ids:
        raise Missing
    return _page(who, Q(owner_id=user_id, agency_id=who.agency_id), after, only)


def caseload(who: Who, user_id: UUID) -> list[CaseCard]:
    """Every open case of a colleague that a supervisor sees, the greatest risk first: for handing them over."""
    demand(who, Permission.CASELOAD_HAND)
    rows = LISTED.filter(_reached(who), owner_id=user_id, agency_id=who.agency_id).exclude(status=CLOSED)
    steps = list(Risk)
    found = cards_for(who, rows=list(rows.order_by("opened_on", "id")[:CASELOAD_AT_MOST]))
    return sorted(found, key=lambda card: -steps.index(card.risk) if card.risk else 1)


def caseload_sizes(who: Who) -> dict[UUID, int]:
    """How many open cases each colleague has, as far as a supervisor sees."""
    demand(who, Permission.CASELOAD_HAND)
    rows = Case.objects.filter(_reached(who), agency_id=who.agency_id, owner__isnull=False).exclude(status=CLOSED)
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


def team_cases(who: Who, team_id: UUID, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of one of one's teams."""
    return _page(who, Q(team_id=team_id), after, only)


def agency_cases(who: Who, *, after: str = "", only: Narrowing = EVERYTHING) -> CasePage:
    """Open cases of the agency, as far as `who` reaches."""
    return _page(who, _reached(who), after, only)


def closed_cases(who: Who, *, after: str = "") -> CasePage:
    """Closed cases of the agency, as far as `who` reaches."""
    demand(who, Permission.CASE_READ)
    return _ranked(who, _ordered().filter(_reached(who) & Q(rank=CLOSED_RANK)), after)


def pressing_cases(who: Who, *, user_id: UUID | None = None, team_id: UUID | None = None) -> list[Tile]:
    """What presses among the open cases of a worker, of a team, or of all that `who` reaches; empty kinds left out."""
    demand(who, Permission.CASE_READ)
    narrow = Q(owner_id=user_id) if user_id else Q(team_id=team_id) if team_id else _reached(who)
    kinds = [kind for kind in TILES if kind != ("waiting" if user_id else "still")]
    first, *others = [_some(narrow & TILES[kind].asks(), kind) for kind in kinds]
    counts = Counter(first.union(*others, all=True))
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
    found: list[tuple[datetime, Case]] = []
    for some in batched(roots_granted(who, before=before), GRANTED_AT_ONCE):
        cases = LISTED.exclude(_reached(who)).in_bulk([root for _, root in some])
        found += [(at, cases[root]) for at, root in some if root in cases]
        if len(found) > PAGE:
            break
    more = _mark(found[PAGE - 1][0], found[PAGE - 1][1].pk) if len(found) > PAGE else ""
    return CasePage(rows=cards_for(who, rows=[case for _, case in found[:PAGE]]), next=more)


def _page(who: Who, narrow: Q, after: str, only: Narrowing) -> CasePage:
    demand(who, Permission.CASE_READ)
    return _ranked(who, _ordered().filter(narrow & only.asks() & Q(rank__lt=CLOSED_RANK)), after)


def _ordered() -> QuerySet[Case]:
    return LISTED.annotate(rank=RANK).order_by("rank", "-updated_at", "id")


def _ranked(who: Who, rows: QuerySet[Case], after: str) -> CasePage:
    found = list((rows.filter(_beyond(after)) if after else rows)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    more = f"{getattr(last, 'rank')}~{_mark(last.updated_at, last.pk)}" if last else ""  # noqa: B009  # annotated
    return CasePage(rows=cards_for(who, rows=found[:PAGE]), next=more)


def _some(narrow: Q, kind: str) -> QuerySet[Case, str]:
    """One line for each case, and no more than are counted."""
    open_cases = Case.objects.annotate(rank=RANK, kind=Value(kind)).filter(narrow & Q(rank__lt=CLOSED_RANK))
    return open_cases.order_by().values_list("kind", flat=True)[: COUNTED_TO + 1]


def _reached(who: Who) -> Q:
    """The plain columns that hold what `who` reaches in the agency without a grant.

    The wall would find the same in the list of the whole agency, by passing over everybody else's cases first.
    """
    if who.reaches_agency:
        return Q(agency_id=who.agency_id)
    offices = {h.office_id for h in who.roles if h.role.reach is Reach.SUPERVISE and h.team_id is None}
    own = Q(owner_id=who.user_id) | Q(team_id__in=who.seen_team_ids)
    return own | Q(office_id__in=offices) if offices else own


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


def _beyond(mark: str) -> Q:
    """The rows after a mark. One that was tampered with shows an empty page, never an error."""
    rank, _, place = mark.partition("~")
    try:
        step = range(CLOSED_RANK + 1).index(int(rank))
        at, last = _read_mark(place)
    except ValueError:
        return Q(pk__in=[])
    return Q(rank__gt=step) | Q(rank=step) & (Q(updated_at__lt=at) | Q(updated_at=at, id__gt=last))
