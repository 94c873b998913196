"""Signing in and out with a password, recorded either way.

Unknown and known, wrong and inactive get the same answer after the same work: one hash each. A failed sign-in is
recorded over the second connection, without what was typed.
"""

from django.contrib.auth import login, logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from jiwar.ground.access import wall
from jiwar.ground.access.middleware import SECOND
from jiwar.ground.access.models import User
from jiwar.ground.access.proving import mark_proved
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest, *, username: str, password: str) -> bool:
    """Sign somebody in for this browser; False where name or password is wrong, without saying which."""
    user = _verified(username, password, door=Door.WEB)
    if user is None:
        return False
    wall.enter(user.pk)
    with wall.announcing("sign_in"):  # login() keeps the time of the last sign-in
        login(request, user, backend=BACKEND)
        _record(Outcome.DONE, door=Door.WEB, user=user)
    mark_proved(request)
    return True


def prove(request: HttpRequest, *, password: str) -> bool:
    """Show once more that it is oneself; a failure is recorded."""
    user = request.user
    if not isinstance(user, User) or _verified(user.username, password, door=Door.WEB) is None:
        return False
    mark_proved(request)
    return True


def sign_out(request: HttpRequest, who: Who | None) -> None:
    """End the session of this browser."""
    if who:
        with wall.announcing("sign_out"):
            trail.record(
                action="sign_out",
                outcome=Outcome.DONE,
                door=who.door,
                request_id=who.request_id,
                subject_id=who.user_id,
            )
    logout(request)


def who_with_password(*, username: str, password: str) -> Who | None:
    """For the command line: the `Who` of a user who knows the password, else None. Recorded either way."""
    user = _verified(username, password, door=Door.CLI)
    if user is None:
        return None
    with transaction.atomic():
        wall.enter(user.pk)
        with wall.announcing("sign_in"):
            _record(Outcome.DONE, door=Door.CLI, user=user)
        return who_for(user, door=Door.CLI)


def _verified(username: str, password: str, *, door: Door) -> User | None:
    """The active person of that name who knows that password; a failure is recorded."""
    user = User.objects.filter(username=username.strip().lower(), kind=User.Kind.PERSON).first()
    if user is None:
        make_password(password)
        _record(Outcome.FAILED, door=door, user=None, using=SECOND)
        return None
    if check_password(password, user.password) and user.is_active:
        return user
    _record(Outcome.FAILED, door=door, user=user, using=SECOND)
    return None


def _record(outcome: Outcome, *, door: Door, user: User | None, using: str = "default") -> None:
    with transaction.atomic(using=using):
        trail.record(action="sign_in", outcome=outcome, door=door, subject_id=user.pk if user else None, using=using)
