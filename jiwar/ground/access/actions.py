"""What an administrator and the nightly job do with access. Sharing a file belongs to the file's own area."""

from uuid import UUID

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock


@action(Permission.ACCESS_MANAGE)
def shut_user_out(who: Who, *, user_id: UUID) -> None:
    """From the next request on this user of the agency is refused everywhere."""
    grants.set_active(user_id, active=False)


@action(Permission.ACCESS_MANAGE)
def let_user_in(who: Who, *, user_id: UUID) -> None:
    """Take back `shut_user_out`."""
    grants.set_active(user_id, active=True)


@action(Permission.ACCESS_MANAGE)
def end_role(who: Who, *, assignment_id: UUID) -> None:
    """End a role now."""
    grants.end_role(assignment_id, at=clock.now())


@action(Permission.GRANTS_SWEEP)
def sweep_grants(who: Who) -> int:
    """Remove expired permits of one agency and the keys that came with them; returns how many.

    Nothing is readable through an expired permit even before: the policy decides that. This tidies keys.
    """
    return grants.sweep()
