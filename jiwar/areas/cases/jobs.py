"""What runs by night on the cases of one agency, as its system user."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiwar.areas.cases.actions import close_case
from jiwar.areas.cases.models import Case, PlannedClosing
from jiwar.areas.cases.words import Outcome
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import JiwarError
from jiwar.ground.jobs.kinds import Report, job
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind


@job(label=_("Closes the cases whose closing was agreed for today"), cron="30 22 * * *")
def close_planned_cases(who: Who, _about_id: UUID | None, report: Report) -> None:
    """By the same verb as everybody, at half past one in Amman.

    Only what one proposed and another agreed to, once its day has come. What still holds a case open, or that it was
    sealed meanwhile, lets it stay: the next night asks again, until somebody withdraws the plan.
    """
    plans = list(_due(who))
    for number, plan in enumerate(plans):
        report(number, len(plans))
        _close(who, plan)
    report(len(plans), len(plans))


def _due(who: Who) -> QuerySet[PlannedClosing]:
    plans = PlannedClosing.objects.filter(
        case__agency_id=who.agency_id,
        ended_at__isnull=True,
        confirmed_by__isnull=False,
        closes_on__lte=clock.today(),
    )
    return plans.order_by("closes_on", "id")


def _close(who: Who, plan: PlannedClosing) -> None:
    """Taking turns with everybody who works on the case: who has just withdrawn the plan, keeps it open."""
    case = Case.objects.select_for_update(no_key=True).filter(pk=plan.case_id).first()
    if not _due(who).filter(pk=plan.pk).exists():
        return
    try:
        ring = keyring.ring(who.agency_id, [plan.case_id], kinds=[Kind.NARRATIVE])
        close_case(
            who,
            plan.case_id,
            outcome=Outcome(plan.outcome),
            summary=ring.open(plan, "summary") or "",
            version=case.version if case else 0,
        )
    except (JiwarError, keyring.NoKey):
        return  # recorded with its reason; what has no key any more is erased
