"""Gates without upward arrows: whatever is above places a hold here, and closing asks one table."""

from uuid import UUID

from jiwar.areas.cases.actions.reasons import add_note, own_case, refuse_if
from jiwar.areas.cases.models import CaseHold
from jiwar.areas.cases.rules import why_not_note
from jiwar.areas.cases.words import HoldKind, Occasion
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.base.errors import Missing


@action(Permission.HOLD_PLACE)
def place_hold(who: Who, case_id: UUID, *, kind: HoldKind, ref: str) -> CaseHold:
    """Keep a case open because of a thing; the same thing holds it once."""
    case = own_case(who, case_id)
    refuse_if(why_not_note(status=case.status))
    held = CaseHold.objects.filter(case=case, kind=kind, ref=ref, released_at__isnull=True).first()
    return held or CaseHold(case=case, kind=kind, ref=ref).insert()


@action(Permission.HOLD_PLACE)
def release_hold(who: Who, case_id: UUID, *, kind: HoldKind, ref: str) -> CaseHold:
    """The thing has ended. Raises Missing where it holds nothing."""
    case = own_case(who, case_id)
    held = CaseHold.objects.filter(case=case, kind=kind, ref=ref, released_at__isnull=True).first()
    if held is None:
        raise Missing
    return held.change(version=held.version, released_at=clock.now())


@action(Permission.HOLD_DROP)
def drop_hold(who: Who, case_id: UUID, *, hold_id: UUID, reason: str) -> CaseHold:
    """A supervisor says that a hold no longer holds, where nothing else has said so; the reason is kept as a note."""
    case = own_case(who, case_id)
    held = CaseHold.objects.filter(case=case, pk=hold_id, released_at__isnull=True).first()
    if held is None:
        raise Missing
    refuse_if(None if reason.strip() else "reason_missing")
    add_note(who, case, reason.strip(), occasion=Occasion.HOLD)
    return held.change(version=held.version, released_at=clock.now())
