"""Powerful roles that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from jiwar.ground.access.asking import demand
from jiwar.ground.access.models import Office, Team, User
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.roles import ROLES, Role
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing
from jiwar.ground.staff.models import RoleProposal, State
from jiwar.ground.staff.queries.roster import At

SHOWN = 50


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal with its people; `may_confirm` says whether the reader is a second person."""

    id: UUID
    user: User
    role: type[Role]
    place: Team | Office | None
    at: At
    ends_at: datetime | None
    by: User
    proposed_at: datetime
    expires_at: datetime
    decided_by: User | None
    decided_at: datetime | None
    state: State
    is_open: bool
    may_confirm: bool


def open_proposals(who: Who) -> list[RoleProposal]:
    """What waits in the agency now, as rows."""
    return list(_rows(who).filter(state=State.OPEN, expires_at__gt=clock.now()))


def proposals_here(who: Who) -> list[ProposalLine]:
    """The newest proposals of the agency, those that wait first."""
    demand(who, Permission.ROLE_CONFIRM)
    lines = _lines(who, list(_rows(who)[:SHOWN]))
    return sorted(lines, key=lambda line: not line.is_open)


def proposal_line(who: Who, role_proposal_id: UUID) -> ProposalLine:
    """One of them. Raises Missing."""
    demand(who, Permission.ROLE_CONFIRM)
    found = _lines(who, list(_rows(who).filter(pk=role_proposal_id)))
    if not found:
        raise Missing
    return found[0]


def _rows(who: Who) -> QuerySet[RoleProposal]:
    return RoleProposal.objects.filter(agency_id=who.agency_id, role__in=ROLES).order_by("-proposed_at", "pk")


def _lines(who: Who, rows: list[RoleProposal]) -> list[ProposalLine]:
    people = User.objects.in_bulk({pk for r in rows for pk in (r.user_id, r.proposed_by, r.decided_by) if pk})
    teams = Team.objects.in_bulk({r.team_id for r in rows if r.team_id})
    offices = Office.objects.in_bulk({r.office_id for r in rows if r.office_id})
    moment = clock.now()

    def line(row: RoleProposal) -> ProposalLine:
        is_open = row.state == State.OPEN and row.expires_at > moment
        return ProposalLine(
            id=row.pk,
            user=people[row.user_id],
            role=ROLES[row.role],
            place=(teams[row.team_id] if row.team_id else offices[row.office_id] if row.office_id else None),
            at=At(row.office_id, row.team_id),
            ends_at=row.ends_at,
            by=people[row.proposed_by],
            proposed_at=row.proposed_at,
            expires_at=row.expires_at,
            decided_by=people.get(row.decided_by) if row.decided_by else None,
            decided_at=row.decided_at,
            state=State(row.state),
            is_open=is_open,
            may_confirm=is_open and who.user_id not in (row.user_id, row.proposed_by),
        )

    return [line(row) for row in rows if row.user_id in people and row.proposed_by in people]
