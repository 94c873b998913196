"""Break-the-glass: opening a file of one's own agency that one does not see, in an emergency and for minutes."""

from uuid import UUID, uuid4

from jiwar.areas.cases import rules
from jiwar.areas.cases.actions.reasons import IN_THE_WAY, REASONS, SUSPENDED, refuse_if
from jiwar.areas.cases.models import Case, Glass
from jiwar.areas.cases.words import GlassCategory, Verdict
from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.queries import guardians
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing, Refused
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.vault import keyring
from jiwar.ground.vault.models import Kind

OPENING = "select wall.break_glass(%s, %s, %s, %s)"
WORDS = {SUSPENDED: REASONS["glass_suspended"], IN_THE_WAY: REASONS["in_sight"]}


@action(Permission.GLASS_BREAK)
def break_glass(who: Who, *, code: str, category: GlassCategory, reason: str, minutes: int) -> Case:
    """Open the case with this code, and its person, for reading and noting. Owner and guardians are told at once.

    A code that is not there, sealed, in conflict or of another agency is refused with the same words. The reason is
    sealed with the key of the case.
    """
    refuse_if(rules.why_not_break(reason=reason))
    glass_id = uuid4()
    try:
        case_id: UUID = grants.call(OPENING, glass_id, code, category, minutes, words=WORDS)[0][0]
        ring = keyring.ring(who.agency_id, [case_id], kinds=[Kind.NARRATIVE])
        sealed = ring.seal(Glass(pk=glass_id, case_id=case_id), "reason", reason.strip())
    except (Missing, keyring.NoKey) as error:  # NoKey: erased, and nothing is left to open
        raise Refused(REASONS["no_such_file"]) from error
    grants.call("select wall.say_why(%s, %s)", glass_id, sealed)
    case = Case.objects.get(pk=case_id)
    for user_id in {*guardians(who, office_id=case.office_id), *([case.owner_id] if case.owner_id else [])}:
        tell(user_id, NoticeKind.SECOND_LOOK, root_id=case.pk)
    return case


@action(Permission.GLASS_BREAK)
def close_glass(who: Who, case_id: UUID, *, glass_id: UUID) -> None:
    """Close it now, before its time is over."""
    grants.call("select wall.close_glass(%s)", _opening(case_id, glass_id).pk)


@action(Permission.GLASS_REVIEW)
def review_glass(who: Who, case_id: UUID, *, glass_id: UUID, verdict: Verdict) -> None:
    """Say whether an opening was right; by somebody else than who opened. What was not right is closed at once."""
    glass = _opening(case_id, glass_id)
    grants.call("select wall.review_glass(%s, %s)", glass.pk, verdict)
    tell(glass.user_id, NoticeKind.SECOND_LOOK, root_id=case_id)


def _opening(case_id: UUID, glass_id: UUID) -> Glass:
    glass = Glass.objects.filter(pk=glass_id, case_id=case_id).first()
    if glass is None:
        raise Missing
    return glass
