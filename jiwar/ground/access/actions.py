"""What the nightly job and whoever rotates keys do, and one's own tokens. Sharing a file belongs to its own area."""

from collections.abc import Iterable
from uuid import UUID

from jiwar.ground.access import grants, tokens
from jiwar.ground.access.action import action
from jiwar.ground.access.models import Token
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.scopes import Scope, TokenPurpose
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Missing
from jiwar.ground.vault import rotation


@action(Permission.GRANTS_SWEEP)
def sweep_grants(who: Who) -> int:
    """Remove expired permits of one agency and the keys that came with them; returns how many.

    Nothing is readable through an expired permit even before: the policy decides that. This tidies keys.
    """
    return grants.sweep()


@action(Permission.PARTNER_CONNECT)
def open_token(who: Who, *, purpose: TokenPurpose, scopes: Iterable[Scope], days: int) -> tokens.Made:
    """Make a token of one's own for the system of a partner. Its secret is in what comes back, and nowhere else."""
    return tokens.make(who, purpose=purpose, scopes=scopes, days=days)


@action(Permission.PARTNER_CONNECT)
def end_token(who: Who, *, token_id: UUID) -> None:
    """A token of one's own opens nothing any more. Raises Missing."""
    ended, _ = Token.objects.filter(pk=token_id, user_id=who.user_id).delete()
    if not ended:
        raise Missing


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
