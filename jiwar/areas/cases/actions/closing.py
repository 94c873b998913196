"""Closing and reopening."""

from uuid import UUID

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import add_note, end_plan, own_case, refuse_erased, refuse_held, refuse_if
from jiwar.areas.cases.models import Case, CaseHold
from jiwar.areas.cases.words import Occasion, Outcome, Status
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind
from jiwar.ground.work import tasks


@action(Permission.CASE_CLOSE)
def close_case(who: Who, case_id: UUID, *, outcome: Outcome, summary: str, version: int) -> Case:
    """Close a case with its outcome and a few words; its open tasks end with it. Refused while anything holds it."""
    case = own_case(who, case_id)
    refuse_if(rules.why_not_end_as(outcome=outcome))
    holds = list(CaseHold.objects.filter(case=case, released_at__isnull=True).order_by("kind", "ref"))
    kinds = list(dict.fromkeys(hold.kind for hold in holds))
    code = rules.why_not_close(status=case.status, holds=kinds, summary=summary)
    if code == "held":
        refuse_held(kinds)
    refuse_if(code)
    ring = keyring.ring(who.agency_id, [case.pk], kinds=[Kind.NARRATIVE])
    tasks.end_all(case.pk)
    end_plan(case)
    return case.change(
        version=version,
        status=Status.CLOSED,
        outcome=outcome,
        closed_on=clock.today(),
        summary=ring.seal(case, "summary", summary.strip()),
    )


@action(Permission.CASE_REOPEN)
def reopen_case(who: Who, case_id: UUID, *, reason: str, version: int) -> Case:
    """Open a closed case again, with the same worker; the reason is kept as a note."""
    case = own_case(who, case_id)
    refuse_if(rules.why_not_reopen(status=case.status, reason=reason))
    refuse_erased(case)
    case.change(version=version, status=Status.ACTIVE, outcome="", closed_on=None)
    add_note(who, case, reason.strip(), occasion=Occasion.REOPENED)
    return case
