"""Who asks: the one way a view gets at it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jiwar.ground.access.who import Who


def who_asks(request: HttpRequest) -> Who:
    """The `Who` that `Enter` put on the request. Pages of the desk demand a sign-in, so there is one."""
    who: Who | None = getattr(request, "who", None)
    if who is None:
        raise PermissionDenied
    return who
