"""Handing a caseload over when a worker leaves or changes: one transaction, each case by the verb of assigning."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiwar.areas.cases.actions.reasons import refuse_if
from jiwar.areas.cases.actions.working import assign_case
from jiwar.areas.cases.models import Case
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import place_of_work
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing, Refused, Stale


@dataclass(frozen=True, slots=True)
class Handing:
    """One case, in the version that was looked at, and who takes it."""

    case_id: UUID
    version: int
    owner_id: UUID


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of each: handed over, changed meanwhile, or kept because a rule said no."""

    done: list[UUID]
    stale: list[UUID]
    kept: list[UUID]


@action(Permission.CASELOAD_HAND)
def hand_caseload(who: Who, *, user_id: UUID, handings: Sequence[Handing]) -> Handed:
    """Give the cases of a worker to others. Refused as a whole where a new worker works on no cases, or is the same.

    A case that somebody changed meanwhile, or that has left the worker, stays where it is and is told of: nothing
    is overwritten, and nothing else is held up by it.
    """
    refuse_if(None if handings else "nothing_to_hand")
    owners = {one.owner_id for one in handings}
    refuse_if("same_worker" if user_id in owners else None)
    refuse_if("not_a_colleague" if any(place_of_work(who, owner) is None for owner in owners) else None)
    outcomes = [(one.case_id, _hand(who, one, user_id)) for one in handings]
    return Handed(*([pk for pk, outcome in outcomes if outcome == wanted] for wanted in ("done", "stale", "kept")))


def _hand(who: Who, one: Handing, former_id: UUID) -> str:
    if not Case.objects.filter(pk=one.case_id, owner_id=former_id).exists():
        return "stale"
    try:
        assign_case(who, one.case_id, owner_id=one.owner_id, version=one.version)
    except (Stale, Missing):
        return "stale"
    except Refused:
        return "kept"
    return "done"
