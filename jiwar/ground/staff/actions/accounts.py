"""Accounts of an agency: let in or shut out, roles ended. Whoever watches over access is told when a watcher goes."""

from uuid import UUID

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.notices.outbox import tell
from jiwar.ground.notices.words import NoticeKind
from jiwar.ground.staff.queries import assignments_in_force, goes_on_watched, role_held, who_watch
from jiwar.ground.staff.rules import is_watching
from jiwar.ground.staff.words import STILL_WATCHED, refuse_if


@action(Permission.ACCESS_MANAGE)
def shut_user_out(who: Who, *, user_id: UUID) -> None:
    """From the next request on this user of the agency is refused everywhere."""
    watched = any(is_watching(row.role) for row in assignments_in_force(who, user_id))
    refuse_if(None if goes_on_watched(who, user_id) else "last_to_watch")
    with grants.refusals(STILL_WATCHED):
        grants.set_active(user_id, active=False)
    if watched:
        tell_watchers(who)


@action(Permission.ACCESS_MANAGE)
def let_user_in(who: Who, *, user_id: UUID) -> None:
    """Take back `shut_user_out`. Roles that take two people have ended: they are proposed anew."""
    grants.set_active(user_id, active=True)
    tell(user_id, NoticeKind.ROLES_CHANGED)


@action(Permission.ACCESS_MANAGE)
def end_role(who: Who, *, assignment_id: UUID) -> None:
    """End a role now."""
    held = role_held(who, assignment_id)
    refuse_if("last_to_watch" if held and not goes_on_watched(who, held.user_id, assignment_id=held.pk) else None)
    with grants.refusals(STILL_WATCHED):
        grants.end_role(assignment_id, at=clock.now())
    if held and is_watching(held.role):
        tell_watchers(who)


def tell_watchers(who: Who) -> None:
    """Inside an action: those who watch over access in the agency are to look, so that nobody removes them unseen."""
    for one in who_watch(who, except_for={who.user_id}):
        tell(one, NoticeKind.SECOND_LOOK)
