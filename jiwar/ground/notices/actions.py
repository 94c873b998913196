"""What one does with what one was told."""

from jiwar.ground.access import grants
from jiwar.ground.access.action import action
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who


@action(Permission.NOTICE_SEE)
def see_notices(who: Who) -> None:
    """All that is under the bell was looked at. One's own alone."""
    grants.call("select wall.see_notices()")
