"""Thin hands over the definer functions of roles, for use inside actions. The database checks for itself."""

from datetime import datetime
from uuid import UUID

from jiwar.ground.access.grants import call
from jiwar.ground.access.roles import Role


def give_role(
    user_id: UUID, role: type[Role], *, office_id: UUID | None, team_id: UUID | None, ends: datetime | None
) -> UUID:
    """A role that one administrator gives alone. Raises Missing where the wall says no."""
    return _made("select wall.give_role(%s, %s, %s, %s, %s)", user_id, role.code, office_id, team_id, ends)


def propose_role(
    user_id: UUID, role: type[Role], *, office_id: UUID | None, team_id: UUID | None, ends: datetime | None
) -> UUID:
    """A powerful role that waits for a second person."""
    return _made("select wall.propose_role(%s, %s, %s, %s, %s)", user_id, role.code, office_id, team_id, ends)


def confirm_role(role_proposal_id: UUID) -> UUID:
    """The role begins; returns the assignment."""
    return _made("select wall.confirm_role(%s)", role_proposal_id)


def decline_role(role_proposal_id: UUID) -> None:
    call("select wall.decline_role(%s)", role_proposal_id)


def give_cover(assignment_id: UUID, *, coverer_id: UUID, starts: datetime, ends: datetime) -> UUID:
    """A colleague works at the team of an absent worker from then until then."""
    return _made("select wall.give_cover(%s, %s, %s, %s)", assignment_id, coverer_id, starts, ends)


def end_cover(assignment_id: UUID) -> None:
    call("select wall.end_cover(%s)", assignment_id)


def accept_conduct(version: str) -> None:
    call("select wall.accept_conduct(%s)", version)


def review_role(assignment_id: UUID, verdict: str) -> None:
    call("select wall.review_role(%s, %s)", assignment_id, verdict)


def accept_alarm(alarm_id: UUID) -> None:
    call("select wall.accept_alarm(%s)", alarm_id)


def _made(statement: str, *values: object) -> UUID:
    made = call(statement, *values)[0][0]
    if not isinstance(made, UUID):
        raise TypeError(made)
    return made
