"""`@action`: the one verb that every door meets.

    permission → identity → transaction or savepoint → rules → rows with history → one event → notices after commit

Outside a transaction an action opens one and enters; inside (a request, a job) it runs in a savepoint, so that
when a rule refuses, everything it wrote is gone and the record of the refusal stays.
"""

import functools
from collections.abc import Callable, Collection
from typing import Any, Concatenate, Protocol, cast
from uuid import UUID

from django.db import transaction

from jiwar.ground.access import wall
from jiwar.ground.access.permissions import Permission
from jiwar.ground.access.who import Who
from jiwar.ground.audit import trail
from jiwar.ground.audit.models import Outcome
from jiwar.ground.base.errors import Forbidden, JiwarError, Missing, Refused, Stale
from jiwar.ground.base.records import Root

SUBJECTS = ("user_id", "assignment_id", "role_proposal_id", "invitation_id", "batch_id", "export_id")
"""Keywords that say whom an action about no file is about. What it returns may say so too: `subject_id`."""
OUTCOMES: dict[type[JiwarError], Outcome] = {
    Refused: Outcome.REFUSED,
    Forbidden: Outcome.FORBIDDEN,
    Stale: Outcome.STALE,
    Missing: Outcome.MISSING,
}


class Action[**P, R](Protocol):
    """A function that is an action, with the permission it demands."""

    __name__: str
    is_action: bool
    permission: Permission

    def __call__(self, who: Who, /, *args: P.args, **kwargs: P.kwargs) -> R: ...


def action[**P, R](permission: Permission) -> Callable[[Callable[Concatenate[Who, P], R]], Action[P, R]]:
    """Make a function an action that demands `permission`.

    The function takes `who` first, perhaps the id of the file it is about, everything else by keyword. The event
    is about that id, or, where a new file is made, about what the function returns.
    """

    def decorate(function: Callable[Concatenate[Who, P], R]) -> Action[P, R]:
        @functools.wraps(function)
        def run(who: Who, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return _run(function, permission, who, args, kwargs)

        made = cast("Action[P, R]", run)
        made.is_action, made.permission = True, permission
        return made

    return decorate


def _run[R](
    function: Callable[..., R], permission: Permission, who: Who, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> R:
    name = function.__name__
    about = next((a for a in args if isinstance(a, UUID)), None)
    subject = next((kwargs[key] for key in SUBJECTS if isinstance(kwargs.get(key), UUID)), None)
    with wall.standing(who):
        try:
            if not who.may(permission):
                raise Forbidden(permission)
            with transaction.atomic(), wall.announcing(name):
                result = function(who, *args, **kwargs)
                subject = subject or getattr(result, "subject_id", None)
                _tell(who, name, Outcome.DONE, root_id=about or _made(result), subject_id=subject)
                return result
        except JiwarError as error:
            _tell(who, name, _outcome(error), root_id=about, subject_id=subject, reason=_code(error))
            trouble = error
    raise trouble


def _tell(
    who: Who, name: str, outcome: Outcome, *, root_id: UUID | None, subject_id: UUID | None = None, reason: str = ""
) -> None:
    trail.record(
        action=name,
        outcome=outcome,
        door=who.door,
        request_id=who.request_id,
        root_id=root_id,
        subject_id=subject_id,
        reason=reason,
    )


def _made(result: object) -> UUID | None:
    return result.pk if isinstance(result, Root) else None


def _outcome(error: JiwarError) -> Outcome:
    return next(outcome for kind, outcome in OUTCOMES.items() if isinstance(error, kind))


def _code(error: JiwarError) -> str:
    if isinstance(error, Refused):
        return error.reason.code
    return error.permission if isinstance(error, Forbidden) else ""


def record_done(who: Who, name: str, root_id: UUID) -> None:
    """Record, inside an action, that it did the same to another file than the one it is about."""
    _tell(who, name, Outcome.DONE, root_id=root_id)


def record_all_done(who: Who, name: str, root_ids: Collection[UUID]) -> None:
    """Record, inside an action that is about many files, that it was done to each of them: one event for each."""
    _tell_all(who, name, Outcome.DONE, root_ids)


def record_readings(who: Who, name: str, root_ids: Collection[UUID]) -> None:
    """Record for each of these files that it is opened, before its content leaves."""
    _tell_all(who, name, Outcome.READ, root_ids)


def _tell_all(who: Who, name: str, outcome: Outcome, root_ids: Collection[UUID]) -> None:
    if root_ids:
        trail.record_all(action=name, outcome=outcome, door=who.door, request_id=who.request_id, root_ids=root_ids)


def record_reading(
    who: Who, name: str, root_id: UUID | None, *, found: bool = True, subject_id: UUID | None = None
) -> None:
    """Record that a full file is opened, before its content leaves, or that somebody asked for one in vain.

    Raises where the event cannot be written, so that nothing is shown then; raises Missing where nothing is found.
    """
    _tell(who, name, Outcome.READ if found else Outcome.MISSING, root_id=root_id, subject_id=subject_id)
    if not found:
        raise Missing
