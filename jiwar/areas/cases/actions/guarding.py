"""Conflict of interest and seal: denials that beat every permit, on the case and on the person's record."""

from uuid import UUID

from jiwar.areas.cases.actions.reasons import own_case
from jiwar.areas.cases.models import Case
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing


@action(Permission.CONFLICT_DECLARE)
def declare_conflict(who: Who, case_id: UUID, *, user_id: UUID) -> Case:
    """From now on this user reads nothing of the case or the person. A worker may declare it of oneself."""
    case = own_case(who.agency_id, case_id)
    grants.deny(case.person_id, user_id=user_id, basis_id=str(case.pk))
    grants.deny(case.pk, user_id=user_id, basis_id=str(case.pk))
    return case


@action(Permission.CASE_SEAL)
def lift_conflict(who: Who, case_id: UUID, *, user_id: UUID) -> Case:
    """A supervisor takes a conflict back; never one's own."""
    case = own_case(who.agency_id, case_id)
    if not grants.lift(kind="conflict", basis_id=str(case.pk), user_id=user_id):
        raise Missing
    return case


@action(Permission.CASE_SEAL)
def seal_case(who: Who, case_id: UUID) -> None:
    """From now on nobody reads the case or the person's record, supervisors included, until one lifts the seal."""
    case = own_case(who.agency_id, case_id)
    grants.seal(case.person_id, basis_id=str(case.pk))
    grants.seal(case.pk, basis_id=str(case.pk))


@action(Permission.CASE_SEAL)
def unseal_case(who: Who, case_id: UUID) -> None:
    """Lift the seal of a case of one's own agency or office. By its id alone: the case itself cannot be seen."""
    if not grants.lift(kind="sealed", basis_id=str(case_id)):
        raise Missing
