"""Reading what is watched: emergency openings and their review, proposals to seal, sealed files by their code.

Nothing here opens a file. The reason of an opening is shown to those who hold the key of the case, to nobody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiwar.areas.cases.models import Glass, SealProposal
from jiwar.areas.cases.words import GlassCategory, Ruling, SealKind, Verdict
from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Colleague, names_of
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.base.worded import WordedRecords, given
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

REVIEWED_WITHIN = timedelta(hours=24)
SHOWN_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class ShownOpening:
    """One emergency opening. `reason` is empty where the case is not one's own; `verdict` None until it is reviewed."""

    id: UUID
    case_id: UUID
    code: str
    by: Colleague | None
    is_mine: bool
    category: GlassCategory
    reason: str
    opened_at: datetime
    ends_at: datetime
    verdict: Verdict | None
    reviewed_by: Colleague | None
    is_open: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class MyOpenings:
    """One's own openings, newest first; whether the right rests until an old one is reviewed."""

    openings: list[ShownOpening]
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """What somebody proposed, by the code of the file alone."""

    id: UUID
    case_id: UUID
    code: str
    kind: SealKind
    by: Colleague | None
    is_mine: bool
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that nobody sees: its code, since when."""

    case_id: UUID
    code: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StrandedConflict:
    """A conflict of interest that no supervisor of the file may judge. Code and colleagues, nothing of the file."""

    case_id: UUID
    code: str
    user: Colleague
    declared_by: Colleague | None
    since: datetime
    ruling: Ruling | None


def my_openings(who: Who) -> MyOpenings:
    """What one has opened in emergencies, and what became of it."""
    demand(who, Permission.GLASS_BREAK)
    rows = list(Glass.objects.filter(user_id=who.user_id).order_by("-opened_at")[:SHOWN_AT_MOST])
    old = clock.now() - REVIEWED_WITHIN
    late = Glass.objects.filter(user_id=who.user_id, reviewed_at__isnull=True, opened_at__lte=old)
    return MyOpenings(_shown(who, rows), late.exists())


def glass_waiting(who: Who) -> list[ShownOpening]:
    """Openings by others that wait for a review, or for the end of a follow-up; oldest first."""
    demand(who, Permission.GLASS_REVIEW)
    waits = Q(reviewed_at__isnull=True) | Q(verdict=Verdict.FOLLOW_UP)
    rows = Glass.objects.filter(waits, agency_id=who.agency_id).exclude(user_id=who.user_id)
    return _shown(who, rows.order_by("opened_at")[:SHOWN_AT_MOST])


def glass_to_review(who: Who, glass_id: UUID) -> ShownOpening:
    """One of them. Raises Missing."""
    found = next((one for one in glass_waiting(who) if one.id == glass_id), None)
    if found is None:
        raise Missing
    return found


def glasses_on(who: Who, case_id: UUID) -> list[ShownOpening]:
    """Every emergency opening of one's own file, newest first; empty for a file that is not."""
    demand(who, Permission.CASE_READ)
    return _shown(who, _ON.records(case=case_id, user=who.user_id))


_ON = WordedRecords(
    lambda: Glass.objects.filter(case_id=given("case")).exclude(user_id=given("user")).order_by("-opened_at")
)


def seal_proposals(who: Who) -> list[ShownProposal]:
    """What waits for a second person, oldest first; one's own proposals among it."""
    demand(who, Permission.SEAL_DECIDE)
    rows = list(SealProposal.objects.filter(agency_id=who.agency_id, decision="").order_by("proposed_at"))
    names = names_of(who, [row.proposed_by_id for row in rows])
    return [
        ShownProposal(
            id=row.pk,
            case_id=row.case_id,
            code=row.code,
            kind=SealKind(row.kind),
            by=names.get(row.proposed_by_id),
            is_mine=row.proposed_by_id == who.user_id,
            proposed_at=row.proposed_at,
        )
        for row in rows
    ]


def seal_proposal(who: Who, proposal_id: UUID) -> ShownProposal:
    """One that waits. Raises Missing."""
    found = next((one for one in seal_proposals(who) if one.id == proposal_id), None)
    if found is None:
        raise Missing
    return found


def sealed_files(who: Who) -> list[SealedFile]:
    """The sealed files of which one may propose or confirm that the seal be lifted; codes alone."""
    demand(who, Permission.SEAL_DECIDE)
    with connection.cursor() as cursor:
        cursor.execute("select case_id, code, since from wall.sealed_files()")
        return [SealedFile(*row) for row in cursor.fetchall()]


def stranded_conflicts(who: Who) -> list[StrandedConflict]:
    """For the data-protection officer: those that wait for a ruling first, then those that were kept."""
    demand(who, Permission.CONFLICT_RULE)
    with connection.cursor() as cursor:
        cursor.execute("select * from wall.stranded_conflicts() order by ruling <> '', since, case_id, person")
        rows = cursor.fetchall()
    names = names_of(who, [user_id for row in rows for user_id in row[2:4]])
    return [
        StrandedConflict(case_id, code, names[user_id], names.get(by), since, Ruling(ruling) if ruling else None)
        for case_id, code, user_id, by, since, ruling in rows
    ]


def stranded_conflict(who: Who, case_id: UUID, *, user_id: UUID) -> StrandedConflict:
    """One of them. Raises Missing."""
    found = next((one for one in stranded_conflicts(who) if (one.case_id, one.user.id) == (case_id, user_id)), None)
    if found is None:
        raise Missing
    return found


def _shown(who: Who, rows: "Iterable[Glass] | QuerySet[Glass]") -> list[ShownOpening]:
    found, moment = list(rows), clock.now()
    if not found:
        return []
    names = names_of(who, [i for row in found for i in (row.user_id, row.reviewed_by_id)])
    ring = keyring.ring(who.agency_id, list({row.case_id for row in found}), kinds=[Kind.NARRATIVE])
    return [
        ShownOpening(
            id=row.pk,
            case_id=row.case_id,
            code=row.code,
            by=names.get(row.user_id),
            is_mine=row.user_id == who.user_id,
            category=GlassCategory(row.category),
            reason=ring.open(row, "reason") or "",
            opened_at=row.opened_at,
            ends_at=row.ends_at,
            verdict=Verdict(row.verdict) if row.verdict else None,
            reviewed_by=names.get(row.reviewed_by_id) if row.reviewed_by_id else None,
            is_open=row.closed_at is None and row.ends_at > moment,
            is_late=row.reviewed_at is None and row.opened_at <= moment - REVIEWED_WITHIN,
        )
        for row in found
    ]
