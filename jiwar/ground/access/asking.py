"""Who asks: the one way a view gets at it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.base.errors import Forbidden


def who_asks(request: HttpRequest) -> Who:
    """The `Who` that `Enter` put on the request. Pages of the desk demand a sign-in, so there is one."""
    who: Who | None = getattr(request, "who", None)
    if who is None:
        raise PermissionDenied
    return who


def demand(who: Who, permission: Permission) -> None:
    """For queries that only one role may ask. Raises Forbidden."""
    if not who.may(permission):
        raise Forbidden(permission)


def demanding(request: HttpRequest, permission: Permission) -> Who:
    """Who asks, if allowed: no form is shown that could not be sent. Raises Forbidden; actions demand it again."""
    who = who_asks(request)
    demand(who, permission)
    return who
