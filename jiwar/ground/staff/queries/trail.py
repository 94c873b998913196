"""The trail of an agency for its data-protection officer: who did what when, in codes; never content."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import Invitation, RoleAssignment, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.audit.models import Event, Outcome
from jiwar.ground.staff.models import RoleProposal

PAGE = 50
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event. `file` is a reference to the file it is about, which opens nothing."""

    at: datetime
    who: User | None
    action: str
    outcome: Outcome
    reason: str
    door: str
    file: str
    about: User | None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of events, newest first; `next` asks for the following one and is empty on the last."""

    lines: list[EventLine]
    next: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of whom, of which kind, from when until before when. Nothing said is everything."""

    user_id: UUID | None = None
    action: str = ""
    since: datetime | None = None
    before: datetime | None = None


def agency_trail(who: Who, *, wanted: Wanted = Wanted(), after: str = "") -> TrailPage:
    """Events of the agency, newest first. The wall shows no other agency's. That it is read is recorded first."""
    demand(who, Permission.AGENCY_TRAIL_READ)
    record_reading(who, "agency_trail", None, subject_id=wanted.user_id)
    rows = Event.objects.filter(_asked(wanted), agency=who.agency_id).order_by("-id")
    if after:
        rows = rows.filter(id__lt=_mark(after))
    found = list(rows[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return TrailPage(_lines(found[:PAGE]), more)


def _asked(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.user_id:
        asked &= Q(actor=wanted.user_id) | Q(subject_id=wanted.user_id)
    if wanted.action:
        asked &= Q(action=wanted.action)
    if wanted.since:
        asked &= Q(at__gte=wanted.since)
    if wanted.before:
        asked &= Q(at__lt=wanted.before)
    return asked


def _mark(after: str) -> int:
    """A mark that was tampered with shows an empty page, never an error."""
    known = after.isascii() and after.isdigit() and len(after) < 20
    return min(int(after), LARGEST) if known else 0


def _lines(events: list[Event]) -> list[EventLine]:
    about = _users_behind({e.subject_id for e in events if e.subject_id})
    people = User.objects.in_bulk({pk for e in events for pk in (e.actor, about.get(e.subject_id)) if pk})
    return [
        EventLine(
            at=e.at,
            who=people.get(e.actor) if e.actor else None,
            action=e.action,
            outcome=Outcome(e.outcome),
            reason=e.reason,
            door=e.door,
            file=e.root_id.hex[:8] if e.root_id else "",
            about=people.get(about.get(e.subject_id)) if e.subject_id else None,
        )
        for e in events
    ]


def _users_behind(subjects: set[UUID]) -> dict[UUID | None, UUID]:
    """Which user a subject is or concerns: it is a user, a role held or proposed, or an invitation."""
    roles: dict[UUID | None, UUID] = dict(RoleAssignment.objects.filter(pk__in=subjects).values_list("pk", "user_id"))
    proposals: dict[UUID | None, UUID] = dict(RoleProposal.objects.filter(pk__in=subjects).values_list("pk", "user_id"))
    invited: dict[UUID | None, UUID] = dict(Invitation.objects.filter(pk__in=subjects).values_list("pk", "user_id"))
    found: dict[UUID | None, UUID] = {pk: pk for pk in subjects}
    return found | invited | proposals | roles
