"""Signing in and out with a password, recorded either way.

Unknown and known users get the same answer; Django hashes once for an unknown one too. A failed sign-in is
recorded over the second connection, without what was typed.
"""

from uuid import uuid4

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from jiwar.ground.access import wall
from jiwar.ground.access.middleware import SECOND
from jiwar.ground.access.models import User
from jiwar.ground.access.who import Door, Who, who_for
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome


def sign_in(request: HttpRequest, *, username: str, password: str) -> bool:
    """Sign somebody in for this browser; False where name or password is wrong, without saying which."""
    name = username.strip().lower()
    with wall.announcing("sign_in"):  # the hash may be renewed, and the time of the last sign-in is kept
        user = authenticate(request, username=name, password=password)
        if isinstance(user, User) and user.kind == User.Kind.PERSON:
            login(request, user)
        else:
            user = None
    if user is None:
        _record_failed(name, door=Door.WEB)
        return False
    wall.enter(user.pk)
    trail.record(action="sign_in", outcome=Outcome.DONE, door=Door.WEB, request_id=uuid4(), subject_id=user.pk)
    return True


def sign_out(request: HttpRequest, who: Who | None) -> None:
    """End the session of this browser."""
    if who:
        trail.record(
            action="sign_out", outcome=Outcome.DONE, door=who.door, request_id=who.request_id, subject_id=who.user_id
        )
    logout(request)


def who_with_password(*, username: str, password: str) -> Who | None:
    """For the command line: the `Who` of a user who knows the password, else None. Recorded either way."""
    name = username.strip().lower()
    with transaction.atomic(), wall.announcing("sign_in"):
        user = authenticate(None, username=name, password=password)
        if isinstance(user, User) and user.kind == User.Kind.PERSON:
            wall.enter(user.pk)
            trail.record(action="sign_in", outcome=Outcome.DONE, door=Door.CLI, subject_id=user.pk)
            return who_for(user, door=Door.CLI)
    _record_failed(name, door=Door.CLI)
    return None


def _record_failed(username: str, *, door: Door) -> None:
    known = User.objects.filter(username=username).values_list("pk", flat=True).first()
    with transaction.atomic(using=SECOND):
        trail.record(action="sign_in", outcome=Outcome.FAILED, door=door, subject_id=known, using=SECOND)
