"""What administrators, officers and supervisors do with those who work here; and what everybody accepts."""

from jiwar.ground.staff.actions.accounts import end_role, let_user_in, shut_user_out
from jiwar.ground.staff.actions.alarms import accept_alarm
from jiwar.ground.staff.actions.inviting import (
    confirm_invitation,
    invite_colleague,
    propose_reset,
    withdraw_invitation,
)
from jiwar.ground.staff.actions.roles import (
    accept_conduct,
    arrange_cover,
    confirm_role,
    decline_role,
    end_cover,
    give_role,
    propose_role,
    review_role,
)

__all__ = [
    "accept_alarm",
    "accept_conduct",
    "arrange_cover",
    "confirm_invitation",
    "confirm_role",
    "decline_role",
    "end_cover",
    "end_role",
    "give_role",
    "invite_colleague",
    "let_user_in",
    "propose_reset",
    "propose_role",
    "review_role",
    "shut_user_out",
    "withdraw_invitation",
]
