"""Reading cases. Lists narrow by plain columns; the wall is the net beneath (see ADR on the wall)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import batched
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiwar.areas.cases.models import Case, CaseHold, Note
from jiwar.areas.cases.queries.shown import CaseCard, CaseFile, ShownHold, ShownNote
from jiwar.areas.cases.rules import CLOSED
from jiwar.areas.cases.words import HoldKind, Outcome, Programme, Risk, Status
from jiwar.areas.people.queries import PersonCard, cards
from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.classes import DataClass
from jiwar.ground.access.oversight import overseeing
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import (
    GRANTED_AT_ONCE,
    Colleague,
    Sight,
    glass_on,
    names_of,
    roots_granted,
    sights,
    stands_on,
)
from jiwar.ground.access.roles import Reach
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

PAGE = 50
NOTES_AT_MOST = 200
CASELOAD_AT_MOST = 200
"""So many cases are handed over at once; a larger caseload in several goes."""
TOLD_FROM = 5
"""The smallest count that is told."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `next` asks for the following one and is empty on the last."""

    rows: list[CaseCard]
    next: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of cases; None where it is too small to be told."""

    programme: Programme
    status: Status
    count: int | None


def my_cases(who: Who, *, after: str = "") -> CasePage:
    """Open cases for which `who` is responsible."""
    return _page(who, Q(owner_id=who.user_id), after)


def covered_cases(who: Who, user_id: UUID, *, after: str = "") -> CasePage:
    """Open cases of a colleague whose absence `who` covers now. Raises Missing where nothing is covered."""
    if user_id not in who.covered_ids:
        raise Missing
    return _page(who, Q(owner_id=user_id, agency_id=who.agency_id), after)


def caseload(who: Who, user_id: UUID) -> list[CaseCard]:
    """Every open case of a colleague that a supervisor sees, the greatest risk first: for handing them over."""
    demand(who, Permission.CASELOAD_HAND)
    rows = _listed().filter(_reached(who), owner_id=user_id, agency_id=who.agency_id).exclude(status=CLOSED)
    steps = list(Risk)
    found = _cards(who, list(rows.order_by("opened_on", "id")[:CASELOAD_AT_MOST]))
    return sorted(found, key=lambda card: -steps.index(card.risk) if card.risk else 1)


def caseload_sizes(who: Who) -> dict[UUID, int]:
    """How many open cases each colleague has, as far as a supervisor sees."""
    demand(who, Permission.CASELOAD_HAND)
    rows = Case.objects.filter(_reached(who), agency_id=who.agency_id, owner__isnull=False).exclude(status=CLOSED)
    return dict(rows.order_by().values_list("owner_id").annotate(n=Count("pk")))


def team_cases(who: Who, team_id: UUID, *, after: str = "") -> CasePage:
    """Open cases of one of one's teams."""
    return _page(who, Q(team_id=team_id), after)


def agency_cases(who: Who, *, after: str = "") -> CasePage:
    """Open cases of the agency, as far as `who` reaches."""
    return _page(who, _reached(who), after)


def closed_cases(who: Who, *, after: str = "") -> CasePage:
    """Closed cases of the agency, as far as `who` reaches."""
    return _page(who, _reached(who), after, closed=True)


def granted_cases(who: Who, *, after: str = "") -> CasePage:
    """Cases that others have shared, newest permit first. Starts from the permits, not from the cases."""
    demand(who, Permission.CASE_READ)
    try:
        before = _read_mark(after) if after else None
    except ValueError:
        return CasePage(rows=[], next="")
    found: list[tuple[datetime, Case]] = []
    for some in batched(roots_granted(who, before=before), GRANTED_AT_ONCE):
        cases = _listed().exclude(_reached(who)).in_bulk([root for _, root in some])
        found += [(at, cases[root]) for at, root in some if root in cases]
        if len(found) > PAGE:
            break
    more = _mark(found[PAGE - 1][0], found[PAGE - 1][1].pk) if len(found) > PAGE else ""
    return CasePage(rows=_cards(who, [case for _, case in found[:PAGE]]), next=more)


def cases_of(who: Who, person_id: UUID) -> list[CaseCard]:
    """The cases of a person that are in sight, newest first."""
    demand(who, Permission.CASE_READ)
    return _cards(who, list(_listed().filter(person_id=person_id).order_by("-opened_on", "id")))


def case_card(who: Who, case_id: UUID) -> CaseCard:
    """One case without opening it. Raises Missing."""
    demand(who, Permission.CASE_READ)
    found = _cards(who, list(_listed().filter(pk=case_id)), alone=True)
    if not found:
        raise Missing
    return replace(found[0], glass=glass_on(who, case_id)) if found[0].is_own else found[0]


def case_cards(who: Who, *, root_ids: Collection[UUID]) -> dict[UUID, CaseCard]:
    """Those of these files that are cases in sight, by id, without opening them."""
    demand(who, Permission.CASE_READ)
    return {card.id: card for card in _cards(who, list(_listed().filter(pk__in=root_ids)))}


def case_by_code(who: Who, *, code: str) -> CaseCard | None:
    """The cover of the case that goes by this code, where it is in sight."""
    demand(who, Permission.CASE_READ)
    return next(iter(_cards(who, list(_listed().filter(code=code)))), None)


def case_file(who: Who, case_id: UUID) -> CaseFile:
    """The whole file; the reading is recorded first. Raises Missing where it is absent, not yours or a summary."""
    demand(who, Permission.CASE_READ)
    sight = sights(who, [case_id]).get(case_id)
    record_reading(who, "case_file", case_id, found=bool(sight and sight.is_full))
    card = case_card(who, case_id)
    ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE])
    shows = sight is not None and sight.opens(DataClass.NARRATIVE)
    file = CaseFile(
        card=card,
        summary=(ring.open(Case.objects.get(pk=case_id), "summary") or "") if shows else "",
        notes=_notes(who, case_id, ring) if shows else [],
        holds=_holds(card) if card.glass or stands_on(who, case_id) else [],
        shows_narrative=shows,
    )
    return file.through(sight) if sight else file


def holds_on(who: Who, case_id: UUID) -> list[ShownHold]:
    """What keeps a case open, for those who stand on it and may say that it no longer does."""
    demand(who, Permission.HOLD_DROP)
    if not stands_on(who, case_id):
        return []
    holds = CaseHold.objects.filter(case_id=case_id, released_at__isnull=True).order_by("since", "id")
    return [ShownHold(hold.pk, HoldKind(hold.kind), hold.ref, hold.since) for hold in holds]


def case_figures(who: Who) -> list[Figure]:
    """Cases of all agencies by programme and status. A count below five is not told: `count` is None."""
    with overseeing(who, "case_figures"):
        rows = list(
            Case.objects.values_list("programme", "status")
            .annotate(n=Count("programme"))
            .order_by("programme", "status")
        )
    return [
        Figure(Programme(programme), Status(status), n if n >= TOLD_FROM else None) for programme, status, n in rows
    ]


def _listed() -> QuerySet[Case]:
    return Case.objects.select_related("team", "agency").defer("summary")


def _page(who: Who, narrow: Q, after: str, *, closed: bool = False) -> CasePage:
    demand(who, Permission.CASE_READ)
    rows = _listed().filter(narrow).order_by("-updated_at", "id")
    rows = rows.filter(status=CLOSED) if closed else rows.exclude(status=CLOSED)
    if after:
        rows = rows.filter(_beyond(after))
    found = list(rows[: PAGE + 1])
    more = _mark(found[PAGE - 1].updated_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return CasePage(rows=_cards(who, found[:PAGE]), next=more)


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
    try:
        at, last = _read_mark(mark)
    except ValueError:
        return Q(pk__in=[])
    return Q(updated_at__lt=at) | Q(updated_at=at, id__gt=last)


def _cards(who: Who, rows: list[Case], *, alone: bool = False) -> list[CaseCard]:
    seen = sights(who, [case.pk for case in rows])
    shown = [c.person_id for c in rows if c.pk in seen and seen[c.pk].shows(DataClass.IDENTITY)]
    people = cards(who, shown, alone=alone)
    names = names_of(who, [case.owner_id for case in rows])
    card = _carder(who, people, names)
    return [card(case, seen[case.pk]) for case in rows if case.pk in seen]


def _carder(
    who: Who, people: dict[UUID, PersonCard], names: dict[UUID, Colleague]
) -> Callable[[Case, Sight], CaseCard]:
    def card(case: Case, sight: Sight) -> CaseCard:
        whole = CaseCard(
            id=case.pk,
            code=case.code,
            agency=case.agency,
            programme=Programme(case.programme),
            status=Status(case.status),
            risk=Risk(case.risk) if case.risk else None,
            opened_on=case.opened_on,
            closed_on=case.closed_on,
            outcome=Outcome(case.outcome) if case.outcome else None,
            updated_at=case.updated_at,
            owner=names.get(case.owner_id) if case.owner_id else None,
            team=case.team,
            person_id=case.person_id,
            person=people.get(case.person_id),
            version=case.version,
            is_own=case.agency_id == who.agency_id,
            may_open=True,
            shows_service=True,
        )
        return whole.through(sight)

    return card


def _holds(card: CaseCard) -> list[HoldKind]:
    """What keeps a case of one's own agency open. Told to those who work on it: a hold tells where somebody is."""
    if not card.is_own:
        return []
    holds = CaseHold.objects.filter(case_id=card.id, released_at__isnull=True).order_by("since")
    return [HoldKind(hold.kind) for hold in holds]


def _notes(who: Who, case_id: UUID, ring: keyring.Ring) -> list[ShownNote]:
    rows = list(Note.objects.filter(case_id=case_id).order_by("-created_at", "id")[:NOTES_AT_MOST])
    names = names_of(who, [note.author_id for note in rows])
    return [ShownNote(note.created_at, names.get(note.author_id), ring.open(note, "text") or "") for note in rows]
