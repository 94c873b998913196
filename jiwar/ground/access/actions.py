"""What the nightly job and whoever rotates keys do. Sharing a file belongs to the file's own area."""

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.vault import rotation


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
