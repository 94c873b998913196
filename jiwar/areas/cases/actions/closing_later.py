"""Closing on a day to come: who works on the case proposes it, a supervisor agrees, the day carries it out."""

from datetime import date
from uuid import UUID

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import end_plan, own_case, refuse_erased, refuse_if
from jiwar.areas.cases.models import PlannedClosing
from jiwar.areas.cases.words import Outcome
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import guardians
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing, Stale
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind


@action(Permission.CASE_CLOSE)
def propose_closing(
    who: Who, case_id: UUID, *, outcome: Outcome, summary: str, closes_on: date, version: int
) -> PlannedClosing:
    """Plan that the case is closed on a day to come; its supervisors are told. A plan that there was ends with it."""
    case = own_case(who, case_id)
    refuse_if(rules.why_not_end_as(outcome=outcome))
    refuse_if(rules.why_not_plan_closing(status=case.status, summary=summary, closes_on=closes_on, today=clock.today()))
    refuse_erased(case)
    if case.version != version:
        raise Stale(case)
    end_plan(case)
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    plan = PlannedClosing(case=case, outcome=outcome, closes_on=closes_on, proposed_by_id=who.user_id)
    plan.summary = ring.seal(plan, "summary", summary.strip())
    plan.insert()
    for user_id in guardians(who, office_id=case.office_id, with_officer=False):
        tell(user_id, NoticeKind.WORK_WAITS, root_id=case.pk)
    return plan


@action(Permission.CLOSING_CONFIRM)
def confirm_closing(who: Who, case_id: UUID, *, closing_id: UUID) -> PlannedClosing:
    """Agree that the case is closed on that day. Never by who proposed it."""
    own_case(who, case_id)
    plan = _plan(case_id, closing_id)
    refuse_if(
        rules.why_not_confirm_closing(
            is_planned=plan.ended_at is None,
            is_confirmed=plan.confirmed_by_id is not None,
            is_mine=plan.proposed_by_id == who.user_id,
            is_late=plan.closes_on < clock.today(),
        )
    )
    return plan.change(version=plan.version, confirmed_by_id=who.user_id)


@action(Permission.CASE_CLOSE)
def withdraw_closing(who: Who, case_id: UUID, *, closing_id: UUID) -> PlannedClosing:
    """Let the case stay open; agreed or not. Whoever proposed it is told, if it was somebody else."""
    own_case(who, case_id)
    plan = _plan(case_id, closing_id)
    refuse_if(None if plan.ended_at is None else "no_closing_planned")
    if plan.proposed_by_id != who.user_id:
        tell(plan.proposed_by_id, NoticeKind.WORK_WAITS, root_id=case_id)
    return plan.change(version=plan.version, ended_at=clock.now())


def _plan(case_id: UUID, closing_id: UUID) -> PlannedClosing:
    plan = PlannedClosing.objects.select_for_update(no_key=True).filter(pk=closing_id, case_id=case_id).first()
    if plan is None:
        raise Missing
    return plan
