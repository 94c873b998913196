"""Who starts here, or signs in anew: proposed by one, confirmed by another. Whoever may confirm is told."""

from uuid import UUID

from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.signing import inviting
from jiwar.ground.access.who import Who
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.staff.queries import who_may_confirm


@action(Permission.ACCESS_MANAGE)
def invite_colleague(who: Who, *, newcomer: inviting.Newcomer) -> inviting.Link:
    """Make a user, and the link by which that user starts once somebody else has confirmed."""
    link = inviting.invite(newcomer)
    _tell_second(who, link.subject_id)
    return link


@action(Permission.ACCESS_MANAGE)
def propose_reset(who: Who, *, user_id: UUID) -> str:
    """A new link for somebody who can sign in no more; it opens once somebody else has confirmed."""
    letters = inviting.ask_reset(user_id)
    _tell_second(who, user_id)
    return letters


@action(Permission.INVITATION_CONFIRM)
def confirm_invitation(who: Who, *, invitation_id: UUID) -> str:
    """Be the second of two: returns the code that belongs to the link. What opened until now opens nothing more."""
    waiting = inviting.waiting_one(who, invitation_id)
    code = inviting.approve(invitation_id)
    if waiting.is_reset:
        tell(waiting.user.pk, NoticeKind.ROLES_CHANGED)
    return code


@action(Permission.INVITATION_CONFIRM)
def withdraw_invitation(who: Who, *, invitation_id: UUID) -> None:
    """The link opens nothing any more."""
    inviting.withdraw(invitation_id)


def _tell_second(who: Who, user_id: UUID) -> None:
    for one in who_may_confirm(who, except_for={who.user_id, user_id}):
        tell(one, NoticeKind.ROLE_WAITS)
