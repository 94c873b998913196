"""What an administrator, the nightly job and whoever rotates keys do. Sharing a file belongs to the file's own area."""

from uuid import UUID

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.signing import inviting
from jiwar.ground.access.who import Who
from jiwar.ground.base import clock
from jiwar.ground.vault import rotation


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


@action(Permission.ACCESS_MANAGE)
def invite_colleague(who: Who, *, newcomer: inviting.Newcomer) -> inviting.Link:
    """Make a user, and the link by which that user starts once somebody else has confirmed."""
    return inviting.invite(newcomer)


@action(Permission.ACCESS_MANAGE)
def propose_reset(who: Who, *, user_id: UUID) -> str:
    """A new link for somebody who can sign in no more; it opens once somebody else has confirmed."""
    return inviting.ask_reset(user_id)


@action(Permission.INVITATION_CONFIRM)
def confirm_invitation(who: Who, *, invitation_id: UUID) -> str:
    """Be the second of two: returns the code that belongs to the link. What opened until now opens nothing more."""
    return inviting.approve(invitation_id)


@action(Permission.INVITATION_CONFIRM)
def withdraw_invitation(who: Who, *, invitation_id: UUID) -> None:
    """The link opens nothing any more."""
    inviting.withdraw(invitation_id)


@action(Permission.GRANTS_SWEEP)
def sweep_grants(who: Who) -> int:
    """Remove expired permits of one agency and the keys that came with them; returns how many.

    Nothing is readable through an expired permit even before: the policy decides that. This tidies keys.
    """
    return grants.sweep()


@action(Permission.KEYS_ROTATE)
def rotate_agency_key(who: Who) -> int:
    """Make a new key for the agency and say its version; what was wrapped before follows by `rotate_wraps`."""
    return rotation.new_agency_key(who.agency_id)


@action(Permission.KEYS_ROTATE)
def rotate_wraps(who: Who, *, limit: int) -> int:
    """Wrap up to `limit` data keys of the agency under its newest key; 0 when none is left."""
    return rotation.rewrap_agency(who.agency_id, limit=limit)


@action(Permission.KEYS_ROTATE)
def rotate_root_wraps(who: Who) -> int:
    """Wrap the keys of the agency under the current root key; returns how many were under an older one."""
    return rotation.rewrap_agency_keys(who.agency_id)


@action(Permission.KEYS_ROTATE)
def drop_old_root_keys(who: Who) -> list[int]:
    """Destroy the root keys that no agency needs any more; raises StillNeeded."""
    return rotation.forget_old_root_keys()
