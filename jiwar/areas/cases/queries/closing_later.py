"""What is planned about the end of a case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiwar.areas.cases.models import PlannedClosing
from jiwar.areas.cases.words import Outcome
from jiwar.ground.access.action import record_reading
from jiwar.ground.access.asking import demand
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import Colleague, names_of, stands_on
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """A closing that is planned, by whom, and who agreed; `summary` where it was opened."""

    id: UUID
    outcome: Outcome
    closes_on: date
    proposed_by: Colleague | None
    confirmed_by: Colleague | None
    is_mine: bool
    summary: str = ""


def planned_closing(who: Who, case_id: UUID) -> ShownClosing | None:
    """The closing that is planned for a case on which one works, without its words; None where there is none."""
    demand(who, Permission.CASE_READ)
    plan = _plan(case_id)
    return _shown(who, plan) if plan and stands_on(who, case_id) else None


def opened_closing(who: Who, case_id: UUID, *, closing_id: UUID) -> ShownClosing:
    """The same with its words, for whoever is to agree; the reading is recorded first. Raises Missing."""
    demand(who, Permission.CLOSING_CONFIRM)
    plan = _plan(case_id)
    found = plan is not None and plan.pk == closing_id and stands_on(who, case_id)
    record_reading(who, "opened_closing", case_id, found=found)
    if plan is None:
        raise Missing
    ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE])
    return _shown(who, plan, summary=ring.open(plan, "summary") or "")


def _plan(case_id: UUID) -> PlannedClosing | None:
    return PlannedClosing.objects.filter(case_id=case_id, ended_at__isnull=True).first()


def _shown(who: Who, plan: PlannedClosing, *, summary: str = "") -> ShownClosing:
    names = names_of(who, [plan.proposed_by_id, plan.confirmed_by_id])
    return ShownClosing(
        id=plan.pk,
        outcome=Outcome(plan.outcome),
        closes_on=plan.closes_on,
        proposed_by=names.get(plan.proposed_by_id),
        confirmed_by=names.get(plan.confirmed_by_id) if plan.confirmed_by_id else None,
        is_mine=plan.proposed_by_id == who.user_id,
        summary=summary,
    )
